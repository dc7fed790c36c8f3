import {
  areConvertible,
  conventionOf,
  conversionInWords,
  countInWords,
  partyName,
  quantityInWords,
  type Day,
} from '../vocabulary/index.ts';
import type { Step } from './assessment.ts';
import type { Contribution } from './contribution.ts';
import { amountCriteria } from './criterion.ts';
import { intervalInWords } from './in-words.ts';
import type { Happening } from './happening.ts';
import type { Known } from './known.ts';
import { standingOn } from './measure.ts';
import { measuresIn, type Measure, type Rule } from './rule.ts';
import { measureOf } from './yardstick.ts';

/** What a happening adds to one of the yardsticks. */
interface Counted {
  readonly measure: Measure;
  readonly contribution: Contribution;
}

/** Each thing that happened, or may have, by the day asked about, and what it adds. */
export function happeningSteps(known: Known, rule: Rule | undefined, validAt: Day): readonly Step[] {
  const measures = measuresIn(rule);
  return known.happenings.flatMap((happening) => {
    const counted = measures.flatMap((measure): readonly Counted[] => {
      const contribution = measure.yardstick.counts(happening);
      return contribution && (contribution.window.earliest ?? validAt) <= validAt
        ? [{ measure, contribution }]
        : [];
    });
    const isSeen =
      counted.length > 0 || datesOf(happening).some((date) => standingOn(validAt, date) !== 'not-yet');
    return isSeen ? [happeningStep(happening, counted, unitOtherThan(known, happening), validAt)] : [];
  });
}

const datesOf = ({ happened, passages = [] }: Happening): readonly string[] => [
  happened,
  ...passages.map(({ passed }) => passed),
];

function happeningStep(
  happening: Happening,
  counted: readonly Counted[],
  other: string | undefined,
  validAt: Day,
): Step {
  const passages = (happening.passages ?? []).filter(
    ({ passed }) => standingOn(validAt, passed) !== 'not-yet',
  );
  const isOpen =
    [happening.happened, ...passages.map(({ passed }) => passed)].some(
      (date) => standingOn(validAt, date) === 'possible',
    ) || counted.some(({ contribution }) => contribution.certain.some(({ day }) => day > validAt));
  const statement = sentences(
    `${happening.happened}: ${whatHappened(happening)}.`,
    ...passages.map(
      ({ passed, milestone, quantity }) =>
        `${passed}: ${milestone.replace('-', ' ')}${quantity ? `, ${quantityInWords(quantity)}` : ''}.`,
    ),
    isOpen ? 'Whether by this day is not known.' : undefined,
    ...(other === undefined ? contributions(happening, counted) : [other]),
  );
  return { rule: 'happening', statement, facts: [happening.id, ...passages.map(({ id }) => id)] };
}

/** That an amount stands beside what is measured, where its unit is none of those of the terms in force. */
function unitOtherThan({ announced }: Known, { quantity }: Happening): string | undefined {
  const units = new Set(amountCriteria(announced.criterion).map(({ target }) => target.unit));
  if (!quantity || units.size === 0 || [...units].some((unit) => areConvertible(quantity.unit, unit)))
    return undefined;
  return `An observation: the promise is measured in ${[...units].join(' and ')}, and ${quantity.unit} is neither converted nor added.`;
}

function whatHappened({ id, type, quantity, milestone, title, stage: reached, by }: Happening): string {
  const stage = milestone === undefined ? '' : ` (${milestone.replace('-', ' ')})`;
  if (quantity) return `${type} of ${quantityInWords(quantity)}${stage}`;
  if (reached !== undefined)
    return `the agreement ${reached === 'in-force' ? 'in force' : reached}${by === undefined ? '' : `, ${partyName(by)}`}`;
  return (title ?? `${type.replace('-', ' ')} ${id}`) + stage;
}

function contributions(happening: Happening, counted: readonly Counted[]): readonly string[] {
  if (happening.type === 'allocation') return ['Set aside, not yet delivered.'];
  if (counted.length === 0) return ['It does not count towards the promise.'];
  const { quantity } = happening;
  const conversions = counted.flatMap(
    ({ measure }) => (quantity && conversionInWords(quantity.unit, measure.yardstick.unit)) ?? [],
  );
  const isRemainder = counted.every(({ contribution }) => contribution.isRemainder);
  return [
    ...counted.map(contributionInWords),
    ...(quantity && !isRemainder ? [conventionOf(quantity) ?? [], ...new Set(conversions)].flat() : []),
  ];
}

function contributionInWords({ measure: { place, yardstick }, contribution }: Counted): string {
  const { amount, isRemainder } = contribution;
  if (isRemainder) return completionInWords(place, yardstick);
  if (place === '') return `It counts as ${intervalInWords(amount, yardstick.unit)}.`;
  if (amount.hi === '1') return `It ${amount.lo === '1' ? 'counts' : 'may count'} for ${place}.`;
  return `It counts as ${intervalInWords(amount, yardstick.unit)} towards ${place}.`;
}

function completionInWords(place: string, { target, unit }: Measure['yardstick']): string {
  const floor = measureOf(target);
  const what = place === '' ? 'the promise' : place;
  if (floor === null)
    return `It completes ${what === 'the promise' ? 'a promise' : what} of which nobody stated an amount, so it proves none.`;
  return `It completes ${what}: by then at least ${countInWords(floor, unit)} in all, itself and what came before.`;
}

/** The sentences there are, one after the other. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  let said: string | undefined;
  for (const part of parts) if (part !== undefined) said = said === undefined ? part : `${said} ${part}`;
  return said ?? '';
}
