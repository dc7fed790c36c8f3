/** What of a recorded event is sealed: its content, its place and its time. */
export interface SealedFacts {
  /** The stored RFC 8785 text. */
  readonly body: string;
  /** From 1. */
  readonly position: number;
  /** RFC 3339 in UTC with six digits of fraction, as the store tells it. */
  readonly recordedAt: string;
}

/**
 * The leaf of an event, as text; its bytes are the UTF-8. It is put together without looking into the body, and is itself
 * RFC 8785 text, since the names are in order and neither number nor time has another form.
 */
export const leafText = ({ body, position, recordedAt }: SealedFacts): string =>
  `{"event":${body},"position":${position},"recordedAt":"${recordedAt}"}`;
