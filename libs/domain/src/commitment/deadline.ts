import { accept, refuse, type Decision } from '../decider.ts';
import type { EventData, Fact, LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { dayAfter, latest, type Day } from '../vocabulary/index.ts';
import { commitmentOf, isCommitmentEvent } from './known.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** After it no day has four digits of year. */
const LAST_OF_DAYS: Day = '9999-12-31';
const FIRST_OF_DAYS: Day = '0001-01-01';

/** The deadline of a commitment as the fact that it has passed; undefined where none ever does. */
export function deadlineOf({ commitment, due }: Announced): Fact<'DeadlinePassed'> | undefined {
  const last = due === undefined ? null : latest(due);
  if (due === undefined || last === null || last >= LAST_OF_DAYS) return undefined;
  return { type: 'DeadlinePassed', data: { commitment, due, passed: dayAfter(last) } };
}

/**
 * The day on which an event gives reason to look at its commitment's deadline: that on which it has passed.
 *
 * @returns undefined for an event that sets no deadline.
 */
export function deadlineSetBy(
  event: LedgerEvent,
): { readonly commitment: string; readonly passed: Day } | undefined {
  if (event.type === 'CommitmentAnnounced') return deadlineOf(event.data)?.data;
  // Which deadline a correction leaves, only the whole stream tells; to look too early costs one look.
  return event.type === 'CorrectionRecorded' && isCommitmentEvent(event)
    ? { commitment: commitmentOf(event), passed: FIRST_OF_DAYS }
    : undefined;
}

/** A passed deadline is taken only of the deadline that the terms name; whether its day has come, the clock knows. */
export function decideDeadline(
  fact: Fact<'DeadlinePassed'>,
  announced: Announced,
): Decision<LedgerEvent, Refusal> {
  const deadline = deadlineOf(announced);
  if (deadline?.data.passed === fact.data.passed) return accept<LedgerEvent>(fact);
  return refuse({
    code: 'other-deadline',
    pointer: '/due',
    fault: `is ${fact.data.due}, but ${announced.commitment} ${deadline ? `is due ${deadline.data.due}` : 'has no deadline'}`,
    remedy: 'leave it out: the ledger itself records when the deadline of its terms has passed',
  });
}
