import { type RefusalCode } from '#libs/domain';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about deadlines that have passed. */
export const deadlineRefusals = {
  'other-deadline': {
    status: 422,
    title: 'The commitment has another deadline, or none',
    meaning: 'A deadline is said to have passed that is not the one its terms name.',
    remedy: 'Leave it out: the ledger itself records when the deadline of the terms has passed.',
  },
} as const satisfies Readonly<Partial<Record<RefusalCode, ProblemEntry>>>;
