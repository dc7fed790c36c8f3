import { evolveAll, isCommitmentEvent, sumOfSome, type Criterion, type LedgerEvent } from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

const generators: Criterion = { type: 'count-reached', target: exactly('100'), milestone: 'handed-over' };
/** What some of the happenings come to, by their ids. */
const sum = (ids: string, facts: readonly LedgerEvent[], criterion: Criterion = generators) => {
  const events: readonly LedgerEvent[] = [fact.generators({ criterion }), ...facts];
  const known = evolveAll(undefined, events.filter(isCommitmentEvent));
  return sumOfSome(
    known,
    known.happenings.filter(({ id }) => ids.split(' ').includes(id)),
  );
};
const batch = (delivery: string, value: string, delivered = '2024-12-01', more = {}) =>
  fact.delivery({ delivery, quantity: exactly(value), delivered, ...more });
const rest = (delivered: string, delivery = 'rest') =>
  fact.delivery({ delivery, quantity: { qualifier: 'all-remaining', unit: 'generators' }, delivered });
const pair = (of: string, other: string) => fact.sameness({ sameness: `${of}-${other}`, of, with: other });

describe('some of what happened', () => {
  const [a, b, c] = [batch('a', '10'), batch('b', '20'), batch('c', '30')];

  it('comes to the sum of what is asked for, and of nothing else', () => {
    expect(sum('', [a, b])).toEqual({ lo: '0', hi: '0' });
    expect(sum('a', [a, b])).toEqual({ lo: '10', hi: '10' });
    expect(sum('a b', [a, b, c])).toEqual({ lo: '30', hi: '30' });
  });

  it('counts whatever its milestone, and whenever it was', () => {
    const sent = batch('sent', '5', '2030/..', { milestone: 'dispatched' });
    expect(sum('a sent', [a, sent])).toEqual({ lo: '15', hi: '15' });
  });

  it('comes to nothing where it has no amount', () => {
    expect(sum('a waiver', [a, fact.step({ commitment: 'generators' })])).toEqual({ lo: '10', hi: '10' });
  });

  it('is counted as one and as two where two may be one', () => {
    expect(sum('a b c', [a, b, c, pair('a', 'b')])).toEqual({ lo: '40', hi: '60' });
    expect(sum('a b', [a, batch('b', '10'), pair('a', 'b')])).toEqual({ lo: '10', hi: '20' });
    expect(sum('a', [a, b, pair('a', 'b')])).toEqual({ lo: '10', hi: '10' });
    const one = fact.confirmation({ sameness: 'a-b' });
    expect(sum('a b', [a, batch('b', '10'), pair('a', 'b'), one])).toEqual({ lo: '10', hi: '10' });
  });
});

describe('all that remained', () => {
  it('is what the promise leaves after what had come before', () => {
    const before = [batch('a', '10'), batch('b', '20')];
    expect(sum('rest', [...before, rest('2024-12-20')])).toEqual({ lo: '70', hi: '70' });
    expect(sum('a rest', [...before, rest('2024-12-20')])).toEqual({ lo: '80', hi: '80' });
    expect(sum('rest', [rest('2024-12-20')])).toEqual({ lo: '100', hi: '100' });
  });

  it('is nothing where as much or more had come before', () => {
    for (const value of ['100', '130'])
      expect(sum('rest', [batch('a', value), rest('2024-12-20')])).toEqual({ lo: '0', hi: '0' });
  });

  it('is all of it where the others came later', () => {
    expect(sum('rest', [batch('a', '10', '2024-12-21'), rest('2024-12-20')])).toEqual({
      lo: '100',
      hi: '100',
    });
  });

  it('may be either where one day may have been before the other', () => {
    const either = { lo: '90', hi: '100' };
    expect(sum('rest', [batch('a', '10', '2024-12-20'), rest('2024-12-20')])).toEqual(either);
    expect(sum('rest', [batch('a', '10', '2024-12'), rest('2024-12-20')])).toEqual(either);
    expect(sum('rest', [batch('a', '10'), rest('2024-11-20/2024-12-20')])).toEqual(either);
    expect(sum('rest', [batch('a', '10', '../2025'), rest('2024-12-20')])).toEqual(either);
    expect(sum('rest', [batch('a', '10', '2024-12-01/..'), rest('2024-12-20')])).toEqual(either);
    expect(sum('rest', [batch('a', '10'), rest('../2024-12-20')])).toEqual(either);
    expect(sum('rest', [batch('a', '10', '2026'), rest('2024-12-20/..')])).toEqual(either);
  });

  it('counts before it only what counts towards the promise', () => {
    const sent = batch('a', '10', '2024-12-01', { milestone: 'dispatched' });
    expect(sum('rest', [sent, rest('2024-12-20')])).toEqual({ lo: '100', hi: '100' });
  });

  it('is counted once where it is told twice, and may have found nothing where the other is left out', () => {
    const twice = [batch('a', '10'), rest('2024-12-20'), rest('2024-12-21', 'again')];
    expect(sum('rest again', twice)).toEqual({ lo: '90', hi: '90' });
    expect(sum('rest', twice)).toEqual({ lo: '0', hi: '90' });
  });

  it('is the greatest of several, as far as each can have found something', () => {
    const several = [batch('a', '10', '2024-12-10'), rest('2024-12-01'), rest('2024-12-20', 'late')];
    expect(sum('rest late', several)).toEqual({ lo: '100', hi: '100' });
  });

  it('may have been nothing where it may be another record of something', () => {
    const doubted = [batch('a', '10'), rest('2024-12-20')];
    expect(sum('rest', [...doubted, pair('a', 'rest')])).toMatchObject({ lo: '0' });
    expect(sum('rest', [...doubted, pair('rest', 'a')])).toMatchObject({ lo: '0' });
    const other = [...doubted, batch('b', '10'), pair('a', 'b')];
    expect(sum('rest', other)).toEqual({ lo: '80', hi: '90' });
  });

  it('has no upper end where the promise has none', () => {
    const target = { qualifier: 'at-least' as const, value: '100', unit: 'generators' };
    const open: Criterion = { type: 'count-reached', target, milestone: 'handed-over' };
    expect(sum('rest', [batch('a', '10'), rest('2024-12-20')], open)).toEqual({ lo: '90', hi: null });
    expect(sum('rest again', [rest('2024-12-20'), rest('2024-12-21', 'again')], open)).toMatchObject({
      hi: null,
    });
  });

  it('is not known where nobody knows how much had come before', () => {
    const some = fact.delivery({ delivery: 'a', delivered: '2024-12-01' });
    expect(sum('rest', [some, rest('2024-12-20')])).toEqual({ lo: '0', hi: '99' });
  });

  it('is not known where nobody stated an amount', () => {
    const loan = fact.loan({
      criterion: { type: 'sum-reached', target: { qualifier: 'some', unit: 'USD' }, milestone: 'disbursed' },
    });
    const paid = fact.disbursement({ amount: { qualifier: 'all-remaining', unit: 'USD' } });
    const known = evolveAll(undefined, [loan, paid].filter(isCommitmentEvent));
    expect(sumOfSome(known, known.happenings)).toEqual({ lo: '0', hi: null });
  });

  it('is not known where it may have completed any of several conditions, or none', () => {
    const visa: Criterion = { type: 'step-taken', step: 'a visa waiver', after: '2024-11-16' };
    const facts = [batch('a', '10'), rest('2024-12-20')];
    expect(sum('rest', facts, { type: 'all', of: [generators, visa] })).toEqual({ lo: '0', hi: null });
    const sent = fact.delivery({ ...rest('2024-12-20').data, milestone: 'dispatched' });
    expect(sum('rest', [sent])).toEqual({ lo: '0', hi: '100' });
    expect(sum('rest', facts, { type: 'standing' })).toEqual({ lo: '0', hi: null });
  });
});
