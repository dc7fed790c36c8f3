import { type RecordedEvent } from '#libs/domain';
import { type Pool } from 'pg';
import { appendEvents, findAppend } from './append.ts';
import { type Appended, type AppendRequest } from './append-request.ts';
import { CommitBell } from './commit-bell.ts';
import { follow, type FollowOptions } from './follow.ts';
import { type CommitLimits, GroupCommit } from './group-commit.ts';
import { hearEndings } from './hear-endings.ts';
import { readEvents } from './read-events.ts';
import { positionAtSql } from './sql/position-at.sql.ts';
import { readAllSql } from './sql/read-all.sql.ts';
import { readHeadSql } from './sql/read-head.sql.ts';
import { readStreamsSql } from './sql/read-streams.sql.ts';
import { wholeMicroseconds } from './whole-microseconds.ts';
import { openWriters } from './writers.ts';

/** A stream as far as it was read. */
export interface StreamHistory<Taken = RecordedEvent> {
  /** Of its last event; 0 when there is none. */
  readonly version: number;
  /** Those asked for. */
  readonly events: readonly Taken[];
}

/** How much of some streams to read; all of it, where nothing is said. */
export interface ReadStreamsOptions {
  /** Only positions up to and with this. */
  readonly upTo?: number;
  /** Only versions above these, by stream. */
  readonly after?: ReadonlyMap<string, number>;
}

/** What is to be made of each event as it arrives, while Postgres is at those after it. Not always called in their order. */
export interface Taking<Taken> {
  readonly take: (event: RecordedEvent) => Taken;
}

/** Which part of the log to read. All filters given must hold. */
export interface ReadAllOptions {
  /** Only positions above this; 0 for all. */
  readonly after: number;
  /** At most so many events. */
  readonly limit: number;
  /** Only positions up to and with this. */
  readonly upTo?: number;
  readonly streams?: readonly string[];
  readonly types?: readonly string[];
  readonly positions?: readonly number[];
  /** From the end of the range; then `upTo` is the cursor. */
  readonly newestFirst?: boolean;
}

/** Where the log ends. */
export interface Head {
  /** Of the last event; 0 when there is none. */
  readonly position: number;
  readonly recordedAt: string | null;
}

const LAST_POSITION = Number.MAX_SAFE_INTEGER;
const FOLLOW_BATCH = 1_000;

/**
 * The log of everything recorded: append to it, read it, follow it. Positions are dense and in commit order, so all that
 * a reader has to remember is the last position it has seen.
 */
export class EventStore {
  readonly #bell: CommitBell;
  readonly #writers: Pool;
  readonly #commits: GroupCommit;

  /** @param limits - by which appends are taken together and held back; see CommitLimits. */
  constructor(
    private readonly pool: Pool,
    limits?: CommitLimits,
  ) {
    hearEndings(pool);
    this.#bell = new CommitBell(pool);
    this.#writers = openWriters(pool);
    this.#commits = new GroupCommit(this.#writers, limits);
  }

  /**
   * Records all events of a request or none, if every stream named is at the version expected.
   *
   * A request that was recorded before, by its key or by the ids of its events, is answered as it was then. A connection
   * lost in the middle is mended here, for some seconds; after an error of the way to the server (see isTransient) the
   * outcome is unknown, so call again with the same request.
   *
   * @throws StreamMoved when a stream is at another version.
   * @throws IdempotencyKeyReused when the actor used the key for another fingerprint.
   * @throws EventTooLarge, UnsealableText when an event cannot be stored.
   * @throws EventIdReused when an id is taken by another event.
   * @throws LedgerReadOnly when nothing may be recorded at all.
   * @throws StoreBusy when nothing was recorded because too much waits or the server takes too long.
   */
  append(request: AppendRequest): Promise<Appended> {
    return appendEvents(this.#writers, this.#commits, request);
  }

  /** Closes the connections that write. The pool it was given is its owner's to end. */
  close(): Promise<void> {
    return this.#writers.end();
  }

  /** What an actor's key led to before, so that a repeat can be answered without deciding again. */
  findAppend(
    actor: string,
    key: string,
  ): Promise<{ readonly fingerprint: string; readonly appended: Appended } | undefined> {
    return findAppend(this.pool, actor, key);
  }

  /**
   * The streams asked for, in one query, as they stood at `upTo` or stand now. One that does not exist is there with
   * version 0 and no events. Of each event there is what `take` makes of it, where that is given.
   *
   * @param after the versions up to which streams are known already; of those only later events are read.
   */
  readStreams(
    ids: readonly string[],
    options?: ReadStreamsOptions,
  ): Promise<ReadonlyMap<string, StreamHistory>>;
  readStreams<Taken>(
    ids: readonly string[],
    options: ReadStreamsOptions & Taking<Taken>,
  ): Promise<ReadonlyMap<string, StreamHistory<Taken>>>;
  async readStreams(
    ids: readonly string[],
    { upTo = LAST_POSITION, after, take = itself }: ReadStreamsOptions & Partial<Taking<unknown>> = {},
  ): Promise<ReadonlyMap<string, StreamHistory<unknown>>> {
    const histories = new Map<string, { version: number; events: unknown[] }>();
    for (const id of ids) histories.set(id, { version: after?.get(id) ?? 0, events: [] });
    const versions = [...histories.values()].map(({ version }) => version);
    const values = [[...histories.keys()], versions, upTo];
    const placed = (event: RecordedEvent) => ({
      stream: event.stream,
      version: event.version,
      taken: take(event),
    });
    const statement = { name: 'read-streams', text: readStreamsSql, values };
    for (const { stream, version, taken } of await readEvents(this.pool, statement, placed)) {
      const history = histories.get(stream);
      if (!history) throw new Error(`Postgres answered with the stream ${stream}, which was not asked for`);
      history.version += 1;
      if (version !== history.version)
        throw new Error(`Postgres answered with version ${version} of ${stream} out of its turn`);
      history.events.push(taken);
    }
    return histories;
  }

  /** A part of the log in the order of positions, or from its end. */
  readAll(options: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    const { after, limit, upTo = LAST_POSITION, streams, types, positions, newestFirst = false } = options;
    const filters = [streams && [...new Set(streams)], types && [...new Set(types)], positions];
    const shape = { streams: !!streams, types: !!types, positions: !!positions, newestFirst };
    const name = `read-all-${filters.map((filter) => (filter ? 1 : 0)).join('')}${newestFirst ? '-desc' : ''}`;
    const values = [after, upTo, limit, ...filters.filter((filter) => filter !== undefined)];
    return readEvents(this.pool, { name, text: readAllSql(shape), values }, itself);
  }

  /** Where the log ends now. */
  async head(): Promise<Head> {
    const { rows } = await this.pool.query<{ position: string; recorded_at: string | null }>(readHeadSql);
    const [head] = rows;
    if (!head) throw new Error('ledger.head has no row');
    return { position: Number(head.position), recordedAt: head.recorded_at };
  }

  /**
   * The last position recorded at or before an RFC 3339 time, 0 when there is none. For a time that has passed the
   * answer is final.
   *
   * @throws UnreadableTime
   */
  async positionAt(time: string): Promise<number> {
    const { rows } = await this.pool.query<{ position: string }>(positionAtSql, [wholeMicroseconds(time)]);
    return Number(rows[0]?.position);
  }

  /**
   * Everything after a position, for ever: what is there, page by page, and what comes, soon after its commit. The next
   * page is read while one is handled. It waits for a server that is away, and ends quietly at the abort.
   */
  follow({
    batch = FOLLOW_BATCH,
    ...options
  }: FollowOptions & { readonly batch?: number }): AsyncGenerator<readonly RecordedEvent[], void> {
    return follow((after) => this.readAll({ after, limit: batch }), batch, this.#bell, options);
  }
}

const itself = (event: RecordedEvent): RecordedEvent => event;
