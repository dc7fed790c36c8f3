import type { Day, Interval } from '../vocabulary/index.ts';
import type { Known } from './known.ts';
import { givenMissed, isBelow, measure, outcomeOf, type Judged, type Measurement } from './measure.ts';
import { isTally, type Rule, type Tally } from './rule.ts';
import { sightings, type Sight } from './sightings.ts';
import { measureOf } from './yardstick.ts';

/**
 * What a rule makes of the facts on each of some days. A tally judges each member by itself, over all facts of the
 * commitment, and counts: how many are certainly met, and how many are not certainly unmet. So its outcome is certain
 * exactly where it is the same however the members that cannot be told turn out.
 *
 * @param days ascending.
 */
export function* judgements(known: Known, rule: Rule, days: readonly Day[]): Generator<Judged, void> {
  if (!isTally(rule)) {
    for (const sight of sightings(known, rule.yardstick, days))
      yield { rule, sight, measured: measure(rule.yardstick, sight) };
    return;
  }
  const members = rule.members.map((member) => judgements(known, member, days));
  for (const sight of sightings(known, undefined, days)) {
    const judged = members.flatMap((member) => member.next().value ?? []);
    const seen = tallied(sight, judged);
    yield { rule, sight: seen, measured: counted(rule, seen, judged) };
  }
}

/** What is seen of a tally is how many members the same facts met, by the same days. */
function tallied(sight: Sight, members: readonly Judged[]): Sight {
  const metBy = (amount: (member: Judged) => Interval): Interval =>
    countOf(members.map((member) => outcomeOf(amount(member), member.measured.floor)));
  return {
    ...sight,
    recorded: metBy(({ measured }) => measured.recorded),
    recordedInTime: metBy((member) => member.sight.recordedInTime),
    begun: members.some(({ measured }) => measured.begun),
    ended: sight.ended && {
      ...sight.ended,
      recorded: metBy((member) => member.sight.ended?.recorded ?? NOTHING),
    },
    complete: members.every((member) => member.sight.complete),
    completeInTime: members.every((member) => member.sight.completeInTime),
  };
}

const NOTHING: Interval = { lo: '0', hi: '0' };

function counted(
  { target, unit }: Tally,
  { recorded, begun }: Sight,
  members: readonly Judged[],
): Measurement {
  // A member missed by the deadline may still have been met since, so it is asked what holds of the day itself.
  const delivered = countOf(members.map(({ measured }) => outcomeOf(measured.delivered, measured.floor)));
  const floor = measureOf(target);
  const possible = String(members.filter(({ measured }) => !measured.missed).length);
  const missed = floor !== null && isBelow(possible, floor);
  const outcome = givenMissed(outcomeOf(delivered, floor), missed);
  return { yardstick: { target, unit }, recorded, delivered, floor, outcome, begun, missed, members };
}

/** How many are certainly met, and how many may be. */
function countOf(outcomes: readonly Measurement['outcome'][]): Interval {
  const met = outcomes.filter((outcome) => outcome === 'met').length;
  const unmet = outcomes.filter((outcome) => outcome === 'not-met').length;
  return { lo: String(met), hi: String(outcomes.length - unmet) };
}
