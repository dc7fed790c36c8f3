import { decode, type LedgerEvent, type PlainFact, type RecordedEvent, UnreadableEvent } from '#libs/domain';

/** The fact in an event; undefined for one that this build cannot read, which a report lists and does not guess at. */
export function eventIn(recorded: RecordedEvent): LedgerEvent | undefined {
  try {
    return decode(recorded);
  } catch (error) {
    if (error instanceof UnreadableEvent) return undefined;
    throw error;
  }
}

/** What an event tells: itself or, of a correction, the fact that it tells anew; undefined where it only takes one back. */
export const toldIn = (event: LedgerEvent): PlainFact | undefined =>
  event.type === 'CorrectionRecorded' ? event.data.replacement : event;
