import {
  areConvertible,
  type Attribution,
  type Day,
  type Evidence,
  type Quantity,
} from '../vocabulary/index.ts';
import { canonical } from '../canonical.ts';
import { targetOf } from './criterion.ts';
import type { Known } from './known.ts';
import { standingOn } from './measure.ts';
import { erasOf, termsOn } from './terms.ts';

/** An amount that a source states of a commitment and that is not what the commitment is measured by. */
export interface Observation {
  readonly quantity: Quantity;
  /** What it was stated as: the amount promised, or that of something that happened. */
  readonly type: 'promise' | 'allocation' | 'disbursement' | 'delivery';
  /** The id of the fact that states it. */
  readonly statedBy: string;
  /** When, as an EDTF date. */
  readonly on: string;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/**
 * The amounts stated by a day that are in no sum of the commitment: what was promised by terms that others have replaced,
 * and what happened in a unit that does not convert to that of the terms in force. Nothing is converted.
 */
export function observationsOf(known: Known, validAt: Day): readonly Observation[] {
  const measure = targetOf(termsOn(known, validAt).announced.criterion);
  return [...promisedBefore(known, validAt, measure), ...inOtherUnits(known, validAt, measure)];
}

function promisedBefore(known: Known, validAt: Day, measure: Quantity | undefined): readonly Observation[] {
  const { announced, statements } = known;
  const { commitment: id, announced: on, attribution, evidence } = announced;
  const facts = [
    { id, on, attribution, evidence },
    ...statements.map((each) => ({ ...each, on: each.stated })),
  ];
  const stated = erasOf(known)
    .filter(({ from }) => from <= validAt)
    .flatMap(({ announced: { criterion }, setBy }) => {
      const quantity = targetOf(criterion);
      return quantity ? [{ quantity, statedBy: setBy.criterion ?? id }] : [];
    })
    .filter(({ quantity }) => !measure || canonical(quantity) !== canonical(measure));
  const once = new Map(stated.map((each) => [each.statedBy, each]));
  return [...once.values()].flatMap((each) => {
    const fact = facts.find((one) => one.id === each.statedBy);
    if (!fact) return [];
    return [
      { ...each, type: 'promise', on: fact.on, attribution: fact.attribution, evidence: fact.evidence },
    ];
  });
}

const inOtherUnits = (
  { happenings }: Known,
  validAt: Day,
  measure: Quantity | undefined,
): readonly Observation[] =>
  happenings.flatMap(({ id: statedBy, type, quantity, happened: on, attribution, evidence }) => {
    if (!quantity || standingOn(validAt, on) === 'not-yet') return [];
    if (type !== 'allocation' && type !== 'disbursement' && type !== 'delivery') return [];
    if (measure && areConvertible(quantity.unit, measure.unit)) return [];
    return [{ quantity, type, statedBy, on, attribution, evidence }];
  });
