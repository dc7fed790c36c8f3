import { inTransaction } from '#libs/platform';
import { fromMessage, MalformedMessage } from '../envelope.ts';
import { sentence } from '../log.ts';
import { type BigintText, type Sql } from '../sql.ts';
import { attempt } from './attempt.ts';
import { lockCheckpoint } from './checkpoints.ts';
import { type Fold } from './fold.ts';
import { noteFailure, type ParkedRow, readParked, unpark } from './parked.ts';
import { type Projection } from './projection.ts';
import { beginFold } from './read-model-schema.ts';
import { type ProjectionRequest } from './requests.ts';

/** What a retry came to. */
export interface Retried {
  /** How many parked events were folded in. */
  readonly folded: number;
  /** The streams that are still held, with what their first event failed on. */
  readonly stillHeld: readonly {
    readonly projection: string;
    readonly stream: string;
    readonly error: string;
  }[];
}

interface HeldStream {
  readonly projection: string;
  readonly stream: string;
  readonly partition: number;
}

const CHUNK = 200;

/**
 * Tries parked events again, each stream in order up to the first that fails. What succeeds is folded in and no longer
 * parked; a stream whose last parked event succeeds is held no more.
 *
 * @throws what the database throws when it is away; what was folded in until then stays.
 */
export async function retryParked(
  fold: Fold,
  { projection, stream }: Pick<ProjectionRequest, 'projection' | 'stream'>,
  signal: AbortSignal,
): Promise<Retried> {
  const { rows } = await fold.pool.query<HeldStream>(
    /* sql */ `
      select projection, stream_id as stream, min(partition) as partition from ${fold.schema}.parked
       where reason <> 'stray' and projection = coalesce($1, projection) and stream_id = coalesce($2, stream_id)
       group by projection, stream_id order by min(position)`,
    [projection, stream],
  );
  let folded = 0;
  const stillHeld: Retried['stillHeld'][number][] = [];
  for (const held of rows) {
    const subject = fold.projections.find(({ name }) => name === held.projection);
    const result = subject
      ? await retryStream(fold, subject, held, signal)
      : { folded: 0, error: 'this build has no such projection' };
    folded += result.folded;
    if (result.error !== undefined) stillHeld.push({ ...held, error: result.error });
  }
  return { folded, stillHeld };
}

async function retryStream(
  fold: Fold,
  projection: Projection,
  held: HeldStream,
  signal: AbortSignal,
): Promise<{ folded: number; error?: string }> {
  let folded = 0;
  for (;;) {
    signal.throwIfAborted();
    const chunk = await retryChunk(fold, projection, held);
    folded += chunk.folded;
    if (chunk.error !== undefined) return { folded, error: chunk.error };
    if (chunk.isLast) return { folded };
  }
}

function retryChunk({ pool, schema }: Fold, projection: Projection, held: HeldStream) {
  return inTransaction(pool, beginFold(schema), async (tx) => {
    // So that no later event of the stream is parked between our last one and the end of its being held.
    await lockCheckpoint(tx, schema, held.partition);
    const parked = await readParked(tx, schema, held, CHUNK);
    const folded: BigintText[] = [];
    let error: string | undefined;
    for (const row of parked) {
      error = await retryOne(tx, { schema, projection }, row);
      if (error !== undefined) break;
      folded.push(row.id);
    }
    await unpark(tx, schema, folded);
    return { folded: folded.length, error, isLast: parked.length < CHUNK };
  });
}

async function retryOne(
  tx: Sql,
  { schema, projection }: Pick<Fold, 'schema'> & { projection: Projection },
  { id, message }: ParkedRow,
): Promise<string | undefined> {
  let failure: unknown;
  try {
    failure = await attempt(tx, schema, projection, [fromMessage(message)]);
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    failure = error;
  }
  if (failure === undefined) return undefined;
  await noteFailure(tx, schema, id, sentence(failure));
  return sentence(failure);
}
