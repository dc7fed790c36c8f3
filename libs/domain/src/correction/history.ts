import { canonical } from '../canonical.ts';
import { accept, refuse, type Decider, type Decision } from '../decider.ts';
import { factId, type Fact, type LedgerEvent, type PlainFact } from '../ledger-event.ts';
import {
  factsOf,
  findFact,
  recordedDifferently,
  recordedOnce,
  remember,
  type FactLog,
} from '../recorded-once.ts';
import type { Refusal } from '../refusal.ts';
import { decideCorrection } from './deciding.ts';
import { inForce, isCorrection, rootOf } from './in-force.ts';

type LedgerDecider<State> = Decider<State, LedgerEvent, LedgerEvent, Refusal>;

/**
 * A stream while it is decided on: all that is recorded, and the state that its facts in force come to. The aggregate
 * itself never sees a correction, so that none needs a rule for them.
 */
export class History<State> {
  #state: State | undefined;

  private constructor(
    private readonly decider: LedgerDecider<State>,
    private readonly recorded: FactLog | undefined,
    state: State | undefined,
  ) {
    this.#state = state;
  }

  /** A stream in which nothing is recorded. */
  static of<State>(decider: LedgerDecider<State>): History<State> {
    return new History(decider, undefined, decider.initial);
  }

  /** What the facts in force come to. After a correction they are folded anew, once, when somebody asks. */
  get state(): State {
    this.#state ??= this.standing.reduce(this.decider.evolve, this.decider.initial);
    return this.#state;
  }

  /** All that is recorded, oldest first, corrections among it. */
  get events(): readonly LedgerEvent[] {
    return factsOf(this.recorded);
  }

  /** The facts in force, each at its original place. */
  get standing(): readonly PlainFact[] {
    return inForce(this.events);
  }

  /** The event recorded under an id, in its first words. */
  find(id: string): LedgerEvent | undefined {
    return findFact(this.recorded, id);
  }

  /** The fact of an id as it stands; undefined where it was never told or is retracted. */
  standingAs(id: string): PlainFact | undefined {
    return this.standing.find((fact) => factId(fact) === id);
  }

  /** The fact that a correction is about in the end, as it stands. */
  correctedBy(correction: Fact<'CorrectionRecorded'>): PlainFact | undefined {
    const root = rootOf(correction, (id) => this.find(id));
    return root && this.standingAs(factId(root));
  }

  /** The same stream with one more event. */
  and(event: LedgerEvent): History<State> {
    const recorded = remember(this.recorded, event);
    const isKnown = this.#state !== undefined && !isCorrection(event);
    const state = isKnown ? this.decider.evolve(this.state, event) : undefined;
    return new History(this.decider, recorded, state);
  }

  /** Whether a fact may be recorded now. */
  decide(fact: LedgerEvent): Decision<LedgerEvent, Refusal> {
    if (isCorrection(fact)) {
      const before = recordedOnce(this.recorded, fact);
      return before ?? decideCorrection(fact, this, this.decider);
    }
    const known = this.find(factId(fact));
    if (known && this.#wordsOf(known).some((told) => canonical(told) === canonical(fact))) return accept();
    const decision = this.decider.decide(fact, this.state);
    return known && 'accepted' in decision ? refuse(recordedDifferently(known, fact)) : decision;
  }

  /** Everything that has ever been told under the id of an event: its first words, and those of corrections. */
  #wordsOf(known: LedgerEvent): readonly LedgerEvent[] {
    const id = factId(known);
    const anew = this.events.flatMap((event) =>
      isCorrection(event) && event.data.corrects === id ? (event.data.replacement ?? []) : [],
    );
    return [known, ...anew];
  }
}
