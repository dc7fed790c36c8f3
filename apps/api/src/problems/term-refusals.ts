import { type RefusalCode } from '#libs/domain';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about what is said of a promise after it was announced. */
export const termRefusals = {
  'not-a-party': {
    status: 422,
    title: 'Only parties amend',
    meaning:
      'An amendment is said to be by somebody who is neither committer nor beneficiary, before it or after it.',
    remedy: 'Name the parties that agreed, or name the new party among the committers or beneficiaries.',
  },
  'one-sided-amendment': {
    status: 422,
    title: 'One side alone cannot change the promise so',
    meaning:
      'A committer may promise more, or sooner. An amendment without a committer, one that binds somebody who did not ' +
      'agree, or one that takes anything from the promise without a beneficiary changes nothing.',
    remedy: 'Name under "by" everyone who agreed. If they did not, the promise stands as it was.',
  },
  'before-announcement': {
    status: 422,
    title: 'The commitment had not been announced by then',
    meaning: 'An amendment, specification or reaffirmation is dated before the day of the announcement.',
    remedy: 'Correct one of the two dates: what was said first is the announcement.',
  },
  'changes-nothing': {
    status: 422,
    title: 'It says nothing that did not hold already',
    meaning:
      'The terms named are those in force on that day, or the relation is one that the commitment has already.',
    remedy: 'Name what is different, record a reaffirmation, or attach a further source as evidence.',
  },
  'not-a-specification': {
    status: 422,
    title: 'A specification only makes more precise',
    meaning: 'What is stated is not a part of what the commitment could mean already.',
    remedy: 'Record an amendment if the parties changed the promise.',
  },
  'relation-circle': {
    status: 422,
    title: 'The relations would lead round in a circle',
    meaning:
      'A commitment is related to one that itself, over any steps, leads back to it: as its part, by what it specifies, ' +
      'reaffirms or supersedes, or by what it is funded from. The circle is named.',
    remedy: 'Relate it to another commitment, or leave the relation out.',
  },
} as const satisfies Readonly<Partial<Record<RefusalCode, ProblemEntry>>>;
