import { readFileSync } from 'node:fs';
import {
  addIntervals,
  areConvertible,
  compareDecimals,
  convert,
  interval,
  intervalIn,
  multiplyDecimals,
  parseQuantity,
  quantity,
  quantityInWords,
  readable,
  SCALES,
  scaleNames,
  statedQuantity,
  unit,
  type Decimal,
  type Interval,
  type Quantity,
} from '#libs/domain';
import fc from 'fast-check';

const PHYSICAL = [
  ...['kWh', 'MWh', 'GWh', 'kW', 'MW', 'GW', 'kVA', 'MVA', 'kg', 't'],
  ...['l', 'm3', 'm', 'km', 'm2', 'ha', 'km2'],
];

const whole = fc.bigInt({ min: 1n, max: 10n ** 20n }).map(String);
const fraction = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.stringMatching(/^\d{0,8}[1-9]$/))
  .map(([front, rest]) => `${front}.${rest}`);
const small = fc.integer({ min: 1, max: 30 }).map(String);
const noun = fc
  .oneof(
    fc.constantFrom('generators', 'batteries', 'boxes', 'buses', 'people', 'personnel', 'water-pumps'),
    fc.stringMatching(/^[a-z]{1,8}(-[a-z0-9]{1,4}){0,2}$/),
    fc.stringMatching(/^[a-z]{1,6}s$/),
  )
  .filter((text) => unit.safeParse(text).success);
const measured = fc.constantFrom('USD', 'JPY', ...PHYSICAL);
const ofUnit = fc.oneof(
  fc.record({ unit: noun, amount: fc.constant(fc.oneof(small, whole)) }),
  fc.record({ unit: measured, amount: fc.constant(fc.oneof(small, whole, fraction)) }),
);

const quantities: fc.Arbitrary<Quantity> = ofUnit.chain(({ unit: of, amount }) =>
  fc.oneof(
    fc.record({
      qualifier: fc.constantFrom('exactly', 'over', 'at-least', 'under', 'up-to', 'about', 'nearly'),
      value: amount,
      unit: fc.constant(of),
    }),
    fc.tuple(amount, amount).map(([one, other]): Quantity => {
      const [value, upTo] = compareDecimals(one, other) < 0 ? [one, other] : [other, one];
      return { qualifier: 'between', value, upTo, unit: of };
    }),
    fc
      .option(fc.constantFrom(...scaleNames), { nil: undefined })
      .map((scale): Quantity => ({ qualifier: 'several', ...(scale && { scale }), unit: of })),
    fc.constantFrom<Quantity>({ qualifier: 'some', unit: of }, { qualifier: 'all-remaining', unit: of }),
  ),
);

/** What each word allows, said without intervals. */
function allows(stated: Quantity, amount: Decimal): boolean {
  const than = (other: Decimal) => compareDecimals(amount, other);
  switch (stated.qualifier) {
    case 'exactly':
      return than(stated.value) === 0;
    case 'over':
      return than(stated.value) > 0;
    case 'at-least':
      return than(stated.value) >= 0;
    case 'under':
      return than(stated.value) < 0;
    case 'up-to':
      return than(stated.value) <= 0;
    case 'about':
      return (
        compareDecimals(multiplyDecimals(amount, '10'), multiplyDecimals(stated.value, '9')) >= 0 &&
        compareDecimals(multiplyDecimals(amount, '10'), multiplyDecimals(stated.value, '11')) <= 0
      );
    case 'nearly':
      return (
        than(stated.value) < 0 &&
        compareDecimals(multiplyDecimals(amount, '10'), multiplyDecimals(stated.value, '9')) >= 0
      );
    case 'between':
      return than(stated.value) >= 0 && than(stated.upTo) <= 0;
    case 'several':
      return than(multiplyDecimals('2', stated.scale ? SCALES[stated.scale] : '1')) >= 0;
    case 'some':
    case 'all-remaining':
      return than('0') > 0;
  }
}

const holds = ({ lo, hi }: Interval, amount: Decimal): boolean =>
  compareDecimals(lo, amount) <= 0 && (hi === null || compareDecimals(amount, hi) <= 0);

/** Amounts near where the words change their mind, and anywhere. */
const amountsOf = (stated: Quantity) => {
  const around = 'value' in stated ? stated.value : '2';
  const parts = fc.integer({ min: 80, max: 120 }).map((hundredths) => (hundredths / 100).toFixed(2));
  const near = parts.map((part) => multiplyDecimals(around, part));
  const counted = !PHYSICAL.includes(stated.unit) && !/^[A-Z]{3}$/.test(stated.unit);
  return fc
    .oneof(near, fc.constant(around), small, whole, fraction)
    .filter((text) => compareDecimals(text, '0') > 0 && (!counted || /^\d+(\.0+)?$/.test(text)));
};

describe('a quantity in any words', () => {
  const any = quantities.chain((stated) => fc.tuple(fc.constant(stated), amountsOf(stated)));

  it('is one that can be recorded', () => {
    fc.assert(fc.property(quantities, (stated) => quantity.safeParse(stated).success));
  });

  it('has an interval that holds every amount the words allow', () => {
    fc.assert(
      fc.property(any, ([stated, amount]) => {
        if (allows(stated, amount)) expect(holds(interval(stated), amount)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('has no interval that ends below where it starts', () => {
    fc.assert(
      fc.property(quantities, (stated) => {
        const { lo, hi } = interval(stated);
        return hi === null || compareDecimals(lo, hi) <= 0;
      }),
    );
  });

  it('adds up to an interval that holds the sum of any amounts they allow', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), (told) => {
        const allowed = told.filter(([stated, amount]) => allows(stated, amount));
        const total = allowed.reduce(
          (sum, [, amount]) => addIntervals(sum, { lo: amount, hi: amount }),
          ZERO,
        );
        const sum = allowed.map(([stated]) => interval(stated)).reduce(addIntervals, ZERO);
        return holds(sum, total.lo);
      }),
    );
  });

  it('is read back from its own words exactly', () => {
    fc.assert(
      fc.property(quantities, (stated) => {
        expect(parseQuantity(quantityInWords(stated))).toEqual(stated);
      }),
      { numRuns: 5000 },
    );
  });
});

const ZERO: Interval = { lo: '0', hi: '0' };

describe('a vague word', () => {
  it.each([
    ['about 60 generators', '54', '66'],
    ['about 65 generators', '58', '72'],
    ['around 1 generator', '1', '2'],
    ['roughly 3 billion USD', '2700000000', '3300000000'],
    ['approximately 47.6 MWh', '42.84', '52.36'],
    ['some 60 generators', '54', '66'],
    ['nearly 100 generators', '90', '100'],
    ['almost 12.5 t', '11.25', '12.5'],
    ['several generators', '2', null],
    ['a few generators', '2', null],
    ['several hundred drones', '200', null],
    ['several billion USD', '2000000000', null],
    ['another batch of generators', '1', null],
    ['some MWh', '0', null],
    ['all remaining generators', '0', null],
    ['the rest of the generators', '0', null],
  ])('as in "%s" means from %s to %s', (text, lo, hi) => {
    expect(interval(quantity.parse(parseQuantity(text)))).toEqual({ lo, hi });
  });
});

describe('words that say the same', () => {
  it.each([
    [['about 60 buses', 'around 60 buses', 'approximately 60 buses', 'roughly 60 buses', 'some 60 buses']],
    [['nearly 60 buses', 'almost 60 buses']],
    [['over 60 buses', 'more than 60 buses']],
    [['under 60 buses', 'fewer than 60 buses', 'less than 60 buses']],
    [['at least 60 buses', 'no fewer than 60 buses', 'no less than 60 buses']],
    [['up to 60 buses', 'at most 60 buses', 'no more than 60 buses']],
    [['some buses', 'another batch of buses', 'a batch of buses', 'buses, number not stated']],
    [['all remaining buses', 'all the remaining buses', 'the remaining buses', 'the rest of the buses']],
    [['20 t', '20 tonnes']],
    [['1 t', '1 tonne', 'exactly 1 tonnes']],
    [['1 generators', '1 generator', 'exactly 1 generator']],
    [['5 m3', '5 m³', '5 cubic-metres']],
  ])('are read as one: %j', (texts) => {
    const [first, ...others] = texts.map(parseQuantity);
    expect(quantity.safeParse(first).success).toBe(true);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('goods', () => {
  it.each(['2.5 generators', 'about 0.5 generators', 'between 1 and 2.5 generators'])(
    'are whole, so "%s" is refused with another way to say it',
    (text) => {
      expect(quantity.safeParse(parseQuantity(text)).error?.issues[0]?.message).toMatch(
        /^is not a whole number: .* such as t, km or MWh$/,
      );
    },
  );

  it('may be millions with a fraction', () => {
    expect(quantity.parse(parseQuantity('2.5 million doses'))).toMatchObject({ value: '2500000' });
  });
});

describe('a unit', () => {
  it.each([
    ['kwh', 'is not a unit: write kWh'],
    ['KWH', 'is not a unit: write kWh'],
    ['usd', 'is not a unit: write USD'],
    ['tonnes', 'is not a unit: write t'],
    ['T', 'is not a unit: write t'],
    ['tons', 'is not a unit, since a ton is not the same everywhere: write t for tonnes'],
    ['billion', 'is a number and not a unit: say of what, as in 3 million USD'],
    ['Generators', /^is not a unit: use an ISO 4217 code such as USD, a plural noun .* or one of kWh, MWh,/],
  ])('%s is refused, and the refusal names what to write', (text, message) => {
    expect(unit.safeParse(text).error?.issues.map((issue) => issue.message)).toEqual([
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]);
  });

  it.each(PHYSICAL)('%s is measured, and neither money nor goods', (symbol) => {
    expect(unit.safeParse(symbol).success).toBe(true);
    expect(quantity.safeParse(parseQuantity(`0.5 ${symbol}`)).success).toBe(true);
  });
});

describe('a conversion', () => {
  it.each([
    ['1', 'MWh', 'kWh', '1000'],
    ['1', 'kWh', 'GWh', '0.000001'],
    ['2.5', 't', 'kg', '2500'],
    ['1', 'm3', 'l', '1000'],
    ['1', 'km2', 'ha', '100'],
    ['1', 'ha', 'm2', '10000'],
    ['0.1', 'MVA', 'kVA', '100'],
  ])('of %s %s to %s gives %s', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBe(expected);
  });

  it('there and back gives the same amount, exactly', () => {
    const pair = fc
      .tuple(fc.constantFrom(...PHYSICAL), fc.constantFrom(...PHYSICAL))
      .filter(([from, to]) => areConvertible(from, to));
    fc.assert(
      fc.property(pair, fc.oneof(small, whole, fraction), ([from, to], value) => {
        expect(compareDecimals(convert(convert(value, from, to), to, from), value)).toBe(0);
      }),
    );
  });

  it('keeps what is larger larger, and sums sums', () => {
    fc.assert(
      fc.property(whole, fraction, (one, other) => {
        const [left, right] = [convert(one, 'MWh', 'kWh'), convert(other, 'MWh', 'kWh')];
        expect(Math.sign(compareDecimals(left, right))).toBe(Math.sign(compareDecimals(one, other)));
        const total = addIntervals({ lo: one, hi: null }, { lo: other, hi: null }).lo;
        expect(
          compareDecimals(
            addIntervals({ lo: left, hi: null }, { lo: right, hi: null }).lo,
            convert(total, 'MWh', 'kWh'),
          ),
        ).toBe(0);
      }),
    );
  });

  it.each([
    ['kW', 'kWh'],
    ['kVA', 'kW'],
    ['USD', 'EUR'],
    ['generators', 'vehicles'],
    ['generators', 'kg'],
  ])('of %s to %s there is none', (from, to) => {
    expect(areConvertible(from, to)).toBe(false);
    expect(() => convert('1', from, to)).toThrow(RangeError);
    expect(intervalIn(to, { qualifier: 'some', unit: from })).toBeUndefined();
  });
});

it('what remained is no amount that can be promised, set aside or reported', () => {
  const rest = { qualifier: 'all-remaining', unit: 'generators' };
  expect(quantity.safeParse(rest).success).toBe(true);
  expect(statedQuantity.safeParse(rest).error?.issues[0]?.message).toMatch(/only a delivery or disbursement/);
});

describe('docs/quantities.md', () => {
  const page = readFileSync(new URL('../../../../docs/quantities.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .flatMap(([, , , example, meaning]) =>
      example?.startsWith('`') && meaning !== undefined && meaning !== 'see below'
        ? [[example.slice(1, -1), meaning] as const]
        : [],
    );

  it.each(rows)('says of "%s" what it means: %s', (example, meaning) => {
    const { lo, hi } = interval(quantity.parse(parseQuantity(example)));
    const said = hi === null ? `${readable(lo)} and more` : `${readable(lo)} to ${readable(hi)}`;
    expect(said).toBe(meaning);
  });

  it('has every unit', () => {
    for (const symbol of PHYSICAL) expect(page).toMatch(new RegExp(`[ \`]${symbol}[;. |\`]`));
  });
});
