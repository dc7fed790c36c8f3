import { decimal, eventSchemas, type EventType, identifier, quantity, sha256 } from '#libs/domain';
import { z } from 'zod';
import { commitmentSummary } from './commitment.ts';
import { asOf, bounds, dated, evidence, parties, position, recorded, told } from './parts.ts';

/** A difference may be negative. */
const signed = z.string().regex(/^-?\d+(\.\d+)?$/);
const residual = z.strictObject({ lo: signed.nullable(), hi: signed.nullable() });

export const timelineEntry = z
  .strictObject({
    position,
    eventId: z.uuid(),
    type: z.enum(Object.keys(eventSchemas) as [EventType, ...EventType[]]),
    occurred: dated,
    certain: z.boolean(),
    recordedAt: z.string(),
    recordedBy: z.string(),
    stream: z.string(),
    summary: z.string().describe('The fact as one sentence, as it was recorded'),
    corrected: z
      .strictObject({ correction: z.string(), retracted: z.boolean(), position })
      .nullable()
      .describe('The correction in force of it, by its id and place in the log; null where it stands'),
    commitments: z.array(z.string()),
    meetings: z.array(z.string()),
    sources: z.array(z.string()),
    parties,
    evidence,
    data: z.looseObject({}).describe('The fact as it was recorded'),
  })
  .meta({ id: 'TimelineEntry' });

const meetingParts = {
  id: identifier,
  type: z.enum(['meeting', 'conference', 'signing']),
  title: z.string(),
  held: dated,
  certain: z.boolean(),
  place: z.strictObject({ city: z.string(), country: z.string() }).nullable(),
  parties,
  participants: z.array(z.strictObject({ name: z.string(), office: z.string(), party: z.string() })),
  signatories: z.string().nullable(),
  note: z.string().nullable(),
  meeting: identifier.nullable().describe('At which other meeting it was spoken of'),
  ...told,
  ...recorded,
};
export const meetingSummary = z.strictObject(meetingParts).meta({ id: 'MeetingSummary' });

export const statedPosition = z
  .strictObject({
    id: identifier,
    stated: dated,
    certain: z.boolean(),
    party: z.string(),
    topic: z.string(),
    summary: z.string(),
    basis: z.string().nullable(),
    meeting: identifier.nullable(),
    ...told,
    ...recorded,
  })
  .meta({ id: 'PositionAnswer', description: 'A position as it was stated; it is never scored' });

export const reportParts = {
  id: identifier,
  reported: dated,
  certain: z.boolean(),
  stated: z.strictObject({
    quantity,
    lo: decimal,
    hi: decimal.nullable(),
    unit: z.string(),
    period: dated,
    verb: z.string(),
    reporter: z.string(),
  }),
  committers: parties,
  beneficiaries: parties,
  meeting: identifier.nullable(),
  ...told,
  ...recorded,
};

export const reconciliation = z
  .strictObject({
    ...reportParts,
    itemised: z.strictObject({
      lo: decimal,
      hi: decimal.nullable(),
      commitments: z.array(z.strictObject({ id: identifier, recorded: bounds })),
      leftOut: z.array(z.strictObject({ id: identifier, fact: z.string().nullable(), reason: z.string() })),
    }),
    residual,
    derivation: z.array(z.string()),
  })
  .meta({
    id: 'Reconciliation',
    description: 'A stated total, what is recorded one by one, and what remains',
  });

export const sanctionsPackage = z
  .strictObject({
    id: identifier,
    number: z.int().nullable(),
    adopted: dated.describe('When it was decided'),
    published: dated.nullable(),
    inForce: dated.nullable().describe('From when it applies'),
    targets: z
      .strictObject({
        individuals: z.int().nullable(),
        entities: z.int().nullable(),
        vessels: z.int().nullable(),
      })
      .nullable()
      .describe('How many it lists, as far as a source counts them'),
    certain: z.boolean(),
    against: z.array(z.string()),
    note: z.string().nullable(),
    meeting: identifier.nullable(),
    ...told,
    ...recorded,
  })
  .meta({ id: 'SanctionsPackageAnswer' });

export const sanctionsRegister = z
  .strictObject({
    imposer: z.string(),
    target: z.string(),
    count: z.int().describe('Certainly adopted by the day asked for'),
    highestNumber: z.int().nullable(),
    gaps: z
      .array(z.strictObject({ from: z.int(), to: z.int() }))
      .describe('Numbers missing below the highest; one of unknown number may be among them'),
    packages: z.array(sanctionsPackage).describe('Those of known number, by number'),
    unnumbered: z.array(sanctionsPackage).describe('Those of unknown number, by day'),
  })
  .meta({ id: 'SanctionsRegister', description: 'The packages one party adopted on account of one state' });

const sourceParts = {
  id: identifier,
  publisher: z.string(),
  publisherParty: z.string().nullable(),
  title: z.string(),
  published: dated,
  language: z.string(),
  address: z.string().nullable(),
  document: z.strictObject({ sha256, mediaType: z.string() }).nullable(),
  reliability: z.string().nullable(),
  ...recorded,
};
export const sourceSummary = z.strictObject(sourceParts).meta({ id: 'Source' });

export const source = z
  .strictObject({ ...sourceParts, facts: z.int().describe('How many facts stand on it'), asOf })
  .meta({ id: 'SourceAnswer' });

export const meeting = z
  .strictObject({
    ...meetingParts,
    positions: z.array(statedPosition),
    totals: z.array(z.strictObject(reportParts)).describe('Totals reported there, which are in no sum'),
    commitments: z.array(commitmentSummary),
    progress: z.array(timelineEntry),
    conferences: z.array(meetingSummary),
    agreements: z.array(meetingSummary),
    packages: z.array(sanctionsPackage),
    exhibitions: z.array(z.looseObject({ exhibition: identifier, evidence, ...recorded })),
    acknowledgements: z.array(z.looseObject({ acknowledgement: identifier, evidence, ...recorded })),
    asOf,
  })
  .meta({ id: 'Meeting', description: 'A meeting, conference or signing with everything said there' });
