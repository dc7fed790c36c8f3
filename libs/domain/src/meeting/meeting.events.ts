import { z } from 'zod';
import {
  attribution,
  edtfDate,
  evidences,
  identifier,
  line,
  paragraph,
  parties,
  party,
  state,
  statedQuantity,
} from '../vocabulary/index.ts';

/** What every statement carries: at which meeting it was made, who said it, and where a source says so. */
const said = { meeting: identifier.optional(), attribution, evidence: evidences };

const place = z.strictObject({ city: line, country: state });

export const meetingHeld = z
  .strictObject({
    meeting: identifier,
    title: line,
    held: edtfDate,
    place,
    participants: z
      .array(z.strictObject({ name: line, office: line, party }))
      .min(1)
      .max(200),
    note: paragraph.optional(),
    attribution,
    evidence: evidences,
  })
  .meta({ id: 'MeetingHeld' });

/** An opinion, assessment or appeal. It is kept, and never scored. */
export const positionStated = z
  .strictObject({
    position: identifier,
    stated: edtfDate,
    topic: line,
    summary: paragraph.describe('What was said, in our own words'),
    basis: line.optional().describe('What the speaker says it rests on'),
    ...said,
  })
  .meta({ id: 'PositionStated' });

/** A total somebody states. It is set against what is itemised here, and never added to anything. */
export const cumulativeReported = z
  .strictObject({
    report: identifier,
    reported: edtfDate,
    total: statedQuantity,
    period: edtfDate.describe('The time the total is said to cover'),
    verb: line.describe(
      'What is said to have been done with it, as stated: provided, allocated, disbursed …',
    ),
    committers: parties,
    beneficiaries: parties,
    ...said,
  })
  .meta({ id: 'CumulativeReported' });

export const exhibitionPresented = z
  .strictObject({
    exhibition: identifier,
    title: line,
    presented: edtfDate,
    periods: z.array(line).min(1).max(20).describe('The times the exhibits come from'),
    shows: paragraph.describe('What the presenter says it shows'),
    ...said,
  })
  .meta({ id: 'ExhibitionPresented' });

export const contributionAcknowledged = z
  .strictObject({
    acknowledgement: identifier,
    acknowledged: edtfDate,
    person: line,
    office: line,
    contribution: line,
    ...said,
  })
  .meta({ id: 'ContributionAcknowledged' });

export const conferenceHeld = z
  .strictObject({
    conference: identifier,
    title: line,
    held: edtfDate,
    place,
    hosts: parties,
    towards: z.array(identifier).max(20).optional().describe('The commitments it is said to fulfil'),
    meets: identifier
      .optional()
      .describe('The name of the condition it meets, where the criterion has several'),
    note: paragraph.optional(),
    ...said,
  })
  .meta({ id: 'ConferenceHeld' });

export const agreementSigned = z
  .strictObject({
    agreement: identifier,
    title: line,
    signed: edtfDate,
    parties,
    signatories: line.optional(),
    ...said,
  })
  .meta({ id: 'AgreementSigned' });
