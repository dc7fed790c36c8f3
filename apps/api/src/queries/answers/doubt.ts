import { aspect, identifier, labels, quantity } from '#libs/domain';
import { z } from 'zod';
import { bounds, dated, evidence, position, told } from './parts.ts';

const wouldBe = z
  .strictObject({
    label: z.enum(labels),
    outcome: z.enum(['met', 'not-met', 'undetermined']),
    delivered: bounds.nullable(),
  })
  .nullable()
  .meta({ id: 'WouldBe', description: 'What it alone would make of the commitment on the day asked for' });

const resolution = z
  .strictObject({
    id: identifier,
    held: identifier.nullable().describe('The reading that holds; null for none of them'),
    reason: z.string(),
    resolved: dated,
    note: z.string().nullable(),
    ...told,
    position,
  })
  .nullable();

const contention = {
  id: identifier,
  about: identifier.describe('The id of the fact'),
  status: z.enum(['not-yet-open', 'open', 'resolved']).describe('On the day asked for'),
  note: z.string().nullable(),
  resolution,
  position,
};

export const dispute = z
  .strictObject({
    ...contention,
    aspect,
    figure: z.string().nullable().describe('What is counted, where a figure is disputed'),
    opened: dated,
    readings: z.array(
      z.strictObject({
        id: identifier,
        quantity: quantity.nullable(),
        interval: bounds.nullable().describe('All that the quantity may be'),
        unit: z.string().nullable(),
        date: dated.nullable(),
        occurred: z.boolean().nullable(),
        wouldBe,
        ...told,
      }),
    ),
  })
  .meta({ id: 'Dispute', description: 'Sources that disagree about a fact, side by side' });

export const challenge = z
  .strictObject({
    ...contention,
    contestedSource: identifier.nullable().describe('The one source contested; null, the fact as a whole'),
    challenged: dated,
    grounds: z.string(),
    wouldBe: z.strictObject({ stands: wouldBe, falls: wouldBe }),
    ...told,
  })
  .meta({ id: 'Challenge', description: 'A fact, or what one source says of it, that somebody contests' });

export const assessment = z
  .strictObject({
    id: identifier,
    assessor: z.string(),
    onBehalfOf: z.string().nullable(),
    judgement: z.string(),
    label: z.enum(labels).nullable().describe('What they would call it'),
    basis: z.string(),
    assessed: dated,
    note: z.string().nullable(),
    evidence,
    position,
  })
  .meta({ id: 'RecordedAssessment', description: 'Somebody’s judgement, which decides nothing' });
