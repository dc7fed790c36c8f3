import {
  encodeBody,
  occurredOf,
  recordFacts,
  schemaVersion,
  type Histories,
  type LedgerEvent,
  type RecordedEvent,
} from '#libs/domain';
import { v7 } from 'uuid';

/**
 * A ledger without a database: decides and numbers facts as the real one does, with what follows from them in other
 * streams, and gives them back as the store would.
 */
export class PaperLedger {
  readonly events: RecordedEvent[] = [];
  readonly #streams = new Map<string, LedgerEvent[]>();

  /** What stands in each stream. */
  get histories(): Histories {
    return this.#streams;
  }

  /**
   * Records facts in one append.
   *
   * @returns the new events, none where all was recorded before.
   * @throws Error naming the refusals when the ledger would say no.
   */
  record(...facts: readonly LedgerEvent[]): readonly RecordedEvent[] {
    const asked = facts.map((fact, index) => ({ pointer: `/${index}`, fact }));
    const decision = recordFacts(asked, this.#streams);
    if ('refused' in decision) throw new Error(`Refused: ${JSON.stringify(decision.refused)}`);
    const correlationId = v7();
    const added = decision.accepted.map(({ stream, event }) => this.#append(stream, event, correlationId));
    this.events.push(...added);
    return added;
  }

  #append(stream: string, event: LedgerEvent, correlationId: string): RecordedEvent {
    const history = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, history);
    history.push(event);
    const { type, data } = event;
    const envelope = {
      id: v7(),
      type,
      schema: schemaVersion(type),
      stream,
      version: history.length,
      occurred: occurredOf(event),
      actor: 'desk-officer',
      correlationId,
      data,
    };
    const { data: _, ...rest } = envelope;
    const position = (this.#last += 1);
    const recordedAt = new Date(Date.UTC(2024, 10, 17) + position).toISOString().replace('Z', '000Z');
    return { ...rest, position, recordedAt, body: encodeBody(envelope) };
  }

  #last = 0;
}
