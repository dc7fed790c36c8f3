import { eventSchemaId, type RecordedEvent } from '#libs/domain';

/**
 * An event in the JSON format of CloudEvents 1.0, with the attributes that it has as a Kafka message, and as `data` the
 * stored body. The body is put in as text, because parsed and written again it would no longer be certain to be the bytes
 * that are hashed and signed.
 *
 * @param source the ledger's own id, as a URN
 */
export function eventJson(event: RecordedEvent, source: string): string {
  const { position, stream, version, id, type, schema, occurred, recordedAt, actor, body } = event;
  const attributes = {
    specversion: '1.0',
    id,
    source,
    type,
    subject: stream,
    time: recordedAt,
    datacontenttype: 'application/json',
    dataschema: eventSchemaId(type, schema),
    position,
    streamversion: version,
    schemaversion: schema,
    occurred,
    actor,
    correlationid: event.correlationId,
    causationid: event.causationId,
  };
  return `${JSON.stringify(attributes).slice(0, -1)},"data":${body}}`;
}
