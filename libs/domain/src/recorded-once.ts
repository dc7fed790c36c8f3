import { canonical } from './canonical.ts';
import { accept, refuse, type Decision } from './decider.ts';
import { factId, type LedgerEvent } from './ledger-event.ts';
import type { Refusal } from './refusal.ts';

/**
 * The facts of a stream, to look up by id and to list. Each log is the first `size` entries of an index that only grows
 * and that later logs share, because a map copied at every event costs the square of the stream's length.
 */
export interface FactLog {
  readonly size: number;
  readonly index: Index;
}

interface Index {
  readonly facts: LedgerEvent[];
  /** Where in the list the fact of an id stands. */
  readonly places: Map<string, number>;
}

/** The facts with one more at the end. Where a log is continued in two ways, the second begins an index of its own. */
export function remember(before: FactLog | undefined, fact: LedgerEvent): FactLog {
  const size = before?.size ?? 0;
  const index = before?.index.facts.length === size ? before.index : indexOf(factsOf(before));
  put(index, fact);
  return { size: size + 1, index };
}

/** The fact recorded under this id, if any. */
export function findFact(facts: FactLog | undefined, id: string): LedgerEvent | undefined {
  const place = facts?.index.places.get(id);
  return facts && place !== undefined && place < facts.size ? facts.index.facts[place] : undefined;
}

/** All of them, oldest first. */
export const factsOf = (facts: FactLog | undefined): readonly LedgerEvent[] =>
  facts ? facts.index.facts.slice(0, facts.size) : [];

function indexOf(facts: readonly LedgerEvent[]): Index {
  const index: Index = { facts: [], places: new Map() };
  for (const fact of facts) put(index, fact);
  return index;
}

function put({ facts, places }: Index, fact: LedgerEvent): void {
  const id = factId(fact);
  if (!places.has(id)) places.set(id, facts.length);
  facts.push(fact);
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
  return canonical(known) === canonical(fact) ? accept() : refuse(recordedDifferently(known, fact));
}

/** The refusal of a fact whose id another fact has, or the same one in other words. */
export const recordedDifferently = (known: LedgerEvent, fact: LedgerEvent): Refusal => ({
  code: 'recorded-differently',
  pointer: '',
  fault: `is already recorded as ${factId(fact)} with other content (${differences(known, fact).join(', ')})`,
  remedy:
    'give the new fact an id of its own, or leave out what is already recorded; record a correction if the record is wrong',
});

function differences(known: LedgerEvent, fact: LedgerEvent): readonly string[] {
  if (known.type !== fact.type) return ['type'];
  const before = known.data as Readonly<Record<string, unknown>>;
  const after = fact.data as Readonly<Record<string, unknown>>;
  const text = (value: unknown): string => (value === undefined ? '' : canonical(value));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => text(before[key]) !== text(after[key]))
    .sort();
}
