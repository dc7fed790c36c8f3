import { unreachable } from '../decider.ts';
import { compareDecimals, intervalIn, latest, type Quantity } from '../vocabulary/index.ts';
import { targetOf } from './criterion.ts';
import { FALLS, type Contention, type Dispute } from './dispute.ts';
import { dateHull, days, quantityHull } from './hull.ts';
import type { Known } from './known.ts';
import { measureOf } from './yardstick.ts';

/** What becomes of a contested fact. */
export type Effect =
  | { readonly type: 'quantity'; readonly quantity: Quantity }
  | { readonly type: 'date'; readonly date: string }
  | { readonly type: 'possible' | 'struck' }
  | { readonly type: 'muted'; readonly source: string };

/**
 * What becomes of a contested fact.
 *
 * @param held undefined while it is open, null where no reading holds.
 */
export function effectsOf(
  contention: Contention,
  held: string | null | undefined,
  resolved: string | undefined,
  taken: Known,
): readonly Effect[] {
  if (contention.type === 'dispute') return disputedEffects(contention, held, resolved, taken);
  const { about, contestedSource: source } = contention;
  if (held !== undefined && held !== FALLS) return [];
  const isAlone = source === undefined || sourcesOf(taken, about).every((each) => each === source);
  if (isAlone) return [{ type: held === FALLS ? 'struck' : 'possible' }];
  return held === FALLS ? [{ type: 'muted', source }] : [];
}

function disputedEffects(
  dispute: Dispute,
  held: string | null | undefined,
  resolved: string | undefined,
  taken: Known,
): readonly Effect[] {
  const reading = dispute.readings.find(({ id }) => id === held);
  switch (dispute.aspect) {
    case 'quantity': {
      const quantity = reading ? reading.quantity : quantityLeft(dispute, held, taken);
      return quantity ? [{ type: 'quantity', quantity }] : [];
    }
    case 'date': {
      const last = resolved === undefined ? null : latest(resolved);
      const left = held === undefined ? dateHull(dispute.readings) : days(null, last);
      return [{ type: 'date', date: reading?.date ?? left }];
    }
    case 'occurrence':
      if (!reading) return [{ type: 'possible' }];
      return reading.occurred === false ? [{ type: 'struck' }] : [];
    case 'figure':
      return [];
    default:
      return unreachable(dispute.aspect);
  }
}

/**
 * How much it was where no reading holds: while the dispute is open the hull of all, and of a promise the most that any
 * of them asks for; once none holds, nothing is known of it.
 */
function quantityLeft(
  { about, readings }: Dispute,
  held: string | null | undefined,
  { announced, happenings }: Known,
): Quantity | undefined {
  const isPromise = about === announced.commitment;
  const recorded = isPromise
    ? targetOf(announced.criterion)
    : happenings.flatMap((each) => [each, ...(each.passages ?? [])]).find(({ id }) => id === about)?.quantity;
  if (!recorded) return undefined;
  const { unit } = recorded;
  if (held === null)
    return isPromise ? { qualifier: 'at-least', value: '0', unit } : { qualifier: 'some', unit };
  if (!isPromise) return quantityHull(readings, unit);
  const asked = readings.flatMap(({ quantity }) => {
    const amount = quantity && intervalIn(unit, quantity);
    return amount ? [{ quantity, measure: measureOf(amount) }] : [];
  });
  return asked.reduce<(typeof asked)[number] | undefined>(
    (most, next) => (most && !asksMore(next.measure, most.measure) ? most : next),
    undefined,
  )?.quantity;
}

const asksMore = (one: string | null, other: string | null): boolean =>
  other !== null && (one === null || compareDecimals(one, other) > 0);

/** The sources that speak for a fact. */
const sourcesOf = ({ announced, happenings, ends, coverages, supports, statements }: Known, about: string) =>
  [
    ...(announced.commitment === about ? [announced] : []),
    ...[...happenings, ...ends, ...coverages, ...statements].filter(({ id }) => id === about),
    ...happenings.flatMap(({ id: of, passages = [] }) =>
      passages.filter(({ id }) => of === about || id === about),
    ),
    ...supports.filter(({ id, supports: fact }) => id === about || fact === about),
  ].flatMap(({ evidence }) => evidence.map(({ source }) => source));
