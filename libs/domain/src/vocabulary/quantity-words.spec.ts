import { readFileSync } from 'node:fs';
import { interval, parseQuantity, quantity, readable, statedQuantity } from '#libs/domain';
import { physicalUnits } from '#libs/testkit';

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
    for (const symbol of physicalUnits) expect(page).toMatch(new RegExp(`[ \`]${symbol}[;. |\`]`));
  });
});
