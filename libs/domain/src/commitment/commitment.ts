import { accept, refuse, unreachable, type Decider, type Decision } from '../decider.ts';
import { isCorrection } from '../correction/in-force.ts';
import { occurredOf, type EventData, type Fact, type LedgerEvent } from '../ledger-event.ts';
import { findFact, recordedOnce, remember, type FactLog } from '../recorded-once.ts';
import type { Refusal } from '../refusal.ts';
import { areConvertible, dimensionOf, latest, type Quantity } from '../vocabulary/index.ts';
import { beforeAnnouncement } from './before-announcement.ts';
import { decideDeadline } from './deadline.ts';
import { decideChallenge, decideDispute, decideResolution } from './disputing.ts';
import { amountCriteria } from './criterion.ts';
import { endIn, isEnd, type End } from './end.ts';
import { decideEnd } from './ending.ts';
import { isCommitmentEvent, type CommitmentFact } from './commitment-stream.ts';
import { samenessesAfter, UnfoldableEvent } from './known.ts';
import { decidePassage } from './passing.ts';
import type { Sameness, SamenessEvent } from './sameness.ts';
import { decideSameness } from './sameness-deciding.ts';
import { decideMeets, decideStage } from './stage-reaching.ts';
import { decideStatement } from './restating.ts';
import { isStatement, relationIn, statementIn, type Statement } from './statement.ts';
import { criteriaOf, termsAt, termsInTheEnd, type Promised } from './terms.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** What the next fact is judged by, and no more, so that a stream of any length is folded in one pass. */
export interface CommitmentState {
  readonly facts: FactLog | undefined;
  readonly announced?: Announced;
  readonly ends: readonly End[];
  readonly samenesses: readonly Sameness[];
  readonly statements: readonly Statement[];
  /** How it stands to others, as announced and as stated later. */
  readonly relations: readonly Relation[];
}

type Relation = NonNullable<Announced['relations']>[number];

/** One promise and all that is recorded towards it. */
export const commitment: Decider<CommitmentState, LedgerEvent, LedgerEvent, Refusal> = {
  initial: { facts: undefined, ends: [], samenesses: [], statements: [], relations: [] },
  evolve: (state, event) => {
    const facts = remember(state.facts, event);
    if (!isCommitmentEvent(event) || isCorrection(event)) return { ...state, facts };
    if (event.type !== 'CommitmentAnnounced') {
      if (!state.announced) throw new UnfoldableEvent(event, 'was never announced');
      return { ...state, facts, ...toldBy(event, state) };
    }
    if (state.announced) throw new UnfoldableEvent(event, 'is announced a second time');
    return { ...state, facts, announced: event.data, relations: event.data.relations ?? [] };
  },
  decide: (fact, state) => {
    const before = recordedOnce(state.facts, fact);
    if (before) return before;
    if (!isCommitmentEvent(fact) || isCorrection(fact))
      throw new TypeError(`${fact.type} does not stand in the stream of a commitment`);
    return decide(fact, state);
  },
};

function toldBy(event: CommitmentFact, state: CommitmentState): Partial<CommitmentState> {
  if (isEnd(event)) return { ends: [...state.ends, endIn(event)] };
  if (isSameness(event)) return { samenesses: samenessesAfter(state.samenesses, event) };
  if (isStatement(event)) return { statements: [...state.statements, statementIn(event)] };
  if (event.type !== 'CommitmentRelated') return {};
  return { relations: [...state.relations, relationIn(event)] };
}

const isSameness = (event: CommitmentFact): event is SamenessEvent =>
  event.type === 'SamenessProposed' ||
  event.type === 'SamenessConfirmed' ||
  event.type === 'SamenessRejected';

function decide(
  fact: CommitmentFact,
  { facts, announced, ends, samenesses, statements, relations }: CommitmentState,
): Decision<LedgerEvent, Refusal> {
  if (fact.type === 'CommitmentAnnounced') {
    const itself =
      fact.data.relations?.findIndex(({ commitment: other }) => other === fact.data.commitment) ?? -1;
    return itself < 0
      ? accept<LedgerEvent>(fact)
      : refuse(relatedToItself(`/relations/${itself}/commitment`));
  }
  if (!announced) return refuse(notAnnounced(fact.data.commitment));
  const promised = { announced, statements, ends };
  switch (fact.type) {
    case 'FundsAllocated':
    case 'FundsDisbursed':
      return measured(fact, '/amount', fact.data.amount, promised);
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
      return measured(fact, '/quantity', fact.data.quantity, promised);
    case 'EvidenceAttached':
      return findFact(facts, fact.data.supports)
        ? accept<LedgerEvent>(fact)
        : refuse(unknownFact(fact.data.supports));
    case 'StepTaken':
      return decideMeets(fact, fact.data.meets, termsAt(promised, fact.data.taken));
    case 'AgreementStageReached':
      return decideStage(fact, termsAt(promised, occurredOf(fact)));
    case 'MilestonePassed':
      return decidePassage(fact, facts);
    case 'FulfilmentLinked':
      return accept<LedgerEvent>(fact);
    case 'CommitmentWithdrawn':
    case 'CommitmentReleased':
    case 'CommitmentSuperseded':
      return decideEnd(fact, termsAt(promised, endIn(fact).ended), ends);
    case 'CommitmentAmended':
    case 'CommitmentSpecified':
    case 'CommitmentReaffirmed':
      return decideStatement(fact, promised);
    case 'CommitmentRelated':
      return decideRelation(fact, relations);
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
      return decideSameness(fact, { facts, announced, relations, samenesses });
    case 'DeadlinePassed':
      return decideDeadline(fact, promised);
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
 * money and goods in the same one, physical units in one of the same dimension. Where the terms have changed, any that
 * were in force at some time will do: what is in the unit of others than today's is kept as an observation.
 */
function measured(
  fact: CommitmentFact,
  pointer: string,
  { unit }: Quantity,
  promised: Promised,
): Decision<LedgerEvent, Refusal> {
  const { commitment: id, criterion } = termsInTheEnd(promised);
  const wanted =
    fact.type === 'FundsAllocated' || fact.type === 'FundsDisbursed' ? 'sum-reached' : 'count-reached';
  const units = new Set(
    criteriaOf(promised)
      .flatMap(amountCriteria)
      .flatMap(({ type, target }) => (type === wanted ? target.unit : [])),
  );
  if (units.size === 0) {
    return refuse({
      code: 'not-measured-so',
      pointer,
      fault: `cannot count towards ${id}, whose criterion is ${criterion.type}`,
      remedy: `record it with a commitment whose criterion is ${wanted}, or has such a condition`,
    });
  }
  if ([...units].some((each) => areConvertible(unit, each))) return accept<LedgerEvent>(fact);
  const converts = [...units].some((each) => dimensionOf(each) !== undefined);
  return refuse({
    code: 'other-unit',
    pointer: `${pointer}/unit`,
    fault: `is ${measuredIn(unit)}, but ${id} is measured in ${[...units].map(measuredIn).join(' and ')}`,
    remedy: `give the amount in ${[...units].join(' or ')}${converts ? ', or another unit that converts to it' : ''}, as a source states it`,
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

function decideRelation(
  fact: Fact<'CommitmentRelated'>,
  relations: readonly Relation[],
): Decision<LedgerEvent, Refusal> {
  const { commitment, type, to } = fact.data;
  if (commitment === to) return refuse(relatedToItself('/to'));
  const before = relations.some((relation) => relation.type === type && relation.commitment === to);
  return before ? refuse(relatedBefore(fact.data)) : accept<LedgerEvent>(fact);
}

const relatedBefore = ({ commitment, type, to }: EventData<'CommitmentRelated'>): Refusal => ({
  code: 'changes-nothing',
  pointer: '/to',
  fault: `is ${to}, to which ${commitment} is related so already (${type})`,
  remedy: 'leave it out; a further source for what is known is attached as evidence',
});

const relatedToItself = (pointer: string): Refusal => ({
  code: 'related-to-itself',
  pointer,
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
