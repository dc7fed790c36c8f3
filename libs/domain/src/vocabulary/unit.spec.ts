import {
  addIntervals,
  areConvertible,
  compareDecimals,
  convert,
  intervalIn,
  parseQuantity,
  quantity,
  unit,
} from '#libs/domain';
import { amounts, physicalUnits } from '#libs/testkit';
import fc from 'fast-check';

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

  it.each(physicalUnits)('%s is measured, and neither money nor goods', (symbol) => {
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
      .tuple(fc.constantFrom(...physicalUnits), fc.constantFrom(...physicalUnits))
      .filter(([from, to]) => areConvertible(from, to));
    fc.assert(
      fc.property(pair, fc.oneof(amounts.small, amounts.whole, amounts.fraction), ([from, to], value) => {
        expect(compareDecimals(convert(convert(value, from, to), to, from), value)).toBe(0);
      }),
    );
  });

  it('keeps what is larger larger, and sums sums', () => {
    fc.assert(
      fc.property(amounts.whole, amounts.fraction, (one, other) => {
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
