import {
  assess,
  evolveAll,
  isCommitmentEvent,
  type Assessment,
  type EventData,
  type LedgerEvent,
  type RefusalCode,
} from '#libs/domain';
import { correction, exactly, fact, given } from '#libs/testkit';

const on = (day: string, ...events: readonly LedgerEvent[]): Assessment => {
  const answer = assess(evolveAll(undefined, events.filter(isCommitmentEvent)), day);
  if (!answer) throw new Error(`not yet announced on ${day}`);
  return answer;
};
const sent = fact.delivery({ quantity: exactly('40'), milestone: 'dispatched', delivered: '2024-11-20' });
const pass = (milestone: EventData<'MilestonePassed'>['milestone'], passed: string, more = {}) =>
  fact.passage({ passage: `${milestone}-then`, milestone, passed, ...more });
const sentences = ({ fulfilment }: Assessment) => fulfilment.derivation.map(({ statement }) => statement);

describe('given 40 of 100 generators, dispatched', () => {
  const dispatched = [fact.generators(), sent];

  it('they are in delivery, and count once they are handed over, and once only', () => {
    const facts = [...dispatched, pass('handed-over', '2024-12-05'), pass('in-use', '2024-12-20')];
    expect(on('2024-12-04', ...facts)).toMatchObject({
      label: 'in-delivery',
      fulfilment: { recorded: { lo: '0', hi: '0' } },
    });
    for (const day of ['2024-12-05', '2024-12-20', '2024-12-31']) {
      expect(on(day, ...facts)).toMatchObject({
        label: 'partly-delivered',
        fulfilment: { recorded: { lo: '40', hi: '40' } },
      });
    }
  });

  it('then what is in use was handed over by that day, and perhaps any day since it was dispatched', () => {
    const facts = [...dispatched, pass('in-use', '2024-12-20')];
    expect(on('2024-11-19', ...facts).fulfilment.recorded).toEqual({ lo: '0', hi: '0' });
    expect(on('2024-11-20', ...facts)).toMatchObject({
      label: 'in-delivery',
      fulfilment: { recorded: { lo: '0', hi: '40' } },
    });
    expect(on('2024-12-20', ...facts).fulfilment.recorded).toEqual({ lo: '40', hi: '40' });
  });

  it('then of what is said to have come further in part, that part is certain and the rest possible', () => {
    const inUse = pass('in-use', '2024-12-20', { quantity: exactly('15') });
    expect(on('2024-12-20', ...dispatched, inUse).fulfilment.recorded).toEqual({ lo: '15', hi: '40' });
    const handedOver = pass('handed-over', '2024-12-10', { quantity: exactly('30') });
    const both = [...dispatched, inUse, handedOver];
    expect(on('2024-12-10', ...both).fulfilment.recorded).toEqual({ lo: '30', hi: '30' });
  });

  it('then a milestone before the one that counts changes nothing but when it can have passed it', () => {
    const facts = [...dispatched, pass('arrived', '2024-12-01')];
    expect(on('2024-12-31', ...facts)).toMatchObject({
      label: 'in-delivery',
      fulfilment: { recorded: { lo: '0', hi: '0' } },
    });
    const used = [...facts, pass('in-use', '2024-12-20')];
    expect(on('2024-11-30', ...used).fulfilment.recorded).toEqual({ lo: '0', hi: '0' });
    expect(on('2024-12-01', ...used).fulfilment.recorded).toEqual({ lo: '0', hi: '40' });
  });

  it('then the reasons name each milestone, its fact and what it counts as', () => {
    const handed = pass('handed-over', '2024-12', { quantity: exactly('30') });
    const then = on('2024-12-15', ...dispatched, handed);
    expect(sentences(then)).toContain(
      '2024-11-20: delivery of 40 generators (dispatched). 2024-12: handed over, 30 generators. ' +
        'Whether by this day is not known. It counts as 30 generators.',
    );
    expect(then.fulfilment.derivation.find(({ rule }) => rule === 'happening')?.facts).toEqual([
      'batch-1',
      'handed-over-then',
    ]);
    expect(on('2024-11-25', ...dispatched, handed).fulfilment.derivation[2]?.statement).toBe(
      '2024-11-20: delivery of 40 generators (dispatched). It does not count towards the promise.',
    );
  });

  it('then who tells of a milestone is heard, from the day it was passed', () => {
    const told = pass('handed-over', '2024-12-05', {
      evidence: [{ source: 'agency' }],
      attribution: { saidBy: 'Agency', onBehalfOf: 'org:undp', reporter: 'third-party' },
    });
    expect(on('2024-12-04', ...dispatched, told).facets.evidence).toBe('single-source');
    expect(on('2024-12-05', ...dispatched, told).facets.evidence).toBe('corroborated');
  });
});

describe('given all that remained, dispatched', () => {
  const rest = fact.delivery({
    quantity: { qualifier: 'all-remaining', unit: 'generators' },
    milestone: 'dispatched',
    delivered: '2024-12-01',
  });

  it('it completes the promise on the day it is handed over', () => {
    const facts = [fact.generators(), rest, pass('handed-over', '2024-12-20')];
    expect(on('2024-12-19', ...facts).fulfilment.recorded).toEqual({ lo: '0', hi: '0' });
    expect(on('2024-12-20', ...facts)).toMatchObject({
      label: 'fulfilled',
      fulfilment: { recorded: { lo: '100', hi: '100' } },
    });
  });

  it('where only some of it is handed over, it completes nothing', () => {
    const some = pass('handed-over', '2024-12-20', { quantity: exactly('30') });
    expect(on('2024-12-20', fact.generators(), rest, some).fulfilment.recorded).toEqual({
      lo: '30',
      hi: '30',
    });
  });
});

describe('given a promise handed over late, or perhaps in time', () => {
  const whole = (delivered: string) =>
    fact.delivery({ quantity: exactly('100'), milestone: 'in-use', delivered });

  it('what is in use after the deadline may have been handed over before: met, and whether in time is open', () => {
    expect(on('2025-01-15', fact.generators(), whole('2025-01-10'))).toMatchObject({
      label: 'fulfilled',
      facets: { time: 'met' },
    });
  });

  it('it is late only where an earlier milestone was itself passed after the deadline', () => {
    const arrived = pass('arrived', '2025-01-05');
    expect(on('2025-01-15', fact.generators(), whole('2025-01-10'), arrived).label).toBe('fulfilled-late');
  });
});

describe('given a payment', () => {
  it('it counts once credited, where that is what counts', () => {
    const loan = fact.loan({
      criterion: {
        type: 'sum-reached',
        target: exactly('1000000000', 'USD'),
        milestone: 'credited',
      },
    });
    const credited = fact.passage({
      commitment: 'loan',
      of: 'tranche-1',
      milestone: 'credited',
      passed: '2025-03-04',
    });
    const facts = [loan, fact.disbursement(), credited];
    expect(on('2025-03-03', ...facts).label).toBe('in-delivery');
    expect(on('2025-03-04', ...facts).label).toBe('fulfilled');
  });
});

describe('given two records that may be one delivery', () => {
  const other = fact.delivery({
    ...{ delivery: 'undp', quantity: exactly('40'), milestone: 'dispatched', delivered: '2024-11-21' },
  });
  const both = [fact.generators(), sent, other, fact.sameness()];
  const ofOne = pass('handed-over', '2024-12-05', { quantity: exactly('30') });

  it('the milestones of either count, and what it comes to is bounded by one of them and by two', () => {
    expect(on('2024-12-04', ...both, ofOne).fulfilment.recorded).toEqual({ lo: '0', hi: '0' });
    expect(on('2024-12-05', ...both, ofOne).fulfilment.recorded).toEqual({ lo: '30', hi: '30' });
    const ofBoth = [ofOne, pass('in-use', '2024-12-10', { of: 'undp', quantity: exactly('10') })];
    expect(on('2024-12-10', ...both, ...ofBoth).fulfilment.recorded).toEqual({ lo: '30', hi: '70' });
    const decided = on('2024-12-10', ...both, ...ofBoth, fact.confirmation());
    expect(decided.fulfilment.recorded).toEqual({ lo: '30', hi: '30' });
  });
});

describe('a passage', () => {
  const told = given(fact.source(), fact.generators(), sent);
  const handed = pass('handed-over', '2024-12-05');

  it('is recorded once; told again in the same way under another id it changes nothing that counts', () => {
    told.when(handed).then(handed);
    const again = pass('handed-over', '2024-12-05', { passage: 'told-again' });
    given(fact.source(), fact.generators(), sent, handed).when(again).then(again);
    expect(on('2024-12-05', fact.generators(), sent, handed, again).fulfilment.recorded?.lo).toBe('40');
  });

  it('may be attested by a further source', () => {
    const support = fact.support({ supports: 'handed-over-then' });
    given(fact.source(), fact.generators(), sent, handed).when(support).then(support);
  });

  it.each([
    ['of nothing recorded', pass('handed-over', '2024-12-05', { of: 'batch-9' }), 'unknown-delivery'],
    ['of the commitment itself', pass('handed-over', '2024-12-05', { of: 'generators' }), 'unknown-delivery'],
    ['of money, by goods', pass('credited', '2024-12-05'), 'not-on-its-way'],
    ['told differently by its own record', pass('dispatched', '2024-11-21'), 'milestone-told-differently'],
    ['certainly before an earlier one', pass('handed-over', '2024-11-19'), 'milestones-out-of-order'],
    ['certainly after a later one', pass('procured', '2024-11-21'), 'milestones-out-of-order'],
    ['in a unit of other goods', pass('in-use', '2025', { quantity: exactly('4', 'trucks') }), 'other-unit'],
    ['of more than there is', pass('arrived', '2025', { quantity: exactly('41') }), 'more-than-delivered'],
    ['of more than was sent', pass('procured', '2024', { quantity: exactly('41') }), 'more-than-delivered'],
    [
      'of less than came further',
      pass('procured', '2024', { quantity: exactly('39') }),
      'more-than-delivered',
    ],
  ] satisfies readonly (readonly [string, LedgerEvent, RefusalCode])[])(
    'is refused: %s',
    (_, passage, code) => {
      told.when(passage).thenRefuses(code);
    },
  );

  it('is refused where it contradicts another passage', () => {
    const partly = pass('handed-over', '2024-12-05', { quantity: exactly('30') });
    const before = given(fact.source(), fact.generators(), sent, partly);
    before.when(pass('in-use', '2024-12-10', { quantity: exactly('31') })).thenRefuses('more-than-delivered');
    before.when(pass('in-use', '2024-12-04')).thenRefuses('milestones-out-of-order');
    before
      .when(pass('handed-over', '2024-12-05', { passage: 'other' }))
      .thenRefuses('milestone-told-differently');
    const possible = pass('in-use', '2024-12', { quantity: exactly('30') });
    before.when(possible).then(possible);
  });

  it('is told anew or retracted like any fact, and what it is a passage of is not retracted before it', () => {
    const facts = [fact.source(), fact.generators(), sent, handed];
    const anew = correction('handed-over-then', { replacement: pass('handed-over', '2024-12-12') });
    given(...facts)
      .when(anew)
      .then(anew);
    const early = correction('handed-over-then', { replacement: pass('handed-over', '2024-11-19') });
    given(...facts)
      .when(early)
      .thenRefuses('milestones-out-of-order');
    given(...facts)
      .when(correction('batch-1', { retracted: true }))
      .thenRefuses('no-longer-fits');
    const corrected = on('2024-12-05', ...facts.slice(1), anew);
    expect(corrected.fulfilment.recorded).toEqual({ lo: '0', hi: '0' });
    expect(on('2024-12-12', ...facts.slice(1), anew).fulfilment.recorded?.lo).toBe('40');
  });

  it('is refused of a commitment that nobody announced', () => {
    given(fact.source()).when(handed).thenRefuses('not-announced');
  });
});
