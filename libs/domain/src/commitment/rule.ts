import { unreachable } from '../decider.ts';
import type { EventData } from '../ledger-event.ts';
import { partyName, type Day, type Interval, type Party } from '../vocabulary/index.ts';
import { atOnce } from './contribution.ts';
import { agreementStages, type Criterion, type JointCriterion } from './criterion.ts';
import { criterionInWords } from './in-words.ts';
import { periodsIn, type Period } from './periods.ts';
import { events, named, yardstickOf, type Yardstick } from './yardstick.ts';

/** What decides a commitment, in the form in which it is judged: one yardstick, or members that are judged each for itself. */
export type Rule = Measure | Tally;

interface Placed {
  /** Where it stands: `condition 2`, `condition 2.1`, `Japan`, `2025-Q3`; empty for the whole. */
  readonly place: string;
  /** Asked for by answers alone, while a rule is made for whatever is judged. */
  readonly words: () => string;
}

/** A yardstick, in its place. */
export interface Measure extends Placed {
  readonly yardstick: Yardstick;
}

/** How many of several must be met. */
export interface Tally extends Placed {
  readonly members: readonly Rule[];
  readonly target: Interval;
  readonly unit: 'conditions' | 'parties' | 'periods';
}

export const isTally = (rule: Rule): rule is Tally => 'members' in rule;

/** The yardsticks that a rule comes down to, each in its place. */
export const measuresIn = (rule: Rule | undefined): readonly Measure[] =>
  rule === undefined ? [] : isTally(rule) ? rule.members.flatMap(measuresIn) : [rule];

/** The rule of a commitment; undefined where its criterion is one that nothing completes or that nobody stated. */
export const ruleOf = ({ criterion, announced }: Announced): Rule | undefined =>
  ruleAt('', criterion, announced);

type Announced = Pick<EventData<'CommitmentAnnounced'>, 'criterion' | 'announced'>;

function ruleAt(place: string, criterion: Criterion, announced: string): Rule | undefined {
  const words = (): string => criterionInWords(criterion);
  switch (criterion.type) {
    case 'all':
    case 'any':
    case 'at-least': {
      const members = criterion.of.flatMap(
        (member, index) => ruleAt(memberPlace(place, index), member, announced) ?? [],
      );
      return { place, words, members, target: wantedOf(criterion), unit: 'conditions' };
    }
    case 'stage-reached':
      return allOf(
        place,
        words,
        'parties',
        criterion.parties.map((party) => ({
          place: within(place, partyName(party)),
          words: () => partyName(party),
          yardstick: stages(criterion, party),
        })),
      );
    case 'sessions-held': {
      const { every, atLeast, name } = criterion;
      const target: Interval = { lo: String(atLeast), hi: null };
      return allOf(
        place,
        words,
        'periods',
        periodsIn(criterion.within, every).map((period) => ({
          place: within(place, period.name),
          words: () => period.name,
          yardstick: events(target, daysOf(period), name, true),
        })),
      );
    }
    case 'sum-reached':
    case 'count-reached':
    case 'acts-after':
    case 'event-held':
    case 'step-taken':
      return { place, words, yardstick: yardstickOf(criterion, announced) };
    case 'standing':
    case 'unstated':
      return undefined;
    default:
      return unreachable(criterion);
  }
}

/** Of a single day there is no interval in EDTF. */
const daysOf = ({ from, to }: Period): string => (from === to ? from : `${from}/${to}`);

const memberPlace = (place: string, index: number): string =>
  place === '' ? `condition ${index + 1}` : `${place}.${index + 1}`;

const within = (place: string, name: string): string => (place === '' ? name : `${place}, ${name}`);

function allOf(
  place: string,
  words: Placed['words'],
  unit: Tally['unit'],
  members: readonly Measure[],
): Tally {
  const whole = String(members.length);
  return { place, words, members, target: { lo: whole, hi: whole }, unit };
}

function wantedOf(criterion: JointCriterion): Interval {
  const whole = String(criterion.of.length);
  if (criterion.type === 'all') return { lo: whole, hi: whole };
  return { lo: criterion.type === 'any' ? '1' : String(criterion.count), hi: null };
}

/**
 * Of the stages one party has come to. An agreement in force has been signed and ratified, or needed no ratification. It
 * may have come to a stage before anybody promised it, so any day counts.
 */
function stages(
  { stage, name }: Extract<Criterion, { readonly type: 'stage-reached' }>,
  party: Party,
): Yardstick {
  const rank = agreementStages.indexOf(stage);
  const anyDay: Day | null = null;
  return {
    target: { lo: '1', hi: null },
    unit: 'parties',
    opens: anyDay,
    closes: anyDay,
    isJudgedAtItsEnd: false,
    counts: ({ type, happened, stage: reached, by, meets }) =>
      type === 'agreement-stage' &&
      reached !== undefined &&
      agreementStages.indexOf(reached) >= rank &&
      (by === undefined || by === party)
        ? atOnce(happened, named(name, meets, { lo: '1', hi: '1' }))
        : undefined,
  };
}
