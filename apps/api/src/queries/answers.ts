import {
  attribution,
  commitmentKind,
  criterion,
  decimal,
  eventSchemas,
  type EventType,
  fundsMilestones,
  goodsMilestones,
  identifier,
  labels,
  quantity,
  relation,
  sha256,
  strength,
} from '#libs/domain';
import { z } from 'zod';

/** The forms of the answers of the read models, as the OpenAPI document has them; tests hold answers against them. */

const day = z.iso.date();
const parties = z.array(z.string());
const position = z.int().describe('Of the event it comes from');

export const asOf = z
  .strictObject({
    position: z.int().describe('Everything recorded up to here is in the answer'),
    validAt: day,
    knownAt: z.int().nullable(),
  })
  .meta({ id: 'AsOf', description: 'What the answer is true as of' });

const dated = z
  .strictObject({ edtf: z.string(), earliest: day.nullable(), latest: day.nullable() })
  .meta({
    id: 'Dated',
    description: 'A date as stated (EDTF), with the first and last day it can mean; null is open',
  });

const bounds = z
  .strictObject({ lo: decimal, hi: decimal.nullable() })
  .meta({ id: 'Interval', description: 'Everything an amount may be, ends included; null is no upper end' });

/** A difference may be negative. */
const signed = z.string().regex(/^-?\d+(\.\d+)?$/);
const residual = z.strictObject({ lo: signed.nullable(), hi: signed.nullable() });

const text = z.string().optional().describe('The words of the passage, where the document is stored here');
const evidenceItem = z
  .strictObject({
    source: identifier,
    document: sha256.optional(),
    start: z.int().optional(),
    end: z.int().optional(),
    passage: sha256.optional(),
    text,
  })
  .meta({ id: 'EvidenceAnswer' });
const evidence = z.array(evidenceItem);

const told = { attribution, evidence };

const fulfilment = z.strictObject({
  outcome: z.enum(['met', 'not-met', 'undetermined']),
  delivered: bounds.nullable().describe('What may have been delivered; null where nothing is measured'),
  recorded: bounds.nullable().describe('What the recorded facts alone add up to'),
  target: bounds.nullable(),
  unit: z.string().nullable(),
  share: bounds.nullable().describe('Parts of the target: 0.01 is one per cent'),
});

const summary = {
  id: identifier,
  title: z.string(),
  kind: commitmentKind,
  strength,
  committers: parties,
  beneficiaries: parties,
  criterion,
  due: dated.nullable(),
  announced: dated,
  meeting: identifier.nullable(),
  label: z.enum(labels),
  facets: z.strictObject({
    normative: z.string(),
    delivery: z.string(),
    time: z.string(),
    evidence: z.string(),
  }),
  position: z.int().describe('Of the last event known of it'),
};

export const commitmentSummary = z.strictObject({ ...summary, fulfilment }).meta({ id: 'CommitmentSummary' });

const happening = z.strictObject({
  id: z.string(),
  type: z.string(),
  happened: dated,
  certain: z.boolean().describe('False where its date leaves open whether it had happened'),
  quantity: quantity.nullable(),
  milestone: z.enum([...goodsMilestones, ...fundsMilestones]).nullable(),
  title: z.string().nullable(),
  note: z.string().nullable(),
  ...told,
  position,
});

export const commitment = z
  .strictObject({
    ...summary,
    fundingSource: z.string().nullable(),
    relations: z.array(
      z.strictObject({ type: z.string(), commitment: relation.shape.commitment, title: z.string() }),
    ),
    fulfilment: fulfilment.extend({
      derivation: z.array(
        z.strictObject({ rule: z.string(), statement: z.string(), facts: z.array(z.string()) }),
      ),
    }),
    happenings: z.array(happening),
    evidence: z.array(
      z.strictObject({
        source: identifier,
        document: sha256.nullable(),
        start: z.int().nullable(),
        end: z.int().nullable(),
        passage: sha256.nullable(),
        text,
        supports: z.string().describe('The id of the fact it speaks for'),
        attachment: z.string().nullable(),
        saidBy: z.string(),
        reporter: z.string(),
        position,
      }),
    ),
    attribution,
    note: z.string().nullable(),
    asOf,
  })
  .meta({ id: 'Commitment', description: 'One commitment as it stood, and everything that rests on' });

const recorded = { position, recordedAt: z.string() };

const timelineEntry = z
  .strictObject({
    position,
    eventId: z.uuid(),
    type: z.enum(Object.keys(eventSchemas) as [EventType, ...EventType[]]),
    occurred: dated,
    certain: z.boolean(),
    recordedAt: z.string(),
    recordedBy: z.string(),
    stream: z.string(),
    summary: z.string().describe('The fact as one sentence'),
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
const meetingSummary = z.strictObject(meetingParts).meta({ id: 'MeetingSummary' });

const statedPosition = z
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

const reportParts = {
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

const reconciliation = z
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

const sanctionsPackage = z
  .strictObject({
    id: identifier,
    number: z.int().nullable(),
    adopted: dated,
    certain: z.boolean(),
    against: z.array(z.string()),
    note: z.string().nullable(),
    meeting: identifier.nullable(),
    ...told,
    ...recorded,
  })
  .meta({ id: 'SanctionsPackageAnswer' });

const sanctionsRegister = z
  .strictObject({
    imposer: z.string(),
    target: z.string(),
    count: z.int().describe('Certainly adopted by the day asked for'),
    highestNumber: z.int().nullable(),
    gaps: z
      .array(z.strictObject({ from: z.int(), to: z.int() }))
      .describe('Numbers missing below the highest'),
    packages: z.array(sanctionsPackage),
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
const sourceSummary = z.strictObject(sourceParts).meta({ id: 'Source' });

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

const listOf = <Item extends z.ZodType>(id: string, item: Item) =>
  z
    .strictObject({
      items: z.array(item),
      next: z.string().nullable().describe('Send it as cursor for the next page; null on the last'),
      asOf,
    })
    .meta({ id });

/** The lists. */
export const lists = {
  commitments: listOf('Commitments', commitmentSummary),
  timeline: listOf('Timeline', timelineEntry),
  meetings: listOf('Meetings', meetingSummary),
  sanctionsPackages: listOf('SanctionsRegisters', sanctionsRegister),
  positions: listOf('Positions', statedPosition),
  reconciliations: listOf('Reconciliations', reconciliation),
  sources: listOf('Sources', sourceSummary),
} as const;
