import { isOfCommitments } from '../commitment/sameness.ts';
import { alreadyRelated, unlike } from '../commitment/sameness-deciding.ts';
import { targetOf } from '../commitment/criterion.ts';
import { commitmentStream, streamOf, type Fact, type LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { areConvertible } from '../vocabulary/index.ts';
import type { Histories, Streams } from './streams.ts';

type Decision = Fact<'SamenessConfirmed'> | Fact<'SamenessRejected'>;

const isDecision = (fact: LedgerEvent): fact is Decision =>
  fact.type === 'SamenessConfirmed' || fact.type === 'SamenessRejected';

/**
 * That two commitments may be one stands in the streams of both, so that either is enough to follow its commitment: the
 * same fact as the other one tells it. Of two happenings of one commitment there is no other stream.
 */
export function seenFromTheOther(fact: LedgerEvent, streams: Streams): readonly LedgerEvent[] {
  if (fact.type === 'SamenessProposed') {
    const { commitment, with: other } = fact.data;
    if (!isOfCommitments(fact.data, commitment)) return [];
    return [{ type: fact.type, data: { ...fact.data, commitment: other, of: other, with: commitment } }];
  }
  if (!isDecision(fact)) return [];
  const { commitment, sameness } = fact.data;
  const proposed = streams
    .commitment(commitmentStream(commitment))
    .samenesses.find(({ id }) => id === sameness);
  if (!proposed || !isOfCommitments(proposed, commitment)) return [];
  const data = { commitment: proposed.with };
  return fact.type === 'SamenessConfirmed'
    ? [{ type: fact.type, data: { ...fact.data, ...data } }]
    : [{ type: fact.type, data: { ...fact.data, ...data } }];
}

/** Why the other stream does not take what the stream of the fact itself does; said only where that one takes it. */
export function samenessRefusals(fact: LedgerEvent, streams: Streams): readonly Refusal[] {
  const [mirrored] = seenFromTheOther(fact, streams);
  if (!mirrored || 'refused' in streams.decide(fact)) return [];
  const decision = streams.decide(mirrored);
  if ('refused' in decision) {
    const { code, pointer } = decision.refused;
    const stream = streamOf(mirrored);
    if (code === 'not-announced') return [];
    if (code === 'already-related') return [statedByTheOther(fact, stream, streams)];
    return [{ ...decision.refused, pointer: pointer === '' ? '' : '/with' }];
  }
  return fact.type === 'SamenessProposed' ? unlikeCommitments(fact, streams) : [];
}

function statedByTheOther(fact: LedgerEvent, stream: string, streams: Streams): Refusal {
  const { announced, relations } = streams.commitment(stream);
  const own = 'commitment' in fact.data ? fact.data.commitment : '';
  const stated = relations.find((relation) => relation.commitment === own);
  return alreadyRelated(own, stated?.type ?? 'related to', announced?.commitment ?? '');
}

function unlikeCommitments({ data }: Fact<'SamenessProposed'>, streams: Streams): readonly Refusal[] {
  const [unit, otherUnit] = [data.of, data.with].map((id) => {
    const { announced } = streams.commitment(commitmentStream(id));
    return announced && targetOf(announced.criterion)?.unit;
  });
  if (unit === undefined || otherUnit === undefined || areConvertible(unit, otherUnit)) return [];
  return [
    unlike('/with', `is measured in ${otherUnit}, and ${data.of} in ${unit}, which is never converted to it`),
  ];
}

/** The streams of the commitments that decisions are about besides their own, as far as the proposals are read already. */
export const otherCommitmentsOf = (facts: readonly LedgerEvent[], read: Histories): readonly string[] =>
  facts
    .filter(isDecision)
    .flatMap((fact) =>
      (read.get(streamOf(fact)) ?? []).flatMap((event) =>
        event.type === 'SamenessProposed' &&
        event.data.sameness === fact.data.sameness &&
        isOfCommitments(event.data, event.data.commitment)
          ? [commitmentStream(event.data.with)]
          : [],
      ),
    );
