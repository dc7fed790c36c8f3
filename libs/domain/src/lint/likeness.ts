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

const CERTAINLY_UNLIKE = 0.97;

/** A commitment by what makes it look like another. */
export interface Comparable {
  readonly announced: Announced;
  readonly amount: Quantity;
  /** The figures stated, from the lower; none where no number was. */
  readonly figures: readonly Decimal[];
  /** The days between which it is due; null where no time is stated. */
  readonly due: DayBounds | null;
}

/** The commitment as others are compared with it; undefined where it promises no amount. */
export function comparable(announced: Announced): Comparable | undefined {
  const amount = amountOf(announced);
  if (!amount) return undefined;
  const value = 'value' in amount ? [amount.value] : [];
  const figures = 'upTo' in amount ? [...value, amount.upTo] : value;
  return { announced, amount, figures, due: announced.due === undefined ? null : dayBounds(announced.due) };
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
        'if it is the same promise told again, relate the two or leave one out; if not, leave it as it is',
    },
  ];
}

/**
 * Whether two commitments between the same parties may be one promise: amounts in one unit within {@link LIKENESS} of
 * each other, or the same goods due in the same days in amounts that may be equal. Those that are related, or are
 * related to the same third one, have been told apart by whoever recorded them.
 */
function isAlike(one: Comparable, other: Comparable): boolean {
  return (
    one.amount.unit === other.amount.unit &&
    one.announced.commitment !== other.announced.commitment &&
    sameParties(one.announced.committers, other.announced.committers) &&
    sameParties(one.announced.beneficiaries, other.announced.beneficiaries) &&
    !areRelated(one.announced, other.announced) &&
    (nearlyEqual(one.figures, other.figures) || sameGoods(one, other))
  );
}

const sameParties = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((party) => right.includes(party));

const nearlyEqual = (left: readonly Decimal[], right: readonly Decimal[]): boolean =>
  left.length > 0 &&
  left.length === right.length &&
  left.every((figure, index) => isNear(figure, right[index] ?? figure));

/** Two thousand commitments of one request make two million pairs, so all but a few are told apart as floats. */
function isNear(left: Decimal, right: Decimal): boolean {
  const [less, more] = [Number(left), Number(right)].sort((a, b) => a - b);
  if ((less ?? 0) < (more ?? 0) * CERTAINLY_UNLIKE) return false;
  const [small, large] = compareDecimals(left, right) < 0 ? [left, right] : [right, left];
  return compareDecimals(ratio(subtractDecimals(large, small), large, 'up'), LIKENESS) <= 0;
}

function sameGoods(one: Comparable, other: Comparable): boolean {
  if (isMoney(one.amount.unit) || !one.due || !other.due) return false;
  if (one.due.earliest !== other.due.earliest || one.due.latest !== other.due.latest) return false;
  const [left, right] = [interval(one.amount), interval(other.amount)];
  return reaches(left.hi, right.lo) && reaches(right.hi, left.lo);
}

const reaches = (hi: Decimal | null, lo: Decimal): boolean => hi === null || compareDecimals(hi, lo) >= 0;

function areRelated(one: Announced, other: Announced): boolean {
  const [left, right] = [one, other].map(({ commitment, relations = [] }) => [
    commitment,
    ...relations.map((relation) => relation.commitment),
  ]);
  return left?.some((id) => right?.includes(id)) ?? false;
}
