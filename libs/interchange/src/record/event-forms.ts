import type { EventType } from '#libs/domain';
import type { AnyItem, ItemKind } from './item-kinds.ts';

/** How an item of one kind becomes an event. */
interface EventForm {
  /** Of the event that tells it. */
  readonly type: EventType;
  /** Under which key the event keeps the id. */
  readonly id: string;
  /** Which date an item may leave out. */
  readonly date?: string;
}

/** The form of the event that tells an item, by its kind. Generators have an event of their own: {@link eventTypeOf}. */
export const eventForms: Readonly<Record<ItemKind, EventForm>> = {
  source: { type: 'SourceRegistered', id: 'source' },
  meeting: { type: 'MeetingHeld', id: 'meeting' },
  agreement: { type: 'AgreementSigned', id: 'agreement' },
  conference: { type: 'ConferenceHeld', id: 'conference' },
  position: { type: 'PositionStated', id: 'position', date: 'stated' },
  total: { type: 'CumulativeReported', id: 'report', date: 'reported' },
  exhibition: { type: 'ExhibitionPresented', id: 'exhibition', date: 'presented' },
  acknowledgement: { type: 'ContributionAcknowledged', id: 'acknowledgement', date: 'acknowledged' },
  commitment: { type: 'CommitmentAnnounced', id: 'commitment', date: 'announced' },
  allocation: { type: 'FundsAllocated', id: 'allocation' },
  disbursement: { type: 'FundsDisbursed', id: 'disbursement' },
  delivery: { type: 'GoodsDelivered', id: 'delivery' },
  passage: { type: 'MilestonePassed', id: 'passage' },
  step: { type: 'StepTaken', id: 'step' },
  agreementStage: { type: 'AgreementStageReached', id: 'reaching' },
  sanctionsPackage: { type: 'SanctionsPackageAdopted', id: 'package' },
  attachment: { type: 'EvidenceAttached', id: 'attachment', date: 'attached' },
  correction: { type: 'CorrectionRecorded', id: 'correction', date: 'corrected' },
  withdrawal: { type: 'CommitmentWithdrawn', id: 'withdrawal' },
  release: { type: 'CommitmentReleased', id: 'release' },
  supersession: { type: 'CommitmentSuperseded', id: 'supersession' },
  coverage: { type: 'CoverageDeclared', id: 'coverage', date: 'declared' },
  amendment: { type: 'CommitmentAmended', id: 'amendment' },
  specification: { type: 'CommitmentSpecified', id: 'specification', date: 'specified' },
  reaffirmation: { type: 'CommitmentReaffirmed', id: 'reaffirmation', date: 'reaffirmed' },
  relation: { type: 'CommitmentRelated', id: 'relation', date: 'stated' },
  dispute: { type: 'DisputeOpened', id: 'dispute' },
  challenge: { type: 'EvidenceChallenged', id: 'challenge', date: 'challenged' },
  resolution: { type: 'DisputeResolved', id: 'resolution', date: 'resolved' },
  assessment: { type: 'AssessmentRecorded', id: 'assessment' },
  sameness: { type: 'SamenessProposed', id: 'sameness' },
  samenessConfirmation: { type: 'SamenessConfirmed', id: 'confirmation' },
  samenessRejection: { type: 'SamenessRejected', id: 'rejection' },
};

/** The type of the event that tells an item. */
export const eventTypeOf = (one: AnyItem): EventType =>
  one.kind === 'delivery' && one.item.quantity.unit === 'generators'
    ? 'GeneratorsDelivered'
    : eventForms[one.kind].type;
