import { verdicts } from '../commitment/assess.ts';
import { namesInWords } from '../commitment/in-words.ts';
import { evolve } from '../commitment/known.ts';
import { turningPoints } from '../commitment/turning-points.ts';
import type { EventData, LedgerEvent } from '../ledger-event.ts';
import {
  compareDecimals,
  earliest,
  interval,
  latest,
  quantityInWords,
  type Quantity,
} from '../vocabulary/index.ts';
import type { Found } from './finding.ts';
import type { View } from './view.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** Talk binds nobody and cannot be broken, so only what is more than talk is asked who is bound and by when. */
const isPromise = ({ strength }: Announced): boolean => strength !== 'discussed';

/** What a commitment is measured in, where that is an amount. */
export const amountOf = ({ criterion }: Pick<Announced, 'criterion'>): Quantity | undefined =>
  criterion.type === 'sum-reached' || criterion.type === 'count-reached' ? criterion.target : undefined;

/** A committer whom the attribution does not bind. */
export function noCommitter(fact: LedgerEvent): readonly Found[] {
  if (fact.type !== 'CommitmentAnnounced' || !isPromise(fact.data)) return [];
  const { committers, attribution } = fact.data;
  const bound = attribution.committed ?? [];
  const free = committers.filter((party) => !bound.includes(party));
  if (free.length === 0) return [];
  const who = bound.length === 0 ? 'binds nobody' : `binds ${namesInWords(bound)}`;
  return [
    {
      pointer: '/attribution/committed',
      message: `${who}, though ${namesInWords(free)} ${free.length === 1 ? 'is' : 'are'} named as committer`,
      remedy: 'name under "committed" who is bound, or under "committers" only those who are',
    },
  ];
}

/** A commitment of which nobody said what would meet it. */
export function criterionUnstated(fact: LedgerEvent): readonly Found[] {
  if (fact.type !== 'CommitmentAnnounced' || fact.data.criterion.type !== 'unstated') return [];
  return [
    {
      pointer: '/criterion',
      message: 'does not say what would meet it',
      remedy: 'state what would, as the source lets it be understood; if no source does, leave it unstated',
    },
  ];
}

/**
 * A promise that no course of events breaks: nothing would satisfy it as well as anything, or no day comes on which it
 * would be called overdue or expired. The latter is asked of the rules that judge it later, so that the two agree.
 */
export function neverViolable(fact: LedgerEvent): readonly Found[] {
  if (fact.type !== 'CommitmentAnnounced' || !isPromise(fact.data)) return [];
  const { criterion, due } = fact.data;
  // Its own rule says all there is to say of it.
  if (criterion.type === 'unstated') return [];
  const amount = amountOf(fact.data);
  if (amount && compareDecimals(interval(amount).lo, '0') === 0) {
    return [
      {
        pointer: '/criterion/target',
        message: `${quantityInWords(amount)} names no least amount: giving nothing would keep the word, and the ledger measures against the most`,
        remedy: 'state the least that was promised, if a source does',
      },
    ];
  }
  const known = evolve(undefined, fact);
  const ends = verdicts(known, turningPoints(known)).some(
    (verdict) =>
      verdict?.facets.time === 'overdue' ||
      verdict?.facets.normative === 'expired' ||
      verdict?.outcome === 'not-met',
  );
  if (ends) return [];
  const isStanding = criterion.type === 'standing';
  const time = due === undefined ? 'no time is stated' : `${due} has no last day`;
  return [
    {
      pointer: '/due',
      message: `${time}: ${isStanding ? 'it stands without an end' : 'no day comes on which it is overdue'}`,
      remedy: `add ${isStanding ? 'the end of its term' : 'the time by which it is due'}, if a source names one`,
    },
  ];
}

const LARGE = '1000000';
const ROUND_DIGITS = 2;

/** A large round figure that is held as exact, in a promise or in a stated total. */
export function noQualifier(fact: LedgerEvent): readonly Found[] {
  const stated = statedAmount(fact);
  if (stated?.amount?.qualifier !== 'exactly') return [];
  const { value } = stated.amount;
  const isRound = /^[1-9]\d*$/.test(value) && value.replace(/0+$/, '').length <= ROUND_DIGITS;
  if (!isRound || compareDecimals(value, LARGE) < 0) return [];
  return [
    {
      pointer: stated.pointer,
      message: `${quantityInWords(stated.amount)} is taken as exact, to the last unit`,
      remedy: 'put the word of the source before it, such as over or up to; leave it if the source is exact',
    },
  ];
}

function statedAmount(
  fact: LedgerEvent,
): { readonly pointer: string; readonly amount?: Quantity | undefined } | undefined {
  switch (fact.type) {
    case 'CommitmentAnnounced':
      return { pointer: '/criterion/target', amount: amountOf(fact.data) };
    case 'CommitmentAmended':
    case 'CommitmentSpecified': {
      const { criterion } = fact.data.terms;
      return { pointer: '/terms/criterion/target', amount: criterion && amountOf({ criterion }) };
    }
    case 'CumulativeReported':
      return { pointer: '/total', amount: fact.data.total };
    default:
      return undefined;
  }
}

/** A deadline, or the window of the event that would meet it, that was over before the promise was made. */
export function deadlineBeforeAnnouncement(fact: LedgerEvent): readonly Found[] {
  if (fact.type !== 'CommitmentAnnounced') return [];
  const { announced, due, criterion } = fact.data;
  const first = earliest(announced);
  return [
    ...(due === undefined ? [] : [{ pointer: '/due', time: due }]),
    ...(criterion.type === 'event-held' ? [{ pointer: '/criterion/within', time: criterion.within }] : []),
  ].flatMap(({ pointer, time }) =>
    isOver(time, first)
      ? [
          {
            pointer,
            message: `${time} was over when it was announced, ${announced}`,
            remedy: 'correct one of the two dates; of a promise told again, give the day it was first made',
          },
        ]
      : [],
  );
}

/** A promise that every source here tells of only after its deadline. */
export function toldAfterDeadline(fact: LedgerEvent, view: View): readonly Found[] {
  if (fact.type !== 'CommitmentAnnounced' || fact.data.due === undefined) return [];
  const { due, announced, evidence } = fact.data;
  // That the dates contradict each other is another fault.
  if (isOver(due, earliest(announced))) return [];
  const published = evidence.map(({ source }) => view.sourceOf(source)?.published);
  if (!published.every((day) => day !== undefined && isOver(due, earliest(day)))) return [];
  return [
    {
      pointer: '/due',
      message: `${due} had passed when its first source was published, ${published.join(', ')}`,
      remedy: 'add a source from before the deadline, if there is one',
    },
  ];
}

const isOver = (time: string, day: string | null): boolean => {
  const last = latest(time);
  return last !== null && day !== null && last < day;
};
