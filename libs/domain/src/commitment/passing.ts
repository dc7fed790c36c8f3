import { accept, refuse, type Decision } from '../decider.ts';
import type { EventData, Fact, LedgerEvent } from '../ledger-event.ts';
import { factsOf, findFact, type FactLog } from '../recorded-once.ts';
import type { Refusal } from '../refusal.ts';
import {
  areConvertible,
  compareDecimals,
  dayBounds,
  intervalIn,
  quantityInWords,
  type Interval,
  type Quantity,
} from '../vocabulary/index.ts';
import { fundsMilestones, goodsMilestones } from './criterion.ts';

type Moved = Fact<'FundsDisbursed'> | Fact<'GeneratorsDelivered'> | Fact<'GoodsDelivered'>;
type Passing = Fact<'MilestonePassed'>;

/** What one source says: that so much of it had passed a milestone. */
interface Told {
  readonly id: string;
  readonly milestone: string;
  readonly passed: string;
  readonly quantity: Quantity | undefined;
}

/**
 * Whether something recorded may be said to have passed a further milestone: it must be recorded, on a way that has this
 * milestone, and what is said of it must be possible at all together with what is said already. Milestones are passed in
 * their order, and no more comes further than had come before.
 */
export function decidePassage(fact: Passing, facts: FactLog | undefined): Decision<LedgerEvent, Refusal> {
  const { data } = fact;
  const found = findFact(facts, data.of);
  if (!found || !isMoved(found)) return refuse(unknownDelivery(data.of));
  const way: readonly string[] = found.type === 'FundsDisbursed' ? fundsMilestones : goodsMilestones;
  if (!way.includes(data.milestone)) return refuse(notOnItsWay(data, way));
  const whole = found.type === 'FundsDisbursed' ? found.data.amount : found.data.quantity;
  if (data.quantity && !areConvertible(data.quantity.unit, whole.unit)) {
    return refuse(otherUnit(data.quantity.unit, whole.unit, data.of));
  }
  const told: Told = {
    id: data.passage,
    milestone: data.milestone,
    passed: data.passed,
    quantity: data.quantity,
  };
  const before = [ownOf(found), ...passagesOf(data.of, facts)];
  const fault = before.map((other) => contradiction(told, other, way, whole)).find((each) => each);
  return fault ? refuse(fault) : accept<LedgerEvent>(fact);
}

const isMoved = (event: LedgerEvent): event is Moved =>
  event.type === 'FundsDisbursed' || event.type === 'GeneratorsDelivered' || event.type === 'GoodsDelivered';

function ownOf(fact: Moved): Told {
  const { milestone } = fact.data;
  return fact.type === 'FundsDisbursed'
    ? { id: fact.data.disbursement, milestone, passed: fact.data.disbursed, quantity: undefined }
    : { id: fact.data.delivery, milestone, passed: fact.data.delivered, quantity: undefined };
}

const passagesOf = (of: string, facts: FactLog | undefined): readonly Told[] =>
  factsOf(facts).flatMap((fact) => {
    if (fact.type !== 'MilestonePassed' || fact.data.of !== of) return [];
    const { passage: id, milestone, passed, quantity } = fact.data;
    return { id, milestone, passed, quantity };
  });

/** Why two things said of the same goods or money cannot both be so. */
function contradiction(
  told: Told,
  other: Told,
  way: readonly string[],
  whole: Quantity,
): Refusal | undefined {
  const order = way.indexOf(told.milestone) - way.indexOf(other.milestone);
  if (order === 0) return isSame(told, other, whole) ? undefined : toldDifferently(told, other);
  const [sooner, later] = order > 0 ? [other, told] : [told, other];
  const { earliest } = dayBounds(sooner.passed);
  const { latest } = dayBounds(later.passed);
  if (earliest !== null && latest !== null && latest < earliest) return outOfOrder(told, other);
  const [most, least] = [amountOf(sooner, whole), amountOf(later, whole)];
  const tooMuch = most.hi !== null && compareDecimals(least.lo, most.hi) > 0;
  const beyondAll = exceeds(told, whole);
  return tooMuch || beyondAll ? moreThanDelivered(told, tooMuch ? other : undefined, whole) : undefined;
}

const amountOf = ({ quantity }: Told, whole: Quantity): Interval =>
  intervalIn(whole.unit, quantity ?? whole) ?? { lo: '0', hi: null };

function exceeds(told: Told, whole: Quantity): boolean {
  const { hi } = amountOf({ ...told, quantity: undefined }, whole);
  return hi !== null && compareDecimals(amountOf(told, whole).lo, hi) > 0;
}

const isSame = (told: Told, other: Told, whole: Quantity): boolean => {
  const [one, two] = [amountOf(told, whole), amountOf(other, whole)];
  return told.passed === other.passed && one.lo === two.lo && one.hi === two.hi;
};

const words = (milestone: string): string => milestone.replace('-', ' ');

const unknownDelivery = (id: string): Refusal => ({
  code: 'unknown-delivery',
  pointer: '/of',
  fault: `names ${id}, which is no delivery or disbursement recorded for this commitment`,
  remedy: 'correct the id, or record the delivery or disbursement first',
});

const notOnItsWay = ({ milestone, of }: EventData<'MilestonePassed'>, way: readonly string[]): Refusal => ({
  code: 'not-on-its-way',
  pointer: '/milestone',
  fault: `is ${milestone}, which ${of} does not pass on its way`,
  remedy: `use one of ${way.join(', ')}`,
});

const otherUnit = (unit: string, wanted: string, of: string): Refusal => ({
  code: 'other-unit',
  pointer: '/quantity/unit',
  fault: `is ${unit}, but ${of} is recorded in ${wanted}`,
  remedy: `give the quantity in ${wanted}, or leave it out for all of it`,
});

const toldDifferently = ({ milestone }: Told, other: Told): Refusal => ({
  code: 'milestone-told-differently',
  pointer: '/milestone',
  fault: `is ${words(milestone)}, which ${other.id} says differently (${other.passed}${other.quantity ? `, ${quantityInWords(other.quantity)}` : ''})`,
  remedy:
    'attach a further source to that, correct it, or record what passed it on another day as a delivery of its own',
});

const outOfOrder = ({ milestone, passed }: Told, other: Told): Refusal => ({
  code: 'milestones-out-of-order',
  pointer: '/passed',
  fault: `is ${passed} for ${words(milestone)}, though it was ${words(other.milestone)} on ${other.passed} (${other.id})`,
  remedy: 'correct the day or the milestone: milestones are passed in their order',
});

const moreThanDelivered = (
  { quantity, milestone }: Told,
  other: Told | undefined,
  whole: Quantity,
): Refusal => ({
  code: 'more-than-delivered',
  pointer: '/quantity',
  fault:
    `is ${quantityInWords(quantity ?? whole)} ${words(milestone)}, which does not go with ` +
    (other
      ? `${quantityInWords(other.quantity ?? whole)} ${words(other.milestone)} (${other.id})`
      : quantityInWords(whole)),
  remedy: 'correct the quantity; what is not part of this delivery is recorded as one of its own',
});
