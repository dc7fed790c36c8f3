/** A "no" is an answer, not an accident: `decide` returns it, and only defects are thrown. */
export type Decision<Event, Refusal> =
  { readonly accepted: readonly Event[] } | { readonly refused: Refusal };

/** One aggregate as three pure parts: where it starts, how a fact changes it, what it answers a command. */
export interface Decider<State, Command, Event, Refusal> {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly decide: (command: Command, state: State) => Decision<Event, Refusal>;
}

/** The command applies: these facts are to be appended. No facts means that all of it is known already. */
export const accept = <Event>(...events: readonly Event[]): { readonly accepted: readonly Event[] } => ({
  accepted: events,
});

/** The command does not apply, for a reason with a stable code. */
export const refuse = <Refusal>(refused: Refusal): { readonly refused: Refusal } => ({ refused });

/** The compiler proves this line cannot run; if data from outside proves otherwise, we stop at once. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
