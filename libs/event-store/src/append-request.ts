/** An event before it has a place: the store adds stream, version, actor and correlation to make its body. */
export interface NewEvent {
  /** UUIDv7, given by the caller: the same id offered again is the same event. */
  readonly id: string;
  readonly type: string;
  /** The version of the shape of `data`. */
  readonly schema: number;
  /** When it happened in the world: an EDTF date or interval. */
  readonly occurred: string;
  readonly data: object;
}

/** What one stream gets, on condition of the version it has. */
export interface StreamAppend {
  readonly stream: string;
  /** The version the decision was made at; 0: the stream must not exist. */
  readonly expected: number;
  /** May be empty, which only asserts the version. */
  readonly events: readonly NewEvent[];
}

/** One unit of recording: all of it, or none. No stream is named twice. */
export interface AppendRequest {
  /** In this order, and in the order within each, events get their positions. */
  readonly appends: readonly StreamAppend[];
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** The caller's key, and what tells its request from any other: normally a hash of it. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
}

/** Where an event came to stand. */
export interface AppendedEvent {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly id: string;
}

/** The answer to an append, the same one each time it is repeated. */
export interface Appended {
  readonly outcome: 'appended' | 'repeated';
  /** In order of position. Those of the first time, when `repeated` by key with new ids. */
  readonly events: readonly AppendedEvent[];
  /** When the last of them was recorded; with no events, when the versions were found to hold. RFC 3339 UTC, 6 digits. */
  readonly recordedAt: string;
}
