import { unreachable } from './decider.ts';
import type { EventData, LedgerEvent, PlainFact } from './ledger-event.ts';

/** What later events of a commitment's stream inherit: a delivery concerns those to whom it was promised. */
export type Promised = Pick<EventData<'CommitmentAnnounced'>, 'kind' | 'committers' | 'beneficiaries'>;

/** Whom an event concerns, and the kind of the commitment that it is about. */
export interface Concern {
  /** Sorted, each once. */
  readonly parties: readonly string[];
  /** Null where it is of no commitment. */
  readonly kind: string | null;
}

/**
 * What a commitment's stream promises with one more event: its announcement, and each correction that tells it anew.
 *
 * @param before undefined where nothing was announced yet.
 */
export function promisedWith(before: Promised | undefined, event: LedgerEvent): Promised | undefined {
  const told = event.type === 'CorrectionRecorded' ? event.data.replacement : event;
  return told?.type === 'CommitmentAnnounced' ? promisedTo(before, told.data) : before;
}

/** With what was told anew: whoever was ever said to be party to it finds it. */
export const promisedTo = (
  before: Promised | undefined,
  { kind, committers, beneficiaries }: Promised,
): Promised => ({
  kind,
  committers: [...new Set([...(before?.committers ?? []), ...committers])],
  beneficiaries: [...new Set([...(before?.beneficiaries ?? []), ...beneficiaries])],
});

/**
 * Whom an event concerns.
 *
 * @param promised what its stream promises with it; undefined where that is no commitment's.
 */
export function concernOf(event: LedgerEvent, promised: Promised | undefined): Concern {
  const inherited = promised ? [...promised.committers, ...promised.beneficiaries] : [];
  return {
    parties: [...new Set([...partiesNamed(event), ...inherited])].sort(),
    kind: promised?.kind ?? null,
  };
}

/** The parties that an event itself names: who speaks, who is bound, and whom it tells of; in a correction also anew. */
export function partiesNamed(event: LedgerEvent): readonly string[] {
  const own = event.type === 'CorrectionRecorded' ? renamedIn(event.data) : toldIn(event);
  return [...own, ...attributed(event)];
}

function attributed({ data }: LedgerEvent): readonly string[] {
  if (!('attribution' in data)) return [];
  const { onBehalfOf, committed = [] } = data.attribution;
  return [onBehalfOf, ...committed];
}

const renamedIn = ({ replacement }: EventData<'CorrectionRecorded'>): readonly string[] =>
  replacement ? partiesNamed(replacement) : [];

function toldIn(event: PlainFact): readonly string[] {
  switch (event.type) {
    case 'SourceRegistered':
      return event.data.publisherParty === undefined ? [] : [event.data.publisherParty];
    case 'MeetingHeld':
      return event.data.participants.map(({ party }) => party);
    case 'ConferenceHeld':
      return event.data.hosts;
    case 'AgreementSigned':
      return event.data.parties;
    case 'CommitmentAnnounced':
    case 'CumulativeReported':
      return [...event.data.committers, ...event.data.beneficiaries];
    case 'SanctionsPackageAdopted':
      return [event.data.imposer, event.data.target, ...event.data.against];
    case 'FulfilmentAwaited':
      return [event.data.imposer, event.data.target];
    case 'CommitmentWithdrawn':
    case 'CommitmentReleased':
      return [event.data.by];
    case 'CommitmentAmended': {
      const { by, terms } = event.data;
      return [...by, ...(terms.committers ?? []), ...(terms.beneficiaries ?? [])];
    }
    case 'PositionStated':
    case 'ExhibitionPresented':
    case 'ContributionAcknowledged':
    case 'FundsAllocated':
    case 'FundsDisbursed':
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
    case 'StepTaken':
    case 'FulfilmentLinked':
    case 'EvidenceAttached':
    case 'CommitmentSuperseded':
    case 'CoverageDeclared':
    case 'CommitmentSpecified':
    case 'CommitmentReaffirmed':
    case 'CommitmentRelated':
    case 'DisputeResolved':
    case 'EvidenceChallenged':
    case 'MilestonePassed':
    case 'SamenessProposed':
    case 'SamenessConfirmed':
    case 'SamenessRejected':
    case 'DeadlinePassed':
      return [];
    case 'DisputeOpened':
      return event.data.readings.map(({ attribution }) => attribution.onBehalfOf);
    case 'AssessmentRecorded':
      return event.data.onBehalfOf === undefined ? [] : [event.data.onBehalfOf];
    case 'AgreementStageReached':
      return event.data.by === undefined ? [] : [event.data.by];
    default:
      return unreachable(event);
  }
}
