import {
  addDecimals,
  addIntervals,
  canonical,
  compareDecimals,
  dayBounds,
  edtfDate,
  interval,
  parseQuantity,
  party,
  quantity,
  quantityInWords,
  ratio,
  subtractDecimals,
  unit,
} from '#libs/domain';
import canonicalize from 'canonicalize';
import fc from 'fast-check';

describe('a date', () => {
  it.each([
    ['2024', '2024-01-01', '2024-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['1900-02', '1900-02-01', '1900-02-28'],
    ['0004-02', '0004-02-01', '0004-02-29'],
    ['9999-12', '9999-12-01', '9999-12-31'],
    ['2024-11-16', '2024-11-16', '2024-11-16'],
    ['2022-02-24/2024-11-16', '2022-02-24', '2024-11-16'],
    ['../2024-11-16', null, '2024-11-16'],
    ['2024/..', '2024-01-01', null],
    ['202X', '2020-01-01', '2029-12-31'],
  ])('%s is from %s to %s', (text, earliest, latest) => {
    expect(dayBounds(text)).toEqual({ earliest, latest });
  });

  it.each([
    '2024-21',
    '2024~',
    '2024?',
    '2024-02-30',
    '2024-13',
    '2024-00-10',
    '0000',
    '2024\n',
    '{2024,2025}',
    '[2024..]',
    '2024-12/2024-11',
    'soon',
    '',
  ])('%s is refused, with a reason', (text) => {
    expect(() => dayBounds(text)).toThrow(RangeError);
    expect(edtfDate.safeParse(text).success).toBe(false);
  });
});

describe('a quantity', () => {
  it.each([
    ['over 3 billion USD', { qualifier: 'over', value: '3000000000', unit: 'USD' }],
    ['over 12,000,000,000 USD', { qualifier: 'over', value: '12000000000', unit: 'USD' }],
    ['100 generators', { qualifier: 'exactly', value: '100', unit: 'generators' }],
    ['up to 471.9 billion JPY', { qualifier: 'up-to', value: '471900000000', unit: 'JPY' }],
    ['another batch of generators', { qualifier: 'some', unit: 'generators' }],
    ['between 50 and 60 vehicles', { qualifier: 'between', value: '50', upTo: '60', unit: 'vehicles' }],
    ['between 2 and 3 million EUR', { qualifier: 'between', value: '2000000', upTo: '3000000', unit: 'EUR' }],
  ])('"%s" is read as it was said', (text, expected) => {
    expect(parseQuantity(text)).toEqual(expected);
    expect(quantity.parse(parseQuantity(text))).toEqual(expected);
  });

  it.each([
    'lots',
    '-5 generators',
    '1e9 USD',
    'over USD',
    '0 generators',
    '10 XYZ',
    'between 9 and 3 vehicles',
  ])('"%s" is refused', (text) => {
    expect(quantity.safeParse(parseQuantity(text)).success).toBe(false);
  });

  it('keeps a lower bound a lower bound and an unknown number at least one', () => {
    expect(interval({ qualifier: 'over', value: '12', unit: 'USD' })).toEqual({ lo: '12', hi: null });
    expect(interval({ qualifier: 'some', unit: 'generators' })).toEqual({ lo: '1', hi: null });
    expect(interval({ qualifier: 'some', unit: 'USD' })).toEqual({ lo: '0', hi: null });
    expect(interval({ qualifier: 'up-to', value: '5', unit: 'USD' })).toEqual({ lo: '0', hi: '5' });
  });

  it('is said in words a person reads', () => {
    expect(quantityInWords({ qualifier: 'at-least', value: '3000000000', unit: 'USD' })).toBe(
      'at least 3,000,000,000 USD',
    );
    expect(quantityInWords({ qualifier: 'some', unit: 'generators' })).toBe('generators, number not stated');
  });

  it('adds up exactly, whatever the size', () => {
    const sum = addIntervals({ lo: '0.1', hi: '9007199254740993' }, { lo: '0.2', hi: '1' });
    expect(sum).toEqual({ lo: '0.3', hi: '9007199254740994' });
  });

  it('is compared, added and subtracted as whole numbers of any size are', () => {
    const whole = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.bigInt({ min: 0n, max: 999n }));
    fc.assert(
      fc.property(whole, whole, (left, right) => {
        expect(Math.sign(compareDecimals(`${left}`, `${right}`))).toBe(
          left < right ? -1 : Number(left > right),
        );
        expect(addDecimals(`${left}`, `${right}`)).toBe(`${left + right}`);
        expect(subtractDecimals(`${left}`, `${right}`)).toBe(`${left - right}`);
      }),
    );
  });
});

describe('a ratio', () => {
  it('is rounded outwards, so that the true one lies between', () => {
    expect([ratio('1', '3', 'down'), ratio('1', '3', 'up')]).toEqual(['0.3333', '0.3334']);
    expect([ratio('1', '4', 'down'), ratio('1', '4', 'up')]).toEqual(['0.25', '0.25']);
    fc.assert(
      fc.property(
        fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.bigInt({ min: 0n, max: 10n ** 11n })),
        fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 999n })),
        (part, whole) => {
          const scaled = (text: string) =>
            BigInt(text.split('.')[0] ?? '') * 10_000n + BigInt((text.split('.')[1] ?? '').padEnd(4, '0'));
          const [down, up] = [
            scaled(ratio(`${part}`, `${whole}`, 'down')),
            scaled(ratio(`${part}`, `${whole}`, 'up')),
          ];
          return down * whole <= part * 10_000n && part * 10_000n <= up * whole && up - down <= 1n;
        },
      ),
    );
  });
});

describe('names', () => {
  it('of states are ISO 3166-1 codes and of others start with org:', () => {
    expect(['UA', 'JP', 'org:undp'].map((code) => party.safeParse(code).success)).toEqual([true, true, true]);
    expect(['UK', 'ua', 'undp', 'org:', 'XX'].map((code) => party.safeParse(code).success)).toEqual(
      Array(5).fill(false),
    );
  });

  it('of units are ISO 4217 codes or plural nouns', () => {
    expect(['USD', 'JPY', 'generators', 'water-pumps'].map((code) => unit.safeParse(code).success)).toEqual(
      Array(4).fill(true),
    );
    expect(['usd!', 'ABC', 'Generators', ''].map((code) => unit.safeParse(code).success)).toEqual(
      Array(4).fill(false),
    );
  });
});

describe('canonical text (RFC 8785)', () => {
  const byLibrary = canonicalize as unknown as (value: unknown) => string;

  it('sorts keys by UTF-16 code units, leaves out what is undefined and escapes no more than it must', () => {
    expect(canonical({ '\u20ac': 1, b: undefined, '\r': 2, '1': 'é"' })).toBe('{"\\r":2,"1":"é\\"","€":1}');
  });

  it.each(['\u0000', '\ud800', 'x\udc00y'])('refuses text that cannot be given back: %j', (text) => {
    expect(() => canonical({ a: [text] })).toThrow('/a/0');
    expect(() => canonical({ [text]: 1 })).toThrow();
  });

  it('is of any value what the library makes of it, whatever its names are', () => {
    const anyName = fc.string({ unit: 'binary' }).filter((name) => !name.includes('\u0000'));
    const values = fc.anything({
      key: fc.oneof(anyName, fc.constantFrom('1', '10', '9', '__proto__', 'b', 'a')),
      values: [
        fc.string(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
      ],
    });
    fc.assert(
      fc.property(values, (value) => {
        expect(canonical(value)).toBe(byLibrary(value));
      }),
    );
  });

  it('is that of what a value says of itself, as JSON has it', () => {
    expect(canonical({ b: new Date(0), a: 1 })).toBe('{"a":1,"b":"1970-01-01T00:00:00.000Z"}');
    expect(() => canonical({ a: Number.NaN })).toThrow('NaN');
  });

  it('orders decimals by size and not as text', () => {
    expect(compareDecimals('9', '10')).toBeLessThan(0);
    expect(compareDecimals('9.5', '10')).toBeLessThan(0);
    expect(compareDecimals('10', '9.99')).toBeGreaterThan(0);
    expect(compareDecimals('10.0', '10')).toBe(0);
  });
});
