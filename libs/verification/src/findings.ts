/** What is checked, in the order in which it is told. */
export const CHECKS = ['key', 'checkpoint', 'since', 'leaves', 'tiles', 'proofs', 'figures'] as const;

export type Check = (typeof CHECKS)[number];

/** Something that is not as it should be. */
export interface Fault {
  readonly check: Check;
  /** Of the event that is to blame, where there is one. */
  readonly position?: number;
  /** In words, after "position 17: " where there is a position. */
  readonly fault: string;
}

/** What came of a verification. */
export interface Verification {
  readonly verified: boolean;
  /** The lowest position that is to blame. */
  readonly firstBadPosition: number | undefined;
  /** What was checked and is as it should be, in words. */
  readonly checked: readonly { readonly check: Check; readonly found: string }[];
  /** What the reader must know to judge the result. */
  readonly notes: readonly string[];
  /** The first faults of each check. */
  readonly faults: readonly Fault[];
  /** How many there are, of all checks. */
  readonly faultCount: number;
}

/** A byte too many can shift a million positions: of each check so many faults are kept. */
const MAX_KEPT = 10;

/** Collects what a verification comes to. */
export class Findings {
  readonly #checked: { readonly check: Check; readonly found: string }[] = [];
  readonly #notes: string[] = [];
  readonly #faults: Fault[] = [];
  readonly #counts = new Map<Check, number>();
  #firstBad: number | undefined;

  /** Says that a check came out well. */
  good(check: Check, found: string): void {
    this.#checked.push({ check, found });
  }

  /** Says something that the reader must know to judge the result. */
  note(note: string): void {
    this.#notes.push(note);
  }

  /** Says what is wrong, and with the event at which position. */
  bad(check: Check, fault: string, position?: number): void {
    const count = (this.#counts.get(check) ?? 0) + 1;
    this.#counts.set(check, count);
    if (position !== undefined) this.#firstBad = Math.min(position, this.#firstBad ?? position);
    if (count <= MAX_KEPT)
      this.#faults.push(position === undefined ? { check, fault } : { check, position, fault });
  }

  /** Whether nothing is wrong with it, as far as was checked. */
  isGood(check: Check): boolean {
    return !this.#counts.has(check);
  }

  /** What it all comes to. */
  verification(): Verification {
    return {
      verified: this.#counts.size === 0,
      firstBadPosition: this.#firstBad,
      checked: this.#checked,
      notes: this.#notes,
      faults: this.#faults,
      faultCount: [...this.#counts.values()].reduce((sum, count) => sum + count, 0),
    };
  }
}
