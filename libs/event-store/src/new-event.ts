import { type LedgerEvent, occurredOf, schemaVersion } from '#libs/domain';
import { type NewEvent } from './append-request.ts';

/** A fact as an event to append, in the newest version of its shape. `id` is a new UUIDv7. */
export const newEvent = (id: string, event: LedgerEvent): NewEvent => ({
  id,
  type: event.type,
  schema: schemaVersion(event.type),
  occurred: occurredOf(event),
  data: event.data,
});
