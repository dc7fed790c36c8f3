import { unreachable } from '../decider.ts';
import { commitmentStream, type EventType, type Fact, type LedgerEvent } from '../ledger-event.ts';

type CommitmentEventType = Extract<
  EventType,
  | 'CommitmentAnnounced'
  | 'FundsAllocated'
  | 'FundsDisbursed'
  | 'GeneratorsDelivered'
  | 'GoodsDelivered'
  | 'StepTaken'
  | 'FulfilmentLinked'
  | 'EvidenceAttached'
  | 'CommitmentWithdrawn'
  | 'CommitmentReleased'
  | 'CommitmentSuperseded'
  | 'CoverageDeclared'
  | 'CommitmentAmended'
  | 'CommitmentSpecified'
  | 'CommitmentReaffirmed'
  | 'CommitmentRelated'
  | 'DisputeOpened'
  | 'DisputeResolved'
  | 'EvidenceChallenged'
  | 'AssessmentRecorded'
  | 'MilestonePassed'
  | 'AgreementStageReached'
  | 'CorrectionRecorded'
  | 'DeadlinePassed'
  | 'SamenessProposed'
  | 'SamenessConfirmed'
  | 'SamenessRejected'
>;

/** The facts that stand in the stream of a commitment. */
export type CommitmentEvent = { [Type in CommitmentEventType]: Fact<Type> }[CommitmentEventType];

/** Those that are not themselves corrections. */
export type CommitmentFact = Exclude<CommitmentEvent, Fact<'CorrectionRecorded'>>;

/** The commitment in whose stream an event stands. */
export const commitmentOf = (event: CommitmentEvent): string =>
  event.type === 'CorrectionRecorded'
    ? event.data.stream.slice(commitmentStream('').length)
    : event.data.commitment;

/** Whether an event stands in a commitment's stream. */
export function isCommitmentEvent(event: LedgerEvent): event is CommitmentEvent {
  switch (event.type) {
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
      return true;
    case 'SourceRegistered':
    case 'MeetingHeld':
    case 'PositionStated':
    case 'CumulativeReported':
    case 'ExhibitionPresented':
    case 'ContributionAcknowledged':
    case 'ConferenceHeld':
    case 'AgreementSigned':
    case 'SanctionsPackageAdopted':
    case 'FulfilmentAwaited':
      return false;
    case 'CorrectionRecorded':
      return event.data.stream.startsWith(commitmentStream(''));
    default:
      return unreachable(event);
  }
}
