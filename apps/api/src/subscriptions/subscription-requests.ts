import {
  type AddressRules,
  type Filter,
  filterKeys,
  filterMeanings,
  filterText,
  LONGEST_ADDRESS,
  parseAddress,
  parseFilter,
} from '#libs/subscriptions';
import { z } from 'zod';
import { parsedBody } from '../parsing.ts';
import { invalidBody } from '../problems/invalid-body.ts';
import { Problem } from '../problems/problem.ts';
import { type Signing, signings } from './signing-keys.ts';

/** What may be subscribed to. */
export const sources = ['events', 'changes'] as const;

export type Source = (typeof sources)[number];

const filterValues = Object.fromEntries(
  filterKeys.map((key) => {
    const { meaning, values } = filterMeanings[key];
    const text = { type: 'string', ...(values && { enum: values }) };
    return [key, { description: meaning, oneOf: [{ type: 'string' }, { type: 'array', items: text }] }];
  }),
);

/** Checked by the parser of the filter language, which names the key and the value next to it. */
const filter = z
  .unknown()
  .optional()
  .meta({
    description:
      'What is wanted, as an object or as the text of a query (party=UA&kind=goods); everything, where it is left out',
    oneOf: [{ type: 'string' }, { type: 'object', properties: filterValues, additionalProperties: false }],
  });

export const newSubscription = z
  .strictObject({
    of: z.enum(sources).describe('Events, or changes of state'),
    filter,
    url: z.string().describe(`Where it is sent: https, public, ${LONGEST_ADDRESS} characters at most`),
    signing: z
      .enum(signings)
      .default('hmac')
      .describe('By a secret that both sides know, or by a key of which you get the public half'),
    description: z
      .string()
      .max(1_000)
      .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'is not a line of text' })
      .optional()
      .describe('For whoever looks at it later'),
    after: z
      .int()
      .min(0)
      .optional()
      .describe(
        'Only what comes after this position of events, or number of changes; 0 is everything there is. ' +
          'What comes from now on, where it is left out',
      ),
  })
  .meta({ id: 'NewSubscription' });

/** What is asked for, understood and allowed. */
export interface SubscriptionWanted {
  readonly of: Source;
  readonly filter: Filter;
  readonly url: string;
  readonly signing: Signing;
  readonly description: string | null;
  readonly after: number | undefined;
}

const LONGEST_FILTER = 16_000;

/**
 * A body that asks for a subscription.
 *
 * @throws Problem `invalid-body`, `address-not-allowed` with every fault and its remedy.
 */
export function subscriptionWanted(body: unknown, rules: AddressRules): SubscriptionWanted {
  const { of, url, signing, description, after, ...rest } = parsedBody(newSubscription, body);
  return {
    ...{ of, filter: filterOf(rest.filter), url: allowed(url, rules), signing },
    ...{ description: description ?? null, after },
  };
}

function filterOf(given: unknown): Filter {
  const isText = typeof given === 'string';
  if (given === undefined) return {};
  if (!isText && (typeof given !== 'object' || given === null || Array.isArray(given))) {
    throw faultyFilter('', 'is neither an object nor a text', 'write {"party": "UA"} or "party=UA"');
  }
  const parsed = parseFilter(given as string | Readonly<Record<string, unknown>>);
  if ('faults' in parsed) {
    throw invalidBody(
      parsed.faults.map(({ key, fault, remedy }) =>
        isText
          ? { pointer: '/filter', fault: `${key} ${fault}`, remedy }
          : { pointer: `/filter/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, fault, remedy },
      ),
    );
  }
  if (filterText(parsed.filter).length > LONGEST_FILTER) {
    throw faultyFilter('', 'is too long', 'make two subscriptions of it');
  }
  return parsed.filter;
}

const faultyFilter = (place: string, fault: string, remedy: string): Problem =>
  invalidBody([{ pointer: `/filter${place}`, fault, remedy }]);

function allowed(url: string, rules: AddressRules): string {
  const parsed = parseAddress(url, rules);
  if ('url' in parsed) return parsed.url;
  const { fault, remedy } = parsed;
  throw new Problem('address-not-allowed', `/url ${fault}.`, {
    errors: [{ pointer: '/url', code: 'address-not-allowed', fault, remedy }],
  });
}

export const replayRequest = z
  .strictObject({
    from: z.int().min(1).optional().describe('The id of the first delivery; of all, where it is left out'),
  })
  .meta({ id: 'ReplayRequest' });
