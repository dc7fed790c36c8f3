/** One thing wrong with a record: where, what, and what to do about it. */
export interface RecordError {
  /** RFC 6901 pointer into the value; where something is missing, the place it would have. */
  readonly pointer: string;
  /** What is wrong, as a predicate of the value there; quotes the value where it is short. */
  readonly fault: string;
  readonly remedy: string;
}

/** The RFC 6901 pointer of a path of keys and indices; empty for the whole value. */
export const pointerTo = (...path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A value as an error names it: quoted and cut where it is a text, in words where it is large. */
export function quoted(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'an empty value';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'nothing';
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
