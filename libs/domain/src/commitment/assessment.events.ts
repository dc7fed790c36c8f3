import { z } from 'zod';
import { edtfDate, evidences, identifier, line, paragraph, party } from '../vocabulary/index.ts';
import { labels } from './assessment.ts';

/** Somebody's judgement of a commitment. It is shown beside the computed state and decides nothing. */
export const assessmentRecorded = z
  .strictObject({
    commitment: identifier,
    assessment: identifier,
    assessor: line.describe('The person or body whose judgement it is'),
    onBehalfOf: party.optional().describe('The party they judge for, if any'),
    judgement: paragraph,
    label: z.enum(labels).optional().describe('The state they would call it, if they name one'),
    basis: paragraph.describe('What they rest it on'),
    assessed: edtfDate,
    note: paragraph.optional(),
    evidence: evidences.optional().describe('Where the judgement is to be read; it speaks for no fact'),
  })
  .meta({ id: 'AssessmentRecorded' });
