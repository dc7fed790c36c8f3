import { type DoorCode } from './door-code.ts';
import { type ProblemEntry } from './problem-entry.ts';

/** What may go wrong with the log and what it proves. */
export const logProblems = {
  'ledger-read-only': {
    status: 409,
    title: 'The ledger is read-only',
    meaning:
      'What is stored does not continue what the notary has signed, so nothing may be recorded. The detail says what was found. Reading goes on.',
    remedy:
      'Nothing can be done from here. Who runs the ledger finds in docs/log.md what each reason means and how it is dealt with; GET /v1/log says whether it is over.',
  },
  'not-yet-sealed': {
    status: 503,
    title: 'The event is recorded and not yet sealed',
    meaning:
      'The notary seals events within a second, and where witnesses are asked for, when enough have answered. No published checkpoint has this event yet.',
    remedy: 'Ask again after as many seconds as Retry-After says.',
  },
  'no-such-checkpoint': {
    status: 404,
    title: 'No checkpoint of this size was published',
    meaning:
      'A proof of an event rests on a signed checkpoint, and there are checkpoints of some sizes only. Or a tree of this size does not exist yet.',
    remedy: 'Leave size out for the newest checkpoint, or take a size from one you have.',
  },
} as const satisfies Readonly<Partial<Record<DoorCode, ProblemEntry>>>;
