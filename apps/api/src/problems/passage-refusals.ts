import { type RefusalCode } from '#libs/domain';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about milestones, stages of agreements and what meets a condition. */
export const passageRefusals = {
  'unknown-delivery': {
    status: 422,
    title: 'Nothing is recorded that could have passed it',
    meaning:
      'A milestone is said to be passed by something that is no delivery or disbursement of the commitment.',
    remedy: 'Correct the id, or record the delivery or disbursement first.',
  },
  'not-on-its-way': {
    status: 422,
    title: 'Goods and money pass other milestones',
    meaning: 'A delivery is said to have passed a milestone of money, or a disbursement one of goods.',
    remedy: 'Use a milestone of its own kind, as the answer lists them.',
  },
  'milestone-told-differently': {
    status: 409,
    title: 'The milestone is recorded already, differently',
    meaning: 'A delivery passes each milestone once, and another day or quantity is recorded for this one.',
    remedy:
      'Attach a further source to what is recorded, or record what came another day as a delivery of its own.',
  },
  'milestones-out-of-order': {
    status: 422,
    title: 'Milestones are passed in their order',
    meaning: 'A milestone is dated before one that comes earlier on the way, or after one that comes later.',
    remedy: 'Correct the day or the milestone.',
  },
  'more-than-delivered': {
    status: 422,
    title: 'No more comes further than had come before',
    meaning: 'More is said to have passed a milestone than was delivered, or than had passed an earlier one.',
    remedy: 'Correct the quantity, or record what is not part of the delivery as one of its own.',
  },
  'not-a-party': {
    status: 422,
    title: 'It is said of somebody who is no party to it',
    meaning:
      'A stage of an agreement is said to be reached by a party that the criterion does not name, or an amendment to be by ' +
      'somebody who is neither committer nor beneficiary, before it or after it.',
    remedy:
      'Name one of its parties. Where all of them reached a stage at once, leave the party out; a new party of an amendment ' +
      'is named among its committers or beneficiaries.',
  },
  'unknown-condition': {
    status: 422,
    title: 'The criterion has no condition of this name',
    meaning: 'A fact says that it meets a condition that the criterion of its commitment does not have.',
    remedy: 'Use the name of one of its conditions, or leave it out.',
  },
} as const satisfies Readonly<Partial<Record<RefusalCode, ProblemEntry>>>;
