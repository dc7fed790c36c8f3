import { factId, type Fact, type LedgerEvent, type PlainFact } from '../ledger-event.ts';

type Correction = Fact<'CorrectionRecorded'>;

/**
 * What stands of a stream once its corrections are applied: each fact at the place where it was first told, as the last
 * correction in force tells it, and those that are retracted left out. A correction that is itself retracted is as if it
 * had never been made. Where the announcement is retracted nothing stands.
 *
 * A correction comes after what it corrects, so one walk from the end to the beginning has met all that is said of an
 * event before it meets the event: any depth of corrections of corrections, in one pass.
 *
 * @param recorded all events of one stream, in the order in which they were recorded.
 */
export function inForce(recorded: readonly LedgerEvent[]): readonly PlainFact[] {
  const last = lastWords(recorded);
  const standing: PlainFact[] = [];
  for (const event of recorded) {
    const told = event.type === 'CorrectionRecorded' ? undefined : asTold(event, last);
    if (told) standing.push(told);
    else if (event.type === 'CommitmentAnnounced') return [];
  }
  return standing;
}

/** The correction in force of each fact and each correction that has one, by the id of what it corrects. */
export function lastWords(recorded: readonly LedgerEvent[]): ReadonlyMap<string, Correction> {
  const last = new Map<string, Correction>();
  for (let at = recorded.length - 1; at >= 0; at -= 1) {
    const event = recorded[at];
    if (event?.type !== 'CorrectionRecorded' || last.has(event.data.correction)) continue;
    if (!last.has(event.data.corrects)) last.set(event.data.corrects, event);
  }
  return last;
}

/** Whether an event of a stream is a correction. */
export const isCorrection = (event: LedgerEvent): event is Correction => event.type === 'CorrectionRecorded';

/** The fact that a correction is about in the end, over any number of corrections of corrections; undefined for none. */
export function rootOf(
  { data: { corrects } }: Correction,
  find: (id: string) => LedgerEvent | undefined,
): PlainFact | undefined {
  const met = new Set<string>();
  for (let id = corrects; !met.has(id);) {
    met.add(id);
    const event = find(id);
    if (!event) return undefined;
    if (event.type !== 'CorrectionRecorded') return event;
    id = event.data.corrects;
  }
  return undefined;
}

function asTold(event: PlainFact, last: ReadonlyMap<string, Correction>): PlainFact | undefined {
  const correction = last.get(factId(event));
  return correction ? correction.data.replacement : event;
}
