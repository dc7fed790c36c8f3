import type { LedgerEvent, LintGround } from '#libs/domain';
import {
  counted,
  dollars,
  exactly,
  fact,
  findingsIn,
  histories,
  judgeable,
  lintOf,
  toldBy,
} from '#libs/testkit';

const { generators, loan, hosting } = judgeable;
const { committed: _, ...unbound } = toldBy.committer;
const standing = fact.standing({ attribution: { ...toldBy.committer, committed: ['JP', 'UA'] } });
const undated = (({ due: _due, ...data }) => ({ type: 'CommitmentAnnounced' as const, data }))(
  generators().data,
);
const late = fact.source({ published: '2025-02-01' });
const recorded = (...events: readonly LedgerEvent[]): LintGround => ({ histories: histories(events) });
const said = (facts: readonly LedgerEvent[], ground?: LintGround) =>
  findingsIn(facts, ground).map(
    ({ code, pointer, fact: id, commitment, message, remedy }) =>
      `${code} at ${pointer} (${id ?? '-'} of ${commitment ?? '-'}): ${message}; ${remedy}`,
  );

describe('a finding', () => {
  it.each<[string, readonly LedgerEvent[], LintGround | undefined, string]>([
    [
      'of a promise that binds nobody',
      [generators({ committers: ['JP', 'PL'], attribution: unbound })],
      undefined,
      'no-committer at /facts/0/attribution/committed (generators of generators): binds nobody, though Japan and Poland are named as committer; name under "committed" who is bound, or under "committers" only those who are',
    ],
    [
      'of a promise without a measure',
      [hosting({ criterion: { type: 'unstated' } })],
      undefined,
      'criterion-unstated at /facts/0/criterion (hosting of hosting): does not say what would meet it; state what would, as the source lets it be understood; if no source does, leave it unstated',
    ],
    [
      'of a promise that nothing keeps',
      [loan({ criterion: dollars('5', 'up-to') })],
      undefined,
      'never-violable at /facts/0/criterion/target (loan of loan): up to 5 USD names no least amount: giving nothing would keep the word, and the ledger measures against the most; state the least that was promised, if a source does',
    ],
    [
      'of a promise without a time',
      [undated],
      undefined,
      'never-violable at /facts/0/due (generators of generators): no time is stated: no day comes on which it is overdue; add the time by which it is due, if a source names one',
    ],
    [
      'of a promise whose time has no end',
      [generators({ due: '2025/..' })],
      undefined,
      'never-violable at /facts/0/due (generators of generators): 2025/.. has no last day: no day comes on which it is overdue; add the time by which it is due, if a source names one',
    ],
    [
      'of a promise that stands for ever',
      [standing],
      undefined,
      'never-violable at /facts/0/due (dialogue of dialogue): no time is stated: it stands without an end; add the end of its term, if a source names one',
    ],
    [
      'of a round figure',
      [loan({ criterion: dollars('1200000', 'exactly') })],
      undefined,
      'no-qualifier at /facts/0/criterion/target (loan of loan): 1,200,000 USD is taken as exact, to the last unit; put the word of the source before it, such as over or up to; leave it if the source is exact',
    ],
    [
      'of a round figure in an amendment',
      [fact.amendment({ commitment: 'loan', terms: { criterion: dollars('5000000', 'exactly') } })],
      undefined,
      'no-qualifier at /facts/0/terms/criterion/target (amended of loan): 5,000,000 USD is taken as exact, to the last unit; put the word of the source before it, such as over or up to; leave it if the source is exact',
    ],
    [
      'of a round figure in a specification',
      [fact.specification({ terms: { criterion: dollars('5000000', 'exactly') } })],
      undefined,
      'no-qualifier at /facts/0/terms/criterion/target (notes-exchanged of loan): 5,000,000 USD is taken as exact, to the last unit; put the word of the source before it, such as over or up to; leave it if the source is exact',
    ],
    [
      'of a round total',
      [fact.total({ total: exactly('5000000', 'USD') })],
      undefined,
      'no-qualifier at /facts/0/total (total-2024 of -): 5,000,000 USD is taken as exact, to the last unit; put the word of the source before it, such as over or up to; leave it if the source is exact',
    ],
    [
      'of a deadline that was over',
      [generators({ due: '2023' })],
      undefined,
      'deadline-before-announcement at /facts/0/due (generators of generators): 2023 was over when it was announced, 2024-11-16; correct one of the two dates; of a promise told again, give the day it was first made',
    ],
    [
      'of a promise first told after its deadline',
      [late, generators()],
      undefined,
      'told-after-deadline at /facts/1/due (generators of generators): 2024 had passed when its first source was published, 2025-02-01; add a source from before the deadline, if there is one',
    ],
    [
      'of a promise heard of one side',
      [generators({ attribution: toldBy.beneficiary })],
      undefined,
      'one-sided-evidence at /facts/0/evidence (generators of generators): names sources of the beneficiary only: nobody has heard the committer say so; attach a source of the committer or of a third party, when there is one',
    ],
    [
      'of a delivery heard of one side',
      [{ type: 'GoodsDelivered', data: fact.delivery({ attribution: toldBy.committer }).data }],
      undefined,
      'one-sided-evidence at /facts/0/evidence (batch-1 of generators): names sources of the committer only: nobody has heard that it was received; attach a source of the beneficiary or of a third party, when there is one',
    ],
    [
      'of a payment heard of one side',
      [fact.disbursement({ attribution: toldBy.committer })],
      undefined,
      'one-sided-evidence at /facts/0/evidence (tranche-1 of loan): names sources of the committer only: nobody has heard that it was received; attach a source of the beneficiary or of a third party, when there is one',
    ],
    [
      'of a source older than what it attests',
      [fact.source(), fact.delivery({ delivered: '2024-11-17' })],
      undefined,
      'published-before-happening at /facts/1/evidence/0 (batch-1 of generators): press-release was published 2024-11-16, before what it attests happened, 2024-11-17; correct one of the two dates, or name the source that reports it',
    ],
    [
      'of a delivery that is on its way',
      [fact.delivery({ milestone: 'dispatched' })],
      recorded(generators()),
      'short-of-milestone at /facts/0/milestone (batch-1 of generators): dispatched adds nothing yet: generators counts what is handed over; record that it passed the milestone once it is handed over',
    ],
    [
      'of goods in another unit',
      [
        generators(),
        { type: 'GoodsDelivered', data: fact.delivery({ quantity: exactly('4', 'trucks') }).data },
      ],
      undefined,
      'other-unit at /facts/1/quantity (batch-1 of generators): is in trucks, but generators is measured in generators; give the amount in generators, as a source states it',
    ],
    [
      'of money in another unit',
      [loan(), fact.disbursement({ amount: exactly('4', 'JPY') })],
      undefined,
      'other-unit at /facts/1/amount (tranche-1 of loan): is in JPY, but loan is measured in USD; give the amount in USD, as a source states it',
    ],
    [
      'of a part in another unit',
      [loan(), generators({ relations: [{ type: 'part-of', commitment: 'loan' }] })],
      undefined,
      'other-unit at /facts/1/relations/0 (generators of generators): relates generators to loan, which is measured in USD: nothing is converted; measure both in the unit in which it was promised, if a source states it',
    ],
    [
      'of what looks like another',
      [loan({ commitment: 'again' })],
      { known: [loan().data] },
      'possible-duplicate at /facts/0/criterion/target (again of again): over 3,000,000,000 USD may be the same as loan (over 3,000,000,000 USD), between the same parties; if it is the same promise told again, relate the two, propose their sameness or leave one out; if not, leave it as it is',
    ],
  ])('says what, where and what to do: %s', (_title, facts, ground, expected) => {
    expect(said(facts, ground)).toEqual([expected]);
  });

  it('says of what was not compared why, and what to do', () => {
    const [finding] = findingsIn([loan()], { notCompared: 'no ledger was asked' });
    expect(finding).toMatchObject({ remedy: 'lint it again when the ledger can be asked' });
  });
});

describe('the linter is quiet', () => {
  it.each<[string, readonly LedgerEvent[]]>([
    ['of an amendment without a measure', [fact.amendment({ terms: { due: '2025' } })]],
    ['of figures in payments and deliveries', [fact.delivery({ quantity: exactly('5000000') })]],
    [
      'of a deadline on the day of the announcement',
      [generators({ announced: '2024-11-16', due: '2024-11-16' })],
    ],
    [
      'of a promise first told on the day of its deadline',
      [fact.source({ published: '2024-12-31' }), generators()],
    ],
    [
      'of a source published on the day of what it attests',
      [fact.source(), fact.delivery({ delivered: '2024-11-16' })],
    ],
    [
      'of a source without a last day',
      [fact.source({ published: '2024/..' }), fact.delivery({ delivered: '2025' })],
    ],
    ['of what happened without a first day', [fact.source(), fact.delivery({ delivered: '../2025' })]],
    ['of a resolution, whatever it rests on', [fact.source(), fact.resolution({ resolved: '2025-02-01' })]],
    ['of an allocation, whoever tells of it', [fact.allocation({ attribution: toldBy.committer })]],
    ['of a step short of nothing', [generators(), fact.step({ commitment: 'generators' })]],
    [
      'of a promise that supersedes one in another unit',
      [loan(), generators({ relations: [{ type: 'supersedes', commitment: 'loan' }] })],
    ],
    [
      'of a part of one it does not know',
      [generators({ relations: [{ type: 'part-of', commitment: 'other' }] })],
    ],
    ['of a delivery towards what has no amount', [hosting(), fact.delivery({ commitment: 'hosting' })]],
  ])('%s', (_title, facts) => {
    expect(lintOf(facts)).toEqual([]);
  });

  it('of talk, for which nobody is bound, and which nobody need hear of twice', () => {
    const talk = generators({ strength: 'discussed', attribution: { ...unbound, reporter: 'beneficiary' } });
    expect(lintOf([talk])).toEqual([]);
  });
});

describe('a doubt', () => {
  const early = fact.source({ source: 'early', published: '2024-11-01' });
  const attested = { evidence: [{ source: 'early' }] };

  it('is held against the day of what it is about', () => {
    const before = recorded(early, fact.source(), generators(), fact.delivery());
    const challenge = fact.challenge({ ...attested, attribution: toldBy.thirdParty });
    expect(lintOf([challenge], before)).toEqual(['published-before-happening /facts/0/evidence/0']);
    const readings = fact.dispute().data.readings.map((each) => ({ ...each, ...attested }));
    expect(lintOf([fact.dispute({ readings })], before)).toEqual([
      'published-before-happening /facts/0/readings/0/evidence/0',
      'published-before-happening /facts/0/readings/1/evidence/0',
    ]);
    expect(lintOf([challenge], recorded(early))).toEqual([]);
  });
});

describe('two promises', () => {
  const of = (criterion: ReturnType<typeof dollars> | ReturnType<typeof counted>, more = {}) =>
    generators({ criterion, commitment: 'again', ...more });
  const alike = (one: ReturnType<typeof generators>, other: ReturnType<typeof generators>) =>
    lintOf([one], { known: [other.data] }).filter((each) => each.startsWith('possible-duplicate')).length;
  const between = (value: string, upTo: string) => ({
    ...counted('1'),
    target: { qualifier: 'between' as const, value, upTo, unit: 'generators' },
  });

  it('look alike only where both ends of a range are near', () => {
    const known = generators({ criterion: between('1000', '2000') as never, due: '2030' });
    expect(alike(of(between('1000', '2000') as never), known)).toBe(1);
    expect(alike(of(between('1010', '2010') as never), known)).toBe(1);
    expect(alike(of(between('1010', '2100') as never), known)).toBe(0);
    expect(alike(of(counted('1000')), known)).toBe(0);
  });

  it('of one deadline look alike where their amounts meet, if only at an end', () => {
    const known = generators({ criterion: between('100', '200') as never });
    expect(alike(of(counted('200')), known)).toBe(1);
    expect(alike(of(counted('100')), known)).toBe(1);
    expect(alike(of(counted('201')), known)).toBe(0);
    expect(alike(of(counted('99')), known)).toBe(0);
    expect(alike(of(counted('150'), { due: '2025' }), known)).toBe(0);
    expect(alike(of(counted('150'), { due: '2024-01/2024-12' }), known)).toBe(1);
    expect(alike(of(counted('150'), { due: '2024-02/2024-12' }), known)).toBe(0);
  });

  it('of money are not compared by their days', () => {
    const known = loan({ criterion: dollars('100', 'up-to'), due: '2025' });
    expect(alike(loan({ commitment: 'again', criterion: dollars('50', 'up-to'), due: '2025' }), known)).toBe(
      0,
    );
  });

  it('are between the same parties in whatever order they are named', () => {
    const known = generators({ committers: ['JP', 'PL'], beneficiaries: ['UA', 'MD'] });
    const again = of(counted('100'), { committers: ['PL', 'JP'], beneficiaries: ['MD', 'UA'] });
    expect(alike(again, known)).toBe(1);
    expect(alike(of(counted('100'), { committers: ['JP'], beneficiaries: ['PL', 'UA', 'MD'] }), known)).toBe(
      0,
    );
  });

  it('that look alike are named, up to three of them', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_each, index) => loan({ commitment: `loan-${index}` }).data);
    const message = (count: number) =>
      findingsIn([loan({ commitment: 'again' })], { known: many(count) })[0]?.message.match(
        /loan-\d|and others/g,
      );
    expect(message(2)).toEqual(['loan-0', 'loan-1']);
    expect(message(3)).toEqual(['loan-0', 'loan-1', 'loan-2']);
    expect(message(4)).toEqual(['loan-0', 'loan-1', 'loan-2', 'and others']);
  });
});
