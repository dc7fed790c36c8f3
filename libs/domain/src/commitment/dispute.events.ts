import { z } from 'zod';
import {
  attribution,
  edtfDate,
  evidences,
  identifier,
  line,
  paragraph,
  statedQuantity,
} from '../vocabulary/index.ts';
import { reported } from './commitment.events.ts';

/**
 * On what sources may disagree about a fact: how much it was, when it happened, whether it happened at all, or a figure
 * beside what the criterion measures, such as how many attended a conference.
 */
export const aspect = z.enum(['quantity', 'date', 'occurrence', 'figure']).meta({ id: 'DisputeAspect' });

export type Aspect = z.output<typeof aspect>;

/** Under which key a reading says what it says. */
const SAID_AS = { quantity: 'quantity', date: 'date', occurrence: 'occurred', figure: 'quantity' } as const;

const reading = z
  .strictObject({
    reading: identifier.describe('Its name within the dispute'),
    quantity: statedQuantity.optional().describe('How much, where that or a figure is disputed'),
    date: edtfDate.optional().describe('When, where that is disputed'),
    occurred: z.boolean().optional().describe('Whether it happened at all, where that is disputed'),
    attribution,
    evidence: evidences,
  })
  .meta({ id: 'Reading', description: 'What one side of a dispute says' });

/** Sources disagree about a fact recorded for a commitment. */
export const disputeOpened = z
  .strictObject({
    commitment: identifier,
    dispute: identifier,
    about: identifier.describe(
      'The id of the fact: a delivery, a linked conference, the commitment itself, …',
    ),
    aspect,
    figure: line.optional().describe('What is counted, where a figure is disputed: attendance'),
    readings: z.array(reading).min(1).max(20),
    opened: edtfDate.describe('When the disagreement came to light'),
    note: paragraph.optional(),
  })
  .superRefine(({ aspect: disputed, figure, readings }, context) => {
    const add = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    if ((disputed === 'figure') !== (figure !== undefined)) {
      add(
        ['figure'],
        disputed === 'figure'
          ? 'is missing: name what is counted, such as attendance'
          : `belongs to the aspect figure: leave it out, or dispute a figure and not the ${disputed}`,
      );
    }
    const wanted = SAID_AS[disputed];
    for (const [index, said] of readings.entries()) {
      for (const key of ['quantity', 'date', 'occurred'] as const) {
        if ((said[key] !== undefined) === (key === wanted)) continue;
        const fault = key === wanted ? 'is missing' : 'says what is not disputed';
        add(
          ['readings', index, key],
          `${fault}: a reading of the ${disputed} gives ${wanted} and nothing else`,
        );
      }
      if (readings.findIndex(({ reading: id }) => id === said.reading) < index)
        add(['readings', index, 'reading'], 'is the id of another reading: give each one of its own');
    }
  })
  .meta({ id: 'DisputeOpened' });

/** A dispute or a challenge is decided. It is taken up again only by a new one. */
export const disputeResolved = z
  .strictObject({
    commitment: identifier,
    resolution: identifier,
    dispute: identifier.describe('The id of the dispute or challenge'),
    held: identifier
      .nullable()
      .describe('The reading that holds, null for none of them; of a challenge, stands or falls'),
    reason: paragraph,
    resolved: edtfDate,
    ...reported,
  })
  .meta({ id: 'DisputeResolved' });

/** A source or party contests a fact, or what one source says of it, and gives no other reading. */
export const evidenceChallenged = z
  .strictObject({
    commitment: identifier,
    challenge: identifier,
    about: identifier.describe('The id of the fact contested: a delivery, the commitment itself, …'),
    contestedSource: identifier
      .optional()
      .describe('The one source of it whose word is contested; left out, the fact as a whole'),
    grounds: paragraph,
    challenged: edtfDate,
    ...reported,
  })
  .meta({ id: 'EvidenceChallenged' });
