import { type AnswerRow, type AppendAnswer, answerIn } from './append-answer.ts';
import { type ArrayToWrite, intArray, type PgArray, pgArrays, textArray, uuidArray } from './pg-array.ts';
import { type SealedAppend, type SealedEvent } from './sealed-append.ts';
import { appendBatchSql, appendSql } from './sql/append.sql.ts';

/** Appends that go to the server together, in the order in which it takes them. */
export interface Batch {
  /** So many of the first name streams and keys that no other of these names, and have events. */
  readonly plain: number;
  readonly appends: readonly SealedAppend[];
}

/**
 * Puts those first that the server can take all at once. Two appends to one stream keep their order, for neither is among
 * them.
 */
export function arrange(appends: readonly SealedAppend[]): Batch {
  const seen = new Set<string>();
  const contested = new Set<string>();
  for (const append of appends) {
    for (const name of namesOf(append)) (seen.has(name) ? contested : seen).add(name);
  }
  const plain: SealedAppend[] = [];
  const rest: SealedAppend[] = [];
  for (const append of appends) {
    const isPlain =
      append.events.length > 0 &&
      (contested.size === 0 || !namesOf(append).some((name) => contested.has(name)));
    (isPlain ? plain : rest).push(append);
  }
  return { plain: plain.length, appends: rest.length === 0 ? plain : [...plain, ...rest] };
}

/** What an append must have to itself: its streams, and its key with its actor. No stream begins with a NUL. */
function namesOf({ request: { appends, actor, idempotency } }: SealedAppend): string[] {
  const names = appends.map(({ stream }) => stream);
  if (idempotency) names.push(`\u0000${idempotency.key}\u0000${actor}`);
  return names;
}

/** The statement that has a batch recorded, to be prepared under its name by each connection that meets it. */
export interface BatchStatement {
  readonly name: string;
  readonly text: string;
  readonly values: (PgArray | string | number | undefined)[];
  readonly rowMode: 'array';
  /** The answer to each append, in the order of the batch. */
  readonly answersIn: (row: unknown[]) => readonly AppendAnswer[];
}

/** One append alone takes a shorter road than many. */
export function batchStatement(batch: Batch): BatchStatement {
  const [only, ...others] = batch.appends;
  return only && others.length === 0 ? lonely(only) : crowded(batch);
}

function lonely({ request, events }: SealedAppend): BatchStatement {
  const { actor, correlationId, causationId, idempotency, appends } = request;
  const values = [
    ...[actor, correlationId, causationId, idempotency?.key, idempotency?.fingerprint],
    ...pgArrays([
      textArray(appends.map(({ stream }) => stream)),
      intArray(appends.map(({ expected }) => expected)),
      ...columnsOf(events),
    ]),
  ];
  const answersIn = (row: unknown[]): AppendAnswer[] => [answerIn(row as AnswerRow)];
  return { name: 'append', text: appendSql, values, rowMode: 'array', answersIn };
}

function crowded(batch: Batch): BatchStatement {
  const { plain, appends } = batch;
  const requests = appends.map(({ request }) => request);
  const streams = requests.flatMap((request) => request.appends);
  const arrays = pgArrays([
    textArray(requests.map(({ actor }) => actor)),
    uuidArray(requests.map(({ correlationId }) => correlationId)),
    nullIfEmpty(
      requests.map(({ causationId }) => causationId),
      uuidArray,
    ),
    nullIfEmpty(
      requests.map(({ idempotency }) => idempotency?.key),
      textArray,
    ),
    nullIfEmpty(
      requests.map(({ idempotency }) => idempotency?.fingerprint),
      textArray,
    ),
    intArray(requests.map((request) => request.appends.length)),
    intArray(appends.map(({ events }) => events.length)),
    intArray(requests.flatMap((request, index) => request.appends.map(() => index + 1))),
    textArray(streams.map(({ stream }) => stream)),
    intArray(streams.map(({ expected }) => expected)),
    intArray(appends.flatMap(({ events }, index) => events.map(() => index + 1))),
    ...columnsOf(appends.flatMap(({ events }) => events)),
  ]);
  const answersIn = (row: unknown[]): AppendAnswer[] => answersTo(batch, row as BatchRow);
  return {
    name: 'append-batch',
    text: appendBatchSql,
    values: [plain, ...arrays],
    rowMode: 'array',
    answersIn,
  };
}

function columnsOf(events: readonly SealedEvent[]): ArrayToWrite[] {
  return [
    textArray(events.map(({ stream }) => stream)),
    intArray(events.map(({ version }) => version)),
    uuidArray(events.map(({ id }) => id)),
    textArray(events.map(({ type }) => type)),
    intArray(events.map(({ schema }) => schema)),
    textArray(events.map(({ occurred }) => occurred)),
    textArray(events.map(({ body }) => body)),
  ];
}

type Encode = (values: readonly (string | undefined)[]) => ArrayToWrite;

/** Without an array of nothing but nulls, a subscript into it is null at once. */
const nullIfEmpty = (values: readonly (string | undefined)[], encode: Encode): ArrayToWrite | undefined =>
  values.some((value) => value !== undefined) ? encode(values) : undefined;

/** What ledger.append_batch answers: of those taken together, and of those taken alone. A bigint comes as text. */
type BatchRow = [firstPosition: string, recordedAtUs: string, alone: readonly AnswerRow[] | null];

function answersTo({ appends }: Batch, [firstPosition, recordedAtUs, alone]: BatchRow): AppendAnswer[] {
  const answersAlone = new Map((alone ?? []).map((row) => [row[0], answerIn(row)]));
  let events = 0;
  return appends.map((append, index) => {
    const answer = answersAlone.get(index + 1);
    if (answer) return answer;
    const before = events;
    events += append.events.length;
    return {
      outcome: 'appended',
      firstPosition: Number(firstPosition) + before,
      recordedAtUs: BigInt(recordedAtUs) + BigInt(events - 1),
    };
  });
}
