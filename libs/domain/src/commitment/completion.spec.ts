import {
  assess,
  compareDecimals,
  evolveAll,
  isCommitmentEvent,
  type LedgerEvent,
  type Quantity,
} from '#libs/domain';
import { exactly, fact, given, sized } from '#libs/testkit';
import fc from 'fast-check';

const rest = (delivery: string, delivered: string, more = {}) =>
  fact.delivery({
    delivery,
    delivered,
    quantity: { qualifier: 'all-remaining', unit: 'generators' },
    ...more,
  });
const some = (delivery: string, value: string, delivered: string) =>
  fact.delivery({ delivery, delivered, quantity: exactly(value) });
const on = (day: string, ...events: readonly LedgerEvent[]) => {
  const answer = assess(evolveAll(undefined, events.filter(isCommitmentEvent)), day);
  if (!answer) throw new Error(`not yet announced on ${day}`);
  return answer;
};

describe('100 generators promised, 40 delivered, and then all that remained', () => {
  const facts = [fact.generators(), some('first', '40', '2024-12-05'), rest('last', '2024-12-20')];

  it('is 40 of 100 the day before and fulfilled, exactly, from that day', () => {
    expect(on('2024-12-19', ...facts).fulfilment.recorded).toEqual({ lo: '40', hi: '40' });
    expect(on('2024-12-20', ...facts)).toMatchObject({
      label: 'fulfilled',
      facets: { delivery: 'complete', time: 'met-on-time' },
      fulfilment: {
        outcome: 'met',
        recorded: { lo: '100', hi: '100' },
        delivered: { lo: '100', hi: '100' },
        share: { lo: '1', hi: '1' },
      },
    });
  });

  it('says so in sentences', () => {
    const said = on('2024-12-20', ...facts).fulfilment.derivation.map(({ statement }) => statement);
    expect(said).toContain(
      '2024-12-20: delivery of all remaining generators (handed over). ' +
        'It completes the promise: by then at least 100 generators in all, itself and what came before.',
    );
    expect(said).toContain('Recorded by 2024-12-20: 100 generators.');
  });

  it('is no more than 100 when a second source tells the remainder as another delivery', () => {
    const twice = [...facts, rest('told-again', '2024-12-21')];
    expect(on('2025-01-01', ...twice).fulfilment.recorded).toEqual({ lo: '100', hi: '100' });
  });

  it('is 110 when 10 more come later', () => {
    const more = [...facts, some('gift', '10', '2025-01-10')];
    expect(on('2025-01-10', ...more)).toMatchObject({
      facets: { delivery: 'exceeded' },
      fulfilment: { recorded: { lo: '110', hi: '110' } },
    });
  });

  it('counts what came on the same day as part of what completed it', () => {
    const together = [...facts, some('noon', '30', '2024-12-20')];
    expect(on('2024-12-20', ...together).fulfilment.recorded).toEqual({ lo: '100', hi: '100' });
  });

  it('is between 40 and 100 while the day of the last delivery is not known', () => {
    const vague = [
      fact.generators(),
      some('first', '40', '2024-12-05'),
      rest('last', '2024-12-10/2025-01-10'),
    ];
    expect(on('2024-12-31', ...vague).fulfilment.recorded).toEqual({ lo: '40', hi: '100' });
    expect(on('2025-01-10', ...vague)).toMatchObject({ label: 'fulfilled', facets: { time: 'met' } });
  });

  it('is not completed by what has only been dispatched', () => {
    const sent = [fact.generators(), rest('last', '2024-12-20', { milestone: 'dispatched' })];
    expect(on('2024-12-20', ...sent)).toMatchObject({
      label: 'in-delivery',
      fulfilment: { recorded: { lo: '0', hi: '0' } },
    });
  });
});

describe('all that remained of another promise', () => {
  const promised = (target: Quantity) =>
    fact.generators({ criterion: { type: 'count-reached', target, milestone: 'handed-over' } });

  it.each<[Quantity, string | null, string | null]>([
    [{ qualifier: 'at-least', value: '100', unit: 'generators' }, '100', null],
    [{ qualifier: 'about', value: '100', unit: 'generators' }, '90', '110'],
    [{ qualifier: 'up-to', value: '100', unit: 'generators' }, '100', '100'],
    [{ qualifier: 'some', unit: 'generators' }, '1', null],
  ])('%j is at least the measure it is held against', (target, lo, hi) => {
    expect(on('2024-12-20', promised(target), rest('last', '2024-12-20')).fulfilment).toMatchObject({
      outcome: 'met',
      recorded: { lo, hi },
    });
  });

  it('proves nothing where nobody stated an amount', () => {
    const target: Quantity = { qualifier: 'some', unit: 'USD' };
    const loan = fact.loan({ criterion: { type: 'sum-reached', target, milestone: 'credited' } });
    const paid = fact.disbursement({
      amount: { qualifier: 'all-remaining', unit: 'USD' },
      milestone: 'credited',
    });
    expect(on('2025-03-01', loan, paid).fulfilment).toMatchObject({
      outcome: 'undetermined',
      recorded: { lo: '0', hi: null },
    });
  });
});

const FIRST = Date.UTC(2024, 10, 16);
const dayOf = (number: number) => new Date(FIRST + number * 86_400_000).toISOString().slice(0, 10);
const told = fc.record({
  day: fc.integer({ min: 0, max: 40 }),
  early: fc.integer({ min: 0, max: 6 }),
  late: fc.integer({ min: 0, max: 6 }),
  amount: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined, freq: 2 }),
  words: fc.constantFrom('exactly' as const, 'at-least' as const, 'up-to' as const, 'about' as const),
});
type Told = typeof told extends fc.Arbitrary<infer Value> ? Value : never;
const story = fc.record({
  promised: fc.integer({ min: 1, max: 150 }),
  qualifier: fc.constantFrom('exactly' as const, 'at-least' as const, 'about' as const),
  deliveries: fc.array(told, { maxLength: 7 }),
});
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

/** What was really there at the end of a day; the remainder is whatever was missing by then. */
function truth({ promised, deliveries }: Story, until: number): number {
  let total = 0;
  for (let day = 0; day <= until; day += 1) {
    const today = deliveries.filter((each) => each.day === day);
    for (const { amount } of today) total += amount ?? 0;
    if (today.some(({ amount }) => amount === undefined)) total = Math.max(total, promised);
  }
  return total;
}

const factOf = ({ day, early, late, amount, words }: Told, index: number) =>
  fact.delivery({
    delivery: `batch-${index}`,
    delivered: early + late === 0 ? dayOf(day) : `${dayOf(day - early)}/${dayOf(day + late)}`,
    quantity:
      amount === undefined
        ? { qualifier: 'all-remaining', unit: 'generators' }
        : { qualifier: words, value: String(amount), unit: 'generators' },
  });
const factsOf = ({ promised, qualifier, deliveries }: Story) => [
  fact.generators({
    announced: dayOf(-50),
    criterion: {
      type: 'count-reached',
      target: { qualifier, value: String(promised), unit: 'generators' },
      milestone: 'handed-over',
    },
  }),
  ...deliveries.map(factOf),
];
const asked = fc.integer({ min: 0, max: 50 });

describe('given any deliveries, of stated amounts and of all that remained, told with vague dates', () => {
  it('then what is recorded by a day holds what was really there', () => {
    fc.assert(
      fc.property(story, asked, (scenario, day) => {
        const { recorded } = on(dayOf(day), ...factsOf(scenario)).fulfilment;
        const really = String(truth(scenario, day));
        expect(compareDecimals(recorded?.lo ?? '', really)).toBeLessThanOrEqual(0);
        if (recorded?.hi != null) expect(compareDecimals(really, recorded.hi)).toBeLessThanOrEqual(0);
      }),
      { numRuns: sized({ gate: 800, long: 20_000 }) },
    );
  });

  it('then nothing is left open where every day and amount is known', () => {
    const known = story.map((scenario): Story => ({
      ...scenario,
      qualifier: 'exactly',
      deliveries: scenario.deliveries.map((each) => ({ ...each, early: 0, late: 0, words: 'exactly' })),
    }));
    fc.assert(
      fc.property(known, asked, (scenario, day) => {
        const really = String(truth(scenario, day));
        expect(on(dayOf(day), ...factsOf(scenario)).fulfilment.recorded).toEqual({ lo: really, hi: really });
      }),
      { numRuns: sized({ gate: 400, long: 10_000 }) },
    );
  });

  it('then the order in which they were recorded is of no matter', () => {
    fc.assert(
      fc.property(
        story.chain((scenario) =>
          fc.tuple(
            fc.constant(scenario),
            fc.shuffledSubarray(scenario.deliveries, { minLength: scenario.deliveries.length }),
          ),
        ),
        asked,
        ([scenario, deliveries], day) => {
          expect(on(dayOf(day), ...factsOf({ ...scenario, deliveries })).fulfilment.recorded).toEqual(
            on(dayOf(day), ...factsOf(scenario)).fulfilment.recorded,
          );
        },
      ),
    );
  });
});

describe('a promise of 20 MWh', () => {
  const target = exactly('20', 'MWh');
  const promise = fact.generators({ criterion: { type: 'count-reached', target, milestone: 'handed-over' } });
  const of = (quantity: Quantity): LedgerEvent => ({
    type: 'GoodsDelivered',
    data: { ...fact.delivery().data, quantity },
  });

  it('counts a delivery in kWh, exactly, and says how the two stand to each other', () => {
    const { fulfilment } = on('2024-12-20', promise, of(exactly('1500.5', 'kWh')));
    expect(fulfilment).toMatchObject({ unit: 'MWh', recorded: { lo: '1.5005', hi: '1.5005' } });
    expect(fulfilment.derivation[2]?.statement).toMatch(/It counts as 1\.5005 MWh\. 1 MWh is 1,000 kWh\.$/);
  });

  it('is recorded in kWh and refused in kW, naming what each of them measures', () => {
    given(fact.source(), promise)
      .when(of(exactly('1', 'kWh')))
      .then(of(exactly('1', 'kWh')));
    given(fact.source(), promise)
      .when(of(exactly('1', 'kW')))
      .thenRefuses('other-unit');
  });
});

describe('a vague word', () => {
  it('tells in the derivation by which convention it became an interval', () => {
    const target: Quantity = { qualifier: 'nearly', value: '65', unit: 'generators' };
    const promise = fact.generators({
      criterion: { type: 'count-reached', target, milestone: 'handed-over' },
    });
    const batch = fact.delivery({ quantity: { qualifier: 'about', value: '15', unit: 'generators' } });
    const drones = fact.delivery({
      delivery: 'more',
      quantity: { qualifier: 'several', unit: 'generators' },
    });
    const said = on('2024-12-20', promise, batch, drones).fulfilment.derivation.map(
      ({ statement }) => statement,
    );
    expect(said).toEqual(
      expect.arrayContaining([
        'Japan towards Ukraine (declared): nearly 65 generators, counted once handed over. ' +
          '“Nearly” is read as up to 10 % less, and no more, rounded outwards to whole ones.',
        '2024-11-16: delivery of about 15 generators (handed over). It counts as between 13 and 17 generators. ' +
          '“About” is read as up to 10 % more or less (ICC UCP 600, article 30), rounded outwards to whole ones.',
        '2024-11-16: delivery of several generators (handed over). It counts as at least 2 generators. ' +
          '“Several” is read as at least two.',
        'The promise has no exact amount; it is measured against the least it may mean, 58 generators.',
      ]),
    );
  });
});
