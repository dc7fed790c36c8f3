import { type Filter, type FilterKey, filterKeys, filterMeanings, parseFilter } from '#libs/subscriptions';
import { z } from 'zod';
import { Problem, type ProblemError } from '../problems/problem.ts';

/** The keys of a filter as query parameters: a list each, given by repeating the key or with commas. */
export const filterParameters = Object.fromEntries(
  filterKeys.map((key) => {
    const { meaning, values } = filterMeanings[key];
    const items = { type: 'string', ...(values && { enum: values }) };
    const description = `${meaning}; several with commas between them, of which any will do`;
    return [key, z.unknown().optional().meta({ type: 'array', items, description })];
  }),
) as Record<FilterKey, z.ZodOptional<z.ZodUnknown>>;

/** What an event changed is not known here yet. */
const UNANSWERED: readonly FilterKey[] = ['label', 'becomes', 'crosses'];

/**
 * The filter in the parameters of a query.
 *
 * @param unanswered the keys that the address does not answer.
 * @throws Problem `invalid-parameter` with every fault.
 */
export function filterIn(
  keys: Readonly<Record<string, unknown>>,
  unanswered: readonly FilterKey[] = UNANSWERED,
): Filter {
  const parsed = parseFilter(keys);
  if ('faults' in parsed)
    throw faulty(parsed.faults.map(({ key, fault, remedy }) => ({ parameter: key, fault, remedy })));
  const asked = unanswered.filter((key) => parsed.filter[key] !== undefined);
  if (asked.length === 0) return parsed.filter;
  const fault = 'cannot be asked of this address yet';
  const remedy = 'filter by stream, type, party and kind';
  throw faulty(asked.map((parameter) => ({ parameter, fault, remedy })));
}

function faulty(errors: readonly ProblemError[]): Problem {
  const [first] = errors;
  return new Problem('invalid-parameter', `${first?.parameter ?? ''} ${first?.fault ?? ''}.`, { errors });
}
