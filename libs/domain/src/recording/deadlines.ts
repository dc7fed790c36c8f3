import { deadlineOf } from '../commitment/deadline.ts';
import { commitmentStream, factId } from '../ledger-event.ts';
import { findFact } from '../recorded-once.ts';
import { type Day } from '../vocabulary/index.ts';
import { Streams, type Addressed, type Histories } from './streams.ts';

/** What is to be done about the deadlines of some commitments on a day. */
export interface DeadlineRound {
  /** The deadlines that have passed and are not recorded as passed, by the decider of their streams. */
  readonly announced: readonly Addressed[];
  /** Of each commitment whose deadline is still to come, the day on which it will have passed. */
  readonly toCome: ReadonlyMap<string, Day>;
}

/**
 * Looks at the deadlines of commitments as the terms in their streams set them. What has become of the promise plays no
 * part in it, for later facts may tell that differently, and the log would have kept silent.
 *
 * @param today the day it is, in UTC; it is not over.
 */
export function deadlinesPassed(
  commitments: readonly string[],
  histories: Histories,
  today: Day,
): DeadlineRound {
  const streams = new Streams(histories);
  const toCome = new Map<string, Day>();
  for (const commitment of commitments) {
    const { announced, facts } = streams.commitment(commitmentStream(commitment));
    const deadline = announced && deadlineOf(announced);
    if (!deadline || findFact(facts, factId(deadline))) continue;
    if (deadline.data.passed <= today) streams.record(deadline);
    else toCome.set(commitment, deadline.data.passed);
  }
  return { announced: streams.added, toCome };
}
