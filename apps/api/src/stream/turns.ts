/** Lets work be done a few at a time, in the order in which it came. */
export class Turns {
  readonly #waiting: (() => Promise<void>)[] = [];
  #taken = 0;

  constructor(private readonly atOnce: number) {}

  /** @param work must not throw */
  take(work: () => Promise<void>): void {
    this.#waiting.push(work);
    this.#next();
  }

  #next(): void {
    while (this.#taken < this.atOnce) {
      const work = this.#waiting.shift();
      if (!work) return;
      this.#taken += 1;
      void work().finally(() => {
        this.#taken -= 1;
        this.#next();
      });
    }
  }
}
