import { comparable, type LedgerEvent } from '#libs/domain';
import { dollars, emptyReadModels, fact, judgeable, PaperLedger, type Projected } from '#libs/testkit';
import { ALIKE_SQL } from './alike.query.ts';

const { generators, loan } = judgeable;
const COMMITMENTS = 10_000;

describe('given ten thousand commitments, most of one pair of parties', () => {
  let projected: Projected;

  beforeAll(async () => {
    projected = await emptyReadModels();
    const ledger = new PaperLedger();
    ledger.record(
      fact.source(),
      ...Array.from({ length: COMMITMENTS }, (_, index) =>
        generators({
          commitment: `generators-${index}`,
          committers: [index % 100 === 0 ? 'JP' : 'PL'],
          due: '2024',
        }),
      ),
      loan({ commitment: 'three-billion' }),
      loan({
        commitment: 'in-yen',
        criterion: { ...dollars('1'), target: { ...dollars('3000000000').target, unit: 'JPY' } },
      }),
      loan({ commitment: 'for-another', beneficiaries: ['MD'] }),
      loan({ commitment: 'with-another', committers: ['JP', 'US'] }),
      loan({ commitment: 'four-billion', criterion: dollars('4000000000') }),
    );
    await projected.project(ledger.events, 2000);
    await projected.database.pool('admin', 1).query('analyze read_models.tracking');
  }, 120_000);
  afterAll(() => projected.close());

  const wanted = (...facts: readonly LedgerEvent[]) =>
    facts.flatMap(({ type, data }) => (type === 'CommitmentAnnounced' ? (comparable(data) ?? []) : []));
  const alike = async (...facts: readonly LedgerEvent[]) => {
    const { announced, position } = await projected.readModels.alike(wanted(...facts));
    expect(position).toBe(COMMITMENTS + 6);
    return announced.map(({ commitment }) => commitment);
  };

  it('when an amount is near to one between the same parties and in its unit, then that one is found', async () => {
    expect(await alike(loan({ commitment: 'again', criterion: dollars('2940000000') }))).toEqual([
      'three-billion',
    ]);
    expect(await alike(loan({ commitment: 'again', criterion: dollars('2930000000') }))).toEqual([]);
    expect(await alike(loan({ commitment: 'three-billion' }))).toEqual([]);
  });

  it('when the same goods are due in the same days, then the newest are found, whatever the amount', async () => {
    const batch = generators({
      commitment: 'batch',
      criterion: {
        type: 'count-reached',
        target: { qualifier: 'some', unit: 'generators' },
        milestone: 'handed-over',
      },
    });
    const found = await alike(batch);
    expect(found).toHaveLength(20);
    expect(found).toContain('generators-9900');
    expect(await alike({ ...batch, data: { ...batch.data, due: '2025' } })).toEqual([]);
  });

  it('when several are asked about, then all that is found comes at once, each once', async () => {
    const again = loan({ commitment: 'again' });
    const once = loan({ commitment: 'once-more' });
    expect(await alike(again, once)).toEqual(['three-billion']);
  });

  it('then an index finds them, and no table is read through', async () => {
    const { rows } = await projected.database
      .pool('api', 1)
      .query<{ 'QUERY PLAN': string }>(
        `explain ${ALIKE_SQL.replace('$1', `'[{"commitment":"again","unit":"USD","committers":["JP"],"beneficiaries":["UA"],"value":"1"}]'`).replace('$2', "'0.02'")}`,
      );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('tracking_refers');
    expect(plan).not.toContain('Seq Scan on tracking');
  });
});
