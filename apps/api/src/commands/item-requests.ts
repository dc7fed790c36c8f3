import { type FactToRecord, factId, identifier, streamOf } from '#libs/domain';
import { type ItemKind, requestSchemas, streamCorrection } from '#libs/interchange';
import { type z } from 'zod';
import { type EndpointOptions } from '../openapi/endpoint.decorator.ts';
import { type ProblemCode } from '../problems/catalogue.ts';
import { dryRunQuery } from './dry-run.ts';
import { type Recording } from './record-facts.ts';
import { receipt, recordingHeaders } from './recording-door.ts';

/** The kinds of item that have an address of their own. */
export type RequestKind = Extract<
  ItemKind,
  | 'source'
  | 'commitment'
  | 'conference'
  | 'sanctionsPackage'
  | 'delivery'
  | 'disbursement'
  | 'allocation'
  | 'passage'
  | 'step'
  | 'agreementStage'
  | 'attachment'
  | 'withdrawal'
  | 'release'
  | 'supersession'
  | 'coverage'
  | 'amendment'
  | 'specification'
  | 'reaffirmation'
  | 'relation'
  | 'dispute'
  | 'challenge'
  | 'resolution'
  | 'assessment'
  | 'correction'
  | 'sameness'
  | 'samenessConfirmation'
  | 'samenessRejection'
>;

const source = identifier.optional().describe('Short for evidence that names this source and no passage');

/** The bodies taken: the forms of single requests, in which one source may stand for the evidence. */
const bodySchemas: Readonly<Record<RequestKind, z.ZodType>> = {
  source: requestSchemas.source,
  commitment: requestSchemas.commitment.extend({ source }).meta({ id: 'NewCommitment' }),
  conference: requestSchemas.conference.extend({ source }).meta({ id: 'NewConference' }),
  sanctionsPackage: requestSchemas.sanctionsPackage.extend({ source }).meta({ id: 'NewSanctionsPackage' }),
  delivery: requestSchemas.delivery.extend({ source }).meta({ id: 'NewDelivery' }),
  disbursement: requestSchemas.disbursement.extend({ source }).meta({ id: 'NewDisbursement' }),
  allocation: requestSchemas.allocation.extend({ source }).meta({ id: 'NewAllocation' }),
  passage: requestSchemas.passage.extend({ source }).meta({ id: 'NewPassage' }),
  step: requestSchemas.step.extend({ source }).meta({ id: 'NewStep' }),
  agreementStage: requestSchemas.agreementStage.extend({ source }).meta({ id: 'NewAgreementStage' }),
  attachment: requestSchemas.attachment.extend({ source }).meta({ id: 'NewAttachment' }),
  withdrawal: requestSchemas.withdrawal.extend({ source }).meta({ id: 'NewWithdrawal' }),
  release: requestSchemas.release.extend({ source }).meta({ id: 'NewRelease' }),
  supersession: requestSchemas.supersession.extend({ source }).meta({ id: 'NewSupersession' }),
  coverage: requestSchemas.coverage.extend({ source }).meta({ id: 'NewCoverage' }),
  amendment: requestSchemas.amendment.extend({ source }).meta({ id: 'NewAmendment' }),
  specification: requestSchemas.specification.extend({ source }).meta({ id: 'NewSpecification' }),
  reaffirmation: requestSchemas.reaffirmation.extend({ source }).meta({ id: 'NewReaffirmation' }),
  relation: requestSchemas.relation.extend({ source }).meta({ id: 'NewRelation' }),
  dispute: requestSchemas.dispute.meta({ id: 'NewDispute' }),
  challenge: requestSchemas.challenge.extend({ source }).meta({ id: 'NewChallenge' }),
  resolution: requestSchemas.resolution.extend({ source }).meta({ id: 'NewResolution' }),
  assessment: requestSchemas.assessment.extend({ source }).meta({ id: 'NewAssessment' }),
  correction: requestSchemas.correction.extend({ source }).meta({ id: 'NewCorrection' }),
  sameness: requestSchemas.sameness.extend({ source }).meta({ id: 'NewSameness' }),
  samenessConfirmation: requestSchemas.samenessConfirmation
    .extend({ source })
    .meta({ id: 'NewSamenessConfirmation' }),
  samenessRejection: requestSchemas.samenessRejection.extend({ source }).meta({ id: 'NewSamenessRejection' }),
};

const EVERY: readonly ProblemCode[] = [
  'recorded-differently',
  'several-refusals',
  'unknown-source',
  'other-document',
  'not-held',
  'anchor-mismatch',
  'idempotency-key-reused',
  'unsealable-text',
  'event-too-large',
  'version-moved',
  'too-much-contention',
  'store-busy',
];

const OWN: Readonly<Record<RequestKind, readonly ProblemCode[]>> = {
  source: [],
  commitment: ['unknown-commitment', 'related-to-itself'],
  conference: ['unknown-commitment'],
  sanctionsPackage: ['package-already-adopted'],
  delivery: ['not-announced', 'other-unit', 'not-measured-so'],
  disbursement: ['not-announced', 'other-unit', 'not-measured-so'],
  allocation: ['not-announced', 'other-unit', 'not-measured-so'],
  passage: [
    'not-announced',
    'unknown-delivery',
    'not-on-its-way',
    'milestone-told-differently',
    'milestones-out-of-order',
    'more-than-delivered',
    'other-unit',
  ],
  step: ['not-announced', 'unknown-condition'],
  agreementStage: ['not-announced', 'not-measured-so', 'not-a-party', 'unknown-condition'],
  attachment: ['not-announced', 'unknown-fact'],
  withdrawal: ['not-announced', 'not-a-committer', 'before-announcement', 'already-ended'],
  release: ['not-announced', 'not-a-beneficiary', 'before-announcement', 'already-ended'],
  supersession: [
    'not-announced',
    'unknown-commitment',
    'related-to-itself',
    'relation-circle',
    'before-announcement',
    'already-ended',
  ],
  correction: [
    'unknown-fact',
    'another-fact',
    'nothing-corrected',
    'already-retracted',
    'correction-not-replaced',
    'no-longer-fits',
    'rested-upon',
    'follows-from-another',
    'package-already-adopted',
    'unknown-commitment',
    'related-to-itself',
    'relation-circle',
    'other-unit',
    'not-measured-so',
    'not-a-committer',
    'not-a-beneficiary',
    'already-ended',
    'period-not-over',
  ],
  coverage: ['not-announced', 'before-announcement', 'period-not-over'],
  amendment: [
    'not-announced',
    'before-announcement',
    'already-ended',
    'not-a-party',
    'one-sided-amendment',
    'changes-nothing',
  ],
  specification: [
    'not-announced',
    'before-announcement',
    'already-ended',
    'not-a-specification',
    'changes-nothing',
  ],
  reaffirmation: ['not-announced', 'before-announcement', 'already-ended'],
  relation: [
    'not-announced',
    'unknown-commitment',
    'related-to-itself',
    'relation-circle',
    'changes-nothing',
  ],
  dispute: [
    'not-announced',
    'unknown-fact',
    'not-disputable',
    'too-few-readings',
    'readings-agree',
    'incomparable-reading',
    'already-disputed',
  ],
  challenge: ['not-announced', 'unknown-fact', 'not-disputable', 'already-disputed'],
  resolution: [
    'not-announced',
    'unknown-dispute',
    'already-resolved',
    'unknown-reading',
    'resolved-too-early',
  ],
  assessment: ['not-announced'],
  sameness: [
    'not-announced',
    'unknown-commitment',
    'unknown-fact',
    'same-as-itself',
    'cannot-be-one',
    'already-related',
    'sameness-already-proposed',
    'sameness-already-decided',
    'too-many-alike',
  ],
  samenessConfirmation: ['not-announced', 'sameness-not-proposed', 'sameness-already-decided'],
  samenessRejection: ['not-announced', 'sameness-not-proposed', 'sameness-already-decided'],
};

/** What a route that records one item says of itself. */
export const recordsOne = (kind: RequestKind, summary: string): EndpointOptions => ({
  permission: 'record',
  tag: 'Recording',
  summary,
  query: dryRunQuery,
  headers: recordingHeaders,
  body: { schema: bodySchemas[kind] },
  answer: [
    { status: 201, description: 'It is recorded', schema: receipt },
    { status: 200, description: 'It was recorded already, or it was a dry run', schema: receipt },
  ],
  problems: [...EVERY, ...OWN[kind]],
});

/** The same for what is told of the commitment in the address. */
export const recordsTowards = (kind: RequestKind, summary: string): EndpointOptions => ({
  ...recordsOne(kind, summary),
  parameters: { id: 'The id of the commitment' },
});

/** The same for a correction of what stands in the stream that the body names. */
export const recordsCorrection = (summary: string): EndpointOptions => ({
  ...recordsOne('correction', summary),
  body: { schema: streamCorrection.extend({ source }).meta({ id: 'NewStreamCorrection' }) },
});

const WORDS: Readonly<Partial<Record<RequestKind, string>>> = {
  sanctionsPackage: 'package',
  attachment: 'evidence',
  agreementStage: 'agreement-stage',
  samenessConfirmation: 'confirmation',
  samenessRejection: 'rejection',
};

/** A readable id for an item that came without one. */
export const generatedId = (kind: RequestKind, unique: string): string => `${WORDS[kind] ?? kind}-${unique}`;

/** The body with its `source` spelt out as evidence, and how to speak of that place to whoever sent it. */
export function withEvidence(body: unknown): {
  readonly body: unknown;
  readonly asSent: <Pointed extends { readonly pointer?: string }>(pointed: Pointed) => Pointed;
} {
  if (typeof body !== 'object' || body === null || !('source' in body) || 'evidence' in body) {
    return { body, asSent: (pointed) => pointed };
  }
  const { source: id, ...rest } = body;
  return {
    body: { ...rest, evidence: [{ source: id }] },
    asSent: (pointed) =>
      pointed.pointer?.startsWith('/evidence') === true ? { ...pointed, pointer: '/source' } : pointed,
  };
}

const HOMES: Readonly<Partial<Record<RequestKind, string>>> = {
  source: '/v1/sources',
  commitment: '/v1/commitments',
  conference: '/v1/meetings',
};

/** The stream that a request of one item speaks of, and where what it created can be asked for. */
export function addressOf(kind: RequestKind, [first]: readonly FactToRecord[]) {
  if (!first) return {};
  const home = HOMES[kind];
  return {
    addressed: streamOf(first.fact),
    locationOf: ([event]: Recording['events']) =>
      home === undefined ? `/v1/events/${event?.position ?? ''}` : `${home}/${factId(first.fact)}`,
  };
}
