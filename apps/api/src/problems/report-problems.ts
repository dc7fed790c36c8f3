import { type DoorCode } from './door-code.ts';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about audit reports, and about auditors. */
export const reportProblems = {
  'report-not-ready': {
    status: 409,
    title: 'The report is not there to be fetched',
    meaning: 'The report waits, is being made or has failed; its own address says which.',
    remedy: 'Ask its address until its state is done, and for one that failed ask for another.',
  },
  'nothing-to-report': {
    status: 422,
    title: 'Nothing is recorded of what the report was to be about',
    meaning: 'Up to the position asked for, no event belongs to the scope of the report.',
    remedy: 'Correct the scope, or ask for a later position.',
  },
  'read-not-recorded': {
    status: 503,
    title: 'The read could not be recorded',
    meaning:
      'What auditors and administrators read is recorded, and this could not be, so it is not answered. Nothing else is wrong with it.',
    remedy: 'Ask again in a moment; if it stays so, look after the database.',
  },
  'too-many-reports': {
    status: 429,
    title: 'Too many reports wait already',
    meaning: 'A key has at most 10 reports, and the process at most 100, and none of them is done.',
    remedy: 'Wait for one of them, or delete one that is not needed.',
  },
} as const satisfies Readonly<Partial<Record<DoorCode, ProblemEntry>>>;
