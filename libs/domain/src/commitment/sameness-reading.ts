import type { Day, Interval } from '../vocabulary/index.ts';
import { standingOn } from './measure.ts';
import type { Known } from './known.ts';
import { oneThing } from './one-thing.ts';
import { isOfCommitments, stateOf, type Sameness, type SamenessState } from './sameness.ts';
import { readingsOf, tallied } from './sameness-tally.ts';
import { measuresIn, ruleOf } from './rule.ts';
import type { Yardstick } from './yardstick.ts';

/** A sameness as it stood on a day, with what its two facts come to in either case. */
export interface SamenessSeen extends Sameness {
  readonly state: SamenessState;
  /** Whether it is about two commitments. */
  readonly ofCommitments: boolean;
  /** What the two come to if they are one and if they are two; null where they are not measured here. */
  readonly ifOne: Interval | null;
  readonly ifTwo: Interval | null;
  /** In what they are measured. */
  readonly unit: string | null;
  /** Whether what is said of them could all be true of one thing. */
  readonly agree: boolean;
}

/**
 * The samenesses of facts that had happened, or may have, by a day. Whether two are one does not depend on the day, so
 * when it was proposed or decided is of no matter here; what they come to does.
 */
export function samenessesOn(
  { announced, happenings, samenesses }: Known,
  day: Day,
): readonly SamenessSeen[] {
  if (samenesses.length === 0) return [];
  const { commitment } = announced;
  const measures = measuresIn(ruleOf(announced));
  return samenesses.flatMap((sameness): readonly SamenessSeen[] => {
    const state = stateOf(sameness);
    if (isOfCommitments(sameness, commitment))
      return [{ ...sameness, state, ofCommitments: true, ifOne: null, ifTwo: null, unit: null, agree: true }];
    const pair = [sameness.of, sameness.with].flatMap(
      (id) => happenings.find((each) => each.id === id) ?? [],
    );
    if (pair.some(({ happened }) => standingOn(day, happened) === 'not-yet')) return [];
    // Of a criterion that counts several things, the first towards which either of them counts.
    const measure = measures.find(({ yardstick }) => oneThing(pair, yardstick.counts));
    const { counts, unit = null } = measure?.yardstick ?? { counts: () => undefined };
    const one = oneThing(pair, counts);
    return [
      {
        ...{ ...sameness, state, ofCommitments: false, agree: one?.agree ?? true },
        ifOne: one ? tallied([[pair]], counts, day) : null,
        ifTwo: one ? tallied([pair.map((each) => [each])], counts, day) : null,
        unit,
      },
    ];
  });
}

/** What facts that may be one come to together on a day, group by group, where a group has more than one reading left. */
export const undecidedOn = (
  { happenings, samenesses }: Known,
  { counts }: Yardstick,
  day: Day,
): readonly { readonly facts: readonly string[]; readonly amount: Interval }[] =>
  readingsOf(happenings, samenesses)
    .filter((readings) => readings.length > 1)
    .map((readings) => ({
      facts: (readings[0] ?? []).flat().map(({ id }) => id),
      amount: tallied(readings, counts, day),
    }));
