import pg from 'pg';
import { type AppendAnswer } from './append-answer.ts';
import { arrange, batchStatement } from './append-batch.ts';
import { EventIdReused, LedgerReadOnly, StoreBusy } from './append-refusals.ts';
import { type SealedAppend } from './sealed-append.ts';
import { isGivenUp, isTransient } from './transient.ts';
import { sendPatiently } from './writers.ts';

/** What became of one append of a batch. */
export type Settled =
  | {
      readonly answer: AppendAnswer;
      /** An earlier try was lost on the way, so what is found recorded may have been recorded by it. */
      readonly afterLoss: boolean;
    }
  | { readonly error: unknown };

/** Is told of each append of a batch once. */
export type Settle = (append: SealedAppend, settled: Settled) => void;

/**
 * Commits a batch in one statement and tells what became of each append. Never throws.
 *
 * One append that makes the statement fail must not take the others with it: then halves are tried, in order, down to
 * the one at fault.
 */
export async function commitBatch(
  writers: pg.Pool,
  appends: readonly SealedAppend[],
  settle: Settle,
): Promise<void> {
  try {
    const batch = arrange(appends);
    const { answersIn, ...statement } = batchStatement(batch);
    const { rows, afterLoss } = await sendPatiently(writers, statement);
    const answers = answersIn(rows[0] ?? []);
    for (const [index, append] of batch.appends.entries()) {
      const answer = answers[index];
      settle(append, answer ? { answer, afterLoss } : { error: new Error('Postgres left an append out') });
    }
  } catch (cause) {
    if (appends.length > 1 && mayBeOfOne(cause)) {
      const middle = appends.length >> 1;
      await commitBatch(writers, appends.slice(0, middle), settle);
      await commitBatch(writers, appends.slice(middle), settle);
      return;
    }
    const error = storeBusy(cause) ?? readOnly(cause) ?? eventIdReused(cause) ?? cause;
    for (const append of appends) settle(append, { error });
  }
}

const RETRY_AFTER_SECONDS = 2;

const storeBusy = (cause: unknown): StoreBusy | undefined =>
  isGivenUp(cause) ? new StoreBusy((cause as Error).message, RETRY_AFTER_SECONDS, { cause }) : undefined;

/** An error of SQL is of something in the batch, unless it is of the server. */
const mayBeOfOne = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof pg.DatabaseError && !isTransient(error) && !isGivenUp(error) && !readOnly(error));

/** What ledger.refuse_while_read_only raises, with the reason as its message. */
const readOnly = (cause: unknown): LedgerReadOnly | undefined =>
  (cause as { code?: unknown }).code === 'LR001'
    ? new LedgerReadOnly((cause as Error).message, { cause })
    : undefined;

const TAKEN_ID = /^Key \(event_id\)=\(([0-9a-f-]+)\)/;

function eventIdReused(cause: unknown): EventIdReused | undefined {
  const { constraint, detail } = cause as { constraint?: string; detail?: string };
  if (constraint !== 'events_event_id_key') return undefined;
  return new EventIdReused(TAKEN_ID.exec(detail ?? '')?.[1] ?? 'of this append');
}
