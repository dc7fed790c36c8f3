import { commitment, type CommitmentState } from '../commitment/commitment.ts';
import { History } from '../correction/history.ts';
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
  readonly #streams = new Map<string, History<unknown>>();

  constructor(private readonly histories: Histories) {}

  /** Decides one fact against its stream and, where it is accepted, lets the next one see it. */
  record(fact: LedgerEvent): { readonly isNew: boolean } | { readonly refused: readonly Refusal[] } {
    const stream = streamOf(fact);
    const history = this.history(stream);
    const decision = history.decide(fact);
    if ('refused' in decision) return { refused: [decision.refused] };
    this.#streams.set(
      stream,
      decision.accepted.reduce((before, event) => before.and(event), history),
    );
    this.added.push(...decision.accepted.map((event) => ({ stream, event })));
    return { isNew: decision.accepted.length > 0 };
  }

  /** What {@link record} would answer, adding nothing. */
  decide(fact: LedgerEvent): Decision<LedgerEvent, Refusal> {
    return this.history(streamOf(fact)).decide(fact);
  }

  source(stream: string): SourceState {
    return this.history(stream).state as SourceState;
  }

  meeting(stream: string): MeetingState {
    return this.history(stream).state as MeetingState;
  }

  commitment(stream: string): CommitmentState {
    return this.history(stream).state as CommitmentState;
  }

  register(stream: string): RegisterState {
    return this.history(stream).state as RegisterState;
  }

  /** All of a stream, corrections among it. */
  history(stream: string): History<unknown> {
    const known = this.#streams.get(stream);
    if (known) return known;
    const read = (this.histories.get(stream) ?? []).reduce(
      (history, event) => history.and(event),
      History.of(deciderOf(stream)),
    );
    this.#streams.set(stream, read);
    return read;
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
