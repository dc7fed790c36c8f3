import { z } from 'zod';
import { edtfDate, identifier, latest } from '../vocabulary/index.ts';
import { reported } from './commitment.events.ts';

/** A period of which every day is meant, so that both of its ends must be certain; it may reach back to any day. */
const wholePeriod = edtfDate.refine(isWhole, {
  error: 'has no certain first and last day: write them out, as in 2024-11-16/2024-12-31',
});

function isWhole(text: string): boolean {
  try {
    return latest(text) !== null && !text.includes('X');
  } catch {
    // Not a date at all, which edtfDate says better.
    return true;
  }
}

/** A source declares its record of what counts towards this commitment complete: what is not in it did not happen. */
export const coverageDeclared = z
  .strictObject({
    commitment: identifier,
    coverage: identifier,
    period: wholePeriod.describe('The days of which everything is recorded'),
    declared: edtfDate.describe('When the source says so'),
    ...reported,
  })
  .meta({ id: 'CoverageDeclared' });
