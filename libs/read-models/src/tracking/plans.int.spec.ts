import { emptyReadModels, fact, PaperLedger, type Projected } from '#libs/testkit';
import { commitmentQuery } from './commitment.query.ts';
import { commitmentsSql, type CommitmentFilter } from './commitments.query.ts';

const COMMITMENTS = 10_000;
const day = (index: number) => new Date(Date.UTC(2022, 0, 1) + index * 43_200_000).toISOString().slice(0, 10);

describe('given ten thousand commitments', () => {
  let projected: Projected;

  beforeAll(async () => {
    projected = await emptyReadModels();
    const ledger = new PaperLedger();
    ledger.record(
      fact.source(),
      ...Array.from({ length: COMMITMENTS }, (_, index) =>
        fact.generators({
          commitment: `generators-${index}`,
          title: `Batch ${(index * 7919) % COMMITMENTS} of generators`,
          committers: [index % 500 === 0 ? 'JP' : 'PL'],
          announced: day(index % 1000),
          due: day(index),
        }),
      ),
      fact.delivery({ commitment: 'generators-4711', delivered: '2025-01-01' }),
    );
    await projected.project(ledger.events, 2000);
    await projected.database
      .pool('admin', 1)
      .query('analyze read_models.tracking, read_models.tracking_spans');
  }, 120_000);
  afterAll(() => projected.close());

  const planOf = async (
    filter: CommitmentFilter,
    at: { validAt: string; knownAt?: number } = { validAt: '2025-01-01' },
  ) => {
    const { text, values } = commitmentsSql({ at }, filter, 51, []);
    const { rows } = await projected.database
      .pool('api', 1)
      .query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...values]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it.each<[CommitmentFilter, string]>([
    [{}, 'tracking_pkey'],
    [{ sort: '-id' }, 'tracking_pkey'],
    [{ sort: 'due' }, 'tracking_due'],
    [{ sort: 'announced' }, 'tracking_announced'],
    [{ sort: '-title' }, 'tracking_title'],
    [{ committer: 'JP' }, 'tracking_refers'],
    [{ party: 'JP', sort: 'due' }, 'tracking_refers'],
    [{ text: 'batch 4711' }, 'tracking_words'],
    [{ label: 'partly-delivered' }, 'tracking_spans_label'],
  ])(
    'when a page by %j is asked for, then the index %s finds it and no table is read through',
    async (filter, index) => {
      const plan = await planOf(filter);
      expect(plan).toContain(index);
      expect(plan).not.toContain('Seq Scan on tracking ');
    },
  );

  it('when the page after a cursor is asked for, then it begins there', async () => {
    const { next } = await projected.readModels.commitments(
      { sort: 'due', limit: 200 },
      { validAt: '2025-01-01' },
    );
    const plan = await planOf({ sort: 'due', cursor: next ?? '' });
    expect(plan).toMatch(/Index Cond: \(ROW\(.*due_latest/);
  });

  it('when asked by what was known before, then the same indexes serve what has not changed since', async () => {
    expect(await planOf({ committer: 'JP' }, { validAt: '2025-01-01', knownAt: 9000 })).toContain(
      'tracking_refers',
    );
  });

  it.each([undefined, 9000])(
    'when one is asked for, known at %s, then its own rows are read and no table is read through',
    async (knownAt) => {
      const asked: { readonly text: string; readonly values: unknown[] }[] = [];
      const at = { validAt: '2025-01-01', ...(knownAt !== undefined && { knownAt }) };
      const found = await projected.readModels.snapshot(at, ({ manager, ...rest }) => {
        const query = (text: string, values: unknown[] = []) => {
          asked.push({ text, values });
          return manager.query<unknown[]>(text, values);
        };
        return commitmentQuery({ ...rest, manager: { query } as never }, 'generators-4711');
      });
      expect(found.outcome).toBe('found');
      expect(asked.length).toBeGreaterThan(1);
      const api = projected.database.pool('api', 1);
      for (const { text, values } of asked) {
        const { rows } = await api.query(`explain ${text}`, values);
        expect(JSON.stringify(rows)).not.toContain('Seq Scan on tracking');
      }
    },
  );
});
