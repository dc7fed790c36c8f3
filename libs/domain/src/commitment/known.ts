import { inForce } from '../correction/in-force.ts';
import type { EventData, Fact } from '../ledger-event.ts';
import type { Attribution, Evidence } from '../vocabulary/index.ts';
import { commitmentOf, type CommitmentEvent, type CommitmentFact } from './commitment-stream.ts';
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
import { endIn, type End } from './end.ts';
import { happeningIn, type Happening } from './happening.ts';
import { passageIn } from './passage.ts';
import { evolveSamenesses, type Sameness, type SamenessEvent } from './sameness.ts';
import { relationIn, statementIn, type LaterRelation, type Statement } from './statement.ts';

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
  const gathering = continued(known);
  let { announced } = gathering;
  for (const event of events) {
    if (event.type === 'CommitmentAnnounced') {
      if (announced) throw new UnfoldableEvent(event, 'is announced a second time');
      announced = event.data;
    } else {
      if (!announced) throw new UnfoldableEvent(event, 'was never announced');
      add(event, gathering);
    }
  }
  if (!announced) throw new RangeError(NOTHING_KNOWN);
  return { ...gathering, announced };
}

/** What was gathered before, in lists that may grow: one copy however many facts are added. */
const continued = (known: Gathered | undefined) => ({
  announced: known?.announced,
  happenings: [...(known?.happenings ?? [])],
  supports: [...(known?.supports ?? [])],
  ends: [...(known?.ends ?? [])],
  coverages: [...(known?.coverages ?? [])],
  contentions: [...(known?.contentions ?? [])],
  resolutions: [...(known?.resolutions ?? [])],
  assessments: [...(known?.assessments ?? [])],
  samenesses: known?.samenesses ?? [],
  statements: [...(known?.statements ?? [])],
  relations: [...(known?.relations ?? [])],
});

function add(
  event: Exclude<CommitmentFact, Fact<'CommitmentAnnounced'>>,
  to: ReturnType<typeof continued>,
): void {
  switch (event.type) {
    case 'EvidenceAttached':
      to.supports.push(support(event));
      break;
    case 'CommitmentWithdrawn':
    case 'CommitmentReleased':
    case 'CommitmentSuperseded':
      to.ends.push(endIn(event));
      break;
    case 'CoverageDeclared':
      to.coverages.push(coverageIn(event));
      break;
    case 'CommitmentAmended':
    case 'CommitmentSpecified':
    case 'CommitmentReaffirmed':
      to.statements.push(statementIn(event));
      break;
    case 'CommitmentRelated':
      to.relations.push(relationIn(event));
      break;
    case 'DisputeOpened':
      to.contentions.push(disputeIn(event));
      break;
    case 'EvidenceChallenged':
      to.contentions.push(challengeIn(event));
      break;
    case 'DisputeResolved':
      to.resolutions.push(resolutionIn(event));
      break;
    case 'AssessmentRecorded':
      to.assessments.push(assessmentIn(event));
      break;
    case 'MilestonePassed':
      moveOn(to.happenings, event);
      break;
    case 'SamenessProposed':
    case 'SamenessConfirmed':
    case 'SamenessRejected':
      to.samenesses = samenessesAfter(to.samenesses, event);
      break;
    case 'DeadlinePassed':
      // The calendar alone, by which every assessment goes anyway.
      break;
    default:
      to.happenings.push(happeningIn(event));
  }
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
