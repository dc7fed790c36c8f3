import { type RefusalCode } from '#libs/domain';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about corrections of the record. */
export const correctionRefusals = {
  'nothing-corrected': {
    status: 422,
    title: 'The correction changes nothing',
    meaning: 'A correction tells a fact anew just as it stands already.',
    remedy: 'Change what was wrong, or leave the correction out.',
  },
  'already-retracted': {
    status: 409,
    title: 'What is corrected is retracted',
    meaning: 'A correction is of a fact or a correction that another one has retracted.',
    remedy: 'Retract that correction, if it was wrong; then the fact stands again and can be corrected.',
  },
  'another-fact': {
    status: 422,
    title: 'The correction tells another fact',
    meaning:
      'A replacement is of another type, has another id or stands elsewhere than the fact that it corrects.',
    remedy: 'Tell the same fact anew, or retract it and record the other one under an id of its own.',
  },
  'correction-not-replaced': {
    status: 422,
    title: 'A correction is retracted and not told anew',
    meaning: 'A replacement is given for a correction.',
    remedy: 'Correct the fact again, since the last correction counts, or retract the correction.',
  },
  'rested-upon': {
    status: 422,
    title: 'Other facts may rest on it',
    meaning:
      'A correction would retract a source or a meeting, conference or signing, which facts elsewhere may name.',
    remedy: 'Tell it anew as it was, and retract the facts that should not have named it.',
  },
  'no-longer-fits': {
    status: 409,
    title: 'Another fact would no longer fit',
    meaning: 'With the correction, a fact recorded with it would have been refused.',
    remedy: 'Correct or retract that fact first; one record may hold both corrections.',
  },
  'follows-from-another': {
    status: 422,
    title: 'It follows from a fact elsewhere',
    meaning:
      'A correction is of what was recorded because something else was: that a package or conference counts towards a commitment.',
    remedy: 'Correct what it follows from; what follows is corrected with it.',
  },
  'relation-circle': {
    status: 422,
    title: 'The commitments would relate to each other in a circle',
    meaning:
      'A commitment is related to one that itself, over any steps, leads back to it: as its part, by what it specifies, ' +
      'reaffirms or supersedes, or by what it is funded from. The circle is named.',
    remedy: 'Relate the one to the other and not both ways.',
  },
} as const satisfies Readonly<Partial<Record<RefusalCode, ProblemEntry>>>;
