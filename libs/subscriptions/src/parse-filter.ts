import {
  commitmentKind,
  decimal,
  eventSchemas,
  labels,
  party,
  partyName,
  stateCodes,
  timesPowerOfTen,
} from '#libs/domain';
import { nearest } from '#libs/interchange';
import { type Filter, type FilterKey, filterKeys } from './filter.ts';

/** One thing wrong with a filter. */
export interface FilterFault {
  /** The key, as it was given. */
  readonly key: string;
  /** What is wrong, as a predicate of the key; quotes the value. */
  readonly fault: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** A filter, or everything that is wrong with it. */
export type ParsedFilter = { readonly filter: Filter } | { readonly faults: readonly FilterFault[] };

/** What each key takes. Where its values are few, they are all here. */
export interface FilterKeyMeaning {
  readonly meaning: string;
  readonly values?: readonly string[];
}

const eventTypes = Object.keys(eventSchemas);

/** The keys, for those who document them. */
export const filterMeanings: Readonly<Record<FilterKey, FilterKeyMeaning>> = {
  stream: { meaning: 'Of this stream, such as commitment-generators-2024' },
  type: { meaning: 'Of this type', values: eventTypes },
  party: {
    meaning: 'Of what concerns this party, such as UA or org:undp, as committer, beneficiary or otherwise',
  },
  kind: { meaning: 'Of commitments of this kind', values: commitmentKind.options },
  label: { meaning: 'After which the commitment has this label', values: labels },
  becomes: { meaning: 'By which the commitment changes to this label', values: labels },
  crosses: {
    meaning:
      'By which the certain share of fulfilment passes from below this to this or above: 0.5 for the half',
  },
};

const MOST_VALUES = 100;
const LONGEST_VALUE = 255;

/**
 * A filter from query text (`party=UA&becomes=overdue-unproven,overdue-evidenced`), from query parameters as a server
 * parsed them, or from JSON. Several values are a text with commas between them, a list, or a key given again.
 */
export function parseFilter(given: string | Readonly<Record<string, unknown>>): ParsedFilter {
  const entries = typeof given === 'string' ? entriesOf(given) : Object.entries(given);
  const filter: Partial<Record<FilterKey, readonly string[]>> = {};
  const faults: FilterFault[] = [];
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    if (!isFilterKey(key)) {
      faults.push(unknownKey(key));
      continue;
    }
    const parsed = valuesOf(key, value);
    if ('faults' in parsed) faults.push(...parsed.faults);
    else filter[key] = parsed.values;
  }
  // Each value was checked against what its key takes.
  return faults.length > 0 ? { faults } : { filter: filter as Filter };
}

function entriesOf(text: string): readonly (readonly [string, unknown])[] {
  const parameters = new URLSearchParams(text);
  return [...new Set(parameters.keys())].map((key) => [key, parameters.getAll(key)]);
}

const isFilterKey = (key: string): key is FilterKey => (filterKeys as readonly string[]).includes(key);

function unknownKey(key: string): FilterFault {
  const meant = nearest(key, filterKeys);
  const all = `a filter has the keys ${filterKeys.join(', ')}`;
  return {
    key: key.slice(0, 100),
    fault: 'is not a key of a filter',
    remedy: meant === undefined ? all : `did you mean ${meant}? ${all}`,
  };
}

type ParsedValues = { readonly values: readonly string[] } | { readonly faults: readonly FilterFault[] };

function valuesOf(key: FilterKey, given: unknown): ParsedValues {
  const texts = Array.isArray(given) ? (given as readonly unknown[]) : [given];
  if (!texts.every((text) => typeof text === 'string')) {
    return faulty(
      key,
      'is neither a text nor a list of texts',
      'write a value, or several with commas between them',
    );
  }
  const words = texts.flatMap((text) => text.split(',')).map((word) => word.trim());
  if (words.length === 0 || words.includes('')) {
    return faulty(key, 'has an empty value', 'leave the key out, or the comma that nothing follows');
  }
  if (words.length > MOST_VALUES) {
    return faulty(key, `has ${words.length} values`, `name at most ${MOST_VALUES}`);
  }
  const read = words.map((word) => readers[key](word));
  const faults = read.flatMap((each) => ('fault' in each ? [{ key, ...each }] : []));
  if (faults.length > 0) return { faults };
  const values = read.flatMap((each) => ('value' in each ? [each.value] : []));
  return { values: [...new Set(values)].sort() };
}

const faulty = (key: string, fault: string, remedy: string): ParsedValues => ({
  faults: [{ key, fault, remedy }],
});

type Read = { readonly value: string } | { readonly fault: string; readonly remedy: string };

/** A word as a fault names it: quoted, and cut where it is long. */
const quoted = (word: string): string => JSON.stringify(word.length > 60 ? `${word.slice(0, 57)}...` : word);

/** One of a few words. What somebody may have meant is what begins so, or else what is spelt most nearly so. */
const oneOf =
  (noun: string, words: readonly string[]) =>
  (word: string): Read => {
    if (words.includes(word)) return { value: word };
    const begun = word.length < 3 ? [] : words.filter((each) => each.startsWith(word));
    const near = nearest(word, words);
    const meant = begun.length > 0 ? begun : near === undefined ? [] : [near];
    const remedy =
      meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : `it is one of ${words.join(', ')}`;
    return { fault: `names no ${noun}: ${quoted(word)}`, remedy };
  };

const readers: Readonly<Record<FilterKey, (word: string) => Read>> = {
  stream: (word) =>
    // Half of a surrogate pair is in no stream, and in no URI.
    word.length <= LONGEST_VALUE && !/\p{Cs}/u.test(word)
      ? { value: word }
      : {
          fault: `names no stream: ${quoted(word)}`,
          remedy: `a stream has at most ${LONGEST_VALUE} characters`,
        },
  type: oneOf('type of event', eventTypes),
  party: readParty,
  kind: oneOf('kind of commitment', commitmentKind.options),
  label: oneOf('label', labels),
  becomes: oneOf('label', labels),
  crosses: readShare,
};

function readParty(word: string): Read {
  if (party.safeParse(word).success) return { value: word };
  const codes = [
    word.toUpperCase(),
    `org:${word.toLowerCase().replace(/^org:/, '').replaceAll(/[ _]+/g, '-')}`,
  ];
  const named = nearest(word, stateCodes.map(partyName));
  const state = word.length > 3 ? stateCodes.find((code) => partyName(code) === named) : undefined;
  const meant = state ?? codes.find((code) => party.safeParse(code).success);
  const form = 'a party is an ISO 3166-1 alpha-2 code such as UA, or org: and a name such as org:undp';
  return {
    fault: `names no party: ${quoted(word)}`,
    remedy: meant === undefined ? form : `did you mean ${meant}? ${form}`,
  };
}

function readShare(word: string): Read {
  const share = word.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  if (isShare(word)) return { value: share };
  const percent = /^(\d{1,3}(?:\.\d{1,20})?) ?%?$/.exec(word)?.[1];
  const meant =
    percent !== undefined && isShare(timesPowerOfTen(percent, -2)) ? timesPowerOfTen(percent, -2) : undefined;
  const form = 'write a decimal above 0 and at most 1, such as 0.5 for the half';
  return {
    fault: `names no share: ${quoted(word)}`,
    remedy: meant === undefined ? form : `did you mean ${meant}? ${form}`,
  };
}

/** Above zero: from below zero nothing comes. At most one: what is beyond the whole is `exceeded`, and no share of it. */
const isShare = (word: string): boolean =>
  decimal.safeParse(word).success && /[1-9]/.test(word) && /^(0(\.\d+)?|1(\.0+)?)$/.test(word);
