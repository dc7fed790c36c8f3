import { type GrownTile, type KeptCheckpoint, SealedLog, type Sql } from '#libs/transparency';
import {
  beginLogSql,
  cosignedSizesSql,
  cosignedSql,
  endRefusalsSql,
  headSql,
  keysSql,
  readWriteSql,
  refuseSql,
  sealSql,
  setKeysSql,
} from './notary.sql.ts';
import { type Refused } from './refused.ts';

/** What is to be sealed: the tiles that have grown, and the checkpoint over them. */
export interface Seal {
  readonly log: number;
  readonly grown: readonly GrownTile[];
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly publish: boolean;
}

/**
 * What the notary reads and writes, all through the one session that holds its lock: whatever is written was written by
 * the one that leads.
 */
export class Desk {
  readonly sealed: SealedLog;

  constructor(private readonly sql: Sql) {
    this.sealed = new SealedLog(sql);
  }

  /** Where the log of events ends, and why it may not grow. */
  async head(): Promise<{ readonly position: number; readonly readOnlyBecause: string | null }> {
    const { rows } = await this.sql.query<{ position: string; read_only_because: string | null }>(headSql);
    const [head] = rows;
    if (!head) throw new Error('ledger.head has no row');
    return { position: Number(head.position), readOnlyBecause: head.read_only_because };
  }

  async beginLog(number: number, origin: string, because: string | undefined, policy: string): Promise<void> {
    await this.sql.query(beginLogSql, [number, origin, because ?? null, policy]);
  }

  async setKeys(log: number, vkeys: readonly string[], policy: string): Promise<void> {
    await this.sql.query(setKeysSql, [log, vkeys, policy]);
  }

  /** Every verifier key that has signed a log. */
  async keys(log: number): Promise<readonly string[]> {
    const { rows } = await this.sql.query<{ vkey: string }>(keysSql, [log]);
    return rows.map(({ vkey }) => vkey);
  }

  /** Tiles and checkpoint, both or neither. @returns the number of the checkpoint. */
  async seal({ log, grown, size, root, note, publish }: Seal): Promise<number> {
    const levels = grown.map(({ level }) => level);
    const indexes = grown.map(({ index }) => index);
    const hashes = grown.map((tile) => tile.hashes);
    const values = [log, levels, indexes, hashes, size, root, note, publish];
    const { rows } = await this.sql.query<{ number: string }>(sealSql, values);
    return Number(rows[0]?.number);
  }

  /** Keeps cosignatures of a checkpoint, and publishes it if that is due. */
  async cosigned(
    { number }: Pick<KeptCheckpoint, 'number'>,
    lines: ReadonlyMap<string, string>,
    publish: boolean,
  ): Promise<void> {
    await this.sql.query(cosignedSql, [number, [...lines.keys()], [...lines.values()], publish]);
  }

  /** The largest tree that each witness has cosigned, by its verifier key. */
  async cosignedSizes(log: number): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.sql.query<{ witness: string; size: string }>(cosignedSizesSql, [log]);
    return new Map(rows.map(({ witness, size }) => [witness, Number(size)]));
  }

  /** Makes the ledger read-only, and writes down why. */
  async refuse({ code, message }: Refused): Promise<void> {
    await this.sql.query(endRefusalsSql, ['Another reason took its place.', message]);
    await this.sql.query(refuseSql, [code, message]);
  }

  /** Lets the ledger be written to again. */
  async allow(endedBy: string): Promise<void> {
    await this.sql.query(readWriteSql, [endedBy]);
  }
}
