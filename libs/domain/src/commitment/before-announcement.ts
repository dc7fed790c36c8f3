import type { EventData } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { earliest, latest } from '../vocabulary/index.ts';

/**
 * The refusal of what can only follow a promise and is dated certainly before it: one of the two dates is wrong, and
 * recorded, it would end the promise before its first day.
 *
 * @param pointer where the date stands.
 */
export function beforeAnnouncement(
  pointer: string,
  date: string,
  { commitment, announced }: EventData<'CommitmentAnnounced'>,
): Refusal | undefined {
  const [last, first] = [latest(date), earliest(announced)];
  if (last === null || first === null || last >= first) return undefined;
  return {
    code: 'before-announcement',
    pointer,
    fault: `is ${date}, before ${commitment} was announced (${announced})`,
    remedy: 'correct this date or, if the commitment is older, announce that one',
  };
}
