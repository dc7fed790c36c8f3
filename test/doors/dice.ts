/** Chance that is the same for the same seed (mulberry32, public domain). */
export class Dice {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to and without 1. */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From 0 up to and without a whole number. */
  below(sides: number): number {
    return Math.floor(this.roll() * sides);
  }

  /** In another order. */
  shuffled<T>(some: readonly T[]): T[] {
    return some
      .map((one) => ({ one, at: this.roll() }))
      .sort((left, right) => left.at - right.at)
      .map(({ one }) => one);
  }
}
