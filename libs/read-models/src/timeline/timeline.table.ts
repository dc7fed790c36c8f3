import { type LedgerEvent } from '#libs/domain';
import { columns, tableOf } from '../event-table.ts';
import { type References } from './references.ts';

/** One event, whatever it is about. */
export interface TimelineRow extends References {
  readonly position: number;
  readonly eventId: string;
  readonly stream: string;
  readonly type: LedgerEvent['type'];
  readonly occurred: string;
  readonly earliest: string;
  readonly latest: string;
  readonly recordedAt: string;
  readonly actor: string;
  /** Of the commitment in whose stream it stands; null in other streams. */
  readonly kind: string | null;
  /** The fact in the newest shape: `{type, data}`. What was sealed is in the store alone. */
  readonly event: LedgerEvent;
}

export const timelineTable = tableOf<TimelineRow>('timeline', {
  position: columns.key('bigint'),
  eventId: columns.text('event_id'),
  stream: columns.text(),
  type: columns.text(),
  occurred: columns.text(),
  earliest: columns.day(),
  latest: columns.day(),
  recordedAt: columns.text('recorded_at'),
  actor: columns.text(),
  commitments: columns.texts(),
  meetings: columns.texts(),
  sources: columns.texts(),
  parties: columns.texts(),
  kind: columns.nullable(columns.text()),
  event: columns.json(),
});
