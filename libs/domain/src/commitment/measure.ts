import {
  compareDecimals,
  earliest,
  latest,
  ratio,
  type Day,
  type Decimal,
  type Interval,
} from '../vocabulary/index.ts';
import type { Outcome } from './assessment.ts';
import type { Rule } from './rule.ts';
import type { Sight } from './sightings.ts';
import { measureOf, type Yardstick } from './yardstick.ts';

/** The measured part of an assessment. */
export interface Measurement {
  readonly yardstick: Pick<Yardstick, 'target' | 'unit'>;
  readonly recorded: Interval;
  readonly delivered: Interval;
  readonly outcome: Outcome;
  readonly floor: Decimal | null;
  /** Whether something that counts has certainly happened. */
  readonly begun: boolean;
  /** Whether it was certainly not met by its deadline, which has passed. */
  readonly missed: boolean;
  /** Of what counts others: each of them, judged for itself. */
  readonly members?: readonly Judged[];
}

/** A rule on a day: what the facts showed of it, and what was made of that. */
export interface Judged {
  readonly rule: Rule;
  readonly sight: Sight;
  readonly measured: Measurement;
}

/** Whether something dated so had certainly, possibly or not yet happened by the end of a day. */
export function standingOn(day: Day, happened: string): 'certain' | 'possible' | 'not-yet' {
  const [first, last] = [earliest(happened), latest(happened)];
  if (last !== null && last <= day) return 'certain';
  return first === null || first <= day ? 'possible' : 'not-yet';
}

/**
 * What a day's knowledge makes of the criterion, or undefined where nothing is measured.
 *
 * The world is open: that no delivery is recorded does not show that none was made, so the recorded sum bounds what
 * was delivered from below only. From above it is the promise that bounds what can count towards it, unless what is
 * certain goes beyond the promise already. A promise with a lower bound is measured against that floor.
 *
 * Where the record is declared complete to that day, what is recorded bounds it from above as well. Where it is declared
 * complete to a deadline that has passed, it is known what was not delivered in time, and no more: what may have come
 * since, unrecorded, stays possible.
 */
export function measure(yardstick: Yardstick, sight: Sight): Measurement {
  const { recorded, begun, complete } = sight;
  const { hi: promised } = yardstick.target;
  const within = promised !== null && compareDecimals(recorded.lo, promised) <= 0;
  const open = within ? promised : null;
  const delivered: Interval = { lo: recorded.lo, hi: complete ? lower(open, recorded.hi) : open };
  const floor = measureOf(yardstick.target);
  const outcome = outcomeOf(delivered, floor);
  const missed = isMissed(sight, floor);
  return { yardstick, recorded, delivered, floor, outcome: givenMissed(outcome, missed), begun, missed };
}

/** What cannot be told of the day asked about, and was certainly not met by a deadline that has passed, is not met. */
export const givenMissed = (outcome: Outcome, missed: boolean): Outcome =>
  outcome === 'undetermined' && missed ? 'not-met' : outcome;

/** Certainly met, certainly not met, or not to be told. */
export function outcomeOf({ lo, hi }: Interval, floor: Decimal | null): Outcome {
  if (floor === null) return 'undetermined';
  if (compareDecimals(lo, floor) >= 0) return 'met';
  return isBelow(hi, floor) ? 'not-met' : 'undetermined';
}

/** Whether it was certainly not met by its deadline, which has passed. */
const isMissed = ({ completeInTime, recordedInTime: { hi } }: Sight, floor: Decimal | null): boolean =>
  completeInTime && floor !== null && isBelow(hi, floor);

/** Whether an amount is certainly less than another; `null` is no upper end. */
export const isBelow = (hi: Decimal | null, floor: Decimal): boolean =>
  hi !== null && compareDecimals(hi, floor) < 0;

function lower(one: Decimal | null, other: Decimal | null): Decimal | null {
  if (one === null || other === null) return one ?? other;
  return compareDecimals(one, other) <= 0 ? one : other;
}

/**
 * What was delivered as parts of what must be; null where nothing can be shown to meet the promise. More conditions met
 * than are wanted are not more than all of it.
 */
export function shareOf({ delivered: { lo, hi }, floor, members }: Measurement): Interval | null {
  if (floor === null) return null;
  const share = { lo: ratio(lo, floor, 'down'), hi: hi === null ? null : ratio(hi, floor, 'up') };
  return members ? { lo: lower(share.lo, '1') ?? '1', hi: lower(share.hi, '1') } : share;
}
