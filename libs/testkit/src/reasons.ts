import { assess, evolveAll, isCommitmentEvent, type LedgerEvent } from '#libs/domain';
import { fact } from './facts.ts';

/** Each step of the derivation of what held on a day, with the facts that it rests on. */
function told(day: string, events: readonly LedgerEvent[]): readonly string[] {
  const known = evolveAll(undefined, events.filter(isCommitmentEvent));
  const steps = assess(known, day)?.fulfilment.derivation ?? [];
  return steps.map(({ rule, statement, facts }) =>
    facts.length > 0 ? `${rule}: ${statement} [${facts.join(', ')}]` : `${rule}: ${statement}`,
  );
}

/** The steps that a hundred generators promised, of which nothing else is known, do not have on that day. */
export function reasonsOf(day: string, events: readonly LedgerEvent[]): readonly string[] {
  const usual = told(day, [fact.generators()]);
  return told(day, events).filter((step) => !usual.includes(step));
}
