import { dayBounds, type Day, type Quantity } from '../vocabulary/index.ts';
import { fundsMilestones, goodsMilestones } from './criterion.ts';
import type { Happening } from './happening.ts';

/** What a source says of how far a delivery or disbursement had come by a day, and how much of it. */
export interface Claim {
  /** How far along the way the milestone is, from 0. */
  readonly rank: number;
  readonly passed: string;
  /** Undefined is all of it. */
  readonly quantity: Quantity | undefined;
}

/** The milestones of what a delivery or disbursement passes on its way, in order; none for anything else. */
export function wayOf(type: Happening['type']): readonly string[] {
  if (type === 'delivery') return goodsMilestones;
  return type === 'disbursement' ? fundsMilestones : [];
}

/** All that is said of how far it had come: by its own record, and by each passage. */
export function claimsOf({ type, happened, milestone, passages = [] }: Happening): readonly Claim[] {
  const way = wayOf(type);
  const own = { rank: way.indexOf(milestone ?? ''), passed: happened, quantity: undefined };
  return [
    own,
    ...passages.map((passage) => ({
      rank: way.indexOf(passage.milestone),
      passed: passage.passed,
      quantity: passage.quantity,
    })),
  ];
}

/** Before all days: they compare as text. */
export const ALWAYS: Day = '';

/** The first day on which anything of it may have happened. */
export function mayBeginOn({ happened, passages = [] }: Happening): Day {
  let first = dayBounds(happened).earliest ?? ALWAYS;
  for (const { passed } of passages) {
    const day = dayBounds(passed).earliest ?? ALWAYS;
    if (day < first) first = day;
  }
  return first;
}
