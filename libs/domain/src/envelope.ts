import { canonical } from './canonical.ts';

/** The largest body the store takes, in bytes of UTF-8; with position and time it must fit a 65,535-byte leaf. */
export const MAX_BODY_BYTES = 65_000;

/** What every event says of itself, whatever it is about. This, in RFC 8785 form, is the stored body. */
export interface EventEnvelope<Type extends string = string, Data = unknown> {
  /** UUIDv7: new ids land at the end of the index. */
  readonly id: string;
  readonly type: Type;
  /** The version of the shape of `data`; upcasters lift old ones when read. */
  readonly schema: number;
  readonly stream: string;
  /** 1 for the first event of the stream, then without gaps. */
  readonly version: number;
  /** When it happened in the world: an EDTF date or interval. */
  readonly occurred: string;
  /** Who recorded it: the name of a key or the subject of a token. */
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly data: Data;
}

/** An event as the store gives it back: the sealed body, with what was assigned at commit. */
export interface RecordedEvent extends Omit<EventEnvelope, 'data'> {
  /** Dense and gap-free over the whole ledger, in commit order, from 1. */
  readonly position: number;
  /** RFC 3339 UTC with six digits of fraction; grows with the position. */
  readonly recordedAt: string;
  /** The exact RFC 8785 bytes, as text, of the envelope with its data. Never re-serialised. */
  readonly body: string;
}

/**
 * The body to store for an event.
 *
 * @throws UnsealableText for text that could not be given back unchanged.
 */
export const encodeBody = (event: EventEnvelope): string => canonical(event);
