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
  const text = (canonicalize as unknown as (input: unknown) => string | undefined)(value);
  if (text === undefined) throw new TypeError('undefined has no canonical form');
  if (MAY_BE_UNSEALABLE.test(text)) refuseUnsealable(value, '');
  return text;
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
