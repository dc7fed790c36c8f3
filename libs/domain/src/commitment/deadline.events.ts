import { z } from 'zod';
import { calendarDay, dayAfter, edtfDate, identifier, latest } from '../vocabulary/index.ts';

/**
 * The last day of a deadline is over. The ledger's own clock says so and no source, hence neither attribution nor
 * evidence: it is a fact of the calendar, and tells nothing of whether the promise was kept, broken or ended before.
 */
export const deadlinePassed = z
  .strictObject({
    commitment: identifier,
    due: edtfDate.describe('By when it was due, in the words of its terms'),
    passed: calendarDay.describe('The first day after the last of it, in UTC'),
  })
  .refine(isDayAfter, { error: 'is not the day after the last one of what was due', path: ['passed'] })
  .meta({ id: 'DeadlinePassed' });

function isDayAfter({ due, passed }: { readonly due: string; readonly passed: string }): boolean {
  try {
    const last = latest(due);
    return last !== null && passed === dayAfter(last);
  } catch {
    // Not a date at all, which edtfDate says better.
    return true;
  }
}
