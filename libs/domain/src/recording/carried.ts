import { canonical } from '../canonical.ts';
import { factId, streamOf, type Fact, type LedgerEvent, type PlainFact } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import type { Streams } from './streams.ts';
import { circleIn } from './lineage.ts';

type Correction = Fact<'CorrectionRecorded'>;

/**
 * Carries a correction to what followed from the fact: where other things follow from it now, what stands in other
 * streams is told anew, retracted or told for the first time, in the same append.
 *
 * @param before what followed from the fact as it stood.
 * @param after what follows from it now.
 * @returns why it cannot be carried; nothing of the request is recorded then.
 */
export function carry(
  correction: Correction,
  before: readonly LedgerEvent[],
  after: readonly LedgerEvent[],
  streams: Streams,
): readonly Refusal[] {
  const followed = new Map(before.map((fact) => [placeOf(fact), fact]));
  const follows = new Map(after.map((fact) => [placeOf(fact), fact]));
  return [...new Set([...followed.keys(), ...follows.keys()])].flatMap((place) => {
    const [was, is] = [followed.get(place), follows.get(place)];
    if (was && is && canonical(was) === canonical(is)) return [];
    const step = stepTo(correction, was, is as PlainFact | undefined, streams);
    if (!step) return [];
    const circle = is ? circleIn(is, streams) : [];
    const recorded = circle.length > 0 ? { refused: circle } : streams.record(step);
    // What is told for the first time is refused where it would change nothing: an end of what has ended already.
    if (!('refused' in recorded) || (circle.length === 0 && step.type !== 'CorrectionRecorded')) return [];
    return recorded.refused.map(({ code, fault, remedy }) => ({ code, pointer: '/corrects', fault, remedy }));
  });
}

/** What is to be recorded so that a fact stands as it follows now; undefined where it does. */
function stepTo(
  correction: Correction,
  was: LedgerEvent | undefined,
  is: PlainFact | undefined,
  streams: Streams,
): LedgerEvent | undefined {
  const one = is ?? was;
  if (!one) return undefined;
  const [stream, id] = [streamOf(one), factId(one)];
  const history = streams.history(stream);
  const standing = history.standingAs(id);
  if (is && !history.find(id)) return is;
  if (is ? standing && canonical(standing) === canonical(is) : !standing) return undefined;
  const { reason, corrected, attribution, evidence } = correction.data;
  const own = `${correction.data.correction}-${id}`.slice(0, MAX_ID).replace(/-$/, '');
  const told = is ? { replacement: is } : { retracted: true as const };
  return {
    type: 'CorrectionRecorded',
    data: { stream, correction: own, corrects: id, ...told, reason, corrected, attribution, evidence },
  };
}

/** As many characters as an identifier has at most. */
const MAX_ID = 80;

const placeOf = (fact: LedgerEvent): string => `${streamOf(fact)} ${factId(fact)}`;
