import { decode, type FactToRecord, type LedgerEvent, streamsToRead } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** The streams a decision rests on, as they stood when they were read. */
export interface ReadStreams {
  readonly histories: ReadonlyMap<string, readonly LedgerEvent[]>;
  readonly versions: ReadonlyMap<string, number>;
}

interface Remembered {
  readonly version: number;
  readonly events: readonly LedgerEvent[];
}

/** In events and streams, of which each takes about 1 KB. */
const REMEMBERED = 30_000;

/**
 * The streams of the ledger, for commands to decide by. What was read is remembered, for what stands in a stream never
 * changes, so that of a stream with a long history only what is new is read and decoded: without that, 5,000 commands to
 * one stream took ten minutes.
 */
@Injectable()
export class KnownStreams {
  readonly #remembered = new LRUCache<string, Remembered>({
    maxSize: REMEMBERED,
    sizeCalculation: ({ events }) => 1 + events.length,
  });

  constructor(@Inject(EventStore) private readonly store: EventStore) {}

  /** What stands in these streams now, for what a request leaves out and the ledger knows. */
  async in(streams: readonly string[]): Promise<ReadStreams> {
    const histories = new Map<string, readonly LedgerEvent[]>();
    const versions = new Map<string, number>();
    if (streams.length === 0) return { histories, versions };
    const known = new Map(
      streams.flatMap((stream) => {
        const before = this.#remembered.get(stream);
        return before ? [[stream, before]] : [];
      }),
    );
    const after = new Map([...known].map(([stream, { version }]) => [stream, version]));
    for (const [stream, { version, events }] of await this.store.readStreams(streams, {
      after,
      take: decode,
    })) {
      const before = known.get(stream);
      const now =
        before && events.length === 0 ? before : { version, events: [...(before?.events ?? []), ...events] };
      // Another command may have read further meanwhile.
      if (version > (this.#remembered.peek(stream)?.version ?? 0)) this.#remembered.set(stream, now);
      histories.set(stream, now.events);
      versions.set(stream, now.version);
    }
    return { histories, versions };
  }

  /**
   * Every stream that has to be known to decide on the facts, until the domain names no more.
   *
   * @param before streams that were read already, and are not read again.
   */
  async towards(facts: readonly FactToRecord[], before?: ReadStreams): Promise<ReadStreams> {
    const histories = new Map(before?.histories);
    const versions = new Map(before?.versions);
    for (;;) {
      const wanted = streamsToRead(facts, histories);
      if (wanted.length === 0) return { histories, versions };
      const read = await this.in(wanted);
      for (const [stream, events] of read.histories) histories.set(stream, events);
      for (const [stream, version] of read.versions) versions.set(stream, version);
    }
  }

  /** To be told at which version a stream was found: a database put back to an older state has shorter ones. */
  found(stream: string, version: number): void {
    if (version < (this.#remembered.peek(stream)?.version ?? 0)) this.#remembered.delete(stream);
  }
}
