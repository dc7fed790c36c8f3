import { accept, refuse, type Decision } from '../decider.ts';
import { evidenceIn } from '../evidence-in.ts';
import { factId, type EventData, type Fact, type LedgerEvent } from '../ledger-event.ts';
import { factsOf, findFact, type FactLog } from '../recorded-once.ts';
import type { Refusal } from '../refusal.ts';
import {
  areConvertible,
  dayBounds,
  earliest,
  intervalIn,
  latest,
  type Quantity,
} from '../vocabulary/index.ts';
import { targetOf } from './criterion.ts';
import type { Aspect } from './dispute.events.ts';
import {
  challengeIn,
  disputeIn,
  openedOn,
  readingIds,
  subjectOf,
  type Contention,
  type Dispute,
  type Reading,
} from './dispute.ts';
import * as refusals from './dispute-refusals.ts';

type Deciding = Decision<LedgerEvent, Refusal>;

/** Whether sources can be said to disagree so: about a recorded fact, in a way they compare, and not already. */
export function decideDispute(fact: Fact<'DisputeOpened'>, facts: FactLog | undefined): Deciding {
  const dispute = disputeIn(fact);
  const about = findFact(facts, dispute.about);
  if (!about) return refuse(refusals.unknownFact(dispute.about));
  const offered = aspectsOf(about);
  if (!offered.includes(dispute.aspect))
    return refuse(refusals.notDisputable(about, dispute.aspect, offered));
  if (dispute.readings.length < 2) return refuse(refusals.tooFewReadings());
  const wrong = incomparable(dispute, about) ?? agreeing(dispute);
  if (wrong) return refuse(wrong);
  const before = openAbout(dispute, facts);
  return before ? refuse(refusals.alreadyDisputed(before)) : accept<LedgerEvent>(fact);
}

/** Whether a fact, or a source of it, can be contested. */
export function decideChallenge(fact: Fact<'EvidenceChallenged'>, facts: FactLog | undefined): Deciding {
  const challenge = challengeIn(fact);
  const { about: id, contestedSource } = challenge;
  const about = findFact(facts, id);
  if (!about) return refuse(refusals.unknownFact(id));
  if (isAboutDoubt(about)) return refuse(refusals.notDisputable(about, 'occurrence', []));
  if (contestedSource !== undefined && !speaksFor(contestedSource, id, facts))
    return refuse(refusals.notASourceOf(contestedSource, id));
  const before = openAbout(challenge, facts);
  return before ? refuse(refusals.alreadyDisputed(before)) : accept<LedgerEvent>(fact);
}

/** Whether a dispute or challenge can be resolved so: once, by a reading of its own or none, and not before it began. */
export function decideResolution(fact: Fact<'DisputeResolved'>, facts: FactLog | undefined): Deciding {
  const { dispute, held, resolved } = fact.data;
  const contention = contentionIn(findFact(facts, dispute));
  if (!contention) return refuse(refusals.unknownDispute(dispute));
  const before = resolutionIn(facts, dispute);
  if (before) return refuse(refusals.alreadyResolved(dispute, before));
  const ids = readingIds(contention);
  const isKnown = held === null ? contention.type === 'dispute' : ids.includes(held);
  if (!isKnown) return refuse(refusals.unknownReading(held, contention, ids));
  const [last, first] = [latest(resolved), earliest(openedOn(contention))];
  const isTooEarly = last !== null && first !== null && last < first;
  return isTooEarly ? refuse(refusals.resolvedTooEarly(resolved, contention)) : accept<LedgerEvent>(fact);
}

/** On what sources can disagree about a fact. A promise has no day of its own to be wrong about: that is corrected. */
function aspectsOf({ type, data }: LedgerEvent): readonly Aspect[] {
  switch (type) {
    case 'FundsAllocated':
    case 'FundsDisbursed':
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
      return ['quantity', 'date', 'occurrence', 'figure'];
    case 'CommitmentAnnounced':
      return targetOf(data.criterion) ? ['quantity', 'occurrence', 'figure'] : ['occurrence', 'figure'];
    case 'MilestonePassed':
      return data.quantity ? ['quantity', 'date', 'occurrence', 'figure'] : ['date', 'occurrence', 'figure'];
    case 'StepTaken':
    case 'AgreementStageReached':
    case 'FulfilmentLinked':
    case 'CommitmentWithdrawn':
    case 'CommitmentReleased':
    case 'CommitmentSuperseded':
    case 'CommitmentAmended':
    case 'CommitmentSpecified':
    case 'CommitmentReaffirmed':
      return ['date', 'occurrence', 'figure'];
    case 'CoverageDeclared':
      return ['occurrence', 'figure'];
    default:
      return [];
  }
}

const isAboutDoubt = ({ type }: LedgerEvent): boolean =>
  ['DisputeOpened', 'DisputeResolved', 'EvidenceChallenged', 'AssessmentRecorded'].includes(type);

/** The first reading whose unit does not convert to that of the fact, or of a figure, of the first reading. */
function incomparable({ aspect, readings }: Dispute, about: LedgerEvent): Refusal | undefined {
  if (aspect !== 'quantity' && aspect !== 'figure') return undefined;
  const unit = (aspect === 'quantity' ? amountIn(about) : readings[0]?.quantity)?.unit;
  if (unit === undefined) return undefined;
  const index = readings.findIndex(({ quantity }) => quantity && !areConvertible(quantity.unit, unit));
  return index < 0
    ? undefined
    : refusals.incomparableReading(index, readings[index]?.quantity?.unit ?? '', unit);
}

function amountIn({ type, data }: LedgerEvent): Quantity | undefined {
  switch (type) {
    case 'FundsAllocated':
    case 'FundsDisbursed':
      return data.amount;
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
    case 'MilestonePassed':
      return data.quantity;
    case 'CommitmentAnnounced':
      return targetOf(data.criterion);
    default:
      return undefined;
  }
}

/** The first reading that says what an earlier one says. */
function agreeing({ readings }: Dispute): Refusal | undefined {
  const unit = readings[0]?.quantity?.unit ?? '';
  const said = readings.map((reading) => sayingOf(reading, unit));
  const index = said.findIndex((saying, at) => said.indexOf(saying) < at);
  const before = said.indexOf(said[index] ?? '');
  return index < 0 ? undefined : refusals.readingsAgree(index, readings[before]?.id ?? '');
}

/** Equal for readings that leave the same possible, however they put it. */
function sayingOf({ quantity, date, occurred }: Reading, unit: string): string {
  return JSON.stringify([quantity && intervalIn(unit, quantity), date && dayBounds(date), occurred]);
}

const contentionIn = (fact: LedgerEvent | undefined): Contention | undefined => {
  if (fact?.type === 'DisputeOpened') return disputeIn(fact);
  return fact?.type === 'EvidenceChallenged' ? challengeIn(fact) : undefined;
};

function resolutionIn(facts: FactLog | undefined, dispute: string): EventData<'DisputeResolved'> | undefined {
  const found = factsOf(facts).find(
    ({ type, data }) => type === 'DisputeResolved' && data.dispute === dispute,
  );
  return found?.type === 'DisputeResolved' ? found.data : undefined;
}

/** What is contested already, and not resolved. */
function openAbout(contention: Contention, facts: FactLog | undefined): Contention | undefined {
  return factsOf(facts)
    .flatMap((fact) => contentionIn(fact) ?? [])
    .find((before) => subjectOf(before) === subjectOf(contention) && !resolutionIn(facts, before.id));
}

/** Whether a source is named by a fact or by a further source of it. */
const speaksFor = (source: string, id: string, facts: FactLog | undefined): boolean =>
  factsOf(facts)
    .filter((fact) => factId(fact) === id || (fact.type === 'EvidenceAttached' && fact.data.supports === id))
    .some((fact) => evidenceIn(fact).some(({ item }) => item.source === source));
