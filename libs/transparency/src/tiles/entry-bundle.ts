import { Unreadable } from '../unreadable.ts';

/** The most bytes that a leaf may have, for its length goes before it in two bytes. */
export const MAX_LEAF_BYTES = 65_535;

/**
 * Leaves one after another, each after its length as a big-endian uint16 (C2SP tlog-tiles, Log entries).
 *
 * @throws RangeError when a leaf is longer than 65,535 bytes.
 */
export function entryBundle(leaves: readonly string[]): Buffer {
  return Buffer.concat(
    leaves.flatMap((leaf) => {
      const bytes = Buffer.from(leaf, 'utf8');
      if (bytes.length > MAX_LEAF_BYTES) throw new RangeError(`A leaf of ${bytes.length} bytes is too long`);
      const length = Buffer.allocUnsafe(2);
      length.writeUInt16BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/**
 * The leaves of a bundle, as bytes.
 *
 * @throws Unreadable when it ends within a leaf.
 */
export function leavesIn(bundle: Uint8Array): readonly Buffer[] {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const leaves: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = at + 2;
    const end = start + (start <= bytes.length ? bytes.readUInt16BE(at) : 0);
    if (start > bytes.length || end > bytes.length) {
      throw new Unreadable('entry bundle', `it ends within entry ${leaves.length}`);
    }
    leaves.push(bytes.subarray(start, end));
    at = end;
  }
  return leaves;
}
