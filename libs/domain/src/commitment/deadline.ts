import { accept, refuse, type Decision } from '../decider.ts';
import type { Fact, LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { dayAfter, latest, type Day } from '../vocabulary/index.ts';
import { commitmentOf, isCommitmentEvent } from './commitment-stream.ts';
import { erasOf, type Promised } from './terms.ts';

/** After it no day has four digits of year. */
const LAST_OF_DAYS: Day = '9999-12-31';
const FIRST_OF_DAYS: Day = '0001-01-01';

/**
 * The deadlines of a commitment as the facts that they have passed, in the order in which its terms set them. One that
 * other terms replace before its last day is over never passes.
 */
export function deadlinesOf(promised: Promised): readonly Fact<'DeadlinePassed'>[] {
  const eras = erasOf(promised);
  return eras.flatMap(({ announced }, index) => {
    const deadline = deadlineOf(announced.commitment, announced.due);
    const next = eras[index + 1];
    return !deadline || (next && next.from < deadline.data.passed) ? [] : [deadline];
  });
}

function deadlineOf(commitment: string, due: string | null | undefined): Fact<'DeadlinePassed'> | undefined {
  const last = due == null ? null : latest(due);
  if (due == null || last === null || last >= LAST_OF_DAYS) return undefined;
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
  switch (event.type) {
    case 'CommitmentAnnounced':
      return deadlineOf(event.data.commitment, event.data.due)?.data;
    case 'CommitmentAmended':
    case 'CommitmentSpecified':
      return deadlineOf(event.data.commitment, event.data.terms.due)?.data;
    case 'CorrectionRecorded':
      // Which deadline a correction leaves, only the whole stream tells; to look too early costs one look.
      return isCommitmentEvent(event)
        ? { commitment: commitmentOf(event), passed: FIRST_OF_DAYS }
        : undefined;
    default:
      return undefined;
  }
}

/** A passed deadline is taken only of the deadline that the terms name; whether its day has come, the clock knows. */
export function decideDeadline(
  fact: Fact<'DeadlinePassed'>,
  promised: Promised,
): Decision<LedgerEvent, Refusal> {
  const deadlines = deadlinesOf(promised);
  const deadline = deadlines.at(-1);
  if (deadlines.some(({ data }) => data.passed === fact.data.passed)) return accept<LedgerEvent>(fact);
  return refuse({
    code: 'other-deadline',
    pointer: '/due',
    fault: `is ${fact.data.due}, but ${fact.data.commitment} ${deadline ? `is due ${deadline.data.due}` : 'has no deadline'}`,
    remedy: 'leave it out: the ledger itself records when the deadline of its terms has passed',
  });
}
