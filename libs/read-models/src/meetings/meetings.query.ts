import { type EventData, type Evidence } from '#libs/domain';
import { dated, isCertainBy, type Dated } from '../days.ts';
import { chronologicalPage, type ChronologicalPage, type List } from '../page.ts';
import { type Snapshot } from '../snapshot.ts';
import { standingRows, toldAnew, type Parameter } from '../told-anew.ts';
import { meetings, type MeetingRow, type Opening } from './meetings.table.ts';

/** A meeting, conference or signing in a list. What does not apply to its type is null. */
export interface MeetingSummary {
  readonly id: string;
  readonly type: 'meeting' | 'conference' | 'signing';
  readonly title: string;
  /** When it was held or signed. */
  readonly held: Dated;
  /** False where its date leaves open whether it had been held by the day asked for. */
  readonly certain: boolean;
  readonly place: EventData<'MeetingHeld'>['place'] | null;
  /** Who took part, hosted or signed. */
  readonly parties: readonly string[];
  readonly participants: EventData<'MeetingHeld'>['participants'];
  readonly signatories: string | null;
  readonly note: string | null;
  /** At which other meeting it was spoken of. */
  readonly meeting: string | null;
  readonly attribution: EventData<'MeetingHeld'>['attribution'];
  readonly evidence: readonly Evidence[];
  readonly position: number;
  readonly recordedAt: string;
}

/**
 * Meetings, conferences and signings in order of days.
 *
 * @throws BadCursor
 */
export async function meetingsQuery(
  snapshot: Snapshot,
  page: ChronologicalPage,
): Promise<List<MeetingSummary>> {
  const told = await toldAnew(snapshot);
  const from = (parameter: Parameter) => standingRows(meetings, told, parameter);
  const { rows, next } = await chronologicalPage({ table: meetings.table, from }, page, snapshot);
  return { items: rows.map((row) => meetingSummary(row, snapshot.at.validAt)), next, asOf: snapshot.asOf };
}

/** A meeting for an answer. */
export function meetingSummary(
  { event, position, recordedAt }: Pick<MeetingRow, 'event' | 'position' | 'recordedAt'>,
  validAt: string,
): MeetingSummary {
  const { attribution, evidence } = event.data;
  return {
    ...kindOf(event),
    certain: isCertainBy(validAt, heldOn(event)),
    note: 'note' in event.data ? (event.data.note ?? null) : null,
    meeting: event.type === 'MeetingHeld' ? null : (event.data.meeting ?? null),
    attribution,
    evidence,
    position,
    recordedAt,
  };
}

const heldOn = (event: Opening): string =>
  event.type === 'AgreementSigned' ? event.data.signed : event.data.held;

function kindOf(
  event: Opening,
): Pick<
  MeetingSummary,
  'id' | 'type' | 'title' | 'held' | 'place' | 'parties' | 'participants' | 'signatories'
> {
  switch (event.type) {
    case 'MeetingHeld': {
      const { meeting: id, title, held, place, participants } = event.data;
      const parties = [...new Set(participants.map(({ party }) => party))];
      return {
        id,
        type: 'meeting',
        title,
        held: dated(held),
        place,
        parties,
        participants,
        signatories: null,
      };
    }
    case 'ConferenceHeld': {
      const { conference: id, title, held, place, hosts: parties } = event.data;
      return {
        id,
        type: 'conference',
        title,
        held: dated(held),
        place,
        parties,
        participants: [],
        signatories: null,
      };
    }
    case 'AgreementSigned': {
      const { agreement: id, title, signed, parties, signatories = null } = event.data;
      return {
        id,
        type: 'signing',
        title,
        held: dated(signed),
        place: null,
        parties,
        participants: [],
        signatories,
      };
    }
  }
}
