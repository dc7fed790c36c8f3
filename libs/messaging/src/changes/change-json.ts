import { CHANGE_SCHEMA_ID } from '#libs/domain';
import { type NumberedChange } from './change-log.ts';
import { CHANGE_TYPE, changesSource } from './change-message.ts';

/**
 * A change as JSON: the CloudEvents 1.0 attributes, where it stands, and as `data` the body as it is published, put in as
 * text.
 *
 * @param ledger the ledger's own id, as a URN
 */
export function changeJson(change: NumberedChange, ledger: string): string {
  const { number, position, stream, id, recordedAt, body } = change;
  const attributes = {
    specversion: '1.0',
    id,
    source: changesSource(ledger),
    type: CHANGE_TYPE,
    subject: stream,
    time: recordedAt,
    dataschema: CHANGE_SCHEMA_ID,
    datacontenttype: 'application/json',
    number,
    position,
  };
  return `${JSON.stringify(attributes).slice(0, -1)},"data":${body}}`;
}
