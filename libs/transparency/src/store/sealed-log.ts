import { type Checkpoint } from '../notes/checkpoint.ts';
import { subtreeHashes, type TileId, tilesUnder } from '../tiles/tile-hashes.ts';
import { type SealedFacts } from '../tree/leaf.ts';
import { consistencyRanges, inclusionRanges } from '../tree/proofs.ts';
import { type Range, rangeHash } from '../tree/ranges.ts';
import {
  currentLogSql,
  firstPublishedFromSql,
  newestSql,
  publishedOfSizeSql,
  publishedSql,
  sealedFactsSql,
  tilesSql,
} from './log.sql.ts';
import { type Sql } from './sql.ts';

/** Which log over the events grows. */
export interface CurrentLog {
  /** From 1; more than 1 where an earlier one could not be continued. */
  readonly number: number;
  readonly origin: string;
  /** The verifier keys that sign, the newest first. */
  readonly vkeys: readonly string[];
  /** By which its checkpoints are to be believed (C2SP tlog-policy). */
  readonly policy: string;
}

/** A checkpoint as it is kept. */
export interface KeptCheckpoint extends Checkpoint {
  /** In the order of signing, over all logs. */
  readonly number: number;
  /** The signed note, with the cosignatures there are. */
  readonly note: string;
}

interface CheckpointRow {
  readonly number: string;
  readonly origin: string;
  readonly size: string;
  readonly root: Buffer;
  readonly note: string;
  readonly cosignatures: string;
}

/** The log as it is kept in Postgres, to be read: checkpoints, tiles, leaves and proofs. */
export class SealedLog {
  constructor(private readonly sql: Sql) {}

  /** The log that grows; undefined before the notary has begun one. */
  async current(): Promise<CurrentLog | undefined> {
    const { rows } = await this.sql.query<CurrentLog>(currentLogSql);
    return rows[0];
  }

  /** The newest published checkpoint, or the newest of a size. */
  async published(log: number, size?: number): Promise<KeptCheckpoint | undefined> {
    const { rows } =
      size === undefined
        ? await this.sql.query<CheckpointRow>(publishedSql, [log])
        : await this.sql.query<CheckpointRow>(publishedOfSizeSql, [log, size]);
    return rows[0] && kept(rows[0]);
  }

  /**
   * The first checkpoint published of so many events or more, with the verifier keys that there were when it was signed.
   * Once there is one, it stays the same.
   */
  async firstPublishedFrom(
    log: number,
    size: number,
  ): Promise<(KeptCheckpoint & { readonly vkeys: readonly string[] }) | undefined> {
    const values = [log, size];
    const { rows } = await this.sql.query<CheckpointRow & { readonly vkeys: readonly string[] }>(
      firstPublishedFromSql,
      values,
    );
    return rows[0] && { ...kept(rows[0]), vkeys: rows[0].vkeys };
  }

  /** The newest checkpoint signed, published or not. */
  async newest(log: number): Promise<KeptCheckpoint | undefined> {
    const { rows } = await this.sql.query<CheckpointRow>(newestSql, [log]);
    return rows[0] && kept(rows[0]);
  }

  /** The hashes of tiles; what is not there has none. */
  async tiles(log: number, tiles: readonly TileId[]): Promise<(tile: TileId) => Buffer> {
    const levels = tiles.map(({ level }) => level);
    const indexes = tiles.map(({ index }) => index);
    const { rows } = await this.sql.query<{ level: number; index: string; hashes: Buffer }>(tilesSql, [
      log,
      levels,
      indexes,
    ]);
    const bytes = new Map(rows.map(({ level, index, hashes }) => [`${level}/${index}`, hashes]));
    return ({ level, index }) => bytes.get(`${level}/${index}`) ?? Buffer.alloc(0);
  }

  /**
   * The hashes that prove that the leaf at an index is in the tree of a size.
   *
   * @throws RangeError when there is no such leaf, or the tree is not that large.
   */
  inclusionProof(log: number, index: number, size: number): Promise<readonly Buffer[]> {
    return this.#hashes(log, inclusionRanges(index, size));
  }

  /**
   * The hashes that prove that a tree of one size begins that of another.
   *
   * @throws RangeError when the tree is not that large, or the sizes are the wrong way round.
   */
  consistencyProof(log: number, olderSize: number, newerSize: number): Promise<readonly Buffer[]> {
    return this.#hashes(log, consistencyRanges(olderSize, newerSize));
  }

  /**
   * The root of the tree of a size, from its tiles.
   *
   * @throws RangeError when it is not that large.
   */
  async root(log: number, size: number): Promise<Buffer> {
    const range = { from: 0, to: size };
    return rangeHash(range, subtreeHashes(await this.tiles(log, tilesUnder([range]))));
  }

  /** What the leaves of positions are made of: after one, up to and with another, and at most so many. */
  async sealedFacts(after: number, upTo: number, limit: number): Promise<readonly SealedFacts[]> {
    const values = [after, upTo, limit];
    const statement = { name: 'sealed-facts', text: sealedFactsSql, values, rowMode: 'array' } as const;
    const { rows } = await this.sql.query<SealedRow>(statement);
    return rows.map(([position, body, recordedAt]) => ({ position: Number(position), body, recordedAt }));
  }

  /** The same for several leaves, with what they have in common read once. */
  async inclusionProofs(
    log: number,
    indexes: readonly number[],
    size: number,
  ): Promise<readonly (readonly Buffer[])[]> {
    const ranges = indexes.map((index) => inclusionRanges(index, size));
    const hashes = subtreeHashes(await this.tiles(log, tilesUnder(ranges.flat())));
    return ranges.map((each) => each.map((range) => rangeHash(range, hashes)));
  }

  async #hashes(log: number, ranges: readonly Range[]): Promise<readonly Buffer[]> {
    const hashes = subtreeHashes(await this.tiles(log, tilesUnder(ranges)));
    return ranges.map((range) => rangeHash(range, hashes));
  }
}

type SealedRow = [position: string, body: string, recordedAt: string];

const kept = ({ number, origin, size, root, note, cosignatures }: CheckpointRow): KeptCheckpoint => ({
  number: Number(number),
  origin,
  size: Number(size),
  root,
  note: note + cosignatures,
});
