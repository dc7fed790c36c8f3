import {
  evolveAll,
  isCommitmentEvent,
  Scales,
  totalsOf,
  type EventData,
  type Known,
  type LedgerEvent,
  type Totals,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

type Relations = NonNullable<EventData<'CommitmentAnnounced'>['relations']>;

/** A loan of so many dollars, and what was told of it later. */
const loan = (
  commitment: string,
  amount: string,
  relations: Relations = [],
  ...later: readonly LedgerEvent[]
): Known => {
  const criterion = { type: 'sum-reached', target: exactly(amount, 'USD'), milestone: 'disbursed' } as const;
  const events = [fact.loan({ commitment, title: commitment, criterion, relations }), ...later];
  return evolveAll(undefined, events.filter(isCommitmentEvent));
};
const totals = (asked: readonly Known[], day: string): Totals => {
  const scales = new Scales(asked, day);
  return totalsOf(
    asked.map((each) => scales.weigh(each)),
    scales.kinship,
  );
};
const idsIn = ({ items }: Totals) => items.map(({ id }) => id);
const exact = (amount: string) => ({ lo: amount, hi: amount });

describe('a commitment superseded by one that was announced before', () => {
  const supersession = fact.supersession({ commitment: 'old', successor: 'new', superseded: '2025-06-01' });
  const related = fact.relation({
    ...{ commitment: 'new', relation: 'old', type: 'supersedes', to: 'old' },
    ...{ stated: '2025-06-01', since: '2025-06-01' },
  });
  const old = loan('old', '3', [], supersession);
  const following = loan('new', '4', [], related);
  const part = loan('part', '1', [{ type: 'part-of', commitment: 'old' }]);

  it('stands beside it until that day, and takes its parts with it from then on', () => {
    const all = [old, following, part];
    expect(idsIn(totals(all, '2025-05-31'))).toEqual(['old', 'new']);
    const after = totals(all, '2025-06-01');
    expect(idsIn(after)).toEqual(['new']);
    expect(after.leftOut.map(({ id, code, standsFor, reason }) => [id, code, standsFor, reason])).toEqual([
      ['old', 'superseded', 'new', 'It is superseded by new.'],
      ['part', 'part-of', 'new', 'It is part of old, which is superseded by new; new stands in the sum.'],
    ]);
  });
});

describe('terms that changed', () => {
  it('are in the sums of the days on which they hold, in their own unit', () => {
    const paid = fact.disbursement({ amount: exactly('2', 'USD'), disbursed: '2024-12-01' });
    const yen = loan('loan', '3', [], fact.specification(), paid);
    expect(totals([yen], '2025-04-17').sums).toMatchObject([{ unit: 'USD', recorded: exact('2') }]);
    expect(totals([yen], '2025-04-18').sums).toMatchObject([
      { unit: 'JPY', promised: { lo: '0', hi: '471900000000' }, recorded: exact('0') },
    ]);
  });

  it('put a joint commitment where it belongs from then on', () => {
    const joined = fact.amendment({
      commitment: 'loan',
      by: ['JP', 'PL'],
      terms: { committers: ['JP', 'PL'] },
    });
    const all = totals([loan('loan', '3', [], joined)], '2025-01-01');
    expect(all.items).toMatchObject([{ committers: ['JP', 'PL'], joint: true }]);
  });
});
