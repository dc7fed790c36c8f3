import { type Filter, type FilterKey, filterKeys, filterMeanings, parseFilter } from '#libs/subscriptions';
import { z } from 'zod';
import { Problem } from '../problems/problem.ts';

/** The keys of a filter as query parameters: a list each, given by repeating the key or with commas. */
export const filterParameters = Object.fromEntries(
  filterKeys.map((key) => {
    const { meaning, values } = filterMeanings[key];
    const items = { type: 'string', ...(values && { enum: values }) };
    const description = `${meaning}; several with commas between them, of which any will do`;
    return [key, z.unknown().optional().meta({ type: 'array', items, description })];
  }),
) as Record<FilterKey, z.ZodOptional<z.ZodUnknown>>;

/**
 * The filter in the parameters of a query.
 *
 * @throws Problem `invalid-parameter` with every fault.
 */
export function filterIn(keys: Readonly<Record<string, unknown>>): Filter {
  const parsed = parseFilter(keys);
  if ('filter' in parsed) return parsed.filter;
  const errors = parsed.faults.map(({ key, fault, remedy }) => ({ parameter: key, fault, remedy }));
  const [first] = errors;
  throw new Problem('invalid-parameter', `${first?.parameter ?? ''} ${first?.fault ?? ''}.`, { errors });
}
