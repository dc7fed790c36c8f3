/** An array parameter of a statement in Postgres's binary form, which node-postgres sends as it is. */
export type PgArray = Buffer;

/** An array that is to be written: how long it will be, and where it ends once it is written from an offset on. */
export interface ArrayToWrite {
  readonly bytes: number;
  readonly write: (to: Buffer, from: number) => number;
}

const TEXT_OID = 25;
const INT4_OID = 23;
const UUID_OID = 2950;
/** The length that stands for null. */
const NULL = -1;

/*
 * The form is that of array_recv in Postgres's src/backend/utils/adt/arrayfuncs.c: the number of dimensions, whether
 * there are nulls, the type of the elements; then for the one dimension its length and lower bound; then each element
 * with its length before it. As text, every body would be escaped here and unescaped there: half of all work in Node.
 */

/**
 * Arrays, all in one buffer that is no longer than they are: memory outside of the heap that is asked for and dropped makes
 * V8 clear all of the heap, and that was a seventh of what Node did for an append.
 */
export function pgArrays(arrays: readonly (ArrayToWrite | undefined)[]): (PgArray | undefined)[] {
  let bytes = 0;
  for (const array of arrays) bytes += array?.bytes ?? 0;
  const buffer = Buffer.allocUnsafe(bytes);
  let from = 0;
  return arrays.map((array) => {
    if (!array) return undefined;
    const start = from;
    from = array.write(buffer, start);
    return buffer.subarray(start, from);
  });
}

/** `text[]`. */
export function textArray(values: readonly (string | undefined)[]): ArrayToWrite {
  let bytes = headerBytes(values);
  for (const value of values) bytes += 4 + (value === undefined ? 0 : Buffer.byteLength(value));
  const write = (to: Buffer, from: number): number => {
    let offset = writeHeader(to, from, TEXT_OID, values.length);
    for (const value of values) {
      if (value === undefined) {
        offset = to.writeInt32BE(NULL, offset);
      } else {
        const length = to.write(value, offset + 4);
        to.writeInt32BE(length, offset);
        offset += 4 + length;
      }
    }
    return offset;
  };
  return { bytes, write };
}

/** `int[]`. */
export function intArray(values: readonly number[]): ArrayToWrite {
  const write = (to: Buffer, from: number): number => {
    let offset = writeHeader(to, from, INT4_OID, values.length);
    for (const value of values) offset = to.writeInt32BE(value, to.writeInt32BE(4, offset));
    return offset;
  };
  return { bytes: headerBytes(values) + 8 * values.length, write };
}

/**
 * `uuid[]`; writing it throws a TypeError for what is not a UUID.
 */
export function uuidArray(values: readonly (string | undefined)[]): ArrayToWrite {
  let bytes = headerBytes(values);
  for (const value of values) bytes += value === undefined ? 4 : 20;
  const write = (to: Buffer, from: number): number => {
    let offset = writeHeader(to, from, UUID_OID, values.length);
    for (const value of values) {
      if (value === undefined) {
        offset = to.writeInt32BE(NULL, offset);
      } else {
        to.writeInt32BE(16, offset);
        const written = to.write(value.replaceAll('-', ''), offset + 4, 16, 'hex');
        if (written !== 16 || value.length !== 36)
          throw new TypeError(`${JSON.stringify(value)} is not a UUID`);
        offset += 20;
      }
    }
    return offset;
  };
  return { bytes, write };
}

const headerBytes = ({ length }: readonly unknown[]): number => (length === 0 ? 12 : 20);

/** Returns where the elements begin. An array of nothing has no dimension. */
function writeHeader(to: Buffer, from: number, elementOid: number, length: number): number {
  let offset = to.writeInt32BE(length === 0 ? 0 : 1, from);
  // That there may be nulls; Postgres looks for itself.
  offset = to.writeInt32BE(1, offset);
  offset = to.writeInt32BE(elementOid, offset);
  if (length === 0) return offset;
  return to.writeInt32BE(1, to.writeInt32BE(length, offset));
}
