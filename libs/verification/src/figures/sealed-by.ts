import type { Checkpoint } from '#libs/transparency';
import type { KeptLeaves } from '../bundle/kept-leaves.ts';
import type { Roots } from '../bundle/open-bundle.ts';
import { decimal } from './compute.ts';
import { cutId, type Figure, type Figures } from './figure.ts';
import { leafValue } from './leaf-value.ts';

/** What is wrong with what a report was given, where the checkpoint has a say in it: up to which position, and the root there. */
export function givenFault(
  { figure: id, value }: Figure,
  figures: Figures,
  { checkpoint, roots }: { readonly checkpoint: Checkpoint; readonly roots: Roots },
): string | undefined {
  const { prefix, last } = cutId(id);
  if (last === 'position' && !(Number(value) <= checkpoint.size)) {
    return `it is ${value}, and the checkpoint is of ${checkpoint.size} events`;
  }
  if (last !== 'root') return undefined;
  const position = Number(figures.get(`${prefix}.position`)?.value);
  // Without all leaves only the root of the checkpoint is known.
  const root = roots.get(position);
  return root === undefined || root.toString('hex') === value
    ? undefined
    : `it is ${value}, and not the root of the first ${position} leaves`;
}

/**
 * What is wrong with a verdict, held against its own amounts and what it rests on. The rules are in docs/criteria.md; here
 * is only what whoever knows none of them can see too: `met` takes a floor and as much certainly delivered, `not-met` less
 * than that and a source that declares its record complete.
 */
export function verdictFault(
  { figure: id, value, of }: Figure,
  figures: Figures,
  { kept }: { readonly kept: KeptLeaves },
): string | undefined {
  const { prefix, last } = cutId(id);
  if (last !== 'outcome') return undefined;
  const floor = decimal(figures.get(`${prefix}.floor`)?.value);
  const isReached = floor && decimal(figures.get(`${prefix}.delivered.lo`)?.value)?.gte(floor) === true;
  const isMeasured = figures.has(`${prefix}.floor`);
  if (value === 'met' && isMeasured && isReached !== true)
    return 'it is met, and what is delivered does not reach the floor';
  if (value !== 'not-met') return undefined;
  if (isReached === true) return 'it is not met, and what is delivered reaches the floor';
  const isClosed = of.some(({ position }) => {
    const leaf = kept.at(position);
    return leaf !== undefined && leafValue(leaf, { position, pointer: '/event/type' }) === 'CoverageDeclared';
  });
  return isClosed ? undefined : 'it is not met, and rests on no declaration that a record is complete';
}
