import { lastWords, type LedgerEvent } from '#libs/domain';

/** Where the data of a fact stands: in the leaf at a position, under a pointer (RFC 6901). */
export interface DataPlace {
  readonly position: number;
  readonly pointer: string;
}

/**
 * Where the facts of a stream stand as they count: each in its own event or, where it was told anew, in the correction
 * that did so.
 *
 * @param recorded the events of the stream, corrections among them.
 * @param positionOf the position of an event by the id of what it tells.
 */
export function placesIn(
  recorded: readonly LedgerEvent[],
  positionOf: (id: string) => number,
): (id: string) => DataPlace {
  const corrections = lastWords(recorded);
  return (id) => {
    const correction = corrections.get(id);
    if (!correction) return { position: positionOf(id), pointer: '/event/data' };
    return { position: positionOf(correction.data.correction), pointer: '/event/data/replacement/data' };
  };
}
