import { z } from 'zod';
import {
  assessmentRecorded,
  disputeOpened,
  disputeResolved,
  evidenceChallenged,
  identifier,
} from '#libs/domain';
import { amount, date, id, note, told } from './item-vocabulary.ts';

// What makes a fact doubtful or says so, in the form in which a person writes it.

const concerned = identifier.describe('The commitment it is about');

const { about, aspect, figure, readings } = disputeOpened.shape;

const reading = z
  .strictObject({
    id: readings.element.shape.reading,
    quantity: amount.optional(),
    date: date.optional(),
    occurred: readings.element.shape.occurred,
    attribution: told.attribution,
    evidence: told.evidence,
  })
  .meta({
    id: 'ReadingItem',
    description:
      'What one side says: a quantity, a date or whether it occurred, by what is disputed; who says so follows from its source',
  });

export type ReadingItem = z.output<typeof reading>;

export const dispute = z
  .strictObject({
    id,
    commitment: concerned,
    about,
    aspect,
    figure,
    readings: z.array(reading).min(1).max(20).describe('What each side says, two or more'),
    opened: date.describe('When the disagreement came to light'),
    note,
  })
  .meta({ id: 'DisputeItem', description: 'Sources disagree about a recorded fact' });

export const challenge = z
  .strictObject({
    id,
    commitment: concerned,
    about: evidenceChallenged.shape.about,
    contestedSource: evidenceChallenged.shape.contestedSource,
    grounds: evidenceChallenged.shape.grounds,
    challenged: date
      .optional()
      .describe('When it was contested; left out, the day the source that contests it was published'),
    note,
    ...told,
  })
  .meta({ id: 'ChallengeItem', description: 'Somebody contests a fact, or what one source says of it' });

export const resolution = z
  .strictObject({
    id,
    commitment: concerned,
    dispute: disputeResolved.shape.dispute,
    held: disputeResolved.shape.held,
    reason: disputeResolved.shape.reason,
    resolved: date.optional().describe('When it was resolved; left out, the day the source was published'),
    note,
    ...told,
  })
  .meta({ id: 'ResolutionItem', description: 'A dispute or challenge is resolved' });

const { assessor, onBehalfOf, judgement, label, basis } = assessmentRecorded.shape;

export const assessment = z
  .strictObject({
    id,
    commitment: concerned,
    assessor,
    onBehalfOf,
    judgement,
    label,
    basis,
    assessed: date,
    note,
    evidence: told.evidence.describe('Where the judgement is to be read; it speaks for no fact'),
  })
  .meta({ id: 'AssessmentItem', description: 'Somebody’s judgement of a commitment, which decides nothing' });
