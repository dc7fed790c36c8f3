import type { z } from 'zod';
import * as commitment from './commitment/commitment.events.ts';
import { coverageDeclared } from './commitment/coverage.events.ts';
import { assessmentRecorded } from './commitment/assessment.events.ts';
import * as dispute from './commitment/dispute.events.ts';
import { deadlinePassed } from './commitment/deadline.events.ts';
import * as end from './commitment/end.events.ts';
import * as terms from './commitment/terms.events.ts';
import * as passage from './commitment/passage.events.ts';
import * as sameness from './commitment/sameness.events.ts';
import { correctionRecorded } from './correction/correction.events.ts';
import * as meeting from './meeting/meeting.events.ts';
import * as sanctions from './sanctions/sanctions.events.ts';
import * as source from './source/source.events.ts';
import type { Immutable } from './vocabulary/index.ts';

/** Every type of event but the correction, which tells any of these anew. */
const factSchemas = {
  SourceRegistered: source.sourceRegistered,
  MeetingHeld: meeting.meetingHeld,
  PositionStated: meeting.positionStated,
  CumulativeReported: meeting.cumulativeReported,
  ExhibitionPresented: meeting.exhibitionPresented,
  ContributionAcknowledged: meeting.contributionAcknowledged,
  ConferenceHeld: meeting.conferenceHeld,
  AgreementSigned: meeting.agreementSigned,
  CommitmentAnnounced: commitment.commitmentAnnounced,
  FundsAllocated: commitment.fundsAllocated,
  FundsDisbursed: commitment.fundsDisbursed,
  GeneratorsDelivered: commitment.generatorsDelivered,
  GoodsDelivered: commitment.goodsDelivered,
  StepTaken: commitment.stepTaken,
  FulfilmentLinked: commitment.fulfilmentLinked,
  EvidenceAttached: commitment.evidenceAttached,
  CommitmentWithdrawn: end.commitmentWithdrawn,
  CommitmentReleased: end.commitmentReleased,
  CommitmentSuperseded: end.commitmentSuperseded,
  CoverageDeclared: coverageDeclared,
  CommitmentAmended: terms.commitmentAmended,
  CommitmentSpecified: terms.commitmentSpecified,
  CommitmentReaffirmed: terms.commitmentReaffirmed,
  CommitmentRelated: terms.commitmentRelated,
  DisputeOpened: dispute.disputeOpened,
  DisputeResolved: dispute.disputeResolved,
  EvidenceChallenged: dispute.evidenceChallenged,
  AssessmentRecorded: assessmentRecorded,
  MilestonePassed: passage.milestonePassed,
  AgreementStageReached: passage.agreementStageReached,
  SamenessProposed: sameness.samenessProposed,
  SamenessConfirmed: sameness.samenessConfirmed,
  SamenessRejected: sameness.samenessRejected,
  DeadlinePassed: deadlinePassed,
  SanctionsPackageAdopted: sanctions.sanctionsPackageAdopted,
  FulfilmentAwaited: sanctions.fulfilmentAwaited,
} as const;

/**
 * Every type of event with the shape of its data in the newest schema version. The types, the JSON Schemas and the
 * reading of stored bodies all follow from this one table.
 */
export const eventSchemas = { ...factSchemas, CorrectionRecorded: correctionRecorded(factSchemas) } as const;

export type EventType = keyof typeof eventSchemas;

/** The data of an event of this type, in its newest schema version. */
export type EventData<Type extends EventType> = Immutable<z.output<(typeof eventSchemas)[Type]>>;

/** A fact before it has a place in the ledger: what happened, and nothing of who recorded it or where. */
export interface Fact<Type extends EventType> {
  readonly type: Type;
  readonly data: EventData<Type>;
}

/** Any fact. A `switch` over `type` that ends in `unreachable` stops the build when a new type is added. */
export type LedgerEvent = { [Type in EventType]: Fact<Type> }[EventType];

/** Any fact that is not itself a correction. */
export type PlainFact = { [Type in keyof typeof factSchemas]: Fact<Type> }[keyof typeof factSchemas];

/** When a fact happened in the world, as an EDTF date: the event's `occurred`. */
export const occurredOf = (event: LedgerEvent): string => textIn(days, event);

/** The id people gave the fact itself, unique within its stream: the delivery's id, not the commitment's. */
export const factId = (event: LedgerEvent): string => textIn(ids, event);

/** How one text is read out of the data of each type of event. A new type stops the build until it is dealt with. */
type Reading = { readonly [Type in EventType]: (data: EventData<Type>) => string };

// Of decoded events, whose types are strings of their own, a switch of as many cases is no faster.
const textIn = <Type extends EventType>(reading: Reading, { type, data }: Fact<Type>): string =>
  reading[type](data);

const days: Reading = {
  SourceRegistered: (data) => data.published,
  MeetingHeld: (data) => data.held,
  ConferenceHeld: (data) => data.held,
  PositionStated: (data) => data.stated,
  CumulativeReported: (data) => data.reported,
  ExhibitionPresented: (data) => data.presented,
  ContributionAcknowledged: (data) => data.acknowledged,
  AgreementSigned: (data) => data.signed,
  CommitmentAnnounced: (data) => data.announced,
  FundsAllocated: (data) => data.allocated,
  FundsDisbursed: (data) => data.disbursed,
  GeneratorsDelivered: (data) => data.delivered,
  GoodsDelivered: (data) => data.delivered,
  StepTaken: (data) => data.taken,
  FulfilmentLinked: (data) => data.happened,
  EvidenceAttached: (data) => data.attached,
  CommitmentWithdrawn: (data) => data.withdrawn,
  CommitmentReleased: (data) => data.released,
  CommitmentSuperseded: (data) => data.superseded,
  CoverageDeclared: (data) => data.declared,
  CommitmentAmended: (data) => data.amended,
  CommitmentSpecified: (data) => data.specified,
  CommitmentReaffirmed: (data) => data.reaffirmed,
  CommitmentRelated: (data) => data.stated,
  DisputeOpened: (data) => data.opened,
  DisputeResolved: (data) => data.resolved,
  EvidenceChallenged: (data) => data.challenged,
  AssessmentRecorded: (data) => data.assessed,
  MilestonePassed: (data) => data.passed,
  AgreementStageReached: (data) => data.reached,
  SamenessProposed: (data) => data.proposed,
  SamenessConfirmed: (data) => data.confirmed,
  SamenessRejected: (data) => data.rejected,
  DeadlinePassed: (data) => data.passed,
  SanctionsPackageAdopted: (data) => data.adopted,
  FulfilmentAwaited: (data) => data.after,
  CorrectionRecorded: (data) => data.corrected,
};

const ids: Reading = {
  SourceRegistered: (data) => data.source,
  MeetingHeld: (data) => data.meeting,
  PositionStated: (data) => data.position,
  CumulativeReported: (data) => data.report,
  ExhibitionPresented: (data) => data.exhibition,
  ContributionAcknowledged: (data) => data.acknowledgement,
  ConferenceHeld: (data) => data.conference,
  AgreementSigned: (data) => data.agreement,
  CommitmentAnnounced: (data) => data.commitment,
  FundsAllocated: (data) => data.allocation,
  FundsDisbursed: (data) => data.disbursement,
  GeneratorsDelivered: (data) => data.delivery,
  GoodsDelivered: (data) => data.delivery,
  StepTaken: (data) => data.step,
  FulfilmentLinked: (data) => data.fulfilment,
  EvidenceAttached: (data) => data.attachment,
  CommitmentWithdrawn: (data) => data.withdrawal,
  CommitmentReleased: (data) => data.release,
  CommitmentSuperseded: (data) => data.supersession,
  CoverageDeclared: (data) => data.coverage,
  CommitmentAmended: (data) => data.amendment,
  CommitmentSpecified: (data) => data.specification,
  CommitmentReaffirmed: (data) => data.reaffirmation,
  CommitmentRelated: (data) => data.relation,
  DisputeOpened: (data) => data.dispute,
  DisputeResolved: (data) => data.resolution,
  EvidenceChallenged: (data) => data.challenge,
  AssessmentRecorded: (data) => data.assessment,
  MilestonePassed: (data) => data.passage,
  AgreementStageReached: (data) => data.reaching,
  SamenessProposed: (data) => data.sameness,
  SamenessConfirmed: (data) => data.confirmation,
  SamenessRejected: (data) => data.rejection,
  // No id that people give holds a colon.
  DeadlinePassed: (data) => `deadline:${data.passed}`,
  SanctionsPackageAdopted: (data) => data.package,
  // Amended, a commitment may wait from another day on.
  FulfilmentAwaited: (data) => `awaited-by-${data.commitment}-after-${data.after}`,
  CorrectionRecorded: (data) => data.correction,
};

/** The stream a fact belongs to. A statement stands in the stream of its meeting, or else of the source that reports it. */
export function streamOf(event: LedgerEvent): string {
  switch (event.type) {
    case 'SourceRegistered':
      return sourceStream(event.data.source);
    case 'MeetingHeld':
      return meetingStream(event.data.meeting);
    case 'ConferenceHeld':
      return meetingStream(event.data.conference);
    case 'AgreementSigned':
      return meetingStream(event.data.agreement);
    case 'PositionStated':
    case 'CumulativeReported':
    case 'ExhibitionPresented':
    case 'ContributionAcknowledged':
      return event.data.meeting === undefined
        ? sourceStream(event.data.evidence[0]?.source ?? '')
        : meetingStream(event.data.meeting);
    case 'CommitmentAnnounced':
    case 'FundsAllocated':
    case 'FundsDisbursed':
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
    case 'StepTaken':
    case 'FulfilmentLinked':
    case 'EvidenceAttached':
    case 'CommitmentWithdrawn':
    case 'CommitmentReleased':
    case 'CommitmentSuperseded':
    case 'CoverageDeclared':
    case 'CommitmentAmended':
    case 'CommitmentSpecified':
    case 'CommitmentReaffirmed':
    case 'CommitmentRelated':
    case 'DisputeOpened':
    case 'DisputeResolved':
    case 'EvidenceChallenged':
    case 'AssessmentRecorded':
    case 'MilestonePassed':
    case 'AgreementStageReached':
    case 'SamenessProposed':
    case 'SamenessConfirmed':
    case 'SamenessRejected':
    case 'DeadlinePassed':
      return commitmentStream(event.data.commitment);
    case 'SanctionsPackageAdopted':
    case 'FulfilmentAwaited':
      return registerStream(event.data.imposer, event.data.target);
    case 'CorrectionRecorded':
      return event.data.stream;
  }
}

export const sourceStream = (id: string): string => `source-${id}`;
export const meetingStream = (id: string): string => `meeting-${id}`;
export const commitmentStream = (id: string): string => `commitment-${id}`;
export const registerStream = (imposer: string, target: string): string => `sanctions-${imposer}-${target}`;
