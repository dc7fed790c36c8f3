import canonicalize from 'canonicalize';

/**
 * Text that cannot be sealed: a lone surrogate has no UTF-8 form and U+0000 no place in Postgres text, so neither
 * could be given back as it came in.
 */
export class UnsealableText extends Error {
  override readonly name = 'UnsealableText';
  readonly code = 'unsealable-text';
  constructor(readonly pointer: string) {
    super(`${pointer || 'The value'} holds U+0000 or half of a surrogate pair`);
  }
}

/**
 * The RFC 8785 (JCS) canonical text of a JSON value: the form in which an event is stored, hashed and published.
 * Properties that are `undefined` are left out.
 *
 * @throws UnsealableText when a string or key holds U+0000 or a lone surrogate.
 */
export function canonical(value: unknown): string {
  const ordered = inOrder(value);
  const text = ordered === UNORDERED ? byLibrary(value) : (JSON.stringify(ordered) as string | undefined);
  if (text === undefined) throw new TypeError('undefined has no canonical form');
  if (MAY_BE_UNSEALABLE.test(text)) refuseUnsealable(value, '');
  return text;
}

const byLibrary = canonicalize as unknown as (input: unknown) => string | undefined;

/** Of a value that cannot be put in order by copying it. */
const UNORDERED = Symbol('unordered');

/**
 * A copy whose properties stand in the order of RFC 8785, §3.2.3: their texts are those of ECMAScript's own `JSON.stringify`
 * (§3.2.2), which then does in half of the time what the library does string by string. Left to that is all of which a copy
 * would be another value or in another order: numbers and `__proto__` for names, what says itself how it is written, and
 * what is not JSON.
 */
function inOrder(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : UNORDERED;
    case 'object':
      return value === null ? null : Array.isArray(value) ? listInOrder(value) : objectInOrder(value);
    default:
      return UNORDERED;
  }
}

function listInOrder(list: readonly unknown[]): unknown {
  const copy: unknown[] = [];
  for (const each of list) {
    const ordered = inOrder(each);
    if (ordered === UNORDERED) return UNORDERED;
    copy.push(ordered);
  }
  return copy;
}

function objectInOrder(object: object): unknown {
  if ('toJSON' in object) return UNORDERED;
  const copy: Record<string, unknown> = {};
  // Without a comparison of its own it sorts by UTF-16 units, as it is to.
  for (const name of Object.keys(object).sort()) {
    const ordered = inOrder((object as Readonly<Record<string, unknown>>)[name]);
    if (ordered === UNORDERED || beginsWithDigit(name) || name === '__proto__') return UNORDERED;
    copy[name] = ordered;
  }
  return copy;
}

/** Names that are array indices come first in an object, and in their own order. */
function beginsWithDigit(name: string): boolean {
  const unit = name.charCodeAt(0);
  return unit >= 0x30 && unit <= 0x39;
}

/**
 * JSON.stringify escapes just what is looked for (ECMA-262, QuoteJSONString), so one look at the whole text finds where a
 * look at each string is needed. An escaped backslash before a harmless "u0000" looks the same.
 */
const MAY_BE_UNSEALABLE = /\\u(?:0000|d[89a-f])/;

function refuseUnsealable(value: unknown, pointer: string): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !isWellFormed(value)) throw new UnsealableText(pointer);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      refuseUnsealable(item, `${pointer}/${index}`);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      refuseUnsealable(key, pointer);
      refuseUnsealable(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;

const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);
