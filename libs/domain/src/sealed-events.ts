import type { RecordedEvent } from './envelope.ts';
import { SealedEvent } from './sealed-event.ts';

/**
 * Reads events from the text of the envelopes in their bodies. In turn, for those that stand side by side have much in
 * common: what is as in the last is compared at once and taken from it.
 */
export class SealedEvents {
  #last: SealedEvent | undefined;
  /** Of its body: what comes before the data, between id and stream, between stream and version; the length after the data. */
  #head = '';
  #middle = '';
  #end = '';
  #tailLength = 0;

  /**
   * The event with this body; undefined where that is not the canonical form (RFC 8785) of an envelope, or has an escape
   * in the envelope, or an id that Postgres would write otherwise.
   */
  next(position: number, recordedAt: string, body: string): RecordedEvent | undefined {
    return this.#likeLast(position, recordedAt, body) ?? this.#anew(position, recordedAt, body);
  }

  #likeLast(position: number, recordedAt: string, body: string): RecordedEvent | undefined {
    const last = this.#last;
    const tail = body.length - this.#tailLength;
    if (last === undefined || body.slice(0, this.#head.length) !== this.#head || !body.startsWith(ID, tail))
      return undefined;
    const idEnd = tail + ID.length + UUID_LENGTH;
    const id = body.slice(tail + ID.length, idEnd);
    if (body.slice(idEnd, idEnd + this.#middle.length) !== this.#middle || !UUID.test(id)) return undefined;
    const start = idEnd + this.#middle.length;
    const streamEnd = body.indexOf('"', start);
    const digits = body.slice(streamEnd + this.#end.length, -1);
    if (
      body.slice(streamEnd, streamEnd + this.#end.length) !== this.#end ||
      !COUNT.test(digits) ||
      !body.endsWith('}')
    )
      return undefined;
    if (isEscaped(body, 0, tail)) return undefined;
    this.#last = new SealedEvent(
      position,
      ownText(body.slice(start, streamEnd), last.stream),
      Number(digits),
      ownText(id),
      last.type,
      last.schema,
      last.occurred,
      recordedAt,
      last.actor,
      last.correlationId,
      last.causationId,
      body,
      this.#head.length,
      tail,
    );
    return this.#last;
  }

  /**
   * A search for `,"data":` and `,"id":"` finds these members and nothing else: in a string a quotation mark has a
   * backslash before it, before the data stand texts only, and behind the last id texts and numbers.
   */
  #anew(position: number, recordedAt: string, body: string): RecordedEvent | undefined {
    const data = body.indexOf(DATA);
    const tail = body.lastIndexOf(ID);
    if (data === -1 || tail < data || isEscaped(body, data, tail)) return undefined;
    const last = this.#last;

    const read = new Reading(body);
    const actor = read.text('{"actor":"', last?.actor);
    const hasCause = body.startsWith(',"causationId":"', read.at);
    const causationId = hasCause ? read.uuid(',"causationId":"', last?.causationId) : undefined;
    const correlationId = read.uuid(',"correlationId":"', last?.correlationId);
    if (read.at !== data) return undefined;

    read.at = tail;
    const id = read.uuid(ID);
    const idEnd = read.at - 1;
    const occurred = read.text(',"occurred":"', last?.occurred);
    const schema = read.count(',"schema":', ',');
    const streamStart = read.at + ',"stream":"'.length;
    const stream = read.text(',"stream":"', last?.stream);
    const streamEnd = read.at - 1;
    const type = read.text(',"type":"', last?.type);
    const versionStart = read.at + ',"version":'.length;
    const version = read.count(',"version":', '}');
    if (read.at !== body.length - 1) return undefined;

    this.#head = body.slice(0, data + DATA.length);
    this.#middle = body.slice(idEnd, streamStart);
    this.#end = body.slice(streamEnd, versionStart);
    this.#tailLength = body.length - tail;
    this.#last = new SealedEvent(
      position,
      stream,
      version,
      id,
      type,
      schema,
      occurred,
      recordedAt,
      actor,
      correlationId,
      causationId,
      body,
      this.#head.length,
      tail,
    );
    return this.#last;
  }
}

const DATA = ',"data":';
const ID = ',"id":"';

function isEscaped(body: string, data: number, tail: number): boolean {
  const first = body.indexOf('\\');
  return first !== -1 && (first < data || body.indexOf('\\', tail) !== -1);
}

/** Nothing stands there. */
const ASTRAY = Infinity;

const UUID_LENGTH = 36;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const COUNT = /^[1-9]\d{0,8}$/;

/** A walk along the members of an envelope. Once something is not as asked for, it is astray. */
class Reading {
  at = 0;

  constructor(private readonly body: string) {}

  /** A text that begins after `lead`. */
  text(lead: string, before?: string): string {
    const { body } = this;
    const start = this.at + lead.length;
    const end = body.startsWith(lead, this.at) ? body.indexOf('"', start) : -1;
    this.at = end === -1 ? ASTRAY : end + 1;
    return end === -1 ? '' : ownText(body.slice(start, end), before);
  }

  uuid(lead: string, before?: string): string {
    const text = this.text(lead, before);
    if (text !== before && !(text.length === UUID_LENGTH && UUID.test(text))) this.at = ASTRAY;
    return text;
  }

  /** A whole number from one between `lead` and `next`. */
  count(lead: string, next: string): number {
    const { body } = this;
    const start = this.at + lead.length;
    const end = body.startsWith(lead, this.at) ? body.indexOf(next, start) : -1;
    const digits = body.slice(start, end);
    this.at = end !== -1 && COUNT.test(digits) ? end : ASTRAY;
    return Number(digits);
  }
}

/** V8 keeps the whole of a text for as long as a part of it is kept that is 13 characters or longer. */
const CUT_FROM = 13;

/** A text that does not keep the body from which it was cut: whoever remembers a stream would remember all its bodies. */
function ownText(cut: string, before?: string): string {
  if (cut === before) return before;
  return cut.length < CUT_FROM ? cut : ` ${cut}`.slice(1);
}
