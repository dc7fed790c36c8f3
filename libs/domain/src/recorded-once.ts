import { canonical } from './canonical.ts';
import { accept, refuse, type Decision } from './decider.ts';
import { factId, type LedgerEvent } from './ledger-event.ts';
import type { Refusal } from './refusal.ts';

/**
 * The facts of a stream, newest first. A list that shares its tail, because a map copied at every event costs the
 * square of the stream's length, and only one lookup is made for it all.
 */
export interface FactLog {
  readonly fact: LedgerEvent;
  readonly before: FactLog | undefined;
}

/** The facts with one more in front. */
export const remember = (before: FactLog | undefined, fact: LedgerEvent): FactLog => ({ fact, before });

/** The fact recorded under this id, if any. */
export function findFact(facts: FactLog | undefined, id: string): LedgerEvent | undefined {
  for (let entry = facts; entry; entry = entry.before) {
    if (factId(entry.fact) === id) return entry.fact;
  }
  return undefined;
}

/**
 * A fact is recorded once: told again in the same way it changes nothing, told differently under the same id it is
 * refused, because a silent overwrite is what this ledger exists to prevent.
 *
 * @returns a decision, or undefined where the fact is new and the caller decides on.
 */
export function recordedOnce(
  facts: FactLog | undefined,
  fact: LedgerEvent,
): Decision<LedgerEvent, Refusal> | undefined {
  const known = findFact(facts, factId(fact));
  if (!known) return undefined;
  if (canonical(known) === canonical(fact)) return accept();
  return refuse({
    code: 'recorded-differently',
    pointer: '',
    fault: `is already recorded as ${factId(fact)} with other content (${differences(known, fact).join(', ')})`,
    remedy: 'give the new fact an id of its own, or leave out what is already recorded',
  });
}

function differences(known: LedgerEvent, fact: LedgerEvent): readonly string[] {
  if (known.type !== fact.type) return ['type'];
  const before = known.data as Readonly<Record<string, unknown>>;
  const after = fact.data as Readonly<Record<string, unknown>>;
  const text = (value: unknown): string => (value === undefined ? '' : canonical(value));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => text(before[key]) !== text(after[key]))
    .sort();
}
