import fc from 'fast-check';
import {
  derivationOfTotals,
  evolveAll,
  overlapsIn,
  Scales,
  totalsInEitherCase,
  type CommitmentEvent,
  type Known,
  type Totals,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

const loan = (commitment: string, amount: string, ...later: readonly unknown[]): Known => {
  const criterion = {
    type: 'sum-reached',
    target: exactly(amount, 'USD'),
    milestone: 'disbursed',
  } as const;
  return evolveAll(undefined, [
    fact.loan({ commitment, title: commitment, criterion }),
    ...later,
  ] as readonly CommitmentEvent[]);
};
const same = (of: string, other: string) =>
  fact.sameness({ commitment: of, sameness: `${of}-${other}`, of, with: other });
const confirmed = (of: string, other: string) =>
  fact.confirmation({ commitment: of, confirmation: `yes-${of}-${other}`, sameness: `${of}-${other}` });
const rejected = (of: string, other: string) =>
  fact.rejection({ commitment: of, rejection: `no-${of}-${other}`, sameness: `${of}-${other}` });
const paid = (commitment: string, amount: string) =>
  fact.disbursement({ commitment, amount: exactly(amount, 'USD'), disbursed: '2024-12-01' });

const scalesOf = (asked: readonly Known[]) => new Scales(asked, '2025-01-01');
const totals = (...asked: readonly Known[]): Totals =>
  totalsInEitherCase((on) => asked.map((known) => on.weigh(known)), scalesOf(asked));
const sentences = (...asked: readonly Known[]) =>
  derivationOfTotals(totals(...asked), scalesOf(asked).kinship);

describe('two promises that may be one', () => {
  const again = loan('again', '2950', paid('again', '5'));
  const perhaps = loan('loan', '3000', paid('loan', '10'), same('loan', 'again'));

  it('are both in the upper end of a sum, and in the lower as the one that would stand', () => {
    const { sums, items, perhapsLeftOut } = totals(perhaps, again);
    expect(sums).toMatchObject([
      { commitments: 2, promised: { lo: '3000', hi: '5950' }, recorded: { lo: '10', hi: '15' } },
    ]);
    expect(items.map(({ id }) => id)).toEqual(['loan', 'again']);
    expect(perhapsLeftOut).toMatchObject([{ id: 'again', code: 'same-as', standsFor: 'loan' }]);
    expect(sentences(perhaps, again)).toEqual(
      expect.arrayContaining([
        'again may be another promise told again. If so: It is the same as loan; loan stands in the sum.',
        'Until that is decided, each sum allows for either.',
      ]),
    );
  });

  it('are one once that is confirmed, and cannot be added up by name', () => {
    const one = loan('loan', '3000', same('loan', 'again'), confirmed('loan', 'again'));
    const { sums, leftOut, perhapsLeftOut } = totals(one, again);
    expect(sums).toMatchObject([{ commitments: 1, promised: { lo: '3000', hi: '3000' } }]);
    expect(leftOut).toMatchObject([{ id: 'again', code: 'same-as', standsFor: 'loan' }]);
    expect(perhapsLeftOut).toEqual([]);
    const asked = ['loan', 'again'].map((id) => ({ id, unit: 'USD' }));
    expect(overlapsIn(asked, scalesOf([one, again]).kinship)).toMatchObject([
      { one: 'again', other: 'loan' },
    ]);
  });

  it('are two once that is rejected', () => {
    const two = loan('loan', '3000', same('loan', 'again'), rejected('loan', 'again'));
    expect(totals(two, again).sums).toMatchObject([{ promised: { lo: '5950', hi: '5950' } }]);
  });

  it('share what became of either: a withdrawal of the one may be one of the other', () => {
    const gone = loan(
      'loan',
      '3000',
      fact.withdrawal({ commitment: 'loan', withdrawn: '2024-12-15' }),
      same('loan', 'again'),
    );
    expect(totals(gone, again).sums).toMatchObject([{ promised: { lo: '0', hi: '2950' } }]);
  });

  it('are in a sum that holds what any way to decide would make of it', () => {
    const ids = ['a', 'b', 'c', 'd'];
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 }),
        fc.uniqueArray(fc.constantFrom('a b', 'a c', 'b c', 'c d', 'a d'), { minLength: 1 }),
        fc.integer({ min: 0, max: 31 }),
        (amounts, pairs, truth) => {
          const ledger = (isDecided: boolean): readonly Known[] =>
            ids.map((id, index) =>
              loan(
                id,
                String(amounts[index]),
                ...pairs.flatMap((pair, bit) => {
                  const [of = '', other = ''] = pair.split(' ');
                  if (of !== id) return [];
                  const yes = Math.floor(truth / 2 ** bit) % 2 === 1;
                  const decision = yes ? confirmed(of, other) : rejected(of, other);
                  return isDecided ? [same(of, other), decision] : [same(of, other)];
                }),
              ),
            );
          const [open] = totals(...ledger(false)).sums;
          const [decided] = totals(...ledger(true)).sums;
          expect(Number(open?.promised.lo)).toBeLessThanOrEqual(Number(decided?.promised.lo));
          expect(Number(open?.promised.hi)).toBeGreaterThanOrEqual(Number(decided?.promised.hi));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what was recorded with a promise that has ended', () => {
  const withdrawn = fact.withdrawal({ commitment: 'loan', withdrawn: '2024-12-15' });

  it('counts in what is recorded and delivered, and not in what is promised', () => {
    const { sums, items, leftOut } = totals(loan('loan', '3000', paid('loan', '10'), withdrawn));
    expect(sums).toMatchObject([
      { promised: { lo: '0', hi: '0' }, recorded: { lo: '10', hi: '10' }, delivered: { lo: '10' } },
    ]);
    expect(items).toMatchObject([{ id: 'loan', promised: null, label: 'withdrawn' }]);
    expect(leftOut).toMatchObject([{ id: 'loan', from: 'promised', code: 'withdrawn' }]);
  });

  it('stays out where another took its place, since it may be recorded with that as well', () => {
    const gone = fact.supersession({ commitment: 'loan', successor: 'next', superseded: '2024-12-15' });
    const { sums, leftOut } = totals(loan('loan', '3000', paid('loan', '10'), gone));
    expect(sums).toEqual([]);
    expect(leftOut).toMatchObject([{ from: 'every-sum', code: 'superseded', recorded: { lo: '10' } }]);
  });
});
