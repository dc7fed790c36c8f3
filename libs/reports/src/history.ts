import { type RecordedEvent } from '#libs/domain';

/**
 * The log up to the position a report is made of, and nothing after it. Read as often as it takes: what is in it does not
 * change.
 */
export interface History {
  /** All of it, in the order of positions, some at a time. */
  pages(): AsyncIterable<readonly RecordedEvent[]>;
  /** The events of some streams, each in its order. */
  streams(ids: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>>;
}

/** The history of events at hand, up to a position. */
export function historyOf(events: readonly RecordedEvent[], position: number): History {
  const known = events.filter((event) => event.position <= position);
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- it stands for what is read from elsewhere
    async *pages() {
      yield known;
    },
    streams: (ids) =>
      Promise.resolve(new Map(ids.map((id) => [id, known.filter(({ stream }) => stream === id)]))),
  };
}
