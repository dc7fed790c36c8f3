import { quickSchema } from './compiled-schemas.ts';
import type { EventEnvelope, RecordedEvent } from './envelope.ts';
import { eventSchemas, type EventType, type LedgerEvent } from './ledger-event.ts';
import { SealedEvent } from './sealed-event.ts';

type Data = Readonly<Record<string, unknown>>;
type Upcaster = (data: Data) => Data;

/**
 * upcasters[type][n] lifts version n to n + 1. A version once written is never changed: a new shape gets the next
 * number, an entry here, a golden file beside the one of the old version, and its JSON Schema (event-json-schema.ts).
 */
const upcasters: Partial<Record<EventType, Readonly<Record<number, Upcaster>>>> = {};

/** The schema version in which events of this type are written today, from 1. */
export const schemaVersion = (type: EventType): number => Object.keys(upcasters[type] ?? {}).length + 1;

/** An event this build cannot read: of a type it never heard of, or of a version newer than it knows. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly code = 'unreadable-event';
  constructor(
    readonly type: string,
    readonly schema: number,
    readonly fault: string,
  ) {
    super(`${type} version ${schema} ${fault}`);
  }
}

/**
 * The fact in a stored event, lifted to the newest version of its shape. The stored bytes stay as they are.
 *
 * @throws UnreadableEvent for a type or a newer version that this build does not know, or a body that is not its shape.
 */
export function decode(event: Pick<RecordedEvent, 'type' | 'schema' | 'body'>): LedgerEvent {
  const { type, schema } = event;
  if (!isEventType(type))
    throw new UnreadableEvent(type, schema, 'is of a type that is not known to this build');
  const newest = schemaVersion(type);
  if (schema > newest) {
    throw new UnreadableEvent(type, schema, `is newer than this build, which reads up to version ${newest}`);
  }
  let data = dataOf(event);
  for (let version = schema; version < newest; version += 1) {
    const lift = upcasters[type]?.[version];
    if (!lift) throw new UnreadableEvent(type, version, 'has no upcaster');
    data = lift(data);
  }
  const quick = quickSchema(type)?.safeParse(data);
  const parsed = quick?.success === true ? quick : eventSchemas[type].safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UnreadableEvent(
      type,
      schema,
      `is not its shape at /${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  return { type, data: parsed.data } as LedgerEvent;
}

function dataOf(event: Pick<RecordedEvent, 'type' | 'schema' | 'body'>): Data {
  const { type, schema } = event;
  try {
    return dataIn(event) as Data;
  } catch {
    throw new UnreadableEvent(type, schema, 'is not JSON');
  }
}

// In canonical form the members of an envelope stand in this order. What has an escape in it is left to the parser.
const TEXT = String.raw`"[^"\\\x00-\x1f]*"`;
const BEFORE_DATA = new RegExp(
  String.raw`\{"actor":${TEXT}(?:,"causationId":${TEXT})?,"correlationId":${TEXT},"data":`,
  'y',
);
const AFTER_DATA = new RegExp(
  String.raw`,"id":${TEXT},"occurred":${TEXT},"schema":[1-9]\d*,"stream":${TEXT},"type":${TEXT},"version":[1-9]\d*\}$`,
  'y',
);

/**
 * The data in the body of an event. The envelope around it is half of the text and known from elsewhere, so it is looked at
 * and not parsed, and not even looked at where the event was read from its body: that saves a fourth of the time and most
 * of the garbage.
 *
 * @throws SyntaxError, TypeError for a body that is not JSON or no object.
 */
export function dataIn(event: Pick<RecordedEvent, 'body'>): unknown {
  const text = SealedEvent.dataTextOf(event);
  if (text !== undefined) {
    try {
      return JSON.parse(text);
    } catch {
      // As below.
    }
  }
  const { body } = event;
  BEFORE_DATA.lastIndex = 0;
  const end = body.lastIndexOf(',"id":"');
  AFTER_DATA.lastIndex = end;
  if (end > 0 && BEFORE_DATA.test(body) && AFTER_DATA.test(body)) {
    try {
      return JSON.parse(body.slice(BEFORE_DATA.lastIndex, end));
    } catch {
      // It was not the one member that it looked like: what the whole is, the whole tells.
    }
  }
  return (JSON.parse(body) as EventEnvelope).data;
}

const isEventType = (type: string): type is EventType => Object.hasOwn(eventSchemas, type);
