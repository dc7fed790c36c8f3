import { accept, refuse, type Decision } from '../decider.ts';
import type { EventData, Fact, LedgerEvent } from '../ledger-event.ts';
import { findFact, type FactLog } from '../recorded-once.ts';
import type { Refusal } from '../refusal.ts';
import { areConvertible } from '../vocabulary/index.ts';
import { evolveSamenesses, isOfCommitments, stateOf, type Sameness, type SamenessEvent } from './sameness.ts';
import { happeningIn, isHappeningEvent, type Happening } from './happening.ts';
import { groupOf, MOST_IN_A_GROUP, samenessBetween, worldsOf } from './sameness-worlds.ts';

/** What is known of a commitment where a sameness is decided on. */
interface Ground {
  readonly facts: FactLog | undefined;
  readonly announced: EventData<'CommitmentAnnounced'>;
  /** How the commitment stands to others, as announced and as stated later. */
  readonly relations: NonNullable<EventData<'CommitmentAnnounced'>['relations']>;
  readonly samenesses: readonly Sameness[];
}

/**
 * Whether two facts may be said to be one, or that be decided: each pair is proposed once and decided once, and only so
 * that some way remains in which all that is decided is true.
 */
export function decideSameness(event: SamenessEvent, ground: Ground): Decision<LedgerEvent, Refusal> {
  const refusal =
    event.type === 'SamenessProposed' ? proposalRefused(event, ground) : decisionRefused(event, ground);
  return refusal ? refuse(refusal) : accept<LedgerEvent>(event);
}

function proposalRefused({ data }: Fact<'SamenessProposed'>, ground: Ground): Refusal | undefined {
  const { of, with: other, commitment } = data;
  const before = samenessBetween(ground.samenesses, of, other);
  if (of === other) return asItself(of);
  if (before) return stateOf(before) === 'proposed' ? proposedBefore(before) : decidedBefore(before, '/with');
  if (isOfCommitments(data, commitment)) return relatedBefore(other, ground);
  const notAlike = cannotBeOne(of, other, ground);
  if (notAlike) return notAlike;
  const more = [...ofHappenings(ground), { ...data, id: data.sameness }];
  const group = groupOf(of, more);
  if (group.length > MOST_IN_A_GROUP) return tooMany(group);
  const worlds = worldsOf(group, more);
  const isOne = worlds.filter((world) => world.some((block) => block.includes(of) && block.includes(other)));
  return isOne.length > 0 && isOne.length < worlds.length ? undefined : settled(of, other, isOne.length > 0);
}

function decisionRefused(
  event: Exclude<SamenessEvent, Fact<'SamenessProposed'>>,
  ground: Ground,
): Refusal | undefined {
  const { samenesses, announced } = ground;
  const { sameness: id } = event.data;
  const proposed = samenesses.find((each) => each.id === id);
  if (!proposed) return notProposed(id);
  if (proposed.decision) return decidedBefore(proposed, '/sameness');
  if (isOfCommitments(proposed, announced.commitment)) return undefined;
  const before = ofHappenings(ground);
  const after = evolveSamenesses(before, event) ?? before;
  if (worldsOf(groupOf(proposed.of, before), after).length > 0) return undefined;
  return settled(proposed.of, proposed.with, event.type === 'SamenessRejected', '/sameness');
}

/** Another commitment may have the id of a happening of this one. */
const ofHappenings = ({ samenesses, announced }: Ground): readonly Sameness[] =>
  samenesses.filter((each) => !isOfCommitments(each, announced.commitment));

function cannotBeOne(of: string, other: string, { facts }: Ground): Refusal | undefined {
  const [one, two] = [happeningNamed(of, facts), happeningNamed(other, facts)];
  if (!one) return noHappening(of, '/of');
  if (!two) return noHappening(other, '/with');
  if (one.type !== two.type) return unlike('/with', `is a ${inWords(two)}, and ${of} is a ${inWords(one)}`);
  const [unit, otherUnit] = [one.quantity?.unit ?? '', two.quantity?.unit ?? ''];
  return areConvertible(unit, otherUnit)
    ? undefined
    : unlike('/with', `is measured in ${otherUnit}, and ${of} in ${unit}, which is never converted to it`);
}

const inWords = ({ type }: Happening): string => type.replace('-', ' ');

function happeningNamed(id: string, facts: FactLog | undefined): Happening | undefined {
  const fact = findFact(facts, id);
  return fact && isHappeningEvent(fact) ? happeningIn(fact) : undefined;
}

const asItself = (id: string): Refusal => ({
  code: 'same-as-itself',
  pointer: '/with',
  fault: `names ${id} itself`,
  remedy: 'name the other fact that may be the same',
});

const noHappening = (id: string, pointer: string): Refusal => ({
  code: 'unknown-fact',
  pointer,
  fault: `names ${id}, which is nothing recorded as having happened towards this commitment`,
  remedy:
    'name two allocations, disbursements, deliveries, steps, packages or conferences of one commitment or, of two commitments, the one in "commitment" under "of"',
});

/** The refusal of two things that are not of one kind. */
export const unlike = (pointer: string, fault: string): Refusal => ({
  code: 'cannot-be-one',
  pointer,
  fault,
  remedy: 'name two facts of one kind and one unit, or correct the one that was recorded wrongly',
});

const proposedBefore = ({ id }: Sameness): Refusal => ({
  code: 'sameness-already-proposed',
  pointer: '/with',
  fault: `is what ${id} proposes already`,
  remedy: `confirm or reject ${id}`,
});

const decidedBefore = ({ id, decision }: Sameness, pointer: string): Refusal => ({
  code: 'sameness-already-decided',
  pointer,
  fault: `was ${decision?.state ?? 'decided'} already (${id}, by ${decision?.id ?? ''})`,
  remedy: 'leave it out; if that decision was wrong, correct it',
});

const settled = (of: string, other: string, isOne: boolean, pointer = '/with'): Refusal => ({
  code: 'sameness-already-decided',
  pointer,
  fault: `is settled by what is decided already: ${of} and ${other} ${isOne ? 'are one' : 'are not one'}`,
  remedy: 'leave it out; if one of those decisions was wrong, correct it',
});

const notProposed = (id: string): Refusal => ({
  code: 'sameness-not-proposed',
  pointer: '/sameness',
  fault: `names ${id}, which nobody has proposed for this commitment`,
  remedy: 'propose it first, or correct the id',
});

const tooMany = (group: readonly string[]): Refusal => ({
  code: 'too-many-alike',
  pointer: '/with',
  fault: `would make ${group.length} facts that may be one (${group.join(', ')}), and at most ${MOST_IN_A_GROUP} are kept track of`,
  remedy: 'confirm or reject some of what is proposed among them first',
});

function relatedBefore(other: string, { announced, relations }: Ground): Refusal | undefined {
  const stated = relations.find((relation) => relation.commitment === other);
  return stated && alreadyRelated(other, stated.type, announced.commitment);
}

/** The refusal of two commitments of which one says of itself how it stands to the other. */
export const alreadyRelated = (other: string, type: string, commitment: string): Refusal => ({
  code: 'already-related',
  pointer: '/with',
  fault: `names ${other}, which is no second record of it: ${commitment} is announced as ${type} ${other}`,
  remedy: 'leave it out: sums already count the two once, as their relation says',
});
