import { type Entry } from './event-stream.ts';

/** How much of a stream is kept in memory, for all clients together. */
export interface TailLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** An entry and about how much memory it holds. */
export interface SizedEntry {
  readonly entry: Entry;
  readonly bytes: number;
}

/**
 * The last entries of a stream, without a gap, bounded in number and bytes. Each client reads them by itself, so what a
 * slow one has not read yet is held once for all of them, and no longer than the tail is long.
 */
export class Tail {
  readonly #entries: SizedEntry[] = [];
  readonly #listeners = new Set<() => void>();
  #bytes = 0;
  #to = 0;

  constructor(private readonly limits: TailLimits) {}

  /** The number before the first entry that is here. */
  get from(): number {
    return this.#to - this.#entries.length;
  }

  /** The number of the last one. */
  get to(): number {
    return this.#to;
  }

  /** Forgets everything; what comes next has the number after this. */
  reset(number: number): void {
    this.#entries.length = 0;
    this.#bytes = 0;
    this.#to = number;
  }

  /** Adds what comes next, lets go of what is too much, and tells those who listen. */
  add(entries: readonly SizedEntry[]): void {
    for (const sized of entries) {
      const { number } = sized.entry;
      if (number <= this.#to) continue;
      if (number !== this.#to + 1) this.reset(number - 1);
      this.#entries.push(sized);
      this.#bytes += sized.bytes;
      this.#to = number;
    }
    this.#shorten();
    for (const tell of [...this.#listeners]) tell();
  }

  /** The entry of a number above `from`, up to and with `to`. */
  at(number: number): Entry | undefined {
    return this.#entries[number - this.from - 1]?.entry;
  }

  /** The entries above one number, up to and with another; undefined where not all of them are here. */
  between(after: number, upTo: number): readonly SizedEntry[] | undefined {
    if (after < this.from || upTo > this.#to) return undefined;
    return this.#entries.slice(after - this.from, upTo - this.from);
  }

  /** Has a function called whenever something was added; the answer ends that. */
  onNews(tell: () => void): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  #shorten(): void {
    let tooMany = 0;
    while (this.#entries.length - tooMany > this.limits.entries || this.#bytes > this.limits.bytes) {
      this.#bytes -= this.#entries[tooMany]?.bytes ?? 0;
      tooMany += 1;
    }
    this.#entries.splice(0, tooMany);
  }
}
