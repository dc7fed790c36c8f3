import type { TileCoordinates } from '#libs/transparency';

/** A log that can be asked (C2SP tlog-tiles), over HTTP or from a folder. */
export interface LogSource {
  /** The newest checkpoint, as a signed note. */
  checkpoint(): Promise<string>;
  /** The verifier keys that the log gives out itself, one a line. */
  key(): Promise<string>;
  /** The policy by which it wants its checkpoints to be believed. */
  policy(): Promise<string>;
  /**
   * A tile, or a bundle of entries, of at least the width asked for.
   *
   * @throws NotServed when the log has none.
   */
  tile(tile: TileCoordinates): Promise<Buffer>;
}

/** A log does not give out what belongs to its own checkpoint. */
export class NotServed extends Error {
  override readonly name = 'NotServed';
  readonly code = 'not-served';
}
