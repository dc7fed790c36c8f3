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
export function occurredOf(event: LedgerEvent): string {
  switch (event.type) {
    case 'SourceRegistered':
      return event.data.published;
    case 'MeetingHeld':
    case 'ConferenceHeld':
      return event.data.held;
    case 'PositionStated':
      return event.data.stated;
    case 'CumulativeReported':
      return event.data.reported;
    case 'ExhibitionPresented':
      return event.data.presented;
    case 'ContributionAcknowledged':
      return event.data.acknowledged;
    case 'AgreementSigned':
      return event.data.signed;
    case 'CommitmentAnnounced':
      return event.data.announced;
    case 'FundsAllocated':
      return event.data.allocated;
    case 'FundsDisbursed':
      return event.data.disbursed;
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
      return event.data.delivered;
    case 'StepTaken':
      return event.data.taken;
    case 'FulfilmentLinked':
      return event.data.happened;
    case 'EvidenceAttached':
      return event.data.attached;
    case 'CommitmentWithdrawn':
      return event.data.withdrawn;
    case 'CommitmentReleased':
      return event.data.released;
    case 'CommitmentSuperseded':
      return event.data.superseded;
    case 'CoverageDeclared':
      return event.data.declared;
    case 'CommitmentAmended':
      return event.data.amended;
    case 'CommitmentSpecified':
      return event.data.specified;
    case 'CommitmentReaffirmed':
      return event.data.reaffirmed;
    case 'CommitmentRelated':
      return event.data.stated;
    case 'DisputeOpened':
      return event.data.opened;
    case 'DisputeResolved':
      return event.data.resolved;
    case 'EvidenceChallenged':
      return event.data.challenged;
    case 'AssessmentRecorded':
      return event.data.assessed;
    case 'MilestonePassed':
      return event.data.passed;
    case 'AgreementStageReached':
      return event.data.reached;
    case 'SamenessProposed':
      return event.data.proposed;
    case 'SamenessConfirmed':
      return event.data.confirmed;
    case 'SamenessRejected':
      return event.data.rejected;
    case 'DeadlinePassed':
      return event.data.passed;
    case 'SanctionsPackageAdopted':
      return event.data.adopted;
    case 'FulfilmentAwaited':
      return event.data.after;
    case 'CorrectionRecorded':
      return event.data.corrected;
  }
}

/** The id people gave the fact itself, unique within its stream: the delivery's id, not the commitment's. */
export function factId(event: LedgerEvent): string {
  switch (event.type) {
    case 'SourceRegistered':
      return event.data.source;
    case 'MeetingHeld':
      return event.data.meeting;
    case 'PositionStated':
      return event.data.position;
    case 'CumulativeReported':
      return event.data.report;
    case 'ExhibitionPresented':
      return event.data.exhibition;
    case 'ContributionAcknowledged':
      return event.data.acknowledgement;
    case 'ConferenceHeld':
      return event.data.conference;
    case 'AgreementSigned':
      return event.data.agreement;
    case 'CommitmentAnnounced':
      return event.data.commitment;
    case 'FundsAllocated':
      return event.data.allocation;
    case 'FundsDisbursed':
      return event.data.disbursement;
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
      return event.data.delivery;
    case 'StepTaken':
      return event.data.step;
    case 'FulfilmentLinked':
      return event.data.fulfilment;
    case 'EvidenceAttached':
      return event.data.attachment;
    case 'CommitmentWithdrawn':
      return event.data.withdrawal;
    case 'CommitmentReleased':
      return event.data.release;
    case 'CommitmentSuperseded':
      return event.data.supersession;
    case 'CoverageDeclared':
      return event.data.coverage;
    case 'CommitmentAmended':
      return event.data.amendment;
    case 'CommitmentSpecified':
      return event.data.specification;
    case 'CommitmentReaffirmed':
      return event.data.reaffirmation;
    case 'CommitmentRelated':
      return event.data.relation;
    case 'DisputeOpened':
      return event.data.dispute;
    case 'DisputeResolved':
      return event.data.resolution;
    case 'EvidenceChallenged':
      return event.data.challenge;
    case 'AssessmentRecorded':
      return event.data.assessment;
    case 'MilestonePassed':
      return event.data.passage;
    case 'AgreementStageReached':
      return event.data.reaching;
    case 'SamenessProposed':
      return event.data.sameness;
    case 'SamenessConfirmed':
      return event.data.confirmation;
    case 'SamenessRejected':
      return event.data.rejection;
    case 'DeadlinePassed':
      // No id that people give holds a colon.
      return `deadline:${event.data.passed}`;
    case 'SanctionsPackageAdopted':
      return event.data.package;
    case 'FulfilmentAwaited':
      // Amended, a commitment may wait from another day on.
      return `awaited-by-${event.data.commitment}-after-${event.data.after}`;
    case 'CorrectionRecorded':
      return event.data.correction;
  }
}

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
