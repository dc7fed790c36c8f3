import { type BigintText, type Sql } from '../sql.ts';

/** Something asked of the projector and not yet done. */
export interface ProjectionRequest {
  readonly id: BigintText;
  readonly kind: 'retry' | 'rebuild';
  /** Null: every projection. */
  readonly projection: string | null;
  /** Null: every stream. */
  readonly stream: string | null;
}

/** The channel on which a new request is announced. */
export const REQUESTS_CHANNEL = 'ledger_projection_requests';

/** What a leader that is gone had begun is to be done again. */
export async function reopenRequests(sql: Sql): Promise<void> {
  await sql.query(
    `update ledger.projection_requests set state = 'requested', detail = null where state = 'running'`,
  );
}

/** Takes the oldest retry that waits. */
export async function takeRetry(sql: Sql): Promise<ProjectionRequest | undefined> {
  const { rows } = await sql.query<ProjectionRequest>(/* sql */ `
    update ledger.projection_requests set state = 'running'
     where id = (select id from ledger.projection_requests
                  where state = 'requested' and kind = 'retry' order by id limit 1)
    returning id::text, kind, projection, stream`);
  return rows[0];
}

/** Takes every rebuild that waits: one rebuild answers them all. */
export async function takeRebuilds(sql: Sql): Promise<readonly BigintText[]> {
  const { rows } = await sql.query<{ id: BigintText }>(/* sql */ `
    update ledger.projection_requests set state = 'running'
     where state = 'requested' and kind = 'rebuild'
    returning id::text`);
  return rows.map(({ id }) => id);
}

/** Says how far requests under way are. */
export async function describeRequests(sql: Sql, ids: readonly BigintText[], detail: string): Promise<void> {
  await sql.query(
    `update ledger.projection_requests set detail = $2 where id = any($1) and state = 'running'`,
    [ids, detail],
  );
}

/** Answers requests. */
export async function finishRequests(
  sql: Sql,
  ids: readonly BigintText[],
  state: 'done' | 'failed',
  detail: string,
): Promise<void> {
  await sql.query(
    /* sql */ `
      update ledger.projection_requests set state = $2, detail = $3, finished_at = clock_timestamp()
       where id = any($1)`,
    [ids, state, detail],
  );
}
