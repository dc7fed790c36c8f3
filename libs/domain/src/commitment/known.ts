import { unreachable } from '../decider.ts';
import { inForce } from '../correction/in-force.ts';
import {
  commitmentStream,
  type EventData,
  type EventType,
  type Fact,
  type LedgerEvent,
} from '../ledger-event.ts';
import type { Attribution, Evidence, Party, Quantity } from '../vocabulary/index.ts';
import { coverageIn, type Coverage } from './coverage.ts';
import {
  assessmentIn,
  challengeIn,
  disputeIn,
  resolutionIn,
  type Contention,
  type RecordedAssessment,
  type Resolution,
} from './dispute.ts';
import type { AgreementStage } from './criterion.ts';
import { endIn, type End } from './end.ts';
import { passageIn, type Passage } from './passage.ts';
import { evolveSamenesses, type Sameness, type SamenessEvent } from './sameness.ts';
import { relationIn, statementIn, type LaterRelation, type Statement } from './statement.ts';

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

/** Something that happened towards a commitment, in the one shape in which the rules look at it. */
export interface Happening {
  readonly id: string;
  readonly type:
    | 'allocation'
    | 'disbursement'
    | 'delivery'
    | 'step'
    | 'agreement-stage'
    | 'sanctions-package'
    | 'conference';
  /** When, as an EDTF date. */
  readonly happened: string;
  readonly quantity?: Quantity;
  readonly milestone?: string;
  /** The further milestones that a delivery or disbursement passed, in recording order. */
  readonly passages?: readonly Passage[];
  /** The stage that an agreement reached, and by which party; left out, by all of them. */
  readonly stage?: AgreementStage;
  readonly by?: Party;
  /** The name of the condition it is said to meet. */
  readonly meets?: string;
  /** Of a sanctions package: to which register it belongs. */
  readonly register?: { readonly imposer: Party; readonly target: string };
  readonly title?: string;
  readonly note?: string;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/** A further source for a fact recorded before. */
export interface Support {
  readonly id: string;
  readonly supports: string;
  readonly attached: string;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/**
 * All that is known of one commitment, corrections applied, in recording order: a set of facts, not a status. Plain JSON.
 */
export interface Known {
  /** All that anybody ever told of it, corrections among it, for the next correction to be applied to. */
  readonly recorded: readonly CommitmentEvent[];
  /** Whether the announcement itself is retracted: then there is no day on which anything was promised. */
  readonly retracted: boolean;
  readonly announced: EventData<'CommitmentAnnounced'>;
  readonly happenings: readonly Happening[];
  readonly supports: readonly Support[];
  readonly ends: readonly End[];
  readonly coverages: readonly Coverage[];
  readonly contentions: readonly Contention[];
  readonly resolutions: readonly Resolution[];
  readonly assessments: readonly RecordedAssessment[];
  readonly samenesses: readonly Sameness[];
  /** What was said of the promise itself after it was announced. */
  readonly statements: readonly Statement[];
  /** The relations stated after it was announced. */
  readonly relations: readonly LaterRelation[];
}

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

/**
 * One more fact known of a commitment. The first is its announcement.
 *
 * @throws UnfoldableEvent for a fact of a commitment that was never announced, or a second announcement: `decide`
 * accepts neither, so the log is not what this ledger wrote.
 */
export const evolve = (known: Known | undefined, event: CommitmentEvent): Known => evolveAll(known, [event]);

/**
 * The same with several facts in order: one copy of what was known, where one for each fact makes a long stream cost the
 * square of its length.
 *
 * @throws UnfoldableEvent as {@link evolve}; RangeError where nothing is known and nothing added.
 */
export function evolveAll(known: Known | undefined, events: readonly CommitmentEvent[]): Known {
  const told = events.filter(({ type }) => type !== 'DeadlinePassed');
  const recorded = [...(known?.recorded ?? []), ...told];
  const facts = events.filter((event) => event.type !== 'CorrectionRecorded');
  if (facts.length === events.length && known?.retracted !== true) {
    return { recorded, retracted: false, ...gather(known, facts) };
  }
  const standing = inForce(recorded) as readonly CommitmentFact[];
  if (standing.length > 0) return { recorded, retracted: false, ...gather(undefined, standing) };
  // Of what is retracted, its announcement is kept as it was first told, so that there is something to speak of.
  const [first] = recorded;
  if (first?.type === 'CommitmentAnnounced')
    return { recorded, retracted: true, ...gather(undefined, [first]) };
  throw first ? new UnfoldableEvent(first, 'was never announced') : new RangeError(NOTHING_KNOWN);
}

type Gathered = Omit<Known, 'recorded' | 'retracted'>;

function gather(known: Gathered | undefined, events: readonly CommitmentFact[]): Gathered {
  let announced = known?.announced;
  const happenings = [...(known?.happenings ?? [])];
  const supports = [...(known?.supports ?? [])];
  const ends = [...(known?.ends ?? [])];
  const coverages = [...(known?.coverages ?? [])];
  const contentions = [...(known?.contentions ?? [])];
  const resolutions = [...(known?.resolutions ?? [])];
  const assessments = [...(known?.assessments ?? [])];
  let samenesses = known?.samenesses ?? [];
  const statements = [...(known?.statements ?? [])];
  const relations = [...(known?.relations ?? [])];
  for (const event of events) {
    if (event.type === 'CommitmentAnnounced') {
      if (announced) throw new UnfoldableEvent(event, 'is announced a second time');
      announced = event.data;
      continue;
    }
    if (!announced) throw new UnfoldableEvent(event, 'was never announced');
    switch (event.type) {
      case 'EvidenceAttached':
        supports.push(support(event));
        break;
      case 'CommitmentWithdrawn':
      case 'CommitmentReleased':
      case 'CommitmentSuperseded':
        ends.push(endIn(event));
        break;
      case 'CoverageDeclared':
        coverages.push(coverageIn(event));
        break;
      case 'CommitmentAmended':
      case 'CommitmentSpecified':
      case 'CommitmentReaffirmed':
        statements.push(statementIn(event));
        break;
      case 'CommitmentRelated':
        relations.push(relationIn(event));
        break;
      case 'DisputeOpened':
        contentions.push(disputeIn(event));
        break;
      case 'EvidenceChallenged':
        contentions.push(challengeIn(event));
        break;
      case 'DisputeResolved':
        resolutions.push(resolutionIn(event));
        break;
      case 'AssessmentRecorded':
        assessments.push(assessmentIn(event));
        break;
      case 'MilestonePassed':
        moveOn(happenings, event);
        break;
      case 'SamenessProposed':
      case 'SamenessConfirmed':
      case 'SamenessRejected':
        samenesses = samenessesAfter(samenesses, event);
        break;
      case 'DeadlinePassed':
        // The calendar alone, by which every assessment goes anyway.
        break;
      default:
        happenings.push(happeningIn(event));
    }
  }
  if (!announced) throw new RangeError(NOTHING_KNOWN);
  return {
    announced,
    happenings,
    supports,
    ends,
    coverages,
    contentions,
    resolutions,
    assessments,
    samenesses,
    statements,
    relations,
  };
}

/**
 * The samenesses with one more fact.
 *
 * @throws UnfoldableEvent for the decision of one that was never proposed.
 */
export function samenessesAfter(before: readonly Sameness[], event: SamenessEvent): readonly Sameness[] {
  const after = evolveSamenesses(before, event);
  if (!after) throw new UnfoldableEvent(event, 'decides a sameness that was never proposed');
  return after;
}

/** Adds a passage to what it is a passage of, newest first, since that is what mostly moves. */
function moveOn(happenings: Happening[], event: Fact<'MilestonePassed'>): void {
  const index = happenings.findLastIndex(({ id }) => id === event.data.of);
  const moved = happenings[index];
  if (moved) happenings[index] = { ...moved, passages: [...(moved.passages ?? []), passageIn(event)] };
}

const NOTHING_KNOWN = 'Of no facts nothing is known';

const support = ({ data }: Fact<'EvidenceAttached'>): Support => {
  const { attachment: id, supports, attached, attribution, evidence } = data;
  return { id, supports, attached, attribution, evidence };
};

/** An event that its own stream rules out. Whoever meets one parks it and keeps the rest going. */
export class UnfoldableEvent extends Error {
  override readonly name = 'UnfoldableEvent';
  readonly code = 'unfoldable-event';
  constructor(event: CommitmentEvent, fault: string) {
    super(`${event.type}: commitment ${commitmentOf(event)} ${fault}`);
  }
}

/** Whether an event tells of something that happened towards a commitment. */
export const isHappeningEvent = (event: LedgerEvent): event is HappeningEvent =>
  (HAPPENINGS as readonly string[]).includes(event.type);

const HAPPENINGS = [
  'FundsAllocated',
  'FundsDisbursed',
  'GeneratorsDelivered',
  'GoodsDelivered',
  'StepTaken',
  'AgreementStageReached',
  'FulfilmentLinked',
] as const;

/** The facts that tell of something that happened towards a commitment. */
export type HappeningEvent = Extract<CommitmentEvent, { readonly type: (typeof HAPPENINGS)[number] }>;

/** The happening that an event tells. */
export function happeningIn(event: HappeningEvent): Happening {
  const { attribution, evidence } = event.data;
  const told = {
    attribution,
    evidence,
    ...('note' in event.data && event.data.note !== undefined && { note: event.data.note }),
  };
  switch (event.type) {
    case 'FundsAllocated': {
      const { allocation: id, allocated: happened, amount } = event.data;
      return { id, type: 'allocation', happened, quantity: amount, ...told };
    }
    case 'FundsDisbursed': {
      const { disbursement: id, disbursed: happened, amount, milestone } = event.data;
      return { id, type: 'disbursement', happened, quantity: amount, milestone, ...told };
    }
    case 'GeneratorsDelivered':
    case 'GoodsDelivered': {
      const { delivery: id, delivered: happened, quantity, milestone } = event.data;
      return { id, type: 'delivery', happened, quantity, milestone, ...told };
    }
    case 'StepTaken': {
      const { step: id, taken: happened, title, meets } = event.data;
      return { id, type: 'step', happened, title, ...(meets !== undefined && { meets }), ...told };
    }
    case 'AgreementStageReached': {
      const { reaching: id, reached: happened, stage, by, meets } = event.data;
      const more = { ...(by !== undefined && { by }), ...(meets !== undefined && { meets }) };
      return { id, type: 'agreement-stage', happened, stage, ...more, ...told };
    }
    case 'FulfilmentLinked': {
      const { fulfilment: id, by: type, happened, title, meets, register } = event.data;
      const more = { ...(meets !== undefined && { meets }), ...(register && { register }) };
      return { id, type, happened, title, ...more, ...told };
    }
    default:
      return unreachable(event);
  }
}
