import { type RefusalCode } from '#libs/domain';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about how commitments end, and what is declared completely recorded. */
export const endRefusals = {
  'not-a-committer': {
    status: 422,
    title: 'Only a committer withdraws',
    meaning: 'A withdrawal is said to be by a party that did not make the commitment.',
    remedy: 'Name the committer who withdraws, or record a release by a beneficiary.',
  },
  'not-a-beneficiary': {
    status: 422,
    title: 'Only a beneficiary releases',
    meaning: 'A release is said to be by a party to which the commitment was not made.',
    remedy: 'Name the beneficiary who releases, or record a withdrawal by a committer.',
  },
  'already-ended': {
    status: 409,
    title: 'The commitment had ended by then',
    meaning:
      'A withdrawal, release, supersession, amendment, specification or reaffirmation is dated on or after the day by ' +
      'which the commitment had certainly ended.',
    remedy:
      'Leave it out, or correct its date. What happened before the end can still be recorded; what was promised again ' +
      'is a new commitment.',
  },
  'before-announcement': {
    status: 422,
    title: 'It is dated before the announcement',
    meaning:
      'An end, a declaration of complete coverage, or an amendment, specification or reaffirmation is dated certainly ' +
      'before its commitment was announced.',
    remedy: 'Correct the date or, if the commitment is older, announce that one.',
  },
  'period-not-over': {
    status: 422,
    title: 'The period declared complete was not over',
    meaning: 'A record is declared complete over a period that ends after the day of the declaration.',
    remedy: 'End the period on the day of the declaration or before.',
  },
} as const satisfies Readonly<Partial<Record<RefusalCode, ProblemEntry>>>;
