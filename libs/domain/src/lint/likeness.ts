import type { EventData } from '../ledger-event.ts';
import type { FactToRecord } from '../recording/record-facts.ts';
import {
  compareDecimals,
  dayBounds,
  interval,
  isMoney,
  quantityInWords,
  ratio,
  subtractDecimals,
  type DayBounds,
  type Decimal,
  type Quantity,
} from '../vocabulary/index.ts';
import type { Found } from './finding.ts';
import { amountOf } from './promise-rules.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** How near two amounts are to be taken for one, as a part of the larger. */
export const LIKENESS = '0.02';

/** A commitment by what makes it look like another. */
export interface Comparable {
  readonly announced: Announced;
  readonly amount: Quantity;
  /** The figures stated, from the lower; none where no number was. */
  readonly figures: readonly Decimal[];
  /** The first figure as a float, to tell most pairs apart quickly; NaN where no number was stated. */
  readonly nearly: number;
  /** The days between which goods are due; null for money, and where no time is stated. */
  readonly due: DayBounds | null;
  /** The unit and the parties in one word: only commitments that have it in common are compared. */
  readonly between: string;
  /** Itself and the commitments it names in its relations. */
  readonly related: readonly string[];
  /** Those of which somebody has said already that they may be the same, whatever was decided. */
  readonly considered: ReadonlySet<string>;
}

/** The commitment as others are compared with it; undefined where it promises no amount. */
export function comparable(
  announced: Announced,
  considered: ReadonlySet<string> = new Set(),
): Comparable | undefined {
  const amount = amountOf(announced);
  if (!amount) return undefined;
  const { commitment, committers, beneficiaries, due, relations = [] } = announced;
  const value = 'value' in amount ? [amount.value] : [];
  return {
    announced,
    amount,
    figures: 'upTo' in amount ? [...value, amount.upTo] : value,
    nearly: Number(value[0]),
    due: due === undefined || isMoney(amount.unit) ? null : dayBounds(due),
    between: [amount.unit, ...[...committers].sort(), 'to', ...[...beneficiaries].sort()].join(' '),
    related: [commitment, ...relations.map((relation) => relation.commitment)],
    considered,
  };
}

/** The commitments of a request that have something to be compared by. */
export const comparablesIn = (facts: readonly FactToRecord[]): readonly Comparable[] =>
  facts.flatMap(({ fact }) => (fact.type === 'CommitmentAnnounced' ? (comparable(fact.data) ?? []) : []));

/** The most commitments one finding names. */
const MOST_NAMED = 3;

/** What one commitment looks like among others; one finding, however many they are. */
export function possibleDuplicate(one: Comparable, others: readonly Comparable[]): readonly Found[] {
  const alike: Comparable[] = [];
  for (const other of others) {
    if (isAlike(one, other)) alike.push(other);
    if (alike.length > MOST_NAMED) break;
  }
  if (alike.length === 0) return [];
  const named = alike
    .slice(0, MOST_NAMED)
    .map(({ announced, amount }) => `${announced.commitment} (${quantityInWords(amount)})`);
  const more = alike.length > MOST_NAMED ? ' and others' : '';
  return [
    {
      pointer: '/criterion/target',
      message: `${quantityInWords(one.amount)} may be the same as ${named.join(', ')}${more}, between the same parties`,
      remedy:
        'if it is the same promise told again, relate the two, propose their sameness or leave one out; if not, leave it as it is',
    },
  ];
}

/**
 * Whether two commitments between the same parties may be one promise: amounts in one unit within {@link LIKENESS} of
 * each other, or the same goods due in the same days in amounts that may be equal. Those that are related, or are
 * related to the same third one, have been told apart by whoever recorded them; of those whose sameness was proposed,
 * confirmed or rejected there is nothing to propose.
 *
 * Two thousand commitments of one request make two million pairs, so what is quickly asked is asked first.
 */
function isAlike(one: Comparable, other: Comparable): boolean {
  const maybeNear =
    Math.min(one.nearly, other.nearly) >= Math.max(one.nearly, other.nearly) * CERTAINLY_UNLIKE;
  const sameDays = haveSameDays(one, other);
  if (!maybeNear && !sameDays) return false;
  if (one.considered.has(other.announced.commitment)) return false;
  if (one.between !== other.between || one.related.some((id) => other.related.includes(id))) return false;
  return (maybeNear && areNear(one.figures, other.figures)) || (sameDays && mayBeEqual(one, other));
}

const CERTAINLY_UNLIKE = 0.97;

const haveSameDays = ({ due: left }: Comparable, { due: right }: Comparable): boolean =>
  left !== null && right !== null && left.earliest === right.earliest && left.latest === right.latest;

const areNear = (left: readonly Decimal[], right: readonly Decimal[]): boolean =>
  left.length === right.length && left.every((figure, index) => isNear(figure, right[index] ?? figure));

function isNear(left: Decimal, right: Decimal): boolean {
  const [small, large] = compareDecimals(left, right) < 0 ? [left, right] : [right, left];
  return compareDecimals(ratio(subtractDecimals(large, small), large, 'up'), LIKENESS) <= 0;
}

function mayBeEqual(one: Comparable, other: Comparable): boolean {
  const [left, right] = [interval(one.amount), interval(other.amount)];
  return reaches(left.hi, right.lo) && reaches(right.hi, left.lo);
}

const reaches = (hi: Decimal | null, lo: Decimal): boolean => hi === null || compareDecimals(hi, lo) >= 0;
