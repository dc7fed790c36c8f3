import { CHANGE_SCHEMA_ID, type Change } from '#libs/domain';
import { CHANGE_TYPE, changesSource, type NumberedChange } from '#libs/messaging';
import { type Matchable } from '#libs/subscriptions';

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

/** What a filter looks at in a change: the type is that of the event which made it. */
export function changeToMatch({ stream, body }: NumberedChange): Matchable {
  const { committers, beneficiaries, kind, event, from, to } = JSON.parse(body) as Change;
  return {
    stream,
    type: event.type,
    parties: [...committers, ...beneficiaries],
    kind,
    label: to?.label ?? null,
    change: { from, to },
  };
}
