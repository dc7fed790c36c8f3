import { encodeBody, MAX_BODY_BYTES } from '#libs/domain';
import { EventTooLarge } from './append-refusals.ts';
import { type AppendRequest, type NewEvent, type StreamAppend } from './append-request.ts';

/** An event with its place in its stream, ready to be stored. */
export interface SealedEvent {
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly occurred: string;
  readonly body: string;
}

/** A request whose events have their bodies. */
export interface SealedAppend {
  readonly request: AppendRequest;
  readonly events: readonly SealedEvent[];
  /** Of all bodies together, in UTF-8. */
  readonly bytes: number;
}

/**
 * Makes the bodies, and refuses what could never be stored before anybody else has to wait for it.
 *
 * @throws EventTooLarge, UnsealableText
 * @throws TypeError when a stream is named twice.
 */
export function sealAppend(request: AppendRequest): SealedAppend {
  refuseStreamTwice(request.appends);
  const events: SealedEvent[] = [];
  let bytes = 0;
  for (const { stream, expected, events: added } of request.appends) {
    let version = expected;
    for (const event of added) {
      version += 1;
      const body = bodyOf(event, stream, version, request);
      const size = Buffer.byteLength(body);
      if (size > MAX_BODY_BYTES) throw new EventTooLarge(event.type, size, MAX_BODY_BYTES);
      bytes += size;
      const { id, type, schema, occurred } = event;
      events.push({ stream, version, id, type, schema, occurred, body });
    }
  }
  return { request, events, bytes };
}

function bodyOf(event: NewEvent, stream: string, version: number, request: AppendRequest): string {
  const { id, type, schema, occurred, data } = event;
  const { actor, correlationId, causationId } = request;
  const envelope = { id, type, schema, stream, version, occurred, actor, correlationId, data };
  return encodeBody(causationId === undefined ? envelope : { ...envelope, causationId });
}

function refuseStreamTwice(appends: readonly StreamAppend[]): void {
  if (appends.length < 2) return;
  const named = new Set<string>();
  for (const { stream } of appends) {
    if (named.has(stream)) throw new TypeError(`${stream} is named twice in one append`);
    named.add(stream);
  }
}
