import { type Filter, matches } from '#libs/subscriptions';
import { type ServerResponse } from 'node:http';
import { commentOf } from './event-stream.ts';
import { type StreamLimits } from './stream-limits.ts';
import { type StoredPage, type StreamSource } from './stream-source.ts';
import { type Turns } from './turns.ts';

/** Why a client was ended; what it is told. */
export type Ending = 'stalled' | 'shutdown' | 'refused';

const COMMENTS: Readonly<Record<Ending, string>> = {
  stalled: 'Cut, because what was sent is not read.',
  shutdown: 'This process is ending; another goes on.',
  refused: 'The key does not open this ledger any more.',
};

/** What a client needs of what it shares with others. */
export interface Shared {
  readonly source: StreamSource;
  /** For pages from the database. */
  readonly turns: Turns;
  readonly limits: StreamLimits;
  /** Told of each message that is sent. */
  readonly sent: () => void;
  /** Told of an error that a page from the database ended with; the page is tried again. */
  readonly failed: (error: unknown) => void;
}

const RETRY_PAGE_MS = 500;

/**
 * One who reads a stream. It has its place in the shared tail, and in memory of its own no more than what its socket has
 * not taken yet: while that is too much nothing is added, and when its place is in the tail no more it reads pages from
 * the database, in turn with others, until it has caught up.
 */
export class StreamClient {
  #isOver = false;
  #isWaiting = false;
  #taken = 0;
  #movedAt = performance.now();
  #spokeAt = performance.now();
  /** How many entries of the next page the socket will take, as far as the last one told. */
  #pageEntries: number;

  /** @param after everything up to and with this number is known to the client */
  constructor(
    private readonly response: ServerResponse,
    private readonly shared: Shared,
    readonly filter: Filter,
    private after: number,
  ) {
    this.#pageEntries = shared.limits.pageEntries;
    response.on('drain', () => {
      this.advance();
    });
  }

  /** Everything up to here has been sent, or was not for it. */
  get place(): number {
    return this.after;
  }

  /** Sends what there is to send and the socket takes. */
  advance(): void {
    if (this.#isOver || this.#isWaiting) return;
    const { tail } = this.shared.source;
    if (this.after < tail.from) {
      if (!this.#isFull) this.#takeTurn();
      return;
    }
    this.response.cork();
    while (this.after < tail.to && !this.#isFull) {
      const entry = tail.at(this.after + 1);
      if (!entry) break;
      if (matches(this.filter, entry.about)) this.#send(entry.message());
      this.after = entry.number;
    }
    this.response.uncork();
  }

  /** Looks whether it still reads, and says something where nothing was said for long. */
  tick(now: number): Ending | undefined {
    if (this.#isOver) return undefined;
    const { heartbeatMs, stalledMs } = this.shared.limits;
    const waiting = this.response.writableLength;
    const taken = (this.response.socket?.bytesWritten ?? 0) - waiting;
    if (waiting === 0 || taken > this.#taken) this.#movedAt = now;
    this.#taken = taken;
    if (now - this.#movedAt >= stalledMs) return 'stalled';
    if (waiting === 0 && now - this.#spokeAt >= heartbeatMs) this.#say(commentOf('', this.after));
    return undefined;
  }

  /** Ends it, telling why and from where to go on. Who does not read that in time is let go. */
  end(ending: Ending, farewellMs: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.response.end(commentOf(`${COMMENTS[ending]} Go on with Last-Event-ID: ${this.after}`, this.after));
    const timer = setTimeout(() => this.response.destroy(), farewellMs);
    this.response.once('close', () => {
      clearTimeout(timer);
    });
  }

  /** The line is closed. */
  leave(): void {
    this.#isOver = true;
  }

  get #isFull(): boolean {
    const { writableHighWaterMark, writableLength } = this.response;
    // Below its own mark a response does not tell when it is drained, and nobody would go on.
    return writableLength >= Math.max(this.shared.limits.bufferBytes, writableHighWaterMark);
  }

  #takeTurn(): void {
    this.#isWaiting = true;
    this.shared.turns.take(async () => {
      const page = await this.#storedPage();
      this.#isWaiting = false;
      const isFurther = page !== undefined && this.#sendPage(page);
      if (isFurther || this.#isOver) this.advance();
      else this.#advanceLater();
    });
  }

  #advanceLater(): void {
    const timer = setTimeout(() => {
      this.advance();
    }, RETRY_PAGE_MS);
    timer.unref();
  }

  async #storedPage(): Promise<StoredPage | undefined> {
    if (this.#isOver) return undefined;
    const { source, failed } = this.shared;
    try {
      return await source.stored(this.after, this.#pageEntries, this.filter);
    } catch (error) {
      failed(error);
      return undefined;
    }
  }

  /**
   * As much of a page as the socket takes. The rest is read again, so the next page is no longer than that: of large entries
   * the same would be read dozens of times.
   *
   * @returns whether it is further than before.
   */
  #sendPage({ entries, next }: StoredPage): boolean {
    const before = this.after;
    if (this.#isOver) return false;
    let sent = 0;
    this.response.cork();
    for (const entry of entries) {
      if (this.#isFull) break;
      this.#send(entry.message());
      this.after = entry.number;
      sent += 1;
    }
    this.response.uncork();
    if (sent < entries.length) this.#pageEntries = Math.max(1, sent);
    else if (!this.#isFull)
      this.#pageEntries = Math.min(this.shared.limits.pageEntries, 2 * this.#pageEntries);
    if (this.after >= (entries.at(-1)?.number ?? 0)) this.after = Math.max(this.after, next);
    return this.after > before;
  }

  #send(message: Buffer): void {
    this.#say(message);
    this.shared.sent();
  }

  #say(bytes: Buffer | string): void {
    this.response.write(bytes);
    this.#spokeAt = performance.now();
  }
}
