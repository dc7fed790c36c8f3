/** What Postgres answered to one append. */
export type AppendAnswer =
  | {
      readonly outcome: 'appended';
      readonly firstPosition: number;
      /** Of its last event, in microseconds since 1970. */
      readonly recordedAtUs: bigint;
    }
  | {
      readonly outcome: 'repeated';
      readonly firstPosition: number;
      readonly lastPosition: number;
      readonly recordedAtUs: bigint;
    }
  | { readonly outcome: 'key-reused' }
  | {
      readonly outcome: 'stream-moved';
      readonly stream: string;
      readonly expected: number;
      readonly actual: number;
    };

/** What ledger.append answers, after the number of the append in its batch. A bigint may come as text. */
export type AnswerRow = [
  append: number,
  outcome: AppendAnswer['outcome'],
  firstPosition: string | number | null,
  lastPosition: string | number | null,
  recordedAtUs: string | null,
  movedStream: string | null,
  expected: number | null,
  actual: number | null,
];

/** The row of one append. */
export function answerIn([
  ,
  outcome,
  first,
  last,
  recordedAt,
  stream,
  expected,
  actual,
]: AnswerRow): AppendAnswer {
  const firstPosition = Number(first);
  // A number would not be exact after the year 2255, where a clock set wrong may be.
  const recordedAtUs = BigInt(recordedAt ?? 0);
  switch (outcome) {
    case 'appended':
      return { outcome, firstPosition, recordedAtUs };
    case 'repeated':
      return { outcome, firstPosition, lastPosition: Number(last), recordedAtUs };
    case 'key-reused':
      return { outcome };
    case 'stream-moved':
      return { outcome, stream: stream ?? '', expected: Number(expected), actual: Number(actual) };
  }
}

/** Microseconds since 1970 as RFC 3339 in UTC with six digits of fraction, as Postgres would write them. */
export function timeOf(microseconds: bigint): string {
  const fraction = String(microseconds % 1_000_000n).padStart(6, '0');
  return `${new Date(Number(microseconds / 1_000n)).toISOString().slice(0, 19)}.${fraction}Z`;
}
