import { evolve, isCommitmentEvent, Kinship, type Known, type LedgerEvent } from '#libs/domain';
import { exactly, fact } from '#libs/testkit';
import { reconcile } from './reconcile.ts';

const known = (...events: readonly LedgerEvent[]): Known => {
  const all = events
    .filter(isCommitmentEvent)
    .reduce<Known | undefined>((before, event) => evolve(before, event), undefined);
  if (!all) throw new Error('no announcement given');
  return all;
};
const paid = (commitment: string, amount: string, disbursed: string) =>
  fact.disbursement({
    commitment,
    disbursement: `${commitment}-${disbursed}`,
    amount: exactly(amount, 'USD'),
    disbursed,
  });
const loan = (commitment: string, ...payments: readonly (readonly [string, string])[]) =>
  known(fact.loan({ commitment }), ...payments.map(([amount, day]) => paid(commitment, amount, day)));
const total = fact.total().data;
const nobodyIsRelated = new Kinship([]);
const partOf = (part: string, whole: string) => ({
  id: part,
  relations: [{ type: 'part-of' as const, commitment: whole }],
});

describe('given over 12 billion USD reported for 2022-02-24 to 2024-11-16', () => {
  it('and nothing disbursed, then all of it remains, and no amount of it stands for a commitment', () => {
    const answer = reconcile(total, [loan('a')], nobodyIsRelated, '2024-11-16');
    expect(answer).toMatchObject({
      itemised: { lo: '0', hi: '0', commitments: [], leftOut: [{ id: 'a', fact: null }] },
      residual: { lo: '12000000000', hi: null },
    });
    expect(answer.derivation).toEqual([
      'Stated: at least 12,000,000,000 USD provided over 2022-02-24/2024-11-16.',
      'Itemised: no disbursement between the same parties and in the same unit is recorded for that time.',
      'Not accounted for: at least 12,000,000,000 USD.',
    ]);
  });

  it('and 3 billion disbursed in that time, then it is itemised, and what was paid later is left out by name', () => {
    const later = loan('a', ['3000000000', '2023-05-01'], ['1000000000', '2025-03-01'], ['5', '2024']);
    expect(reconcile(total, [later], nobodyIsRelated, '2025-06-01')).toMatchObject({
      itemised: {
        lo: '3000000000',
        hi: '3000000000',
        commitments: [{ id: 'a', recorded: { lo: '3000000000', hi: '3000000000' } }],
        leftOut: [
          { id: 'a', fact: 'a-2025-03-01' },
          { id: 'a', fact: 'a-2024' },
        ],
      },
      residual: { lo: '9000000000', hi: null },
    });
  });

  it('and asked of a day before the payment, then the payment is not in it', () => {
    const later = loan('a', ['3000000000', '2023-05-01']);
    expect(reconcile(total, [later], nobodyIsRelated, '2023-04-30').itemised).toMatchObject({
      lo: '0',
      hi: '0',
    });
  });

  it('and a part paid as well as the whole, then the part is left out, however many steps lie between', () => {
    const all = [
      loan('whole', ['2', '2023-05-01']),
      loan('half', ['1', '2023-05-01']),
      loan('other', ['1', '2023-06-01']),
    ];
    const parts = new Kinship([partOf('half', 'between'), partOf('between', 'whole')]);
    expect(reconcile(total, all, parts, '2024-11-16').itemised).toMatchObject({
      lo: '3',
      commitments: [{ id: 'whole' }, { id: 'other' }],
      leftOut: [{ id: 'half', reason: 'It is related to whole, whose disbursements are in the sum.' }],
    });
  });

  it('and nothing paid on the whole, then what was paid on its parts is in the sum', () => {
    const all = [loan('whole'), loan('half', ['1', '2023-05-01']), loan('rest', ['2', '2023-05-01'])];
    const parts = new Kinship([partOf('half', 'whole'), partOf('rest', 'whole')]);
    expect(reconcile(total, all, parts, '2024-11-16').itemised).toMatchObject({
      lo: '3',
      commitments: [{ id: 'half' }, { id: 'rest' }],
    });
  });

  it('and two specifications of one promise paid, then only the one recorded first is in the sum', () => {
    const all = [loan('one', ['2', '2023-05-01']), loan('two', ['2', '2023-05-01'])];
    const same = new Kinship(
      ['one', 'two'].map((id) => ({
        id,
        relations: [{ type: 'specifies' as const, commitment: 'original' }],
      })),
    );
    expect(reconcile(total, all, same, '2024-11-16').itemised).toMatchObject({
      lo: '2',
      commitments: [{ id: 'one' }],
      leftOut: [{ id: 'two', reason: 'It is related to one, whose disbursements are in the sum.' }],
    });
  });

  it('and more disbursed than an exact total, then nothing remains and it says so', () => {
    const exact = { ...total, total: exactly('1', 'USD') };
    const answer = reconcile(exact, [loan('a', ['3', '2023-05-01'])], nobodyIsRelated, '2024-11-16');
    expect(answer.residual).toEqual({ lo: '0', hi: '0' });
    expect(answer.derivation.at(-1)).toBe('More is recorded than is stated; nothing of the total remains.');
  });
});

describe('given disbursements that are not plain amounts', () => {
  const total = fact.total({
    total: { qualifier: 'exactly', value: '5000000000', unit: 'USD' },
  }).data;
  const exact = {
    type: 'sum-reached',
    target: exactly('3000000000', 'USD'),
    milestone: 'disbursed',
  } as const;
  const rest = fact.disbursement({
    ...{ disbursement: 'rest', disbursed: '2023-06-01' },
    amount: { qualifier: 'all-remaining', unit: 'USD' },
  });
  const itemised = (...events: readonly LedgerEvent[]) => {
    const { lo, hi } = reconcile(
      total,
      [known(fact.loan({ criterion: exact }), ...events)],
      nobodyIsRelated,
      '2024-11-16',
    ).itemised;
    return { lo, hi };
  };

  it('then all that remained is what the promise leaves, by what had come before', () => {
    expect(itemised(paid('loan', '1000000000', '2023-05-01'), rest)).toEqual({
      ...{ lo: '3000000000', hi: '3000000000' },
    });
    expect(itemised(rest)).toEqual({ lo: '3000000000', hi: '3000000000' });
    expect(itemised(paid('loan', '1000000000', '2023-05/2023-07'), rest)).toEqual({
      ...{ lo: '3000000000', hi: '4000000000' },
    });
  });

  it('then what came before the period is no part of what remained in it', () => {
    const early = paid('loan', '1000000000', '2021-05-01');
    expect(itemised(early, rest)).toEqual({ lo: '2000000000', hi: '2000000000' });
  });

  it('then a second delivery of all that remained adds nothing, and one outside may have left nothing', () => {
    const again = fact.disbursement({ ...rest.data, disbursement: 'again', disbursed: '2023-07-01' });
    expect(itemised(rest, again)).toEqual({ lo: '3000000000', hi: '3000000000' });
    const outside = fact.disbursement({ ...rest.data, disbursement: 'again', disbursed: '2021' });
    expect(itemised(rest, outside)).toEqual({ lo: '0', hi: '3000000000' });
  });

  it('then two that may be one count as either, and once they are one, once', () => {
    const two = [paid('loan', '2', '2023-05-01'), paid('loan', '2', '2023-05-02')];
    const same = fact.sameness({ commitment: 'loan', of: 'loan-2023-05-01', with: 'loan-2023-05-02' });
    expect(itemised(...two)).toEqual({ lo: '4', hi: '4' });
    expect(itemised(...two, same)).toEqual({ lo: '2', hi: '4' });
    expect(itemised(...two, same, fact.confirmation({ commitment: 'loan' }))).toEqual({ lo: '2', hi: '2' });
    expect(itemised(...two, same, fact.rejection({ commitment: 'loan' }))).toEqual({ lo: '4', hi: '4' });
  });
});
