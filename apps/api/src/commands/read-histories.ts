import { decode, type FactToRecord, type LedgerEvent, streamsToRead } from '#libs/domain';
import { type EventStore } from '#libs/event-store';

/** The streams a decision rests on, as they stood when they were read. */
export interface Evidence {
  readonly histories: ReadonlyMap<string, readonly LedgerEvent[]>;
  readonly versions: ReadonlyMap<string, number>;
}

/** Reads every stream that has to be known to decide on the facts, until the domain names no more. */
export async function readHistories(store: EventStore, facts: readonly FactToRecord[]): Promise<Evidence> {
  const histories = new Map<string, readonly LedgerEvent[]>();
  const versions = new Map<string, number>();
  for (;;) {
    const wanted = streamsToRead(facts, histories);
    if (wanted.length === 0) return { histories, versions };
    for (const [stream, { version, events }] of await store.readStreams(wanted)) {
      histories.set(stream, events.map(decode));
      versions.set(stream, version);
    }
  }
}

/** The facts in these streams, for what a request leaves out and the ledger knows. */
export async function historiesOf(
  store: EventStore,
  streams: readonly string[],
): Promise<ReadonlyMap<string, readonly LedgerEvent[]>> {
  const read = await store.readStreams(streams);
  return new Map([...read].map(([stream, { events }]) => [stream, events.map(decode)]));
}
