import { commitment, type CommitmentState } from '../commitment/commitment.ts';
import type { Decider, Decision } from '../decider.ts';
import { streamOf, type LedgerEvent } from '../ledger-event.ts';
import { meeting, type MeetingState } from '../meeting/meeting.ts';
import type { Refusal } from '../refusal.ts';
import { sanctionsRegister, type RegisterState } from '../sanctions/sanctions-register.ts';
import { source, type SourceState } from '../source/source.ts';

/** An event to append, and to which stream. */
export interface Addressed {
  readonly stream: string;
  readonly event: LedgerEvent;
}

/** The streams as they stand, oldest event first; a stream that does not exist is absent or empty. */
export type Histories = ReadonlyMap<string, readonly LedgerEvent[]>;

type LedgerDecider<State> = Decider<State, LedgerEvent, LedgerEvent, Refusal>;

/** The streams of one request while it is being decided: what was read, and what is being added. */
export class Streams {
  readonly added: Addressed[] = [];
  readonly #states = new Map<string, unknown>();

  constructor(private readonly histories: Histories) {}

  /** Decides one fact against its stream and, where it is accepted, lets the next one see it. */
  record(fact: LedgerEvent): { readonly isNew: boolean } | { readonly refused: readonly Refusal[] } {
    const stream = streamOf(fact);
    const decider = deciderOf(stream);
    const decision = this.decide(fact);
    if ('refused' in decision) return { refused: [decision.refused] };
    for (const event of decision.accepted) {
      this.#states.set(stream, decider.evolve(this.state(stream, decider), event));
      this.added.push({ stream, event });
    }
    return { isNew: decision.accepted.length > 0 };
  }

  /** What {@link record} would answer, adding nothing. */
  decide(fact: LedgerEvent): Decision<LedgerEvent, Refusal> {
    const stream = streamOf(fact);
    const decider = deciderOf(stream);
    return decider.decide(fact, this.state(stream, decider));
  }

  source(stream: string): SourceState {
    return this.state(stream, source);
  }

  meeting(stream: string): MeetingState {
    return this.state(stream, meeting);
  }

  commitment(stream: string): CommitmentState {
    return this.state(stream, commitment);
  }

  register(stream: string): RegisterState {
    return this.state(stream, sanctionsRegister);
  }

  private state<State>(stream: string, decider: LedgerDecider<State>): State {
    if (!this.#states.has(stream)) {
      this.#states.set(stream, (this.histories.get(stream) ?? []).reduce(decider.evolve, decider.initial));
    }
    return this.#states.get(stream) as State;
  }
}

/** Which aggregate a stream is of, by the first word of its id. */
function deciderOf(stream: string): LedgerDecider<unknown> {
  const [aggregate] = stream.split('-', 1);
  switch (aggregate) {
    case 'source':
      return source as LedgerDecider<unknown>;
    case 'meeting':
      return meeting as LedgerDecider<unknown>;
    case 'commitment':
      return commitment as LedgerDecider<unknown>;
    case 'sanctions':
      return sanctionsRegister as LedgerDecider<unknown>;
    default:
      throw new TypeError(`No aggregate has streams like ${stream}`);
  }
}
