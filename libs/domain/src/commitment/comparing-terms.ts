import { canonical } from '../canonical.ts';
import type { EventData } from '../ledger-event.ts';
import {
  areConvertible,
  compareDecimals,
  dayBounds,
  interval,
  intervalIn,
  type Interval,
} from '../vocabulary/index.ts';
import { targetOf, type Criterion } from './criterion.ts';
import { strength as strengths } from './commitment.events.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** A term of a promise that an amendment takes something from, with why, as a predicate; undefined where it takes nothing. */
export function takenFrom(
  before: Announced,
  after: Announced,
): { term: keyof Announced; why: string } | undefined {
  if (wantsLess(before.criterion, after.criterion))
    return { term: 'criterion', why: 'does not promise at least what was promised' };
  if (isLater(before.due, after.due)) return { term: 'due', why: 'is later than what was promised' };
  if (firmness(after) < firmness(before)) return { term: 'strength', why: 'is less firm than what was said' };
  if (!before.committers.every((party) => after.committers.includes(party)))
    return { term: 'committers', why: 'leaves out who had promised it' };
  if (!before.beneficiaries.every((party) => after.beneficiaries.includes(party)))
    return { term: 'beneficiaries', why: 'leaves out to whom it was promised' };
  return undefined;
}

const firmness = ({ strength }: Announced): number => strengths.options.indexOf(strength);

/** Whether what would meet the new criterion might not have met the old one; what cannot be compared counts as less. */
function wantsLess(before: Criterion, after: Criterion): boolean {
  if (canonical(before) === canonical(after)) return false;
  if (before.type === 'unstated') return false;
  const amounts = comparableAmounts(before, after);
  if (!amounts) return true;
  const [was, is] = amounts;
  return (
    compareDecimals(is.lo, was.lo) < 0 ||
    (is.hi !== null && (was.hi === null || compareDecimals(is.hi, was.hi) < 0))
  );
}

function isLater(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined) return false;
  if (after === undefined) return true;
  const [was, is] = [dayBounds(before).latest, dayBounds(after).latest];
  return was !== null && (is === null || is > was);
}

/**
 * Whether one criterion says the same as another more precisely: everything it may mean, the other may mean as well. A
 * promise without a measure may be given any, and an amount may be stated in another unit, which nothing here converts.
 */
export function narrows(before: Criterion, after: Criterion): boolean {
  if (before.type === 'unstated' || before.type === 'standing') return true;
  if (before.type === 'event-held' && after.type === 'event-held')
    return isWithin(before.within, after.within);
  const [was, is] = [targetOf(before), targetOf(after)];
  if (was && is && !areConvertible(is.unit, was.unit)) return sameBut(before, after, 'target');
  const amounts = comparableAmounts(before, after);
  if (amounts) return liesWithin(...amounts);
  return before.type === 'step-taken'
    ? sameBut(before, after, 'step')
    : canonical(before) === canonical(after);
}

/** Whether every day of one time is one of the other. */
export function isWithin(outer: string, inner: string): boolean {
  const [was, is] = [dayBounds(outer), dayBounds(inner)] as const;
  const begins = was.earliest === null || (is.earliest !== null && is.earliest >= was.earliest);
  const ends = was.latest === null || (is.latest !== null && is.latest <= was.latest);
  return begins && ends;
}

/** What two criteria want, in one unit, where they differ in nothing else. */
function comparableAmounts(before: Criterion, after: Criterion): readonly [Interval, Interval] | undefined {
  if (before.type === 'acts-after' && after.type === 'acts-after' && sameBut(before, after, 'atLeast')) {
    const wanted = (count: number): Interval => ({ lo: String(count), hi: null });
    return [wanted(before.atLeast), wanted(after.atLeast)];
  }
  const [was, is] = [targetOf(before), targetOf(after)];
  if (!was || !is || !sameBut(before, after, 'target')) return undefined;
  const amount = intervalIn(was.unit, is);
  return amount && [interval(was), amount];
}

const liesWithin = (outer: Interval, inner: Interval): boolean =>
  compareDecimals(inner.lo, outer.lo) >= 0 &&
  (outer.hi === null || (inner.hi !== null && compareDecimals(inner.hi, outer.hi) <= 0));

const sameBut = (one: Criterion, other: Criterion, key: string): boolean =>
  canonical({ ...one, [key]: null }) === canonical({ ...other, [key]: null });
