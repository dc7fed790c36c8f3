import { eventSchemaId, type RecordedEvent } from '#libs/domain';

/** A message as kafkajs takes and gives it. */
export interface KafkaMessage {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;
}

/** What the relay adds to an event: where it stands in the publishing of the log. */
export interface Provenance {
  /** The ledger's own id, as a URN: the `source` of the CloudEvent. */
  readonly source: string;
  /** Which publishing of the log this message belongs to, from 1. */
  readonly generation: number;
  /**
   * The position of the event before it in the same partition, 0 for the first. A reader who does not have that one has a
   * hole before this one, whatever offsets say.
   */
  readonly previous: number;
}

/** An event as it is read from the topic. */
export interface PublishedEvent extends RecordedEvent, Provenance {}

/** A message that is not an event of this contract, or not one that this build can read. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
  readonly code = 'malformed-message';
}

/** An event as a message, in kafkajs's form. */
export interface EventMessage {
  key: string;
  value: string;
  headers: Record<string, string>;
}

/**
 * The event as a CloudEvent 1.0 in binary mode (CloudEvents Kafka binding §3.2): the value is the stored body, byte for
 * byte, the attributes are headers, and the key is the stream, so that a stream stays in one partition and in order.
 */
export function toMessage(event: RecordedEvent, { source, generation, previous }: Provenance): EventMessage {
  return {
    key: event.stream,
    value: event.body,
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: source,
      ce_type: event.type,
      ce_subject: event.stream,
      ce_time: event.recordedAt,
      ce_dataschema: eventSchemaId(event.type, event.schema),
      'content-type': 'application/json',
      ce_position: String(event.position),
      ce_streamversion: String(event.version),
      ce_schemaversion: String(event.schema),
      ce_occurred: event.occurred,
      ce_actor: event.actor,
      ce_correlationid: event.correlationId,
      ...(event.causationId === undefined ? {} : { ce_causationid: event.causationId }),
      'ledger-generation': String(generation),
      'ledger-previous': String(previous),
    },
  };
}

/** The place of a message in the log: all that is needed to keep order, even where the rest cannot be read. */
export interface Place extends Provenance {
  readonly position: number;
  readonly stream: string;
}

/**
 * Where a message stands, read from the fewest headers.
 *
 * @throws MalformedMessage when it has no place: then it did not come from a relay.
 */
export function placeOf(message: KafkaMessage): Place {
  return {
    source: header(message, 'ce_source'),
    generation: count(message, 'ledger-generation', 1),
    previous: count(message, 'ledger-previous', 0),
    position: count(message, 'ce_position', 1),
    stream: text(message.key, 'the key'),
  };
}

/**
 * The event in a message: exactly what `toMessage` was given.
 *
 * @throws MalformedMessage when anything is missing, is not of its form or contradicts another part.
 */
export function fromMessage(message: KafkaMessage): PublishedEvent {
  return eventAt(placeOf(message), message);
}

/**
 * The event in a message of which the place is known.
 *
 * @throws MalformedMessage
 */
export function eventAt(place: Place, message: KafkaMessage): PublishedEvent {
  const { source, generation, previous, position, stream } = place;
  const version = header(message, 'ce_specversion');
  if (version !== '1.0') throw new MalformedMessage(`ce_specversion is ${version}, where 1.0 is understood`);
  if (header(message, 'ce_subject') !== stream) throw new MalformedMessage('ce_subject is not the key');
  // Property by property: with a spread in it, this one literal is most of the time a message takes.
  const event = {
    source,
    generation,
    previous,
    position,
    stream,
    id: header(message, 'ce_id'),
    type: header(message, 'ce_type'),
    schema: count(message, 'ce_schemaversion', 1),
    version: count(message, 'ce_streamversion', 1),
    occurred: header(message, 'ce_occurred'),
    recordedAt: header(message, 'ce_time'),
    actor: header(message, 'ce_actor'),
    correlationId: header(message, 'ce_correlationid'),
    body: text(message.value, 'the value'),
  };
  const causation = message.headers?.['ce_causationid'];
  return causation === undefined ? event : { ...event, causationId: header(message, 'ce_causationid') };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function text(bytes: unknown, what: string): string {
  if (typeof bytes === 'string') return bytes;
  if (!(bytes instanceof Uint8Array)) throw new MalformedMessage(`${what} is missing`);
  // Three times as fast as the decoder, on fifteen short texts a message; it has put U+FFFD for what is no UTF-8.
  const lenient = (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)).toString();
  if (!lenient.includes('\uFFFD')) return lenient;
  try {
    return utf8.decode(bytes);
  } catch {
    throw new MalformedMessage(`${what} is not UTF-8`);
  }
}

const header = (message: KafkaMessage, name: string): string =>
  text(message.headers?.[name], `the header ${name}`);

function count(message: KafkaMessage, name: string, least: number): number {
  const digits = header(message, name);
  const value = Number(digits);
  if (!/^(0|[1-9]\d*)$/.test(digits) || !Number.isSafeInteger(value) || value < least) {
    throw new MalformedMessage(`the header ${name} is not a whole number from ${least}`);
  }
  return value;
}
