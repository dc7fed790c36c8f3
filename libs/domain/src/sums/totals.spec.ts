import {
  derivationOfTotals,
  evolve,
  isCommitmentEvent,
  overlapsIn,
  Scales,
  totalsOf,
  type EventData,
  type Known,
  type LedgerEvent,
  type Totals,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

type Announced = EventData<'CommitmentAnnounced'>;

const known = (...events: readonly LedgerEvent[]): Known => {
  const all = events
    .filter(isCommitmentEvent)
    .reduce<Known | undefined>((before, event) => evolve(before, event), undefined);
  if (!all) throw new Error('no announcement given');
  return all;
};
/** A loan of so many millions of dollars, or so much of another unit. */
const loan = (
  commitment: string,
  amount: string,
  relations: Announced['relations'] = [],
  more: Partial<Announced> & { readonly unit?: string } = {},
  ...later: readonly LedgerEvent[]
): Known => {
  const { unit = 'USD', ...rest } = more;
  const criterion = { type: 'sum-reached', target: exactly(amount, unit), milestone: 'disbursed' } as const;
  return known(fact.loan({ commitment, title: commitment, criterion, relations, ...rest }), ...later);
};
const paid = (commitment: string, amount: string): LedgerEvent =>
  fact.disbursement({ commitment, amount: exactly(amount, 'USD'), disbursed: '2024-12-01' });
const to = (type: NonNullable<Announced['relations']>[number]['type'], ...commitments: readonly string[]) =>
  commitments.map((commitment) => ({ type, commitment }));

const on = '2025-01-01';
const totals = (asked: readonly Known[], kin: readonly Known[] = asked, day = on): Totals => {
  const scales = new Scales([...asked, ...kin], day);
  return totalsOf(
    asked.map((each) => scales.weigh(each)),
    scales.kinship,
  );
};
const idsIn = ({ items }: Totals) => items.map(({ id }) => id);
const reasons = ({ leftOut }: Totals) =>
  leftOut.map(({ id, code, standsFor, reason }) => [id, code, standsFor, reason]);
const exact = (amount: string) => ({ lo: amount, hi: amount });

describe('a whole and its parts', () => {
  const whole = loan('whole', '10');
  const half = loan('half', '5', to('part-of', 'whole'));
  const quarter = loan('quarter', '2', to('part-of', 'half'));
  const other = loan('other', '1');

  it('given both, then the whole stands and each part is left out by name, however many steps lie between', () => {
    const all = totals([whole, half, quarter, other]);
    expect(idsIn(all)).toEqual(['whole', 'other']);
    expect(reasons(all)).toEqual([
      ['half', 'part-of', 'whole', 'It is part of whole; whole stands in the sum.'],
      ['quarter', 'part-of', 'whole', 'It is part of half, which is part of whole; whole stands in the sum.'],
    ]);
    expect(all.sums).toMatchObject([{ unit: 'USD', commitments: 2, promised: exact('11') }]);
  });

  it('given the part and the whole, when what lies between is not asked for, then they are related all the same', () => {
    expect(idsIn(totals([whole, quarter], [half]))).toEqual(['whole']);
  });

  it('given parts without the whole, then the parts stand', () => {
    const rest = loan('rest', '5', to('part-of', 'whole'));
    expect(totals([half, rest], [whole]).sums).toMatchObject([{ commitments: 2, promised: exact('10') }]);
  });

  it('given the whole is measured in another unit, then both stand, and it says not to convert and add', () => {
    const yen = loan('yen', '700', to('part-of', 'whole'), { unit: 'JPY' });
    const all = totals([whole, yen]);
    expect(all.sums).toMatchObject([
      { unit: 'JPY', promised: exact('700') },
      { unit: 'USD', promised: exact('10') },
    ]);
    expect(derivationOfTotals(all, new Scales([whole, yen], on).kinship)).toEqual(
      expect.arrayContaining([
        'Different units are not added.',
        'yen is part of whole: its JPY and the USD must not be converted and added.',
      ]),
    );
  });

  it('given the whole is under discussion and a part is promised, then the part stands', () => {
    const talk = loan('whole', '10', [], { strength: 'discussed' });
    const all = totals([talk, half]);
    expect(idsIn(all)).toEqual(['half']);
    expect(reasons(all)).toEqual([
      ['whole', 'has-part', 'half', 'It contains half; half stands in the sum.'],
    ]);
  });
});

describe('what a source funds', () => {
  it('is left out where the source stands', () => {
    const all = totals([loan('fund', '50'), loan('tranche', '3', to('funded-from', 'fund'))]);
    expect(reasons(all)).toEqual([
      ['tranche', 'funded-from', 'fund', 'It is funded from fund; fund stands in the sum.'],
    ]);
  });
});

describe('a specification', () => {
  const original = loan('original', '3');
  const first = loan('first', '4', to('specifies', 'original'));
  const second = loan('second', '5', to('specifies', 'original'));

  it('is left out where the original stands', () => {
    expect(idsIn(totals([original, first, second]))).toEqual(['original']);
  });

  it('stands where the original is not asked for, and then for every other and for parts of the original', () => {
    const part = loan('part', '1', to('part-of', 'original'));
    const all = totals([first, second, part], [original]);
    expect(idsIn(all)).toEqual(['first']);
    expect(reasons(all).map(([id, code, standsFor]) => [id, code, standsFor])).toEqual([
      ['second', 'specifies', 'first'],
      ['part', 'part-of', 'first'],
    ]);
  });

  it('of two promises does not make them one', () => {
    const both = loan('both', '7', [...to('specifies', 'original'), ...to('specifies', 'further')]);
    const further = loan('further', '4');
    expect(idsIn(totals([original, further, both]))).toEqual(['original', 'further']);
    expect(idsIn(totals([both], [original, further]))).toEqual(['both']);
    const part = loan('part', '1', to('part-of', 'original'));
    expect(idsIn(totals([part, further, both], [original]))).toEqual(['part', 'further']);
  });
});

describe('a reaffirmation', () => {
  const original = loan('original', '3');
  const again = loan('again', '3', to('reaffirms', 'original'));

  it('is in no sum, even where the original is not asked for', () => {
    const all = totals([again], [original]);
    expect([all.items, all.sums]).toEqual([[], []]);
    expect(reasons(all)).toEqual([
      ['again', 'reaffirms', 'original', 'It reaffirms original. A reaffirmation promises nothing further.'],
    ]);
  });

  it('stands where what it reaffirms was only talk', () => {
    const talk = loan('original', '3', [], { strength: 'discussed' });
    const all = totals([talk, again]);
    expect(idsIn(all)).toEqual(['again']);
    expect(reasons(all)).toMatchObject([['original', 'reaffirmed-by', 'again', expect.any(String)]]);
  });
});

describe('a superseded commitment', () => {
  const old = loan('old', '3');
  const following = loan('new', '4', to('supersedes', 'old'), { announced: '2025-06-01' });
  const last = loan('last', '5', to('supersedes', 'new'), { announced: '2025-07-01' });

  it('stands until the superseding one is announced, and no longer', () => {
    expect(idsIn(totals([old], [old, following], '2025-05-31'))).toEqual(['old']);
    const after = totals([old, following], undefined, '2025-06-01');
    expect(idsIn(after)).toEqual(['new']);
    expect(reasons(after)).toEqual([['old', 'superseded', 'new', 'It is superseded by new.']]);
  });

  it('is left out though the superseding one is not asked for, and in favour of the newest', () => {
    const after = totals([old], [old, following, last], '2025-07-01');
    expect(after.items).toEqual([]);
    expect(reasons(after)).toEqual([
      ['old', 'superseded', 'last', 'It is superseded by new, which is superseded by last.'],
    ]);
  });

  it('takes with it what specifies it, and its parts where the superseding one stands', () => {
    const detail = loan('detail', '3', to('specifies', 'old'));
    const part = loan('part', '1', to('part-of', 'old'));
    const after = totals([old, detail, part, following], undefined, '2025-06-01');
    expect(idsIn(after)).toEqual(['new']);
    expect(reasons(after).map(([id, code]) => [id, code])).toEqual([
      ['old', 'superseded'],
      ['detail', 'superseded'],
      ['part', 'part-of'],
    ]);
  });

  it('gives way to what both specifies and supersedes it, which then stands', () => {
    const both = loan('both', '4', [...to('specifies', 'old'), ...to('supersedes', 'old')]);
    const again = loan('again', '4', to('reaffirms', 'both'));
    const all = totals([old, both, again]);
    expect(idsIn(all)).toEqual(['both']);
    expect(reasons(all).map(([id, code, standsFor]) => [id, code, standsFor])).toEqual([
      ['old', 'superseded', 'both'],
      ['again', 'reaffirms', 'both'],
    ]);
  });

  it('still stands where what would take its place is only talked of', () => {
    const talk = loan('new', '4', to('supersedes', 'old'), { strength: 'discussed' });
    expect(idsIn(totals([old, talk]))).toEqual(['old']);
  });
});

describe('what is not promised, or not an amount', () => {
  it('under discussion is listed, in what is recorded and delivered, and not in what is promised', () => {
    const talk = loan('talk', '9', [], { strength: 'discussed' }, paid('talk', '2'));
    const all = totals([talk, loan('firm', '1')]);
    expect(idsIn(all)).toEqual(['talk', 'firm']);
    expect(all.sums).toEqual([
      {
        ...{ unit: 'USD', commitments: 2, joint: 0 },
        promised: exact('1'),
        recorded: exact('2'),
        delivered: { lo: '2', hi: '10' },
      },
    ]);
    expect(all.leftOut).toMatchObject([{ id: 'talk', from: 'promised', code: 'under-discussion' }]);
  });

  it('without an amount is left out as such', () => {
    expect(totals([known(fact.standing({ commitment: 'talks' }))])).toMatchObject({
      items: [],
      sums: [],
      leftOut: [{ id: 'talks', code: 'no-amount', unit: null }],
    });
  });

  it('not yet announced is left out as such', () => {
    const all = totals([loan('later', '1')], undefined, '2024-11-15');
    expect(all.leftOut).toMatchObject([{ id: 'later', code: 'not-yet-announced', label: null }]);
  });
});

describe('the derivation', () => {
  it('tells each sum, what is joint, and what is recorded with those left out', () => {
    const whole = loan('whole', '10', [], { committers: ['JP', 'PL'] });
    const part = loan('part', '5', to('part-of', 'whole'), {}, paid('part', '2'));
    const scales = new Scales([whole, part], on);
    expect(derivationOfTotals(totals([whole, part]), scales.kinship)).toEqual([
      'USD, over 1 commitment: promised 10 USD; recorded nothing; delivered at most 10 USD.',
      'Of commitments that contain one another or say the same, one is in the sum and stands for the others.',
      'whole is promised by Japan and Poland jointly: no shares are stated, so the whole of it is in the sum.',
      'Recorded with part, which is left out, and in no sum: 2 USD.',
    ]);
  });
});

describe('a set asked for by name', () => {
  const whole = loan('whole', '10');
  const half = loan('half', '5', to('part-of', 'whole'));
  const quarter = loan('quarter', '2', to('part-of', 'half'));
  const { kinship } = new Scales([whole, half, quarter], on);
  const usd = (...ids: readonly string[]) => ids.map((id) => ({ id, unit: 'USD' }));

  it('overlaps where one contains another, with the path between them', () => {
    expect(overlapsIn(usd('whole', 'quarter'), kinship)).toEqual([
      {
        one: 'quarter',
        other: 'whole',
        path: [
          { from: 'quarter', relation: 'part-of', to: 'half' },
          { from: 'half', relation: 'part-of', to: 'whole' },
        ],
      },
    ]);
  });

  it('does not overlap where they are in no sum together', () => {
    expect(
      overlapsIn(
        [
          { id: 'whole', unit: 'USD' },
          { id: 'half', unit: 'JPY' },
        ],
        kinship,
      ),
    ).toEqual([]);
    expect(
      overlapsIn(
        [
          { id: 'whole', unit: null },
          { id: 'half', unit: null },
        ],
        kinship,
      ),
    ).toEqual([]);
  });
});
