import {
  evidenceIn,
  isOfCommitments,
  partiesNamed,
  type EventData,
  type LedgerEvent,
  type PlainFact,
} from '#libs/domain';

/** What an event is about, by ids: each list names a thing once. */
export interface References {
  readonly commitments: readonly string[];
  /** Meetings, conferences and signings: the one an event tells of, and the one at which it was said. */
  readonly meetings: readonly string[];
  readonly sources: readonly string[];
  readonly parties: readonly string[];
}

/** All that an event names. */
export function referencesOf(event: LedgerEvent): References {
  const parties = once(partiesNamed(event));
  if (event.type === 'CorrectionRecorded') return { ...withReplacement(event.data), parties };
  const evidence = evidenceIn(event).map(({ item }) => item.source);
  return {
    commitments: once(commitmentsIn(event)),
    meetings: once(meetingsIn(event)),
    sources: once(event.type === 'SourceRegistered' ? [event.data.source] : evidence),
    parties,
  };
}

/** A correction names what its source and its speaker are, and all that the fact names which it tells anew. */
function withReplacement({
  stream,
  replacement,
  ...own
}: EventData<'CorrectionRecorded'>): Omit<References, 'parties'> {
  const anew = replacement && referencesOf(replacement);
  const [kind, id] = [stream.replace(/-.*$/s, ''), stream.replace(/^\w+-/, '')];
  return {
    commitments: once([...(kind === 'commitment' ? [id] : []), ...(anew?.commitments ?? [])]),
    meetings: once([...(kind === 'meeting' ? [id] : []), ...(anew?.meetings ?? [])]),
    sources: once([...own.evidence.map(({ source }) => source), ...(anew?.sources ?? [])]),
  };
}

const once = (ids: readonly string[]): readonly string[] => (ids.length < 2 ? ids : [...new Set(ids)].sort());

function commitmentsIn(event: PlainFact): readonly string[] {
  if (event.type === 'ConferenceHeld') return event.data.towards ?? [];
  if (event.type === 'CommitmentAnnounced') {
    return [event.data.commitment, ...(event.data.relations ?? []).map(({ commitment }) => commitment)];
  }
  if (event.type === 'SamenessProposed' && isOfCommitments(event.data, event.data.commitment))
    return [event.data.of, event.data.with];
  if (event.type === 'CommitmentRelated') return [event.data.commitment, event.data.to];
  if (event.type === 'CommitmentSuperseded') return [event.data.commitment, event.data.successor];
  return 'commitment' in event.data ? [event.data.commitment] : [];
}

function meetingsIn(event: PlainFact): readonly string[] {
  const saidAt = 'meeting' in event.data && event.data.meeting !== undefined ? [event.data.meeting] : [];
  if (event.type === 'ConferenceHeld') return [event.data.conference, ...saidAt];
  if (event.type === 'AgreementSigned') return [event.data.agreement, ...saidAt];
  if (event.type === 'FulfilmentLinked' && event.data.by === 'conference') return [event.data.fulfilment];
  return saidAt;
}
