import { Problem } from '../problems/problem.ts';

/** How long one may stand in line. Behind that many commands to one stream, another answer than a late one helps more. */
const PATIENCE_MS = 10_000;
/** How many may stand in all lines together. */
const MOST_WAITING = 2_000;

/**
 * Lets commands of this process that record to the same stream through one after another. Without it all of them would
 * read the stream and decide, and all but one for nothing: of 64 at once, most lost twenty races in a row and were
 * refused. Another process may still be faster; for that, and only for that, a command decides again.
 */
export class Lanes {
  readonly #ends = new Map<string, Promise<void>>();
  #waiting = 0;

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /**
   * Acts when all who came before for any of these streams have acted. A place in every line is taken at once, so no two
   * can wait for each other.
   *
   * @param act is told whether there was somebody to wait for.
   * @throws Problem `too-much-contention` when too many wait, or for too long; then it has not acted.
   */
  async through<T>(streams: readonly string[], act: (waited: boolean) => Promise<T>): Promise<T> {
    if (this.#waiting >= MOST_WAITING) throw tooMany(`${this.#waiting} other commands wait for their turn.`);
    let leave = (): void => undefined;
    const end = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const before = streams.flatMap((stream) => this.#ends.get(stream) ?? []);
    for (const stream of streams) this.#ends.set(stream, end);
    const turn = Promise.all(before);
    // Who gives up keeps the place until those before are through, for those behind.
    void end.then(() => {
      for (const stream of streams) if (this.#ends.get(stream) === end) this.#ends.delete(stream);
    });
    try {
      if (before.length > 0) await this.#inTime(turn);
      return await act(before.length > 0);
    } finally {
      void turn.then(leave);
    }
  }

  async #inTime(turn: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(tooMany(`Its turn had not come after ${this.patienceMs} ms.`));
      }, this.patienceMs);
    });
    this.#waiting += 1;
    try {
      await Promise.race([turn, late]);
    } finally {
      this.#waiting -= 1;
      clearTimeout(timer);
    }
  }
}

const tooMany = (detail: string): Problem =>
  new Problem('too-much-contention', detail, { headers: { 'Retry-After': '1' } });
