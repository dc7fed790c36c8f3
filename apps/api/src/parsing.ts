import { nearest } from '#libs/interchange';
import { type z } from 'zod';
import { Problem, type ProblemError } from './problems/problem.ts';

/**
 * A body in the form of its schema.
 *
 * @throws Problem `invalid-body` with every fault and where it is.
 */
export function parsedBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(bodyErrors);
  throw new Problem(
    'invalid-body',
    errors.length === 1 ? faultIn(errors) : `There are ${errors.length} faults.`,
    {
      errors,
    },
  );
}

/**
 * The query parameters in the form of their schema, which is strict: a misspelt filter must not quietly filter nothing.
 *
 * @throws Problem `invalid-parameter` with every fault, and for an unknown name the nearest that is known.
 */
export function parsedQuery<Schema extends z.ZodObject>(schema: Schema, query: unknown): z.output<Schema> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const known = Object.keys(schema.shape);
  const errors = parsed.error.issues.flatMap((issue) => queryErrors(issue, known));
  throw new Problem('invalid-parameter', faultIn(errors), { errors });
}

type Issue = z.core.$ZodIssue;

const faultIn = ([first]: readonly ProblemError[]): string =>
  `${first?.parameter ?? (first?.pointer || 'The body')} ${first?.fault ?? ''}.`;

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function bodyErrors(issue: Issue): readonly ProblemError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      fault: 'is not known here',
      remedy: 'remove it, or correct its name',
    }));
  }
  return [{ pointer: pointerTo(issue.path), fault: fault(issue) }];
}

function queryErrors(issue: Issue, known: readonly string[]): readonly ProblemError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      parameter: key,
      fault: 'is not a parameter of this address',
      remedy: suggestion(key, known),
    }));
  }
  return [{ parameter: String(issue.path[0] ?? ''), fault: fault(issue) }];
}

/** Our own messages are predicates already ("is not a day"); zod's are sentences. */
const fault = ({ message, code, ...rest }: Issue): string => {
  if (code === 'invalid_type' && 'input' in rest && rest.input === undefined) return 'is missing';
  return /^(is|has|names|ends|must|does|cannot)\b/.test(message) ? message : `is not understood: ${message}`;
};

const suggestion = (name: string, known: readonly string[]): string => {
  if (known.length === 0) return 'this address takes no parameters';
  const meant = nearest(name, known);
  const all = `it takes ${known.join(', ')}`;
  return meant === undefined ? all : `did you mean ${meant}? ${all}`;
};
