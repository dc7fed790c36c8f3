import {
  derivationOfTotals,
  evolveAll,
  isCommitmentEvent,
  matrixOf,
  Scales,
  totalsInEitherCase,
  totalsOf,
  type EventData,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

type Announced = EventData<'CommitmentAnnounced'>;

const on = '2025-01-01';
const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));
const loan = (
  commitment: string,
  amount: string,
  more: Partial<Announced> = {},
  ...later: readonly LedgerEvent[]
) =>
  known(
    fact.loan({
      ...{ commitment, title: commitment, ...more },
      criterion: { type: 'sum-reached', target: exactly(amount, 'USD'), milestone: 'disbursed' },
    }),
    ...later,
  );
const paid = (commitment: string, amount: string) =>
  fact.disbursement({ commitment, amount: exactly(amount, 'USD'), disbursed: '2024-12-01' });
const goods = (commitment: string, amount: string, more: Partial<Announced> = {}) =>
  known(
    fact.generators({
      ...{ commitment, title: commitment, ...more },
      criterion: { type: 'count-reached', target: exactly(amount), milestone: 'handed-over' },
    }),
  );
const twin = (of: string, other: string) =>
  fact.sameness({ commitment: of, sameness: `${of}-${other}`, of, with: other });
const matrix = (...commitments: readonly Known[]) => matrixOf(commitments, new Scales(commitments, on));
const totals = (...commitments: readonly Known[]) => {
  const scales = new Scales(commitments, on);
  const weigh = (scale: Scales) => commitments.map((each) => scale.weigh(each));
  const sums = totalsInEitherCase(weigh, scales);
  return { ...sums, said: derivationOfTotals(sums, scales.kinship) };
};
const exact = (amount: string) => ({ lo: amount, hi: amount });

describe('who owes whom what', () => {
  it('is a row for each pair, by committer and beneficiary, with the states and sums of what is between them', () => {
    const { rows, overall, derivation } = matrix(
      loan('later', '5', { committers: ['PL'] }),
      loan('one', '10', {}, paid('one', '10')),
      loan('two', '20', {}, paid('two', '5')),
      goods('three', '40', { beneficiaries: ['MD'] }),
      known(fact.standing({ committers: ['JP'] })),
    );
    const figures = (promised: string, recorded: string, delivered: object, unit = 'USD') => ({
      ...{ unit, joint: 0, promised: exact(promised), recorded: exact(recorded), delivered },
    });
    expect(rows).toEqual([
      {
        ...{
          committer: 'JP',
          beneficiary: 'MD',
          commitments: 1,
          joint: 0,
          labels: { 'overdue-unproven': 1 },
        },
        sums: [{ commitments: 1, ...figures('40', '0', { lo: '0', hi: '40' }, 'generators') }],
      },
      {
        ...{ committer: 'JP', beneficiary: 'UA', commitments: 3, joint: 0 },
        labels: { standing: 1, 'partly-delivered': 1, fulfilled: 1 },
        sums: [{ commitments: 2, ...figures('30', '15', { lo: '15', hi: '30' }) }],
      },
      {
        ...{ committer: 'PL', beneficiary: 'UA', commitments: 1, joint: 0, labels: { announced: 1 } },
        sums: [{ commitments: 1, ...figures('5', '0', { lo: '0', hi: '5' }) }],
      },
    ]);
    expect(overall).toMatchObject({
      ...{ commitments: 5, joint: 0 },
      labels: { announced: 1, standing: 1, 'partly-delivered': 1, 'overdue-unproven': 1, fulfilled: 1 },
      sums: [
        { unit: 'USD', commitments: 3, promised: exact('35') },
        { unit: 'generators', commitments: 1, promised: exact('40') },
      ],
    });
    expect(derivation).toEqual([
      'A state counts every commitment; a sum counts an amount once, however many commitments hold it.',
    ]);
  });

  it('has what is joint, whole, in the row of each pair, and once overall', () => {
    const { rows, overall, derivation } = matrix(
      loan('joint', '10', { committers: ['JP', 'PL'] }),
      loan('several', '20', { beneficiaries: ['UA', 'MD'] }),
      loan('own', '5'),
    );
    expect(
      rows.map(({ committer, beneficiary, commitments, joint }) => [
        committer,
        beneficiary,
        commitments,
        joint,
      ]),
    ).toEqual([
      ['JP', 'MD', 1, 1],
      ['JP', 'UA', 3, 2],
      ['PL', 'UA', 1, 1],
    ]);
    expect(overall).toMatchObject({ commitments: 3, joint: 2, sums: [{ promised: exact('35'), joint: 2 }] });
    expect(derivation).toEqual([
      'A state counts every commitment; a sum counts an amount once, however many commitments hold it.',
      '2 of 3 commitments are joint: no shares are stated, so each stands whole in the row of every pair it binds.',
      'Overall each is counted once: 3 commitments in 5 places, so the rows are not to be added up.',
    ]);
  });

  it('has nobody owe himself anything, unless there is nobody else', () => {
    const pairs = (committers: Announced['committers'], beneficiaries: Announced['beneficiaries']) =>
      matrix(loan('one', '1', { committers, beneficiaries })).rows.map(
        ({ committer, beneficiary }) => `${committer} ${beneficiary}`,
      );
    expect(pairs(['JP', 'UA'], ['UA'])).toEqual(['JP UA']);
    expect(pairs(['JP', 'UA'], ['UA', 'JP'])).toEqual(['JP UA', 'UA JP']);
    expect(pairs(['UA'], ['UA'])).toEqual(['UA UA']);
  });

  it('has no commitment before it was announced, and none where there are none', () => {
    expect(matrix(loan('late', '1', { announced: '2025-06-01' }))).toEqual({
      rows: [],
      overall: { commitments: 0, joint: 0, labels: {}, sums: [] },
      derivation: [
        'A state counts every commitment; a sum counts an amount once, however many commitments hold it.',
      ],
    });
  });

  it('allows for what may be one promise, and says so', () => {
    const { rows, derivation } = matrix(
      loan('one', '10', {}, twin('one', 'two')),
      loan('two', '10', {}, twin('two', 'one')),
    );
    expect(rows[0]?.sums[0]?.promised).toEqual({ lo: '10', hi: '20' });
    expect(derivation).toHaveLength(2);
    expect(derivation[1]).toMatch(/either/);
  });
});

describe('sums in words', () => {
  it('say what is in no sum, and why', () => {
    expect(totals(known(fact.standing()))).toMatchObject({
      said: ['No commitment asked for is measured in an amount.'],
      leftOut: [
        {
          code: 'no-amount',
          reason: 'Its criterion is not an amount, so there is nothing to add.',
          standsFor: null,
          recorded: null,
        },
      ],
    });
    const late = totals(loan('late', '1', { announced: '2025-06-01' }));
    expect(late.leftOut).toMatchObject([
      { code: 'not-yet-announced', reason: 'It was not yet certainly announced on 2025-01-01.' },
    ]);
    const visa = { type: 'step-taken', step: 'a visa waiver', after: '2024-11-16' } as const;
    const amount = (value: string) =>
      ({ type: 'count-reached', target: exactly(value), milestone: 'handed-over' }) as const;
    const joined = fact.generators({ criterion: { type: 'all', of: [amount('5'), visa, amount('7')] } });
    expect(totals(known(joined)).leftOut).toMatchObject([
      {
        code: 'joins-conditions',
        reason:
          'Its criterion joins several conditions, among them 5 generators and 7 generators; it is no amount as a whole. What is owed in any case can be recorded as a commitment that is part of it.',
      },
    ]);
  });

  it('say how many, in which unit, and what stands beside them', () => {
    const joint = loan('joint', '10', { committers: ['JP', 'PL'], beneficiaries: ['UA', 'MD'] });
    const shared = loan('shared', '1', { beneficiaries: ['UA', 'MD'] });
    const talk = loan('talk', '5', { strength: 'discussed' }, paid('talk', '2'));
    expect(totals(joint, shared, talk).said).toEqual([
      'USD, over 3 commitments: promised 11 USD; recorded 2 USD; delivered between 2 and 16 USD.',
      'joint is promised by Japan and Poland to Ukraine and Moldova, Republic of jointly: no shares are stated, so the whole of it is in the sum.',
      'shared is promised to Ukraine and Moldova, Republic of jointly: no shares are stated, so the whole of it is in the sum.',
    ]);
    expect(totals(talk).leftOut).toMatchObject([
      {
        from: 'promised',
        code: 'under-discussion',
        reason: 'It is under discussion, and nobody has promised it.',
        standsFor: null,
      },
    ]);
  });

  it.each<[string, LedgerEvent, string, string]>([
    ['withdrawn', fact.withdrawal({ commitment: 'one' }), 'withdrawn', 'It was withdrawn.'],
    ['released', fact.release({ commitment: 'one' }), 'released', 'It was released.'],
  ])('leave out of what is promised what was %s, and what restates it', (_, act, code, reason) => {
    const again = loan('again', '10', { relations: [{ type: 'specifies', commitment: 'one' }] });
    const { sums, leftOut } = totals(loan('one', '10', {}, paid('one', '2'), act), again);
    expect(sums).toMatchObject([{ promised: exact('0'), recorded: exact('2') }]);
    expect(leftOut[0]).toMatchObject({ id: 'one', from: 'promised', code, reason, standsFor: null });
    expect(totals(loan('one', '10', {}, act), again).leftOut[1]).toMatchObject({ id: 'again' });
    const alone = new Scales([loan('one', '10', {}, act), again], on);
    const weighed = alone.weigh(again);
    expect(totalsOf([weighed], alone.kinship).leftOut).toMatchObject([
      { id: 'again', from: 'promised', code, reason: `It specifies one, which was ${code}.` },
    ]);
  });

  it('count goods as they count money', () => {
    expect(totals(goods('one', '4'), goods('two', '5')).sums).toMatchObject([
      { unit: 'generators', commitments: 2, promised: exact('9') },
    ]);
  });

  it('tell what was recorded with what is left out, where anything was', () => {
    const part = (amount?: string) =>
      loan(
        'part',
        '5',
        { relations: [{ type: 'part-of', commitment: 'whole' }] },
        ...(amount === undefined ? [] : [paid('part', amount)]),
      );
    const last = (amount?: string) => totals(loan('whole', '10'), part(amount)).said.at(-1);
    expect(last('2')).toBe('Recorded with part, which is left out, and in no sum: 2 USD.');
    expect(last()).toBe(
      'Of commitments that contain one another or say the same, one is in the sum and stands for the others.',
    );
    expect(totals(loan('whole', '10'), part()).leftOut).toMatchObject([
      { from: 'every-sum', code: 'part-of' },
    ]);
  });

  it('allow for either where two may be one, in each unit by itself', () => {
    const both = totals(
      loan('one', '10', {}, paid('one', '3'), twin('one', 'two')),
      loan('two', '10', {}, paid('two', '3'), twin('two', 'one')),
      goods('three', '4'),
    );
    expect(both.sums).toMatchObject([
      {
        unit: 'USD',
        commitments: 2,
        promised: { lo: '10', hi: '20' },
        recorded: { lo: '3', hi: '6' },
        delivered: { lo: '3', hi: '20' },
      },
      { unit: 'generators', commitments: 1, promised: exact('4') },
    ]);
    expect(both.perhapsLeftOut).toMatchObject([{ id: 'two', standsFor: 'one' }]);
    expect(both.said.slice(2)).toEqual([
      'Different units are not added.',
      expect.stringMatching(
        /^two may be another promise told again\. If so: It .* one; one stands in the sum\.$/,
      ),
      'Until that is decided, each sum allows for either.',
    ]);
    const decided = fact.rejection({ commitment: 'one', sameness: 'one-two' });
    const apart = totals(loan('one', '10', {}, twin('one', 'two'), decided), loan('two', '10'));
    expect(apart.sums).toMatchObject([{ promised: exact('20') }]);
    expect(apart.perhapsLeftOut).toEqual([]);
    const happenings = loan(
      'one',
      '10',
      {},
      paid('one', '3'),
      fact.sameness({ commitment: 'one', of: 'a', with: 'b' }),
    );
    expect(new Scales([happenings], on).ifOne).toBeUndefined();
  });
});
