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
import type { Sight } from './sightings.ts';
import { measureOf, type Yardstick } from './yardstick.ts';

/** The measured part of an assessment. */
export interface Measurement {
  readonly yardstick: Yardstick;
  readonly recorded: Interval;
  readonly delivered: Interval;
  readonly outcome: Outcome;
  readonly floor: Decimal | null;
  /** Whether something that counts has certainly happened. */
  readonly begun: boolean;
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
export function measure(yardstick: Yardstick | undefined, sight: Sight): Measurement | undefined {
  if (!yardstick) return undefined;
  const { recorded, begun, complete } = sight;
  const { hi: promised } = yardstick.target;
  const within = promised !== null && compareDecimals(recorded.lo, promised) <= 0;
  const open = within ? promised : null;
  const delivered: Interval = { lo: recorded.lo, hi: complete ? lower(open, recorded.hi) : open };
  const floor = measureOf(yardstick.target);
  const outcome = outcomeOf(delivered, floor);
  const missed = outcome === 'undetermined' && isMissed(sight, floor);
  return { yardstick, recorded, delivered, floor, outcome: missed ? 'not-met' : outcome, begun };
}

/** Certainly met, certainly not met, or not to be told. */
function outcomeOf({ lo, hi }: Interval, floor: Decimal | null): Outcome {
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

/** What was delivered as parts of what must be; null where nothing can be shown to meet the promise. */
export const shareOf = ({ delivered: { lo, hi }, floor }: Measurement): Interval | null =>
  floor === null ? null : { lo: ratio(lo, floor, 'down'), hi: hi === null ? null : ratio(hi, floor, 'up') };
