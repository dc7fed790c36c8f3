import { CHANGE_SCHEMA_ID } from '#libs/domain';
import { type EventMessage, type Provenance } from '../envelope.ts';
import { type NumberedChange } from './change-log.ts';

/** The type of the CloudEvent by which a change is told. */
export const CHANGE_TYPE = 'StateChanged';

/**
 * Whose changes they are. An id is to be unique within its source (CloudEvents 1.0, `id`), and that of a change is its
 * event's, so the two cannot have one source.
 *
 * @param ledger the ledger's id as a URN
 */
export const changesSource = (ledger: string): string => `${ledger}#changes`;

/**
 * The change as a CloudEvent 1.0 in binary mode, as events are: the value is the stored body, the attributes are headers,
 * and the key is the stream of its commitment, so that the changes of one commitment stay in order.
 */
export const changeMessage = (
  { number, position, stream, id, recordedAt, body }: Omit<NumberedChange, 'commitment'>,
  { source, generation, previous }: Provenance,
): EventMessage => ({
  key: stream,
  value: body,
  headers: {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: changesSource(source),
    ce_type: CHANGE_TYPE,
    ce_subject: stream,
    ce_time: recordedAt,
    ce_dataschema: CHANGE_SCHEMA_ID,
    'content-type': 'application/json',
    ce_number: String(number),
    ce_position: String(position),
    'ledger-generation': String(generation),
    'ledger-previous': String(previous),
  },
});
