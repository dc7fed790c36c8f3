import { type EventData, type LedgerEvent } from '#libs/domain';
import { emptyReadModels, exactly, fact, PaperLedger, type Projected } from '#libs/testkit';
import { type TotalsFilter } from '#libs/read-models';

type Announced = EventData<'CommitmentAnnounced'>;

const loan = (commitment: string, amount: string, more: Partial<Announced> = {}, unit = 'USD'): LedgerEvent =>
  fact.loan({
    commitment,
    title: commitment,
    criterion: { type: 'sum-reached', target: exactly(amount, unit), milestone: 'disbursed' },
    ...more,
  });
const related = (type: NonNullable<Announced['relations']>[number]['type'], commitment: string) => ({
  relations: [{ type, commitment }],
});
const on = { validAt: '2025-01-01' };

describe('given a package, its parts over two steps, what funds and restates it, and joint promises', () => {
  const ledger = new PaperLedger();
  let projected: Projected;
  let beforeTheLast = 0;

  beforeAll(async () => {
    projected = await emptyReadModels();
    ledger.record(
      fact.source(),
      loan('package', '10'),
      loan('half', '5', related('part-of', 'package')),
      loan('quarter', '2', { ...related('part-of', 'half'), kind: 'cooperation' }),
      loan('in-yen', '1500', related('specifies', 'package'), 'JPY'),
      loan('again', '10', { ...related('reaffirms', 'package'), committers: ['JP', 'PL'] }),
      loan('shared', '3', { committers: ['JP', 'PL'] }),
      loan('talked-of', '7', { strength: 'discussed' }),
      fact.generators({ commitment: 'generators' }),
      fact.delivery({ commitment: 'generators' }),
      fact.standing({ commitment: 'dialogue', beneficiaries: ['JP', 'UA'] }),
      fact.disbursement({ commitment: 'half', amount: exactly('1', 'USD'), disbursed: '2024-12-01' }),
    );
    beforeTheLast = ledger.events.length;
    ledger.record(
      loan('instead', '12', { ...related('supersedes', 'package'), announced: '2025-02-01' }),
      loan('bigger', '100', { ...related('supersedes', 'instead'), announced: '2025-03-01' }, 'JPY'),
    );
    await projected.project(ledger.events);
  });
  afterAll(() => projected.close());

  const totals = async (filter: TotalsFilter = {}, at: { validAt: string; knownAt?: number } = on) => {
    const found = await projected.readModels.totals(filter, at);
    if (found.outcome !== 'found') throw new Error(JSON.stringify(found));
    return found.totals;
  };
  const promised = async (filter: TotalsFilter = {}, at: { validAt: string; knownAt?: number } = on) =>
    Object.fromEntries((await totals(filter, at)).sums.map(({ unit, promised: { lo } }) => [unit, lo]));

  it('then the sums hold each amount once, and the rest is left out by name', async () => {
    const { items, sums, leftOut, asOf } = await totals();
    expect(items.map(({ id }) => id)).toEqual(['package', 'in-yen', 'shared', 'talked-of', 'generators']);
    expect(sums).toMatchObject([
      { unit: 'JPY', commitments: 1, promised: { lo: '1500', hi: '1500' } },
      {
        ...{ unit: 'USD', commitments: 3, joint: 1 },
        promised: { lo: '13', hi: '13' },
        recorded: { lo: '0', hi: '0' },
        delivered: { lo: '0', hi: '20' },
      },
      { unit: 'generators', recorded: { lo: '1', hi: null }, delivered: { lo: '1', hi: '100' } },
    ]);
    expect(leftOut.map(({ id, code, standsFor, from }) => [id, code, standsFor, from])).toEqual([
      ['half', 'part-of', 'package', 'every-sum'],
      ['quarter', 'part-of', 'package', 'every-sum'],
      ['again', 'reaffirms', 'package', 'every-sum'],
      ['talked-of', 'under-discussion', null, 'promised'],
      ['dialogue', 'no-amount', null, 'every-sum'],
    ]);
    expect(leftOut[0]?.recorded).toEqual({ lo: '1', hi: '1' });
    expect(asOf).toEqual({ position: ledger.events.length, validAt: '2025-01-01', knownAt: null });
  });

  it('then a filter that takes out what lies between two does not make them strangers', async () => {
    expect(await promised({ commitments: ['quarter'] })).toEqual({ USD: '2' });
    expect(await promised({ kind: 'cooperation' })).toEqual({ USD: '2' });
    expect(await promised({ committer: 'PL' })).toEqual({ USD: '3' });
    expect(await promised({ unit: 'generators', beneficiary: 'UA' })).toEqual({ generators: '100' });
    expect(await promised({ committer: 'UA' })).toEqual({});
  });

  it('then a set asked for by name is refused where one contains another, with the path', async () => {
    expect(
      await projected.readModels.totals({ commitments: ['quarter', 'shared', 'package'] }, on),
    ).toMatchObject({
      outcome: 'overlapping',
      overlaps: [
        {
          ...{ one: 'quarter', other: 'package' },
          path: [{ to: 'half' }, { from: 'half', relation: 'part-of', to: 'package' }],
        },
      ],
    });
    expect(await promised({ commitments: ['in-yen', 'package', 'shared', 'shared'] })).toEqual({
      JPY: '1500',
      USD: '13',
    });
    expect(await projected.readModels.totals({ commitments: ['shared', 'unheard-of'] }, on)).toMatchObject({
      outcome: 'unknown',
      id: 'unheard-of',
    });
  });

  it('then one that is named and filtered out, or not yet announced, is left out as such', async () => {
    const { leftOut } = await totals({ commitments: ['instead', 'generators', 'shared'], unit: 'USD' });
    expect(leftOut.map(({ id, code, unit }) => [id, code, unit])).toEqual([
      ['generators', 'not-asked-for', 'generators'],
      ['instead', 'not-yet-announced', null],
    ]);
  });

  it('then the superseding one stands from its announcement, in whatever unit, and no longer what it supersedes', async () => {
    expect(await promised({}, { validAt: '2025-01-31' })).toMatchObject({ USD: '13', JPY: '1500' });
    expect(await promised({}, { validAt: '2025-02-28' })).toMatchObject({ USD: '15' });
    const later = await totals({}, { validAt: '2025-03-01' });
    // Nobody ended the part, and nothing in its own unit contains it any more.
    expect(later.items.map(({ id }) => id)).toEqual([
      ...['half', 'shared', 'talked-of', 'generators', 'bigger'],
    ]);
    expect(later.derivation).toContain(
      'half is part of package, which is superseded by instead, which is superseded by bigger: its USD and the JPY must not be converted and added.',
    );
    expect(later.leftOut.find(({ id }) => id === 'package')).toMatchObject({
      code: 'superseded',
      standsFor: 'bigger',
      reason: 'It is superseded by instead, which is superseded by bigger.',
    });
  });

  it('then by what was known before it was recorded, nothing had been superseded on that day', async () => {
    expect(await promised({}, { validAt: '2025-06-01', knownAt: beforeTheLast })).toEqual(await promised());
    const first = await promised({}, { validAt: '2025-06-01', knownAt: 2 });
    expect(first).toEqual({ USD: '10' });
  });

  it('then the matrix has a row for each pair, joint promises in each of theirs and once overall', async () => {
    const { rows, overall, derivation, asOf } = await projected.readModels.matrix({}, on);
    expect(
      rows.map(({ committer, beneficiary, commitments, joint }) => [
        committer,
        beneficiary,
        commitments,
        joint,
      ]),
    ).toEqual([
      ['JP', 'UA', 9, 3],
      ['PL', 'UA', 2, 2],
      ['UA', 'JP', 1, 1],
    ]);
    expect(rows[0]?.labels).toEqual({
      'under-discussion': 1,
      announced: 5,
      'partly-delivered': 1,
      standing: 1,
      'overdue-unproven': 1,
    });
    expect(overall).toMatchObject({
      ...{ commitments: 9, joint: 3 },
      sums: [{ unit: 'JPY' }, { unit: 'USD', promised: { lo: '13' } }, { unit: 'generators' }],
    });
    expect(derivation.at(-1)).toBe(
      'Overall each is counted once: 9 commitments in 12 places, so the rows are not to be added up.',
    );
    expect(asOf.validAt).toBe('2025-01-01');
  });

  it('then each row of the matrix is what the totals of its pair say, and overall what all of them do', async () => {
    const { rows, overall } = await projected.readModels.matrix({}, on);
    for (const { committer, beneficiary, sums } of rows)
      expect(sums).toEqual((await totals({ committer, beneficiary })).sums);
    expect(overall.sums).toEqual((await totals()).sums);
    const dollars = await projected.readModels.matrix({ unit: 'USD' }, on);
    expect(dollars.overall).toMatchObject({ commitments: 6, sums: (await totals({ unit: 'USD' })).sums });
  });
});
