import { countInWords } from '../vocabulary/index.ts';
import type { Step } from './assessment.ts';
import { intervalInWords } from './in-words.ts';
import type { Known } from './known.ts';
import type { Judged, Measurement } from './measure.ts';
import { isTally } from './rule.ts';
import type { Sight } from './sightings.ts';
import { begun } from './world-steps.ts';

/** How a criterion that counts conditions, parties or periods comes to its outcome: each of them, and then how many. */
export function tallySteps(
  known: Known,
  measured: Measurement,
  members: readonly Judged[],
  sight: Sight,
): readonly Step[] {
  return [
    worldStep(known, sight),
    ...members.flatMap((member) => memberSteps(member, sight)),
    { rule: 'outcome', statement: outcomeInWords(measured, members.length), facts: [] },
  ];
}

function worldStep(known: Known, sight: Sight): Step {
  const facts = begun(known, sight).map(({ id }) => id);
  if (sight.complete) {
    const statement = 'The record is complete up to this day, so no more happened than is recorded.';
    return { rule: 'closed-world', statement, facts };
  }
  const statement =
    facts.length === 0
      ? 'No source declares its record complete, so more may have happened than is recorded.'
      : 'What is declared complete rules out what is not recorded only where it covers all days that count.';
  return { rule: 'open-world', statement, facts };
}

function memberSteps({ rule, measured, sight }: Judged, whole: Sight): readonly Step[] {
  const { members = [], delivered, floor, yardstick } = measured;
  const place = rule.place.charAt(0).toUpperCase() + rule.place.slice(1);
  // The name of a party or period says what is wanted of it.
  const words = rule.words();
  const what = rule.place.endsWith(words) ? place : `${place} (${words})`;
  const wanted = floor === null ? 'an amount that nobody stated' : countInWords(floor, yardstick.unit);
  const figures = isTally(rule)
    ? tallyInWords(measured, members.length)
    : yardstick.unit === 'parties'
      ? undefined
      : `${intervalInWords(delivered, yardstick.unit)}; wanted: ${wanted}`;
  const statement = `${what}: ${figures === undefined ? '' : `${figures}; `}${verdictOf({ rule, measured, sight }, whole)}.`;
  return [
    ...members.flatMap((member) => memberSteps(member, whole)),
    { rule: 'condition', statement, facts: [] },
  ];
}

function verdictOf({ rule, measured: { outcome } }: Judged, { validAt }: Sight): string {
  const closes = isTally(rule) || !rule.yardstick.isJudgedAtItsEnd ? null : rule.yardstick.closes;
  if (outcome === 'met') return 'met';
  if (closes !== null && validAt < closes) return 'not over yet';
  if (outcome === 'undetermined') return 'whether it is met cannot be told';
  return closes === null ? 'not met' : 'missed';
}

function outcomeInWords(measured: Measurement, count: number): string {
  const { outcome, delivered, floor } = measured;
  const stillPossible = Number(delivered.hi) >= Number(floor);
  const verdict = {
    met: 'so it is met',
    'not-met': stillPossible ? 'by the deadline it was certainly not met' : 'so it is not met',
    undetermined: 'so whether it is met cannot be told',
  }[outcome];
  return `Met: ${tallyInWords(measured, count)}; ${verdict}.`;
}

function tallyInWords(
  { delivered: { lo, hi }, floor, yardstick: { unit } }: Measurement,
  count: number,
): string {
  const met = lo === hi ? lo : `between ${lo} and ${hi ?? ''}`;
  const wanted = floor === String(count) ? 'all' : `at least ${floor ?? ''}`;
  return `${met} of ${countInWords(String(count), unit)}; wanted: ${wanted}`;
}
