import type { Criterion } from '../commitment/criterion.ts';
import { commitmentStream, registerStream, type EventData, type LedgerEvent } from '../ledger-event.ts';
import { latest, partyName } from '../vocabulary/index.ts';
import { registersAwaited } from './registers-awaited.ts';
import { seenFromTheOther } from './samenesses.ts';
import type { Streams } from './streams.ts';

/**
 * What else is to be recorded, in other streams and in the same append, because a fact was: one stream stays enough
 * to follow one commitment.
 */
export function consequencesOf(fact: LedgerEvent, streams: Streams): readonly LedgerEvent[] {
  switch (fact.type) {
    case 'CommitmentAnnounced':
      return [...awaits(fact.data.commitment, fact.data.criterion, streams), ...supersessionsBy(fact.data)];
    case 'CommitmentAmended':
    case 'CommitmentSpecified':
      return awaits(fact.data.commitment, fact.data.terms.criterion, streams);
    case 'CommitmentSuperseded':
      return relationsBack(fact.data);
    case 'SanctionsPackageAdopted':
      return streams
        .register(registerStream(fact.data.imposer, fact.data.target))
        .awaited.filter(({ after }) => mayBeAfter(fact.data.adopted, after))
        .filter(({ commitment }) => streams.commitment(commitmentStream(commitment)).announced)
        .map(({ commitment }) => linkPackage(commitment, fact.data));
    case 'ConferenceHeld':
      return (fact.data.towards ?? []).map((commitment) => linkConference(commitment, fact.data));
    case 'SamenessProposed':
    case 'SamenessConfirmed':
    case 'SamenessRejected':
      return seenFromTheOther(fact, streams);
    default:
      return [];
  }
}

function awaits(
  commitment: string,
  criterion: Criterion | undefined,
  streams: Streams,
): readonly LedgerEvent[] {
  return (criterion ? registersAwaited(criterion) : []).flatMap(({ imposer, target, after }) => {
    const already = streams
      .register(registerStream(imposer, target))
      .packages.filter(({ adopted }) => mayBeAfter(adopted, after));
    return [
      { type: 'FulfilmentAwaited', data: { commitment, imposer, target, after } },
      ...already.map((adopted) => linkPackage(commitment, adopted)),
    ];
  });
}

/**
 * A commitment that says in its own announcement that it takes the place of another ends that one from then on, unless
 * it has ended already or nobody has promised anything yet.
 */
export function supersessionsBy(data: EventData<'CommitmentAnnounced'>): readonly LedgerEvent[] {
  const { commitment: successor, announced, strength, meeting, attribution, evidence } = data;
  if (strength === 'discussed') return [];
  const told = { ...(meeting !== undefined && { meeting }), attribution, evidence };
  return (data.relations ?? [])
    .filter(({ type }) => type === 'supersedes')
    .map(({ commitment }) => ({
      type: 'CommitmentSuperseded',
      data: { commitment, supersession: successor, successor, superseded: announced, ...told },
    }));
}

/**
 * What is said of the superseded stands in the stream of its successor too, as every relation does with whoever has it;
 * where the successor announced it, it does already.
 */
function relationsBack({
  commitment: to,
  supersession,
  successor: commitment,
  superseded: stated,
  meeting,
  attribution,
  evidence,
}: EventData<'CommitmentSuperseded'>): readonly LedgerEvent[] {
  if (supersession === commitment) return [];
  const told = { ...(meeting !== undefined && { meeting }), attribution, evidence };
  const relation = { commitment, relation: to, type: 'supersedes', to, stated, since: stated } as const;
  return [{ type: 'CommitmentRelated', data: { ...relation, ...told } }];
}

const mayBeAfter = (happened: string, day: string): boolean => {
  const last = latest(happened);
  return last === null || last > day;
};

function linkPackage(commitment: string, adopted: EventData<'SanctionsPackageAdopted'>): LedgerEvent {
  const { attribution, evidence } = adopted;
  const number = adopted.number === null ? 'of unknown number' : adopted.number;
  return {
    type: 'FulfilmentLinked',
    data: {
      commitment,
      fulfilment: adopted.package,
      by: 'sanctions-package',
      title: `Sanctions package ${number} of ${partyName(adopted.imposer)} on account of ${partyName(adopted.target)}`,
      happened: adopted.adopted,
      register: { imposer: adopted.imposer, target: adopted.target },
      attribution,
      evidence,
    },
  };
}

function linkConference(commitment: string, held: EventData<'ConferenceHeld'>): LedgerEvent {
  const { conference: fulfilment, title, held: happened, meets, attribution, evidence } = held;
  const linked = { commitment, fulfilment, by: 'conference', title, happened } as const;
  return {
    type: 'FulfilmentLinked',
    data: { ...linked, ...(meets !== undefined && { meets }), attribution, evidence },
  };
}
