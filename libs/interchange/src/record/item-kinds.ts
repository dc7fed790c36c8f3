import type { z } from 'zod';
import { attachment } from './attachment-item.ts';
import { allocation, commitment, delivery, disbursement, step } from './commitment-items.ts';
import { correctionOf } from './correction-item.ts';
import { assessment, challenge, dispute, resolution } from './dispute-items.ts';
import { coverage, release, supersession, withdrawal } from './end-items.ts';
import {
  acknowledgement,
  agreement,
  conference,
  exhibition,
  meeting,
  position,
  total,
} from './meeting-items.ts';
import { agreementStage, passage } from './passage-items.ts';
import { sameness, samenessConfirmation, samenessRejection } from './sameness-items.ts';
import { sanctionsPackage } from './sanctions-package-item.ts';
import { source } from './source-item.ts';
import { amendment, reaffirmation, relationStated, specification } from './term-items.ts';

const correction = correctionOf({
  commitment,
  allocation,
  disbursement,
  delivery,
  passage,
  step,
  agreementStage,
  attachment,
  amendment,
  specification,
  reaffirmation,
  relation: relationStated,
  withdrawal,
  release,
  supersession,
  coverage,
  dispute,
  challenge,
  resolution,
  assessment,
  source,
  meeting,
  agreement,
  conference,
  position,
  total,
  exhibition,
  acknowledgement,
  sanctionsPackage: sanctionsPackage.omit({ numbers: true }),
});

/**
 * The form in which a person writes each kind of fact. The names are those of the events, except that every item
 * calls its own name `id`. Parsing gives quantities and dates as the domain has them.
 */
export const itemSchemas = {
  source: source.meta({
    id: 'SourceItem',
    description: 'A document, page or statement that facts are taken from',
  }),
  meeting: meeting.meta({ id: 'MeetingItem', description: 'Who met, where and when' }),
  agreement: agreement.meta({ id: 'AgreementItem', description: 'An agreement signed' }),
  conference: conference.meta({ id: 'ConferenceItem', description: 'A conference held' }),
  position: position.meta({
    id: 'PositionItem',
    description: 'An opinion, assessment or appeal: kept, never scored',
  }),
  total: total.meta({ id: 'TotalItem', description: 'A total somebody states: reconciled, never added' }),
  exhibition: exhibition.meta({ id: 'ExhibitionItem', description: 'An exhibition presented' }),
  acknowledgement: acknowledgement.meta({
    id: 'AcknowledgementItem',
    description: 'A contribution acknowledged',
  }),
  commitment: commitment.meta({
    id: 'CommitmentItem',
    description: 'A promise, and the rule that decides it',
  }),
  allocation: allocation.meta({ id: 'AllocationItem', description: 'Funds allocated to a commitment' }),
  disbursement: disbursement.meta({
    id: 'DisbursementItem',
    description: 'Funds paid out towards a commitment',
  }),
  delivery: delivery.meta({ id: 'DeliveryItem', description: 'Goods that passed a milestone' }),
  passage,
  step: step.meta({ id: 'StepItem', description: 'A step taken towards a commitment' }),
  agreementStage,
  sanctionsPackage: sanctionsPackage.meta({
    id: 'SanctionsPackageItem',
    description: 'A package of sanctions adopted',
  }),
  amendment,
  specification,
  reaffirmation,
  relation: relationStated,
  withdrawal,
  release,
  supersession,
  coverage,
  sameness,
  samenessConfirmation,
  samenessRejection,
  attachment,
  dispute,
  challenge,
  resolution,
  assessment,
  correction: correction.meta({
    id: 'CorrectionItem',
    description: 'The record was wrong: a fact is told anew, or retracted',
  }),
} as const;

export type ItemKind = keyof typeof itemSchemas;

/** What a program reads of an item once its form has been checked. */
export type Item<Kind extends ItemKind> = z.output<(typeof itemSchemas)[Kind]>;

/** An item of whatever kind, with its kind. */
export type AnyItem = {
  readonly [Kind in ItemKind]: { readonly kind: Kind; readonly item: Item<Kind> };
}[ItemKind];

/** An item that is somebody's own judgement, whoever speaks in the record around it. */
export type JudgedItem = Extract<
  AnyItem,
  { readonly kind: 'sameness' | 'samenessConfirmation' | 'samenessRejection' }
>;

/** An item that is told by one speaker. */
export type ToldItem = Exclude<AnyItem, { readonly kind: 'source' | 'dispute' | 'assessment' } | JudgedItem>;

/** The lists of a record, each with the kind of item it holds, in the order in which facts are recorded. */
export const sections = {
  agreements: 'agreement',
  conferences: 'conference',
  positions: 'position',
  totals: 'total',
  exhibitions: 'exhibition',
  acknowledgements: 'acknowledgement',
  commitments: 'commitment',
  amendments: 'amendment',
  specifications: 'specification',
  reaffirmations: 'reaffirmation',
  relations: 'relation',
  allocations: 'allocation',
  disbursements: 'disbursement',
  deliveries: 'delivery',
  passages: 'passage',
  steps: 'step',
  agreementStages: 'agreementStage',
  sanctionsPackages: 'sanctionsPackage',
  withdrawals: 'withdrawal',
  releases: 'release',
  supersessions: 'supersession',
  coverages: 'coverage',
  attachments: 'attachment',
  disputes: 'dispute',
  challenges: 'challenge',
  resolutions: 'resolution',
  assessments: 'assessment',
  corrections: 'correction',
  samenesses: 'sameness',
  samenessConfirmations: 'samenessConfirmation',
  samenessRejections: 'samenessRejection',
} as const satisfies Readonly<Record<string, ItemKind>>;

export type Section = keyof typeof sections;

export const sectionNames = Object.keys(sections) as readonly Section[];

const unnamed = { id: true } as const;
const addressed = { commitment: true } as const;

/**
 * The same forms as bodies of single requests: the id may be left to the caller, and the commitment that something
 * counts towards stands in the address of the request.
 */
export const requestSchemas = {
  source: source.partial(unnamed).meta({ id: 'SourceRequest' }),
  meeting: meeting.partial(unnamed).meta({ id: 'MeetingRequest' }),
  agreement: agreement.partial(unnamed).meta({ id: 'AgreementRequest' }),
  conference: conference.partial(unnamed).meta({ id: 'ConferenceRequest' }),
  position: position.partial(unnamed).meta({ id: 'PositionRequest' }),
  total: total.partial(unnamed).meta({ id: 'TotalRequest' }),
  exhibition: exhibition.partial(unnamed).meta({ id: 'ExhibitionRequest' }),
  acknowledgement: acknowledgement.partial(unnamed).meta({ id: 'AcknowledgementRequest' }),
  commitment: commitment.partial(unnamed).meta({ id: 'CommitmentRequest' }),
  allocation: allocation.omit(addressed).partial(unnamed).meta({ id: 'AllocationRequest' }),
  disbursement: disbursement.omit(addressed).partial(unnamed).meta({ id: 'DisbursementRequest' }),
  delivery: delivery.omit(addressed).partial(unnamed).meta({ id: 'DeliveryRequest' }),
  passage: passage.omit(addressed).partial(unnamed).meta({ id: 'PassageRequest' }),
  step: step.omit(addressed).partial(unnamed).meta({ id: 'StepRequest' }),
  agreementStage: agreementStage.omit(addressed).partial(unnamed).meta({ id: 'AgreementStageRequest' }),
  sanctionsPackage: sanctionsPackage.partial(unnamed).meta({ id: 'SanctionsPackageRequest' }),
  amendment: amendment.omit(addressed).partial(unnamed).meta({ id: 'AmendmentRequest' }),
  specification: specification.omit(addressed).partial(unnamed).meta({ id: 'SpecificationRequest' }),
  reaffirmation: reaffirmation.omit(addressed).partial(unnamed).meta({ id: 'ReaffirmationRequest' }),
  relation: relationStated.omit(addressed).partial(unnamed).meta({ id: 'RelationRequest' }),
  withdrawal: withdrawal.omit(addressed).partial(unnamed).meta({ id: 'WithdrawalRequest' }),
  release: release.omit(addressed).partial(unnamed).meta({ id: 'ReleaseRequest' }),
  supersession: supersession.omit(addressed).partial(unnamed).meta({ id: 'SupersessionRequest' }),
  coverage: coverage.omit(addressed).partial(unnamed).meta({ id: 'CoverageRequest' }),
  attachment: attachment.omit(addressed).partial(unnamed).meta({ id: 'AttachmentRequest' }),
  dispute: dispute.omit(addressed).partial(unnamed).meta({ id: 'DisputeRequest' }),
  challenge: challenge.omit(addressed).partial(unnamed).meta({ id: 'ChallengeRequest' }),
  resolution: resolution.omit(addressed).partial(unnamed).meta({ id: 'ResolutionRequest' }),
  assessment: assessment.omit(addressed).partial(unnamed).meta({ id: 'AssessmentRequest' }),
  correction: correction
    .omit({ ...addressed, stream: true })
    .partial(unnamed)
    .meta({ id: 'CorrectionRequest' }),
  sameness: sameness.omit(addressed).partial(unnamed).meta({ id: 'SamenessRequest' }),
  samenessConfirmation: samenessConfirmation
    .omit(addressed)
    .partial(unnamed)
    .meta({ id: 'SamenessConfirmationRequest' }),
  samenessRejection: samenessRejection
    .omit(addressed)
    .partial(unnamed)
    .meta({ id: 'SamenessRejectionRequest' }),
} as const satisfies Readonly<Record<ItemKind, z.ZodType>>;

/** The form of a correction as a request of its own: the stream is named in the body. */
export const streamCorrection = correction
  .omit(addressed)
  .required({ stream: true })
  .partial(unnamed)
  .meta({ id: 'StreamCorrectionRequest' });
