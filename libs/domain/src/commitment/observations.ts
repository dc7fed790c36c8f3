import {
  areConvertible,
  type Attribution,
  type Day,
  type Evidence,
  type Quantity,
} from '../vocabulary/index.ts';
import { canonical } from '../canonical.ts';
import { amountCriteria, type Criterion } from './criterion.ts';
import type { Known } from './known.ts';
import { standingOn } from './measure.ts';
import { termsInForce, termsOverTime } from './terms-in-force.ts';

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
  const measures = targetsOf(termsInForce(known, validAt).criterion);
  return [...promisedBefore(known, validAt, measures), ...inOtherUnits(known, validAt, measures)];
}

const targetsOf = (criterion: Criterion): readonly Quantity[] =>
  amountCriteria(criterion).map(({ target }) => target);

function promisedBefore(known: Known, validAt: Day, measures: readonly Quantity[]): readonly Observation[] {
  const { announced, statements } = known;
  const { commitment: id, announced: on, attribution, evidence } = announced;
  const facts = [
    { id, on, attribution, evidence },
    ...statements.map((each) => ({ ...each, on: each.stated })),
  ];
  const stated = termsOverTime(known)
    .filter(({ from }) => from <= validAt)
    .flatMap(({ announced: { criterion }, setBy }) => {
      const statedBy = setBy.criterion ?? id;
      return targetsOf(criterion).map((quantity) => ({ quantity, statedBy }));
    })
    .filter(({ quantity }) => measures.every((each) => canonical(quantity) !== canonical(each)));
  const once = new Map(stated.map((each) => [canonical(each), each]));
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
  measures: readonly Quantity[],
): readonly Observation[] =>
  happenings.flatMap(({ id: statedBy, type, quantity, happened: on, attribution, evidence }) => {
    if (!quantity || standingOn(validAt, on) === 'not-yet') return [];
    if (type !== 'allocation' && type !== 'disbursement' && type !== 'delivery') return [];
    if (measures.some(({ unit }) => areConvertible(quantity.unit, unit))) return [];
    return [{ quantity, type, statedBy, on, attribution, evidence }];
  });
