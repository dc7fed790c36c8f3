import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { logStandingSql } from './log-standing.sql.ts';

/** How the log stands. */
export interface Standing {
  /** The last position recorded. */
  readonly head: number;
  /** Undefined before the notary has begun a log. */
  readonly origin: string | undefined;
  /** How many events are under a signed checkpoint. */
  readonly signed: number;
  /** How many are under the published one. */
  readonly published: number;
  /** Why nothing may be recorded; null while it may. */
  readonly readOnly: {
    readonly code: string;
    readonly because: string;
    readonly since: string | null;
  } | null;
}

interface Row {
  readonly head: string;
  readonly read_only_because: string | null;
  readonly refusal: string | null;
  readonly refused_at: Date | null;
  readonly origin: string | null;
  readonly signed: string;
  readonly published: string;
}

/** Asks the database how the log stands. */
@Injectable()
export class LogStanding {
  constructor(@Inject(Pool) private readonly pool: Pool) {}

  async now(): Promise<Standing> {
    const { rows } = await this.pool.query<Row>(logStandingSql);
    const [row] = rows;
    if (!row) throw new Error('ledger.head has no row');
    const because = row.read_only_because;
    return {
      head: Number(row.head),
      origin: row.origin ?? undefined,
      signed: Number(row.signed),
      published: Number(row.published),
      readOnly:
        because === null
          ? null
          : { code: row.refusal ?? 'unknown', because, since: row.refused_at?.toISOString() ?? null },
    };
  }
}
