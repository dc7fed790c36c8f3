import { type Pool } from 'pg';
import { StoreBusy } from './append-refusals.ts';
import { commitBatch, type Settled } from './commit-batch.ts';
import { type SealedAppend } from './sealed-append.ts';
import { WRITERS } from './writers.ts';

/** How much goes to the server at once, and how much may wait for it here. */
export interface CommitLimits {
  readonly batchEvents: number;
  readonly batchBytes: number;
  /**
   * So many appends have to wait before a second writer takes a batch while the first is busy. A smaller batch would only
   * wait at the head lock, and its call costs ten times what one more event costs in the next: with 2 clients both writers
   * at work gave 0.6 of what one gives, with 8 clients 0.8, from 32 on the same.
   */
  readonly bothFrom: number;
  /** Of what is on its way to the server or next in turn. What comes beyond that stands at the door. */
  readonly heldEvents: number;
  readonly heldBytes: number;
  /** Appends at the door; one more is refused at once. */
  readonly atDoor: number;
  /** How long one may wait to be sent, from the call. */
  readonly patienceMs: number;
}

/** Sixteen full batches, less than a second's work, may be ready, and as much again may stand at the door. */
export const COMMIT_LIMITS: CommitLimits = {
  batchEvents: 512,
  batchBytes: 1_000_000,
  bothFrom: 16,
  heldEvents: 8_192,
  heldBytes: 16_000_000,
  atDoor: 8_192,
  patienceMs: 5_000,
};

const RETRY_AFTER_SECONDS = 1;

interface Waiting {
  readonly append: SealedAppend;
  readonly deadline: number;
  readonly settle: (settled: Settled) => void;
}

/**
 * Takes together what is appended at the same time: whenever a writer is free, it takes what waits, in order and up to the
 * limits. So nobody waits for company, and the more wait the cheaper each becomes: one commit, one call and one
 * wait for the head lock for all of them.
 *
 * Turns are taken after the events of Node's current round, so that answers and requests that came in together go out
 * together.
 */
export class GroupCommit {
  #held: Waiting[] = [];
  #door: Waiting[] = [];
  /** Of what is held, and of the batches on their way. */
  #events = 0;
  #bytes = 0;
  #freeWriters = WRITERS;
  #turn: NodeJS.Immediate | undefined;
  #alarm: NodeJS.Timeout | undefined;

  constructor(
    private readonly writers: Pool,
    private readonly limits: CommitLimits = COMMIT_LIMITS,
  ) {}

  /** What became of an append. Never rejects; one that could not be sent in time has the error StoreBusy. */
  commit(append: SealedAppend): Promise<Settled> {
    return new Promise((settle) => {
      if (this.#door.length >= this.limits.atDoor) {
        settle({ error: tooMuch(`${this.#door.length} appends stand at the door`) });
        return;
      }
      this.#door.push({ append, settle, deadline: Date.now() + this.limits.patienceMs });
      this.#admit();
      this.#schedule();
    });
  }

  /** From the door to the queue, as many as there is room for. One too big for any room comes in alone. */
  #admit(): void {
    const { heldEvents, heldBytes } = this.limits;
    let admitted = 0;
    for (const waiting of this.#door) {
      const events = weightOf(waiting);
      const { bytes } = waiting.append;
      const hasRoom = this.#events + events <= heldEvents && this.#bytes + bytes <= heldBytes;
      if (!hasRoom && this.#events > 0) break;
      this.#events += events;
      this.#bytes += bytes;
      this.#held.push(waiting);
      admitted += 1;
    }
    if (admitted > 0) this.#door.splice(0, admitted);
  }

  #schedule(): void {
    if (this.#held.length === 0) return;
    this.#alarm ??= setTimeout(
      () => {
        this.#refuseLate();
      },
      Math.max(0, (this.#held[0]?.deadline ?? 0) - Date.now()) + 1,
    ).unref();
    if (this.#freeWriters === 0) return;
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      for (let size = this.#nextSize(); size > 0; size = this.#nextSize()) {
        void this.#write(this.#takeBatch(size));
      }
    });
  }

  /** How many appends the next batch may have; 0 while there is no writer for it, or it is better to wait for more. */
  #nextSize(): number {
    const { batchEvents, bothFrom } = this.limits;
    const waiting = this.#held.length;
    if (this.#freeWriters === WRITERS) return waiting < 2 * bothFrom ? waiting : Math.ceil(waiting / 2);
    return this.#freeWriters > 0 && waiting >= bothFrom ? batchEvents : 0;
  }

  #takeBatch(most: number): readonly Waiting[] {
    const { batchEvents, batchBytes } = this.limits;
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#held) {
      events += weightOf(waiting);
      bytes += waiting.append.bytes;
      const isFull = events > batchEvents || bytes > batchBytes || count === most;
      if (isFull && count > 0) break;
      count += 1;
    }
    return this.#held.splice(0, count);
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    this.#freeWriters -= 1;
    const settles = new Map(batch.map(({ append, settle }) => [append, settle]));
    await commitBatch(
      this.writers,
      batch.map(({ append }) => append),
      (append, settled) => settles.get(append)?.(settled),
    );
    this.#freeWriters += 1;
    this.#release(batch);
    this.#schedule();
  }

  #release(gone: readonly Waiting[]): void {
    for (const waiting of gone) {
      this.#events -= weightOf(waiting);
      this.#bytes -= waiting.append.bytes;
    }
    this.#admit();
  }

  /** Both queues are in order of deadlines, for all have the same patience. Those at the door were never counted. */
  #refuseLate(): void {
    this.#alarm = undefined;
    const now = Date.now();
    const late = takeLate(this.#held, now);
    for (const { settle } of [...late, ...takeLate(this.#door, now)]) {
      settle({ error: tooMuch('nothing could be sent to the server in time') });
    }
    this.#release(late);
    this.#schedule();
  }
}

/** One that only asserts versions takes a place too. */
const weightOf = ({ append }: Waiting): number => Math.max(1, append.events.length);

function takeLate(queue: Waiting[], now: number): Waiting[] {
  const inTime = queue.findIndex(({ deadline }) => deadline > now);
  return queue.splice(0, inTime === -1 ? queue.length : inTime);
}

const tooMuch = (because: string): StoreBusy => new StoreBusy(because, RETRY_AFTER_SECONDS);
