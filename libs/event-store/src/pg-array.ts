/** An array parameter of a statement in Postgres's binary form, which node-postgres sends as it is. */
export type PgArray = Buffer;

const TEXT_OID = 25;
const INT4_OID = 23;
const UUID_OID = 2950;
const HEADER_BYTES = 20;
/** The length that stands for null. */
const NULL = -1;

/*
 * The form is that of array_recv in Postgres's src/backend/utils/adt/arrayfuncs.c: the number of dimensions, whether
 * there are nulls, the type of the elements; then for the one dimension its length and lower bound; then each element
 * with its length before it. As text, every body would be escaped here and unescaped there: half of all work in Node.
 */

/** `text[]`. */
export function textArray(values: readonly (string | undefined)[]): PgArray {
  // Three bytes are the most that a UTF-16 unit takes in UTF-8.
  let room = HEADER_BYTES;
  for (const value of values) room += 4 + 3 * (value?.length ?? 0);
  const buffer = Buffer.allocUnsafe(room);
  let offset = writeHeader(buffer, TEXT_OID, values.length);
  for (const value of values) {
    if (value === undefined) {
      offset = buffer.writeInt32BE(NULL, offset);
    } else {
      const bytes = buffer.write(value, offset + 4);
      buffer.writeInt32BE(bytes, offset);
      offset += 4 + bytes;
    }
  }
  return buffer.subarray(0, offset);
}

/** `int[]`. */
export function intArray(values: readonly number[]): PgArray {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + 8 * values.length);
  let offset = writeHeader(buffer, INT4_OID, values.length);
  for (const value of values) offset = buffer.writeInt32BE(value, buffer.writeInt32BE(4, offset));
  return buffer.subarray(0, offset);
}

/**
 * `uuid[]`.
 *
 * @throws TypeError for what is not a UUID.
 */
export function uuidArray(values: readonly (string | undefined)[]): PgArray {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + 20 * values.length);
  let offset = writeHeader(buffer, UUID_OID, values.length);
  for (const value of values) {
    if (value === undefined) {
      offset = buffer.writeInt32BE(NULL, offset);
    } else {
      buffer.writeInt32BE(16, offset);
      const bytes = buffer.write(value.replaceAll('-', ''), offset + 4, 'hex');
      if (bytes !== 16 || value.length !== 36) throw new TypeError(`${JSON.stringify(value)} is not a UUID`);
      offset += 20;
    }
  }
  return buffer.subarray(0, offset);
}

/** Returns where the elements begin. An array of nothing has no dimension. */
function writeHeader(buffer: Buffer, elementOid: number, length: number): number {
  let offset = buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  // That there may be nulls; Postgres looks for itself.
  offset = buffer.writeInt32BE(1, offset);
  offset = buffer.writeInt32BE(elementOid, offset);
  if (length === 0) return offset;
  return buffer.writeInt32BE(1, buffer.writeInt32BE(length, offset));
}
