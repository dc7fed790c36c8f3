import { type RecordedEvent, SealedEvents } from '#libs/domain';

/** A row of `sealedColumns` as Postgres writes it, each value as text. */
export type SealedRow = [position: string, recordedAt: string, body: string];

/** A row of `eventColumns`, likewise. */
export type RecordedRow = [
  ...SealedRow,
  stream: string,
  version: string,
  id: string,
  type: string,
  schema: string,
  occurred: string,
  actor: string,
  correlationId: string,
  causationId: string | null,
];

/** Reads rows of `sealedColumns` in turn. A position is dense from 1, so it is a safe integer for ever. */
export class SealedRows {
  readonly #sealed = new SealedEvents();

  /** The event in a row; undefined where its body does not tell it plainly. */
  next([position, recordedAt, body]: SealedRow): RecordedEvent | undefined {
    return this.#sealed.next(Number(position), inUtc(recordedAt), body);
  }
}

/** An event as its columns tell it; its body is not looked into. */
export function recordedEvent(row: RecordedRow): RecordedEvent {
  const [position, recordedAt, body, stream, version, id, type, schema] = row;
  const [, , , , , , , , occurred, actor, correlationId, causationId] = row;
  return {
    position: Number(position),
    stream,
    version: Number(version),
    id,
    type,
    schema: Number(schema),
    occurred,
    recordedAt: inUtc(recordedAt),
    actor,
    correlationId,
    body,
    ...(causationId === null ? {} : { causationId }),
  };
}

const SIX_DIGITS = '"2024-11-16T09:30:00.000000"'.length;

/** A time in JSON, `"2024-11-16T09:30:00.5"`, with its zone and all six digits of its fraction, none of which may be there. */
function inUtc(json: string): string {
  if (json.length === SIX_DIGITS) return `${json.slice(1, -1)}Z`;
  const [time = '', fraction = ''] = json.slice(1, -1).split('.');
  return `${time}.${fraction.padEnd(6, '0')}Z`;
}
