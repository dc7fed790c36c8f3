import { type Fact, factId } from '#libs/domain';
import { dayColumns } from '../days.ts';
import { columns, type EventTable, tableOf } from '../event-table.ts';

/** What a meeting's stream begins with. */
export type Opening = Fact<'MeetingHeld'> | Fact<'ConferenceHeld'> | Fact<'AgreementSigned'>;

/** One meeting, conference or signing. */
export interface MeetingRow {
  readonly position: number;
  readonly id: string;
  readonly earliest: string;
  readonly latest: string;
  readonly recordedAt: string;
  readonly event: Opening;
}

export const meetings: EventTable<MeetingRow> = {
  table: tableOf<MeetingRow>('meetings', {
    position: columns.key('bigint'),
    id: columns.text(),
    earliest: columns.day(),
    latest: columns.day(),
    recordedAt: columns.text('recorded_at'),
    event: columns.json(),
  }),
  rowOf: ({ event, recorded: { position, recordedAt, occurred } }) =>
    event.type === 'MeetingHeld' || event.type === 'ConferenceHeld' || event.type === 'AgreementSigned'
      ? { position, id: factId(event), ...dayColumns(occurred), recordedAt, event }
      : undefined,
};
