import { unreachable } from '../decider.ts';
import {
  countInWords,
  partyName,
  quantityInWords,
  readable,
  type Interval,
  type Party,
} from '../vocabulary/index.ts';
import type { Criterion, JointCriterion } from './criterion.ts';

/** `Japan`, `Japan and Ukraine`, `Japan, Poland and Ukraine`. */
export function namesInWords(parties: readonly Party[]): string {
  const names = parties.map(partyName);
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** `at least 1 generator`, `between 1 and 100 generators`, `40 generators`, `nothing`. */
export function intervalInWords({ lo, hi }: Interval, unit: string): string {
  if (hi === null) return lo === '0' ? `an unknown amount of ${unit}` : `at least ${countInWords(lo, unit)}`;
  if (lo === hi) return lo === '0' ? 'nothing' : countInWords(lo, unit);
  return lo === '0'
    ? `at most ${countInWords(hi, unit)}`
    : `between ${readable(lo)} and ${readable(hi)} ${unit}`;
}

/** What would meet a criterion, as the end of a sentence. */
export function criterionInWords(criterion: Criterion): string {
  switch (criterion.type) {
    case 'sum-reached':
    case 'count-reached':
      return `${quantityInWords(criterion.target)}, counted once ${criterion.milestone.replace('-', ' ')}`;
    case 'acts-after':
      return (
        `at least ${criterion.atLeast} sanctions package${criterion.atLeast === 1 ? '' : 's'} of ` +
        `${partyName(criterion.imposer)} on account of ${partyName(criterion.target)}, adopted after ${criterion.after}`
      );
    case 'event-held':
      return `${criterion.event}, held within ${criterion.within}`;
    case 'step-taken':
      return `${criterion.step}, taken after ${criterion.after}`;
    case 'stage-reached':
      return `${criterion.agreement}, ${stageInWords(criterion)}`;
    case 'sessions-held':
      return `${criterion.session}, at least ${criterion.atLeast === 1 ? 'once' : `${criterion.atLeast} times`} in every ${criterion.every} of ${criterion.within}`;
    case 'all':
      return `all of these: ${conditionsInWords(criterion)}`;
    case 'any':
      return `any of these: ${conditionsInWords(criterion)}`;
    case 'at-least':
      return `at least ${criterion.count} of these: ${conditionsInWords(criterion)}`;
    case 'standing':
      return 'a standing promise that nothing completes';
    case 'unstated':
      return 'no measure of fulfilment is stated';
    default:
      return unreachable(criterion);
  }
}

function stageInWords({ stage, parties }: Extract<Criterion, { readonly type: 'stage-reached' }>): string {
  const each = parties.length > 1 ? ' each' : '';
  return stage === 'in-force'
    ? `in force for ${namesInWords(parties)}`
    : `${stage} by ${namesInWords(parties)}${each}`;
}

/** `(1) 100 generators, counted once handed over; (2) a visa waiver, taken after 2024-11-16` */
const conditionsInWords = ({ of }: JointCriterion): string =>
  of.map((condition, index) => `(${index + 1}) ${criterionInWords(condition)}`).join('; ');
