/** The type of a column, as rows are written to it. */
export type ColumnType =
  'text' | 'text[]' | 'bigint' | 'int' | 'numeric' | 'date' | 'json' | 'boolean' | 'uuid';

/** The type of the elements of the array that a column of each type is sent as: of arrays there are no arrays. */
const SENT_AS: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  'text[]': 'text',
  bigint: 'bigint',
  int: 'int',
  numeric: 'text',
  date: 'date',
  json: 'json',
  boolean: 'boolean',
  uuid: 'text',
};

/** Of pg_type.dat in Postgres's src/include/catalog. */
const OID: Readonly<Record<string, number>> = {
  text: 25,
  bigint: 20,
  int: 23,
  date: 1082,
  json: 114,
  boolean: 16,
};

/** A column of the rows that a statement is given. */
interface SentColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: readonly unknown[];
}

/** What a statement selects rows from, with its values from `$1` on. */
interface SentRows {
  /** `unnest(…) as given (…)`. */
  readonly from: string;
  /** The columns, each in its own type. */
  readonly columns: readonly string[];
  readonly values: Buffer[];
}

/**
 * Rows as the parameters of one statement: an array for each column, in Postgres's binary form, which node-postgres sends as
 * it is. As one JSON text Postgres took to pieces, and undid the escaping of, every fact once more: a third of all that the
 * writing of a batch cost it.
 *
 * @throws RangeError for a value that no column of its type can hold.
 */
export function sentRows(columns: readonly SentColumn[]): SentRows {
  const names = columns.map(({ name }) => `"${name}"`);
  const parameters = columns.map(({ type }, index) => `$${index + 1}::${SENT_AS[type]}[]`);
  return {
    from: `unnest(${parameters.join(', ')}) as given (${names.join(', ')})`,
    columns: columns.map(({ type }, index) => `given.${names[index] ?? ''}${castTo(type)}`),
    values: binaryArrays(columns.map(elementsOf)),
  };
}

const castTo = (type: ColumnType): string => (SENT_AS[type] === type ? '' : `::${type}`);

type Text = string | null | undefined;

/** The elements of an array: texts, or what is written in so many bytes each. */
type Elements = { readonly oid: number; readonly values: readonly unknown[] } & (
  | { readonly texts: readonly Text[] }
  | { readonly bytes: number; readonly write: (to: Buffer, value: unknown, at: number) => void }
);

function elementsOf({ type, values }: SentColumn): Elements {
  const oid = OID[SENT_AS[type]] ?? 0;
  switch (type) {
    case 'text':
    case 'uuid':
    case 'numeric':
      return { oid, values, texts: values as readonly Text[] };
    case 'text[]':
      return { oid, values, texts: (values as readonly (readonly string[])[]).map(arrayLiteral) };
    case 'json':
      return { oid, values, texts: values.map(jsonText) };
    case 'bigint':
      return { oid, values, bytes: 8, write: writeBigint };
    case 'int':
      return { oid, values, bytes: 4, write: (to, value, at) => to.writeInt32BE(value as number, at) };
    case 'date':
      return {
        oid,
        values,
        bytes: 4,
        write: (to, value, at) => to.writeInt32BE(dayNumber(value as string), at),
      };
    case 'boolean':
      return { oid, values, bytes: 1, write: (to, value, at) => to.writeUInt8(Number(value), at) };
  }
}

const HEADER_BYTES = 20;
/** The length that stands for null. */
const NULL = -1;

/**
 * Arrays as array_recv in Postgres's src/backend/utils/adt/arrayfuncs.c takes them. All lie in one buffer: to have one for
 * each column made asking the system for memory dearer than filling it.
 */
function binaryArrays(arrays: readonly Elements[]): Buffer[] {
  let room = 0;
  for (const elements of arrays) room += roomFor(elements);
  const buffer = Buffer.allocUnsafe(room);
  let from = 0;
  return arrays.map((elements) => {
    const start = from;
    from = 'texts' in elements ? writeTexts(buffer, elements, from) : writeFixed(buffer, elements, from);
    return buffer.subarray(start, from);
  });
}

function roomFor(elements: Elements): number {
  if (!('texts' in elements)) return HEADER_BYTES + (4 + elements.bytes) * elements.values.length;
  let room = HEADER_BYTES;
  for (const text of elements.texts) room += 4 + (typeof text === 'string' ? mostBytes(text) : 0);
  return room;
}

/** To count the bytes of a long text costs less than the room that it might take; of a short one it costs more. */
const mostBytes = (text: string): number =>
  text.length < SHORT ? MOST_BYTES_A_UNIT * text.length : Buffer.byteLength(text);
const SHORT = 50;
/** Of a UTF-16 unit in UTF-8. */
const MOST_BYTES_A_UNIT = 3;

function writeTexts(
  buffer: Buffer,
  { oid, texts }: Extract<Elements, { readonly texts: readonly Text[] }>,
  from: number,
): number {
  let offset = writeHeader(buffer, oid, texts.length, from);
  for (const text of texts) {
    if (text === null || text === undefined) {
      offset = buffer.writeInt32BE(NULL, offset);
    } else {
      const bytes = buffer.write(text, offset + 4);
      buffer.writeInt32BE(bytes, offset);
      offset += 4 + bytes;
    }
  }
  return offset;
}

function writeFixed(
  buffer: Buffer,
  { oid, values, bytes, write }: Extract<Elements, { readonly bytes: number }>,
  from: number,
): number {
  let offset = writeHeader(buffer, oid, values.length, from);
  for (const value of values) {
    if (value === null || value === undefined) {
      offset = buffer.writeInt32BE(NULL, offset);
    } else {
      offset = buffer.writeInt32BE(bytes, offset);
      write(buffer, value, offset);
      offset += bytes;
    }
  }
  return offset;
}

/** Returns where the elements begin. An array of nothing has no dimension. */
function writeHeader(buffer: Buffer, oid: number, length: number, from: number): number {
  let offset = buffer.writeInt32BE(length === 0 ? 0 : 1, from);
  // That there may be nulls; Postgres looks for itself.
  offset = buffer.writeInt32BE(1, offset);
  offset = buffer.writeInt32BE(oid, offset);
  if (length === 0) return offset;
  return buffer.writeInt32BE(1, buffer.writeInt32BE(length, offset));
}

/** Positions are no larger than a float holds exactly. */
function writeBigint(to: Buffer, value: unknown, at: number): void {
  const number = value as number;
  to.writeInt32BE(Math.floor(number / 2 ** 32), at);
  to.writeUInt32BE(number >>> 0, at + 4);
}

/** https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO */
const arrayLiteral = (texts: readonly string[]): string =>
  texts.length === 0 ? '{}' : `{${texts.map(quoted).join(',')}}`;

const quoted = (text: string): string =>
  `"${NEEDS_ESCAPE.test(text) ? text.replaceAll(/[\\"]/g, String.raw`\$&`) : text}"`;

const NEEDS_ESCAPE = /[\\"]/;

/**
 * The text of a value in a `json` column, which Postgres keeps as it is. What it could not read out again is refused here:
 * U+0000, which its text cannot hold, and halves of surrogate pairs, which are no text.
 */
function jsonText(value: unknown): Text {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return checkedText(value);
  const text = written.get(value) ?? checkedText(value);
  written.set(value, text);
  return text;
}

/** A fact of a commitment is the same object in two tables: written out once, a rebuild takes 4 % less of Node. */
const written = new WeakMap<object, string>();

function checkedText(value: unknown): string {
  const text = JSON.stringify(value);
  if (MAY_BE_NO_TEXT.test(text) && !isText(value)) throw new RangeError('It holds what is no text');
  return text;
}

/** As `JSON.stringify` escapes them (ECMA-262, QuoteJSONString); an escaped backslash before a harmless `u0000` looks the same. */
const MAY_BE_NO_TEXT = /\\u(?:0000|d[89a-f])/;
const NO_TEXT = /\p{Surrogate}/u;

function isText(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\u0000') && !NO_TEXT.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, each]) => isText(name) && isText(each));
}

const MS_PER_DAY = 86_400_000;
/** 2000-01-01, from which Postgres counts, in days from 1970-01-01. */
const FIRST_DAY = 10_957;

/** A day as date_recv in Postgres's src/backend/utils/adt/date.c takes it. */
function dayNumber(day: string): number {
  if (day === 'infinity') return 0x7f_ff_ff_ff;
  if (day === '-infinity') return -0x80_00_00_00;
  return Date.parse(day) / MS_PER_DAY - FIRST_DAY;
}
