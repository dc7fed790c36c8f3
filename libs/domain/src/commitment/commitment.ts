import { accept, refuse, unreachable, type Decider, type Decision } from '../decider.ts';
import { isCorrection } from '../correction/in-force.ts';
import type { EventData, LedgerEvent } from '../ledger-event.ts';
import { findFact, recordedOnce, remember, type FactLog } from '../recorded-once.ts';
import type { Refusal } from '../refusal.ts';
import { areConvertible, dimensionOf, latest, type Quantity } from '../vocabulary/index.ts';
import { beforeAnnouncement } from './before-announcement.ts';
import { decideDeadline } from './deadline.ts';
import { decideChallenge, decideDispute, decideResolution } from './disputing.ts';
import { amountCriteria } from './criterion.ts';
import { endIn, isEnd, type End } from './end.ts';
import { decideEnd } from './ending.ts';
import { isCommitmentEvent, samenessesAfter, UnfoldableEvent, type CommitmentFact } from './known.ts';
import { decidePassage } from './passing.ts';
import type { Sameness, SamenessEvent } from './sameness.ts';
import { decideSameness } from './sameness-deciding.ts';
import { decideMeets, decideStage } from './stage-reaching.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** What the next fact is judged by, and no more, so that a stream of any length is folded in one pass. */
export interface CommitmentState {
  readonly facts: FactLog | undefined;
  readonly announced?: Announced;
  readonly ends: readonly End[];
  readonly samenesses: readonly Sameness[];
}

/** One promise and all that is recorded towards it. */
export const commitment: Decider<CommitmentState, LedgerEvent, LedgerEvent, Refusal> = {
  initial: { facts: undefined, ends: [], samenesses: [] },
  evolve: (state, event) => {
    const facts = remember(state.facts, event);
    if (!isCommitmentEvent(event) || isCorrection(event)) return { ...state, facts };
    if (event.type !== 'CommitmentAnnounced') {
      if (!state.announced) throw new UnfoldableEvent(event, 'was never announced');
      return {
        ...state,
        facts,
        ends: isEnd(event) ? [...state.ends, endIn(event)] : state.ends,
        samenesses: isSameness(event) ? samenessesAfter(state.samenesses, event) : state.samenesses,
      };
    }
    if (state.announced) throw new UnfoldableEvent(event, 'is announced a second time');
    return { ...state, facts, announced: event.data };
  },
  decide: (fact, state) => {
    const before = recordedOnce(state.facts, fact);
    if (before) return before;
    if (!isCommitmentEvent(fact) || isCorrection(fact))
      throw new TypeError(`${fact.type} does not stand in the stream of a commitment`);
    return decide(fact, state);
  },
};

const isSameness = (event: CommitmentFact): event is SamenessEvent =>
  event.type === 'SamenessProposed' ||
  event.type === 'SamenessConfirmed' ||
  event.type === 'SamenessRejected';

function decide(
  fact: CommitmentFact,
  { facts, announced, ends, samenesses }: CommitmentState,
): Decision<LedgerEvent, Refusal> {
  if (fact.type === 'CommitmentAnnounced') {
    const itself =
      fact.data.relations?.findIndex(({ commitment: other }) => other === fact.data.commitment) ?? -1;
    return itself < 0 ? accept<LedgerEvent>(fact) : refuse(relatedToItself(itself));
  }
  if (!announced) return refuse(notAnnounced(fact.data.commitment));
  switch (fact.type) {
    case 'FundsAllocated':
    case 'FundsDisbursed':
      return measured(fact, '/amount', fact.data.amount, announced);
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
      return measured(fact, '/quantity', fact.data.quantity, announced);
    case 'EvidenceAttached':
      return findFact(facts, fact.data.supports)
        ? accept<LedgerEvent>(fact)
        : refuse(unknownFact(fact.data.supports));
    case 'StepTaken':
      return decideMeets(fact, fact.data.meets, announced);
    case 'AgreementStageReached':
      return decideStage(fact, announced);
    case 'MilestonePassed':
      return decidePassage(fact, facts);
    case 'FulfilmentLinked':
      return accept<LedgerEvent>(fact);
    case 'CommitmentWithdrawn':
    case 'CommitmentReleased':
    case 'CommitmentSuperseded':
      return decideEnd(fact, announced, ends);
    case 'CoverageDeclared':
      return decideCoverage(fact, announced);
    case 'DisputeOpened':
      return decideDispute(fact, facts);
    case 'EvidenceChallenged':
      return decideChallenge(fact, facts);
    case 'DisputeResolved':
      return decideResolution(fact, facts);
    case 'AssessmentRecorded':
      return accept<LedgerEvent>(fact);
    case 'SamenessProposed':
    case 'SamenessConfirmed':
    case 'SamenessRejected':
      return decideSameness(fact, { facts, announced, samenesses });
    case 'DeadlinePassed':
      return decideDeadline(fact, announced);
    default:
      return unreachable(fact);
  }
}

function decideCoverage(
  fact: Extract<CommitmentFact, { readonly type: 'CoverageDeclared' }>,
  announced: Announced,
): Decision<LedgerEvent, Refusal> {
  const early = beforeAnnouncement('/declared', fact.data.declared, announced);
  if (early) return refuse(early);
  return isOver(fact.data) ? accept<LedgerEvent>(fact) : refuse(notOver(fact.data));
}

/** Nobody knows what is still to happen, so a period is declared complete once it is over, or on its last day. */
function isOver({ period, declared }: EventData<'CoverageDeclared'>): boolean {
  const [end, said] = [latest(period), latest(declared)];
  return end !== null && (said === null || end <= said);
}

/**
 * An amount is taken only where the criterion measures amounts, and only in a unit that converts to its own exactly:
 * money and goods in the same one, physical units in one of the same dimension.
 */
function measured(
  fact: CommitmentFact,
  pointer: string,
  { unit }: Quantity,
  announced: Announced,
): Decision<LedgerEvent, Refusal> {
  const { criterion } = announced;
  const wanted =
    fact.type === 'FundsAllocated' || fact.type === 'FundsDisbursed' ? 'sum-reached' : 'count-reached';
  const promised = amountCriteria(criterion).flatMap(({ type, target }) =>
    type === wanted ? target.unit : [],
  );
  if (promised.length === 0) {
    return refuse({
      code: 'not-measured-so',
      pointer,
      fault: `cannot count towards ${announced.commitment}, whose criterion is ${criterion.type}`,
      remedy: `record it with a commitment whose criterion is ${wanted}, or has such a condition`,
    });
  }
  if (promised.some((each) => areConvertible(unit, each))) return accept<LedgerEvent>(fact);
  const units = [...new Set(promised)];
  const converts = units.some((each) => dimensionOf(each) !== undefined);
  return refuse({
    code: 'other-unit',
    pointer: `${pointer}/unit`,
    fault: `is ${measuredIn(unit)}, but ${announced.commitment} is measured in ${units.map(measuredIn).join(' and ')}`,
    remedy: `give the amount in ${units.join(' or ')}${converts ? ', or another unit that converts to it' : ''}, as a source states it`,
  });
}

/** `MWh (energy)`; money and goods measure nothing but themselves. */
function measuredIn(unit: string): string {
  const dimension = dimensionOf(unit);
  return dimension === undefined ? unit : `${unit} (${dimension})`;
}

const notAnnounced = (id: string): Refusal => ({
  code: 'not-announced',
  pointer: '/commitment',
  fault: `names ${id}, which is not a recorded commitment`,
  remedy: 'announce the commitment first, or correct the id',
});

const relatedToItself = (index: number): Refusal => ({
  code: 'related-to-itself',
  pointer: `/relations/${index}/commitment`,
  fault: 'relates the commitment to itself',
  remedy: 'name the other commitment, or remove the relation',
});

const unknownFact = (id: string): Refusal => ({
  code: 'unknown-fact',
  pointer: '/supports',
  fault: `names ${id}, of which nothing is recorded for this commitment`,
  remedy: 'name the commitment itself, or an allocation, disbursement, delivery or step recorded for it',
});

const notOver = ({ period, declared }: EventData<'CoverageDeclared'>): Refusal => ({
  code: 'period-not-over',
  pointer: '/period',
  fault: `is ${period}, which ends after it was declared complete (${declared})`,
  remedy:
    'end the period on the day of the declaration or before, as far as the source speaks of what has happened',
});
