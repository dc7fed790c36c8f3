import { quantityArgument } from './quantity-argument.ts';

const typed = (text: string, unit: string | null = 'generators') =>
  quantityArgument('--quantity', text, unit);

describe('a quantity on the command line', () => {
  it.each([
    ['40', { qualifier: 'exactly', value: '40', unit: 'generators' }],
    ['exactly 40', { qualifier: 'exactly', value: '40', unit: 'generators' }],
    ['at least 12 generators', { qualifier: 'at-least', value: '12', unit: 'generators' }],
    ['between 50 and 60', { qualifier: 'between', value: '50', upTo: '60', unit: 'generators' }],
    ['another batch', { qualifier: 'some', unit: 'generators' }],
    ['some', { qualifier: 'some', unit: 'generators' }],
    ['about 60', { qualifier: 'about', value: '60', unit: 'generators' }],
    ['some 60', { qualifier: 'about', value: '60', unit: 'generators' }],
    ['nearly 60 generators', { qualifier: 'nearly', value: '60', unit: 'generators' }],
    ['several', { qualifier: 'several', unit: 'generators' }],
    ['several  hundred', { qualifier: 'several', scale: 'hundred', unit: 'generators' }],
    ['all remaining', { qualifier: 'all-remaining', unit: 'generators' }],
    ['the rest', { qualifier: 'all-remaining', unit: 'generators' }],
    ['1', { qualifier: 'exactly', value: '1', unit: 'generators' }],
    ['1 generator', { qualifier: 'exactly', value: '1', unit: 'generators' }],
    ['5 m3', { qualifier: 'exactly', value: '5', unit: 'm3' }],
    ['40 vehicles', { qualifier: 'exactly', value: '40', unit: 'vehicles' }],
  ])('%j is in the unit of the commitment unless it names another', (text, expected) => {
    expect(typed(text)).toEqual(expected);
  });

  it.each(['1', '40', 'between 1 and 2', 'several', 'another batch', 'all remaining', 'the rest'])(
    '%j is in that unit, whether or not it is a regular plural',
    (text) => {
      for (const unit of ['personnel', 'batteries', 'm3']) expect(typed(text, unit).unit).toBe(unit);
    },
  );

  it('takes a scale without a unit for what it is', () => {
    expect(typed('over 3 billion', 'USD')).toEqual({ qualifier: 'over', value: '3000000000', unit: 'USD' });
  });

  it.each(['', 'many', '-4', '0', '40 GENERATORS'])('%j is refused with a way to write it', (text) => {
    expect(() => typed(text)).toThrow(/^--quantity ".*" (is|must) .*\. Write it as/);
  });

  it('without a unit and a commitment that has one is refused', () => {
    expect(() => typed('40', null)).toThrow(/is not a quantity/);
  });
});
