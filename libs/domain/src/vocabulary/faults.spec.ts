import {
  addDecimals,
  attribution,
  compareDecimals,
  conversionInWords,
  convert,
  countInWords,
  dayAfter,
  dayBounds,
  daysBefore,
  decimal,
  edtfDate,
  identifier,
  isWholeNumber,
  language,
  parseQuantity,
  parties,
  party,
  partyName,
  quantity,
  quantityInWords,
  readable,
  sha256,
  state,
  statedQuantity,
  unit,
  webAddress,
} from '#libs/domain';

const faults = (schema: { safeParse(value: unknown): unknown }, value: unknown) => {
  const { error } = schema.safeParse(value) as {
    error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
  };
  return error?.issues.map(({ path, message }) => [...path, message].join(': ')) ?? [];
};

describe('what is written wrongly is refused with what to write', () => {
  const season = 'is a season, whose days depend on the hemisphere: write an interval of months instead';
  const vague = 'has a qualifier (?, ~ or %) whose width nobody defines: write an interval instead';
  const noDate =
    'is not an EDTF date: write 2024-11-16, 2024-11, 2024 or an interval such as 2024-10/2024-12';
  const other = 'is not a date, month, year or interval of them';
  const noYear = 'is in a year that is not from 0001 to 9999';

  it.each([
    ['2024-21', season],
    ['2024?', vague],
    ['2024~', vague],
    ['2024-11%', vague],
    ['soon', noDate],
    ['2024-02-30', noDate],
    ['2024-11-16T10:00:00Z', other],
    ['{2024,2025}', other],
    ['0000', noYear],
    ['Y12024', other],
    ['-0001', other],
    ['/2024', other],
  ])('a date: %s', (text, message) => {
    expect(faults(edtfDate, text)).toEqual([message]);
    expect(() => dayBounds(text)).toThrow(new RangeError(message));
  });

  it.each<[string, { safeParse(value: unknown): unknown }, unknown, string]>([
    ['a decimal', decimal, '1e9', 'is not a decimal: write digits only, such as "3000000000" or "47.6"'],
    [
      'an identifier',
      identifier,
      'A b',
      'is not an identifier: use lower-case letters and digits, joined by single hyphens',
    ],
    [
      'a party',
      party,
      'undp',
      'is not a party: use an ISO 3166-1 alpha-2 code such as UA, or org: and a name such as org:undp',
    ],
    ['parties', parties, ['UA', 'UA'], 'names a party twice'],
    ['a state', state, 'org:undp', 'is not an ISO 3166-1 alpha-2 code such as UA or JP'],
    ['a language', language, 'english!', 'is not a BCP 47 language tag such as "en" or "uk"'],
    ['an address', webAddress, 'ftp://example.org', 'is not an http or https address'],
    ['a hash', sha256, 'ABC', 'is not a SHA-256: 64 lower-case hexadecimal digits'],
    ['an amount', quantity, { qualifier: 'over', value: '0', unit: 'USD' }, 'value: must be more than zero'],
    [
      'an amount that is no number',
      quantity,
      { qualifier: 'over', value: 'many', unit: 'USD' },
      'value: is not a decimal: write digits only, such as "3000000000" or "47.6"',
    ],
    [
      'a range that ends at no number',
      quantity,
      { qualifier: 'between', value: '1', upTo: 'more', unit: 'USD' },
      'upTo: is not a decimal: write digits only, such as "3000000000" or "47.6"',
    ],
    [
      'a range',
      quantity,
      { qualifier: 'between', value: '9', upTo: '3', unit: 'USD' },
      'upTo: ends below where it starts',
    ],
    [
      'a remainder',
      statedQuantity,
      { qualifier: 'all-remaining', unit: 'USD' },
      'is what remained of a promise, which only a delivery or disbursement can be: state an amount, or "some" where none is known',
    ],
    [
      'goods',
      quantity,
      { qualifier: 'between', value: '1', upTo: '2.5', unit: 'generators' },
      'upTo: is not a whole number: count goods in whole ones, or measure them in a unit such as t, km or MWh',
    ],
    [
      'a unit',
      unit,
      'Generators',
      'is not a unit: use an ISO 4217 code such as USD, a plural noun in lower case such as generators, or one of kWh, MWh, GWh, kW, MW, GW, kVA, MVA, kg, t, l, m3, m, km, m2, ha, km2',
    ],
  ])('%s', (_, schema, value, message) => {
    expect(faults(schema, value)).toEqual([message]);
  });

  it('a range of as much as itself is none of that', () => {
    expect(faults(quantity, { qualifier: 'between', value: '9', upTo: '9', unit: 'USD' })).toEqual([]);
  });

  it('who said it is one of three sides', () => {
    const said = { saidBy: 'A ministry', onBehalfOf: 'UA', reporter: 'third-party' };
    expect(faults(attribution, said)).toEqual([]);
    expect(faults(attribution, { ...said, committed: [] })).toHaveLength(1);
  });
});

describe('days', () => {
  it.each([
    ['0001', '0001-01-01', '0001-12-31'],
    ['2024-12', '2024-12-01', '2024-12-31'],
    ['2023-02', '2023-02-01', '2023-02-28'],
    ['2024-1X', '2024-10-01', '2024-12-31'],
    ['2024-11-XX', '2024-11-01', '2024-11-30'],
    ['2024-11/2024-12-05', '2024-11-01', '2024-12-05'],
    ['2024/', '2024-01-01', null],
    ['../..', null, null],
  ])('of %s are from %s to %s', (text, first, last) => {
    expect(dayBounds(text)).toEqual({ earliest: first, latest: last });
  });

  it('are counted across months and years', () => {
    expect(dayAfter('2024-12-31')).toBe('2025-01-01');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
    expect(daysBefore('2024-03-01', 1)).toBe('2024-02-29');
    expect(daysBefore('2025-01-01', 366)).toBe('2024-01-01');
    expect(daysBefore('2025-01-01', 0)).toBe('2025-01-01');
  });
});

describe('numbers', () => {
  it('are compared by size, with and without a fraction', () => {
    expect(compareDecimals('10', '10')).toBe(0);
    expect(compareDecimals('11', '10')).toBeGreaterThan(0);
    expect(compareDecimals('10', '11')).toBeLessThan(0);
    expect(compareDecimals('9.50', '9.5')).toBe(0);
    expect(compareDecimals('2', '1.5')).toBeGreaterThan(0);
    expect(compareDecimals('1.5', '2')).toBeLessThan(0);
  });

  it('are added exactly where a float would round them', () => {
    expect(addDecimals('999999999999999', '1')).toBe('1000000000000000');
    expect(addDecimals('9007199254740992', '1')).toBe('9007199254740993');
    expect(addDecimals('1', '9007199254740992')).toBe('9007199254740993');
    expect(addDecimals('0.1', '0.2')).toBe('0.3');
    expect(addDecimals('1', '0.2')).toBe('1.2');
  });

  it('are whole also where zeros are written after the point', () => {
    expect(['40', '40.0', '40.5', '4x0', 'x40', '40.0x'].map(isWholeNumber)).toEqual([
      ...[true, true, false, false, false, false],
    ]);
  });

  it('are set apart in thousands', () => {
    expect(['1', '999', '1000', '1234567', '1234567.1234'].map(readable)).toEqual([
      ...['1', '999', '1,000', '1,234,567', '1,234,567.1234'],
    ]);
  });
});

describe('words', () => {
  it('name parties as people do', () => {
    expect(['UA', 'org:world-bank', 'org:undp'].map(partyName)).toEqual(['Ukraine', 'world bank', 'undp']);
  });

  it('say how units stand to each other, and nothing of those that do not', () => {
    expect(conversionInWords('MWh', 'kWh')).toBe('1 MWh is 1,000 kWh.');
    expect(conversionInWords('kWh', 'MWh')).toBe('1 MWh is 1,000 kWh.');
    expect(conversionInWords('MWh', 'MWh')).toBeUndefined();
    expect(conversionInWords('MWh', 'MW')).toBeUndefined();
    expect(conversionInWords('USD', 'JPY')).toBeUndefined();
  });

  it('count one thing in the singular where there is one', () => {
    const ones = ['generators', 'batteries', 'boxes', 'dishes', 'watches', 'personnel', 'USD', 'kWh'];
    expect(ones.map((noun) => countInWords('1', noun))).toEqual([
      ...['1 generator', '1 battery', '1 box', '1 dish', '1 watch', '1 of personnel', '1 USD'],
      '1 kWh',
    ]);
    expect(countInWords('1', 'sanctions packages')).toBe('1 sanctions package');
    expect(countInWords('1', 'buses')).toBe('1 buses');
    expect(countInWords('2', 'generators')).toBe('2 generators');
  });

  it('say each quantity', () => {
    const unitOf = 'generators';
    expect(quantityInWords({ qualifier: 'several', unit: unitOf })).toBe('several generators');
    expect(quantityInWords({ qualifier: 'several', scale: 'hundred', unit: unitOf })).toBe(
      'several hundred generators',
    );
    expect(quantityInWords({ qualifier: 'all-remaining', unit: unitOf })).toBe('all remaining generators');
    expect(quantityInWords({ qualifier: 'up-to', value: '1', unit: unitOf })).toBe('up to 1 generator');
    expect(quantityInWords({ qualifier: 'between', value: '1000', upTo: '2000', unit: unitOf })).toBe(
      'between 1,000 and 2,000 generators',
    );
    expect(quantityInWords({ qualifier: 'some', unit: 'MWh' })).toBe('MWh, amount not stated');
  });

  it.each([
    ['  over   3  billion   USD ', { qualifier: 'over', value: '3000000000', unit: 'USD' }],
    ['007 buses', { qualifier: 'exactly', value: '7', unit: 'buses' }],
    ['1_000 buses', { qualifier: 'exactly', value: '1000', unit: 'buses' }],
    [
      'between 1 thousand and 2 million EUR',
      { qualifier: 'between', value: '1000', upTo: '2000000', unit: 'EUR' },
    ],
    ['between 10 and 20 of personnel', { qualifier: 'between', value: '10', upTo: '20', unit: 'personnel' }],
    ['1 of personnel', { qualifier: 'exactly', value: '1', unit: 'personnel' }],
    ['1 box', { qualifier: 'exactly', value: '1', unit: 'boxes' }],
    ['1 battery', { qualifier: 'exactly', value: '1', unit: 'batteries' }],
    ['2 box', { qualifier: 'exactly', value: '2', unit: 'box' }],
    ['47.60 USD', { qualifier: 'exactly', value: '47.60', unit: 'USD' }],
    ['a few thousand drones', { qualifier: 'several', scale: 'thousand', unit: 'drones' }],
    ['one more batch of drones', { qualifier: 'some', unit: 'drones' }],
    ['over 3 billion USD today', undefined],
    ['very nearly 3 USD', undefined],
    ['3USD', undefined],
  ])('"%s" is read as it was meant', (text, expected) => {
    expect(parseQuantity(text)).toEqual(expected);
  });

  it('refuse to turn one thing into another', () => {
    expect(() => convert('1', 'USD', 'JPY')).toThrow(new RangeError('USD is never converted to JPY'));
    expect(() => convert('1', 'MWh', 'kg')).toThrow(new RangeError('MWh is never converted to kg'));
    expect(() => convert('1', 'kg', 'pumps')).toThrow(new RangeError('kg is never converted to pumps'));
    expect(convert('1', 'USD', 'USD')).toBe('1');
  });
});
