import { type RecordedEvent } from '#libs/domain';

/** A row of `eventColumns`. A bigint comes as text; a position is dense from 1, so it is a safe integer for ever. */
export type RecordedRow = [
  position: string,
  stream: string,
  version: number,
  id: string,
  type: string,
  schema: number,
  occurred: string,
  recordedAt: string,
  actor: string,
  correlationId: string,
  causationId: string | null,
  body: string,
];

/** An event as it was recorded; its body is not looked into. */
export function recordedEvent(row: RecordedRow): RecordedEvent {
  const [
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
  ] = row;
  const event = {
    position: Number(position),
    stream,
    version,
    id,
    type,
    schema,
    occurred,
    recordedAt,
    actor,
    correlationId,
    body,
  };
  return causationId === null ? event : { ...event, causationId };
}
