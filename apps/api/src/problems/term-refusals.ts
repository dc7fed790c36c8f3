import { type RefusalCode } from '#libs/domain';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about what is said of a promise after it was announced. */
export const termRefusals = {
  'one-sided-amendment': {
    status: 422,
    title: 'One side alone cannot change the promise so',
    meaning:
      'A committer may promise more, or sooner. An amendment without a committer, one that binds somebody who did not ' +
      'agree, or one that takes anything from the promise without a beneficiary changes nothing.',
    remedy: 'Name under "by" everyone who agreed. If they did not, the promise stands as it was.',
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
} as const satisfies Readonly<Partial<Record<RefusalCode, ProblemEntry>>>;
