import {
  addIntervals,
  compareDecimals,
  interval,
  multiplyDecimals,
  parseQuantity,
  quantity,
  quantityInWords,
  SCALES,
  scaleNames,
  unit,
  type Decimal,
  type Interval,
  type Quantity,
} from '#libs/domain';
import { amounts, physicalUnits } from '#libs/testkit';
import fc from 'fast-check';

const { whole, fraction, small } = amounts;
const noun = fc
  .oneof(
    fc.constantFrom('generators', 'batteries', 'boxes', 'buses', 'people', 'personnel', 'water-pumps'),
    fc.stringMatching(/^[a-z]{1,8}(-[a-z0-9]{1,4}){0,2}$/),
    fc.stringMatching(/^[a-z]{1,6}s$/),
  )
  .filter((text) => unit.safeParse(text).success);
const measured = fc.constantFrom('USD', 'JPY', ...physicalUnits);
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
  const counted = !physicalUnits.includes(stated.unit) && !/^[A-Z]{3}$/.test(stated.unit);
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
