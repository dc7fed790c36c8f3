/** Hashes in a full tile. */
export const TILE_WIDTH = 256;
/** How many levels of the tree one level of tiles holds. */
export const TILE_HEIGHT = 8;

/** A tile, or a bundle of the leaves under a tile of level 0 (C2SP tlog-tiles). */
export interface TileCoordinates {
  readonly level: number | 'entries';
  readonly index: number;
  /** How many of its hashes or entries: from 1, and 256 when it is full. */
  readonly width: number;
}

/** The last part of a tile's address, such as `tile/0/x001/234.p/5` (C2SP tlog-tiles, Merkle Tree). */
export function tilePath({ level, index, width }: TileCoordinates): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const PATH =
  /^tile\/(?<level>entries|0|[1-9]|[1-5]\d|6[0-3])\/(?<index>(?:x\d{3}\/){0,5}\d{3})(?:\.p\/(?<width>[1-9]\d{0,2}))?$/;

/** What an address asks for; undefined where it is not exactly as `tilePath` would write it. */
export function parseTilePath(path: string): TileCoordinates | undefined {
  const groups = PATH.exec(path)?.groups;
  if (!groups) return undefined;
  const { level = '', index: digits = '', width } = groups;
  const index = Number(digits.replaceAll(/[x/]/g, ''));
  const coordinates: TileCoordinates = {
    level: level === 'entries' ? level : Number(level),
    index,
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const isCanonical = Number.isSafeInteger(index) && tilePath(coordinates) === path;
  return isCanonical ? coordinates : undefined;
}

/** How many hashes a tile has in a tree of a size: 0 where there is none of it, 256 where it is full. */
export function tileWidth(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}
