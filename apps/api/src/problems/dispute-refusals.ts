import { type RefusalCode } from '#libs/domain';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about what is disputed and contested. */
export const disputeRefusals = {
  'too-few-readings': {
    status: 422,
    title: 'A dispute has two sides at least',
    meaning: 'A dispute was to be opened with one reading, which disagrees with nobody.',
    remedy: 'Give what each side says, that of the recorded fact included, or record a challenge.',
  },
  'readings-agree': {
    status: 422,
    title: 'Two readings say the same',
    meaning: 'Two readings of a dispute leave exactly the same possible, so that they do not disagree.',
    remedy: 'Name both sources in the evidence of one reading.',
  },
  'incomparable-reading': {
    status: 422,
    title: 'A reading cannot be compared',
    meaning:
      'A reading is in a unit that does not convert to that of the disputed fact or, of a figure, to that of the first reading.',
    remedy: 'Give every reading in the same unit, or one that converts to it.',
  },
  'not-disputable': {
    status: 422,
    title: 'The fact has nothing of the kind to disagree about',
    meaning:
      'The fact named has no such aspect (a step has no quantity), or is not a claim about the world: a dispute, a resolution, an assessment.',
    remedy: 'Dispute one of the aspects that the fault names, or name the fact that it is about.',
  },
  'already-disputed': {
    status: 409,
    title: 'The same is contested already',
    meaning: 'A dispute or challenge about the same aspect of the same fact is open.',
    remedy: 'Resolve that one first, then open a new one with all readings.',
  },
  'unknown-dispute': {
    status: 422,
    title: 'There is no such dispute',
    meaning: 'A resolution names neither a dispute nor a challenge that is recorded for this commitment.',
    remedy: 'Name the id of the dispute or challenge that is resolved.',
  },
  'unknown-reading': {
    status: 422,
    title: 'The dispute has no such reading',
    meaning:
      'A resolution names as held what is not among the readings of the dispute; of a challenge these are stands and falls.',
    remedy: 'Name one of the readings, or null where none of those of a dispute holds.',
  },
  'already-resolved': {
    status: 409,
    title: 'The dispute is resolved',
    meaning: 'A dispute or challenge is resolved once.',
    remedy: 'Open a new one to take it up again.',
  },
  'resolved-too-early': {
    status: 422,
    title: 'The dispute was not open by then',
    meaning: 'A resolution is dated before the dispute or challenge was opened.',
    remedy: 'Correct the date.',
  },
} as const satisfies Readonly<Partial<Record<RefusalCode, ProblemEntry>>>;
