import { assess, evolveAll, isCommitmentEvent, type LedgerEvent } from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

const on = (day: string, ...events: readonly LedgerEvent[]) => {
  const answer = assess(evolveAll(undefined, events.filter(isCommitmentEvent)), day);
  if (!answer) throw new Error(`not yet announced on ${day}`);
  return answer;
};
const { attribution, evidence } = fact.withdrawal().data;
const said = { attribution, evidence };
const amounts = (dispute: string, about: string, one: string, other: string) =>
  fact.dispute({
    ...{ dispute, about, aspect: 'quantity', opened: '2024-12-05' },
    readings: [
      { ...said, reading: 'one', quantity: exactly(one) },
      { ...said, reading: 'other', quantity: exactly(other) },
    ],
  });
const batch = (delivery: string, value: string, delivered = '2024-12-01') =>
  fact.delivery({ delivery, quantity: exactly(value), delivered });

describe('the normative facet', () => {
  const register = { imposer: 'JP', target: 'RU' };
  const adopted = (fulfilment: string, happened: string): LedgerEvent => ({
    type: 'FulfilmentLinked',
    data: {
      ...{ commitment: 'pressure', fulfilment, by: 'sanctions-package', title: 'A package', happened },
      ...{ register, ...said },
    },
  });
  const two = fact.pressure({
    criterion: { type: 'acts-after', act: 'sanctions-package', ...register, after: '2024-11-16', atLeast: 2 },
  });

  it('is adopted from the first of several acts until all of them are', () => {
    const acts = [adopted('first', '2025-01-10'), adopted('second', '2025-02-10')];
    const facet = (day: string) => on(day, two, ...acts).facets.normative;
    expect(['2025-01-09', '2025-01-10', '2025-02-09', '2025-02-10'].map(facet)).toEqual([
      ...['announced', 'adopted', 'adopted', 'discharged'],
    ]);
    expect(on('2025-01-10', two, ...acts).label).toBe('partly-delivered');
  });

  it('of any other promise is not adopted by what has begun', () => {
    expect(on('2024-12-02', fact.generators(), batch('a', '40')).facets.normative).toBe('announced');
  });
});

describe('given several disputes at once', () => {
  const promise = [fact.generators(), batch('a', '40'), batch('b', '60')];

  it('when one of them decides and another does not, then it is disputed', () => {
    const idle = amounts('idle', 'a', '40', '41');
    const decisive = amounts('decisive', 'b', '60', '59');
    expect(on('2024-12-04', ...promise, idle, decisive).label).toBe('partly-delivered');
    expect(on('2024-12-05', ...promise, idle, decisive).label).toBe('disputed');
    expect(on('2024-12-05', ...promise, idle).label).toBe('fulfilled');
  });

  it('then what was promised is only in doubt where the promise itself is', () => {
    const target = (...doubts: readonly LedgerEvent[]) =>
      on('2024-12-05', ...promise, ...doubts).fulfilment.target;
    const ofDelivery = amounts('idle', 'a', '40', '41');
    const contested = fact.challenge({ about: 'generators', challenged: '2024-12-05' });
    expect(target(ofDelivery, contested)).toEqual({ lo: '100', hi: '100' });
    const ofPromise = amounts('how-many', 'generators', '100', '120');
    expect(target(contested, ofDelivery, ofPromise)).toEqual({ lo: '100', hi: '120' });
  });
});

describe('what has no last day', () => {
  it('may have happened from its first day on, that day included, and never certainly', () => {
    const open = batch('open', '100', '2024-12-05/..');
    const recorded = (day: string) => on(day, fact.generators(), open).fulfilment.recorded;
    expect(recorded('2024-12-04')).toEqual({ lo: '0', hi: '0' });
    expect(recorded('2024-12-05')).toEqual({ lo: '0', hi: '100' });
    expect(recorded('2030-01-01')).toEqual({ lo: '0', hi: '100' });
  });
});
