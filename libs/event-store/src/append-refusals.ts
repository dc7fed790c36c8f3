/** Someone appended to the stream between our read and our write: read again and decide again. */
export class StreamMoved extends Error {
  override readonly name = 'StreamMoved';
  readonly code = 'stream-moved';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} is at version ${actual}, not ${expected}`);
  }
}

/** The caller has used this key for another request: nothing was recorded; take a new key. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';
  readonly code = 'idempotency-key-reused';
  constructor(readonly key: string) {
    super(`The idempotency key ${JSON.stringify(key)} was used for another request`);
  }
}

/** An event with this id stands elsewhere in the ledger: whoever made the ids made one twice. */
export class EventIdReused extends Error {
  override readonly name = 'EventIdReused';
  readonly code = 'event-id-reused';
  constructor(readonly id: string) {
    super(`The event id ${id} is taken by another event`);
  }
}

/** The body would not fit a leaf of the log: say it in fewer words, or put the words into a source document. */
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
  readonly code = 'event-too-large';
  constructor(
    readonly type: string,
    readonly bytes: number,
    readonly maxBytes: number,
  ) {
    super(`The ${type} is ${bytes} bytes long, and at most ${maxBytes} can be stored`);
  }
}

/**
 * The ledger is read-only: nothing is recorded until whoever runs it has dealt with the reason, which the message tells.
 */
export class LedgerReadOnly extends Error {
  override readonly name = 'LedgerReadOnly';
  readonly code = 'ledger-read-only';
}

/**
 * The store has more to do than it can, or the server takes too long: nothing of this append was recorded. Send it again
 * after so many seconds.
 */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
  readonly code = 'store-busy';
  constructor(
    because: string,
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(`The store is busy: ${because}`, options);
  }
}
