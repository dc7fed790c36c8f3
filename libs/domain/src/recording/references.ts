import type { Criterion } from '../commitment/criterion.ts';
import { evidenceIn } from '../evidence-in.ts';
import {
  commitmentStream,
  meetingStream,
  registerStream,
  sourceStream,
  type LedgerEvent,
} from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { isAnchor, type Evidence } from '../vocabulary/index.ts';
import { registersAwaited } from './registers-awaited.ts';
import { samenessRefusals } from './samenesses.ts';
import type { Streams } from './streams.ts';
import { circleIn } from './lineage.ts';

/** The streams a fact refers to besides its own. */
export function streamsReferredTo(fact: LedgerEvent): readonly string[] {
  return [
    ...evidenceIn(fact).map(({ item }) => sourceStream(item.source)),
    ...relatedTo(fact).map(({ id }) => commitmentStream(id)),
    ...(saidAt(fact) === undefined ? [] : [meetingStream(saidAt(fact) ?? '')]),
    ...criteriaIn(fact)
      .flatMap(registersAwaited)
      .map(({ imposer, target }) => registerStream(imposer, target)),
  ];
}

function criteriaIn(fact: LedgerEvent): readonly Criterion[] {
  if (fact.type === 'CommitmentAnnounced') return [fact.data.criterion];
  if (fact.type !== 'CommitmentAmended' && fact.type !== 'CommitmentSpecified') return [];
  return fact.data.terms.criterion ? [fact.data.terms.criterion] : [];
}

/**
 * What a fact names and nobody has recorded. Commitments may only relate to ones recorded before them, which also
 * keeps the relations free of circles; what is related later is followed to the end of the way.
 */
export function danglingReferences(fact: LedgerEvent, streams: Streams): readonly Refusal[] {
  return [
    ...evidenceIn(fact).flatMap(({ item, pointer }) => evidenceRefusals(item, pointer, streams)),
    ...relatedTo(fact)
      .filter(({ id }) => !streams.commitment(commitmentStream(id)).announced && !isItself(fact, id))
      .map(({ id, pointer }) => unknownCommitment(id, pointer)),
    ...circleIn(fact, streams),
    ...meetingRefusals(fact, streams),
    ...samenessRefusals(fact, streams),
  ];
}

const isItself = (fact: LedgerEvent, id: string): boolean =>
  (fact.type === 'CommitmentAnnounced' ||
    fact.type === 'CommitmentSuperseded' ||
    fact.type === 'CommitmentRelated' ||
    fact.type === 'SamenessProposed') &&
  fact.data.commitment === id;

function saidAt(fact: LedgerEvent): string | undefined {
  return 'meeting' in fact.data && fact.type !== 'MeetingHeld' ? fact.data.meeting : undefined;
}

function relatedTo(fact: LedgerEvent): readonly { readonly id: string; readonly pointer: string }[] {
  if (fact.type === 'ConferenceHeld') {
    return (fact.data.towards ?? []).map((id, index) => ({ id, pointer: `/towards/${index}` }));
  }
  if (fact.type === 'CommitmentSuperseded') return [{ id: fact.data.successor, pointer: '/successor' }];
  if (fact.type === 'CommitmentRelated') return [{ id: fact.data.to, pointer: '/to' }];
  if (fact.type === 'SamenessProposed')
    return fact.data.of === fact.data.commitment ? [{ id: fact.data.with, pointer: '/with' }] : [];
  if (fact.type !== 'CommitmentAnnounced') return [];
  return (fact.data.relations ?? []).map(({ commitment: id }, index) => ({
    id,
    pointer: `/relations/${index}/commitment`,
  }));
}

function evidenceRefusals(item: Evidence, pointer: string, streams: Streams): readonly Refusal[] {
  const { registered, document } = streams.source(sourceStream(item.source));
  if (!registered) {
    return [
      {
        code: 'unknown-source',
        pointer: `${pointer}/source`,
        fault: `names the source ${item.source}, which is not registered`,
        remedy: 'register the source first, or name it under "source" in the same record',
      },
    ];
  }
  if (!isAnchor(item) || item.document === document) return [];
  return [
    {
      code: 'other-document',
      pointer: `${pointer}/document`,
      fault: `points into another document than the one registered for ${item.source}`,
      remedy: document
        ? `use the document with SHA-256 ${document}`
        : `register ${item.source} with its document`,
    },
  ];
}

function meetingRefusals(fact: LedgerEvent, streams: Streams): readonly Refusal[] {
  const id = saidAt(fact);
  if (id === undefined || streams.meeting(meetingStream(id)).held) return [];
  return [
    {
      code: 'not-held',
      pointer: '/meeting',
      fault: `names the meeting ${id}, which is not recorded`,
      remedy: 'record the meeting first, or under "meeting" in the same record',
    },
  ];
}

const unknownCommitment = (id: string, pointer: string): Refusal => ({
  code: 'unknown-commitment',
  pointer,
  fault: `names ${id}, which is not a commitment recorded before this one`,
  remedy: 'correct the id, or put the commitment it names before this one',
});
