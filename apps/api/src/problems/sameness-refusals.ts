import { type RefusalCode } from '#libs/domain';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about facts that may be one and the same. */
export const samenessRefusals = {
  'same-as-itself': {
    status: 422,
    title: 'A fact is always the same as itself',
    meaning: 'A sameness is proposed of one fact with itself.',
    remedy: 'Name the other fact that may be the same.',
  },
  'cannot-be-one': {
    status: 422,
    title: 'The two cannot be one',
    meaning:
      'Two facts are said to be perhaps one that are of different kinds, such as a delivery and a step, or in units of which none is converted to the other.',
    remedy: 'Name two facts of one kind and one unit, or correct the one that was recorded wrongly.',
  },
  'already-related': {
    status: 409,
    title: 'The two commitments are related already',
    meaning:
      'Two commitments are said to be perhaps one of which one was announced as part of the other, or as reaffirming it, or in another relation to it.',
    remedy: 'Leave it out: sums already count the two once, as their relation says.',
  },
  'sameness-already-proposed': {
    status: 409,
    title: 'The sameness is proposed already',
    meaning:
      'The same two facts were said to be perhaps one before, under another id, and that is still open.',
    remedy: 'Confirm or reject the earlier one.',
  },
  'sameness-already-decided': {
    status: 409,
    title: 'The sameness is decided already',
    meaning:
      'It was confirmed or rejected, or it follows from what was: where one thing is another and that a third, the first is the third.',
    remedy: 'Leave it out. If an earlier decision was wrong, correct that one.',
  },
  'sameness-not-proposed': {
    status: 422,
    title: 'Nobody has proposed this sameness',
    meaning: 'A sameness is confirmed or rejected that was never proposed for this commitment.',
    remedy: 'Propose it first, or correct its id.',
  },
  'too-many-alike': {
    status: 422,
    title: 'Too many facts may be one',
    meaning:
      'With this proposal more than six facts would hang together of which it is open whether they are one. Every way in which they may be is weighed, and there would be too many.',
    remedy: 'Confirm or reject some of what is proposed among them first.',
  },
} as const satisfies Readonly<Partial<Record<RefusalCode, ProblemEntry>>>;
