import type { RecordedEvent } from './envelope.ts';

/** An event read from its body, which remembers where in that the data lies. A copy of it does not. */
export class SealedEvent implements RecordedEvent {
  declare readonly causationId?: string;
  readonly #dataFrom: number;
  readonly #dataTo: number;

  // One by one: as members of an object, of which the last one's are spread out and partly replaced, they take half as long again.
  constructor(
    readonly position: number,
    readonly stream: string,
    readonly version: number,
    readonly id: string,
    readonly type: string,
    readonly schema: number,
    readonly occurred: string,
    readonly recordedAt: string,
    readonly actor: string,
    readonly correlationId: string,
    causationId: string | undefined,
    readonly body: string,
    dataFrom: number,
    dataTo: number,
  ) {
    if (causationId !== undefined) this.causationId = causationId;
    this.#dataFrom = dataFrom;
    this.#dataTo = dataTo;
  }

  /** The text of the data in the body of an event that knows where it lies; undefined for any other. */
  static dataTextOf(event: Pick<RecordedEvent, 'body'>): string | undefined {
    return #dataFrom in event ? event.body.slice(event.#dataFrom, event.#dataTo) : undefined;
  }
}
