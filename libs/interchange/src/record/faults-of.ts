import { z } from 'zod';
import { nearest } from './nearest.ts';
import { isObject, pointerTo, quoted, type RecordError } from './record-error.ts';
import { keysOf, schemasAt } from './schema-walk.ts';

type Issue = z.core.$ZodIssue;
type Found = Pick<RecordError, 'fault' | 'remedy'>;

/**
 * What a schema finds wrong with a value, in words for the person who wrote it: every fault with its place, the value
 * found there and what to write instead.
 *
 * @param at pointer of the value in what the person wrote.
 * @param name what the value is called, as in "a commitment".
 */
export function faultsOf(
  schema: z.core.$ZodType,
  value: unknown,
  issues: readonly Issue[],
  at: string,
  name: string,
): readonly RecordError[] {
  const found = issues.flatMap((issue) => fault(issue, [], { schema, value, at, name }));
  // A misspelt key is one slip, and would show up again as the missing key that was meant.
  const meant = new Set(found.map(({ meantPointer }) => meantPointer));
  return found
    .filter(({ pointer, fault: wrong }) => wrong !== MISSING || !meant.has(pointer))
    .map(({ pointer, fault: wrong, remedy }) => ({ pointer, fault: wrong, remedy }));
}

const MISSING = 'is missing';

interface FoundFault extends RecordError {
  /** Where the key stands that a misspelt one was meant to be. */
  readonly meantPointer?: string;
}

interface Subject {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
  readonly at: string;
  readonly name: string;
}

function fault(issue: Issue, prefix: readonly PropertyKey[], subject: Subject): readonly FoundFault[] {
  const path = [...prefix, ...issue.path];
  const value = valueAt(subject.value, path);
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = meantBranch(issue.errors, value);
    if (branch) return branch.flatMap((inner) => fault(inner, path, subject));
  }
  const pointer = subject.at + pointerTo(...path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, path, pointer, subject));
  }
  return [{ pointer, ...described(issue, path, value, subject) }];
}

/** The branch of a union that the value was meant for: the one that gets furthest before it fails. */
function meantBranch(errors: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | undefined {
  const fitting = errors.filter((issues) =>
    issues.every(
      ({ code, path }) => path.length > 0 || (code !== 'invalid_type' && code !== 'invalid_value'),
    ),
  );
  if (fitting.length === 1) return fitting[0];
  if (typeof value !== 'string') return undefined;
  return errors.find((issues) =>
    issues.every(({ code, path }) => path.length === 0 && code === 'invalid_value'),
  );
}

function described(issue: Issue, path: readonly PropertyKey[], value: unknown, subject: Subject): Found {
  const key = path.at(-1);
  if (value === undefined) return { fault: MISSING, remedy: `add ${missing(issue, path, subject)}` };
  if (value === null)
    return { fault: 'is empty', remedy: `fill in ${expected(path, subject)}, or leave the key out` };
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value, path, subject);
    case 'invalid_value':
      return notOneOf(issue.values.map(String), value);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? notOneOf(issue.options.map(String), value)
        : { fault: `${quoted(value)} does not fit here`, remedy: `write ${expected(path, subject)}` };
    case 'too_big':
    case 'too_small':
      return outOfBounds(issue, value);
    default:
      return split(
        issue.message,
        value,
        key === undefined ? `write ${subject.name}` : `write ${expected(path, subject)}`,
      );
  }
}

function missing(issue: Issue, path: readonly PropertyKey[], subject: Subject): string {
  const options =
    issue.code === 'invalid_value'
      ? issue.values
      : 'options' in issue
        ? (issue.options as readonly unknown[])
        : undefined;
  return options
    ? `"${String(path.at(-1))}", one of ${options.map(String).join(', ')}`
    : expected(path, subject);
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
};

function wrongType(type: string, value: unknown, path: readonly PropertyKey[], subject: Subject): Found {
  const found = `${quoted(value)} is not ${TYPES[type] ?? `of type ${type}`}`;
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return { fault: found, remedy: `put it in quotes: "${value}"` };
  }
  if (type === 'array' && typeof value === 'string') {
    return { fault: found, remedy: `write it as a list, even of one: [${value.length > 60 ? '…' : value}]` };
  }
  if (type === 'array') return { fault: found, remedy: 'write it as a list, each entry after "- "' };
  return { fault: found, remedy: `write ${TYPES[type] ?? 'another value'} as ${expected(path, subject)}` };
}

function notOneOf(allowed: readonly string[], value: unknown): Found {
  const close = typeof value === 'string' ? nearest(value, allowed) : undefined;
  const list = `use one of ${allowed.join(', ')}`;
  return {
    fault: `${quoted(value)} is not ${allowed.length === 1 ? allowed[0] : 'among the values allowed here'}`,
    remedy: close === undefined ? list : `did you mean ${close}? Otherwise ${list}`,
  };
}

function outOfBounds(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, value: unknown): Found {
  const bound = issue.code === 'too_big' ? issue.maximum : issue.minimum;
  const side = issue.code === 'too_big' ? 'at most' : 'at least';
  if (issue.origin === 'string') {
    return value === '' || (typeof value === 'string' && value.trim() === '')
      ? { fault: 'is empty', remedy: 'write something, or leave the key out' }
      : { fault: `${quoted(value)} is too long`, remedy: `use ${side} ${bound} characters` };
  }
  if (issue.origin === 'array') {
    return { fault: `has ${(value as readonly unknown[]).length} entries`, remedy: `give ${side} ${bound}` };
  }
  return { fault: `${quoted(value)} is out of bounds`, remedy: `use a number of ${side} ${bound}` };
}

/** Messages of our own schemas read "what is wrong: what to do". */
function split(message: string, value: unknown, otherwise: string): Found {
  const [wrong = message, ...remedy] = message.split(': ');
  const subject = isObject(value) || Array.isArray(value) ? '' : `${quoted(value)} `;
  return { fault: subject + wrong, remedy: remedy.length > 0 ? remedy.join(': ') : otherwise };
}

function unknownKey(
  key: string,
  path: readonly PropertyKey[],
  pointer: string,
  subject: Subject,
): FoundFault {
  const known = [...new Set(schemasAt(subject.schema, path, subject.value).flatMap(keysOf))];
  const close = nearest(key, known);
  const found = {
    pointer: pointer + pointerTo(key),
    fault: `${quoted(key)} is not a key of ${whatIsAt(path, subject)}`,
  };
  return close === undefined
    ? { ...found, remedy: `use only ${known.join(', ')}` }
    : { ...found, remedy: `did you mean ${close}?`, meantPointer: pointer + pointerTo(close) };
}

function whatIsAt(path: readonly PropertyKey[], { name }: Subject): string {
  const key = path.findLast((step) => typeof step === 'string');
  return key === undefined ? name : `"${key}"`;
}

/** What belongs at a place, from the schema's own description and example. */
function expected(path: readonly PropertyKey[], { schema, value, name }: Subject): string {
  const key = path.at(-1);
  const called = typeof key === 'string' ? `"${key}"` : name;
  const metas = [
    schemasAt(schema, path.slice(0, -1), value).flatMap((parent) => childMeta(parent, key)),
  ].flat();
  const description = metas.find((meta) => meta.description !== undefined)?.description;
  const example = metas.find((meta) => Array.isArray(meta['examples']))?.['examples'] as
    readonly unknown[] | undefined;
  const explained = description === undefined ? called : `${called} (${description})`;
  return example === undefined ? explained : `${explained}, for example ${JSON.stringify(example[0])}`;
}

function childMeta(parent: z.core.$ZodType, key: PropertyKey | undefined): readonly z.core.GlobalMeta[] {
  if (key === undefined) return [];
  let inner =
    (parent as z.core.$ZodTypes)._zod.def.type === 'object' ? shapeOf(parent)[String(key)] : undefined;
  const metas: z.core.GlobalMeta[] = [];
  while (inner) {
    const meta = z.globalRegistry.get(inner);
    if (meta) metas.push(meta);
    const { def } = (inner as z.core.$ZodTypes)._zod;
    inner = 'innerType' in def ? def.innerType : undefined;
  }
  return metas;
}

const shapeOf = (schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType | undefined>> =>
  (schema as z.core.$ZodObject)._zod.def.shape;

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      (isObject(inner) || Array.isArray(inner)) && Object.hasOwn(inner, key)
        ? (inner as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
