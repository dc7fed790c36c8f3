import { commitmentKind, eventSchemas, labels, stateCodes } from '#libs/domain';
import fc from 'fast-check';
import { type Filter, type FilterKey, filterKeys, filterText, type Matchable, matches } from './filter.ts';
import { type FilterFault, parseFilter } from './parse-filter.ts';

const filterOf = (given: Parameters<typeof parseFilter>[0]): Filter => {
  const parsed = parseFilter(given);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.filter;
};
const faultsIn = (given: Parameters<typeof parseFilter>[0]): readonly FilterFault[] => {
  const parsed = parseFilter(given);
  return 'faults' in parsed ? parsed.faults : [];
};

const shares = ['0.1', '0.25', '0.5', '0.9999', '1'];
const parties = ['UA', 'JP', 'org:undp', 'org:eu'];
const streams = ['commitment-a', 'commitment-b', 'meeting-2024', 'с пробелом & so=on'];
const types = Object.keys(eventSchemas).slice(0, 4);
const kinds = commitmentKind.options.slice(0, 3);
const fewLabels = labels.slice(0, 4);
const words: Readonly<Record<FilterKey, readonly string[]>> = {
  ...{ stream: streams, type: types, party: parties, kind: kinds },
  ...{ label: fewLabels, becomes: fewLabels, crosses: shares },
};

const some = (of: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 });
/** Each key there or not, its values in any order: as somebody might write it. */
const written = fc.record(
  Object.fromEntries(filterKeys.map((key) => [key, some(words[key])])) as Record<
    FilterKey,
    fc.Arbitrary<string[]>
  >,
  { requiredKeys: [] },
);
const filters = written.map(filterOf);

const stood = fc.record({
  label: fc.constantFrom(...fewLabels),
  share: fc.option(fc.record({ lo: fc.constantFrom('0', '0.1', '0.3', '0.5', '0.75', '1', '1.2') })),
});
const matchables: fc.Arbitrary<Matchable> = fc.record({
  stream: fc.constantFrom(...streams),
  type: fc.constantFrom(...types),
  parties: fc.subarray(parties),
  kind: fc.option(fc.constantFrom(...kinds)),
  label: fc.option(fc.constantFrom(...fewLabels)),
  change: fc.option(fc.record({ from: fc.option(stood), to: fc.option(stood) })),
});

/** What the keys mean, one value at a time and with plain numbers. */
function holds(key: FilterKey, value: string, it: Matchable): boolean {
  const reached = (at: { share: { lo: string } | null } | null | undefined) => Number(at?.share?.lo ?? '0');
  switch (key) {
    case 'stream':
      return it.stream === value;
    case 'type':
      return it.type === value;
    case 'party':
      return it.parties.some((each) => each === value);
    case 'kind':
      return it.kind === value;
    case 'label':
      return it.label === value;
    case 'becomes':
      return it.change?.to?.label === value && it.change.from?.label !== value;
    case 'crosses':
      return reached(it.change?.from) < Number(value) && reached(it.change?.to) >= Number(value);
  }
}

describe('a filter', () => {
  it('wants what some value of each of its keys holds of, and nothing else', () => {
    fc.assert(
      fc.property(filters, matchables, (filter, it) => {
        const expected = filterKeys.every(
          (key) => filter[key]?.some((value) => holds(key, value, it)) ?? true,
        );
        expect(matches(filter, it)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a text that is parsed to the same filter, and has the same text again', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const text = filterText(filter);
        expect(filterOf(text)).toEqual(filter);
        expect(filterText(filterOf(text))).toBe(text);
        expect(filterOf(JSON.parse(JSON.stringify(filter)) as Record<string, unknown>)).toEqual(filter);
      }),
    );
  });

  it('has one text, however it was written', () => {
    fc.assert(
      fc.property(written, (given) => {
        const withoutCommas = Object.entries(given);
        const backwards = [...withoutCommas]
          .reverse()
          .map(([key, list]) => [key, [...list].reverse()] as const);
        const repeated = new URLSearchParams(
          backwards.flatMap(([key, list]) => list.map((one): [string, string] => [key, one])),
        );
        const joined = new URLSearchParams(
          backwards.map(([key, list]): [string, string] => [key, ` ${list.join(' , ')}`]),
        );
        const text = filterText(filterOf(given));
        expect(filterText(filterOf(repeated.toString()))).toBe(text);
        expect(filterText(filterOf(joined.toString()))).toBe(text);
      }),
    );
  });

  it('that is empty wants everything, and has no text', () => {
    expect(filterOf('')).toEqual({});
    expect(filterText({})).toBe('');
    fc.assert(fc.property(matchables, (it) => matches({}, it)));
  });

  it('is read from query text and from JSON alike', () => {
    const filter = {
      party: ['JP', 'UA'],
      becomes: ['overdue-evidenced', 'overdue-unproven'],
      crosses: ['0.5'],
    };
    expect(filterOf('becomes=overdue-unproven,overdue-evidenced&party=UA&party=JP&crosses=0.50')).toEqual(
      filter,
    );
    expect(filterOf({ ...filter, party: 'UA,JP', type: undefined })).toEqual(filter);
    expect(filterText(filterOf(filter))).toBe(
      'party=JP,UA&becomes=overdue-evidenced,overdue-unproven&crosses=0.5',
    );
  });

  it('wants a share to be crossed once it is certain, also by the first that is known of a commitment', () => {
    const at = (lo: string) => ({ label: 'partly-delivered', share: { lo } });
    const crossing = (from: Matchable['change'], share = '0.5') =>
      matches(filterOf({ crosses: share }), {
        ...{ stream: 's', type: 'StepTaken', parties: [], kind: null, label: null, change: from },
      });
    expect(crossing({ from: at('0.4999'), to: at('0.5') })).toBe(true);
    expect(crossing({ from: at('0.5'), to: at('0.9') })).toBe(false);
    expect(crossing({ from: at('0.9'), to: at('0.4') })).toBe(false);
    expect(crossing({ from: null, to: at('1') }, '1.00')).toBe(true);
    expect(crossing({ from: at('0.2'), to: { label: 'disputed', share: null } })).toBe(false);
    expect(crossing(null)).toBe(false);
  });
});

describe('what is wrong with a filter', () => {
  it.each([
    ['becoms=disputed', 'becoms', 'is not a key of a filter', /^did you mean becomes\?/],
    ['toString=1', 'toString', 'is not a key of a filter', /^a filter has the keys stream, type/],
    ['__proto__=1', '__proto__', 'is not a key of a filter', /^a filter has the keys/],
    ['type=StepTakn', 'type', 'names no type of event: "StepTakn"', /^did you mean StepTaken\?$/],
    ['kind=good', 'kind', 'names no kind of commitment: "good"', /^did you mean goods\?$/],
    [
      'label=overdue',
      'label',
      'names no label: "overdue"',
      /^did you mean overdue-unproven or overdue-evidenced\?$/,
    ],
    ['becomes=late', 'becomes', 'names no label: "late"', /^it is one of under-discussion, announced, /],
    ['party=ua', 'party', 'names no party: "ua"', /^did you mean UA\?/],
    ['party=Ukrain', 'party', 'names no party: "Ukrain"', /^did you mean UA\?/],
    [
      'party=United Nations',
      'party',
      'names no party: "United Nations"',
      /^did you mean org:united-nations\?/,
    ],
    ['party=X!', 'party', 'names no party: "X!"', /^a party is an ISO 3166-1/],
    ['crosses=50%25', 'crosses', 'names no share: "50%"', /^did you mean 0.5\?/],
    ['crosses=50', 'crosses', 'names no share: "50"', /^did you mean 0.5\?/],
    ['crosses=0', 'crosses', 'names no share: "0"', /^write a decimal above 0/],
    ['crosses=-0.5', 'crosses', 'names no share: "-0.5"', /^write a decimal above 0/],
    ['stream=', 'stream', 'has an empty value', /^leave the key out/],
    ['type=StepTaken,', 'type', 'has an empty value', /comma/],
    [`stream=${'x'.repeat(256)}`, 'stream', expect.stringMatching(/^names no stream: "x{57}\.\.\."$/), /255/],
  ])('is told for %s', (text, key, fault, remedy) => {
    expect(faultsIn(text)).toEqual([{ key, fault, remedy: expect.stringMatching(remedy) }]);
  });

  it('is told of half a character, which is in no stream', () => {
    expect(faultsIn({ stream: 'a\ud800' })).toMatchObject([
      { fault: expect.stringMatching(/^names no stream/) },
    ]);
    expect(filterText(filterOf({ stream: '\u{1f4a1}' }))).toBe('stream=%F0%9F%92%A1');
  });

  it('is told of every key and value at once', () => {
    const faults = faultsIn({ label: ['disputed', 'gone', 'lost'], party: 7, streams: 'a', kind: [] });
    expect(faults.map(({ key, fault }) => `${key} ${fault}`)).toEqual([
      'label names no label: "gone"',
      'label names no label: "lost"',
      'party is neither a text nor a list of texts',
      'streams is not a key of a filter',
      'kind has an empty value',
    ]);
    expect(faultsIn({ party: stateCodes })).toMatchObject([
      { fault: expect.stringMatching(/^has \d+ values$/) },
    ]);
  });
});
