import { type LedgerEvent } from '#libs/domain';
import { compareWithFold } from '#libs/read-models';
import { emptyReadModels, exactly, fact, PaperLedger, type Projected } from '#libs/testkit';

const counted = (value: string) => ({
  type: 'count-reached' as const,
  target: exactly(value),
  milestone: 'handed-over' as const,
});

describe('given commitments whose terms and relations were stated later', () => {
  const ledger = new PaperLedger();
  let projected: Projected;
  const before: Record<string, number> = {};
  const record = (name: string, ...facts: readonly LedgerEvent[]) => {
    before[name] = ledger.events.length;
    ledger.record(...facts);
  };
  const ids = async (filter: object, at: { validAt: string; knownAt?: number }) =>
    (await projected.readModels.commitments(filter, at)).items.map(({ id }) => id);

  beforeAll(async () => {
    projected = await emptyReadModels();
    record('everything', fact.source(), fact.generators(), fact.loan(), fact.hosting());
    record(
      'extension',
      fact.amendment({ amended: '2025-01-20', terms: { due: '2025-03-31', title: 'Longer' } }),
    );
    record('delivery', fact.delivery({ quantity: exactly('40'), delivered: '2025-01-05' }));
    const joined = { amended: '2025-02-01', terms: { committers: ['JP', 'PL'], criterion: counted('120') } };
    record('joining', fact.amendment({ amendment: 'joined', by: ['JP', 'PL'], ...joined }));
    record(
      'yen',
      fact.disbursement(),
      fact.specification(),
      fact.reaffirmation({ commitment: 'loan', reaffirmed: '2025-05' }),
    );
    record(
      'relation',
      fact.relation({ commitment: 'hosting', to: 'loan', relation: 'part', type: 'funded-from' }),
    );
    record(
      'end',
      fact.supersession({ commitment: 'generators', successor: 'hosting', superseded: '2025-01-25' }),
    );
    await projected.project(ledger.events, 1);
  });
  afterAll(() => projected.close());

  it('then the rows equal a fold of the log, in whatever batches they came', async () => {
    const compared = await compareWithFold(projected.readModels, () => [ledger.events]);
    expect(compared).toMatchObject({ differing: 0, ahead: 0 });
    const other = await emptyReadModels();
    await other.project(ledger.events, 1000);
    expect(await compareWithFold(other.readModels, () => [ledger.events])).toMatchObject({ differing: 0 });
    await other.close();
  });

  it('then lists go by the terms in force on the day and known at the position', async () => {
    const due = { dueFrom: '2025-03-01', dueTo: '2025-04-30' };
    expect(await ids(due, { validAt: '2025-01-19' })).toEqual(['hosting']);
    expect(await ids(due, { validAt: '2025-01-20' })).toEqual(['generators', 'hosting']);
    expect(await ids(due, { validAt: '2025-01-20', knownAt: before['extension'] ?? 0 })).toEqual(['hosting']);
    expect(await ids({ text: 'longer' }, { validAt: '2025-01-19' })).toEqual([]);
    expect(await ids({ text: 'longer' }, { validAt: '2025-01-20' })).toEqual(['generators']);
    expect(await ids({ sort: '-title' }, { validAt: '2025-01-20' })).toEqual([
      'hosting',
      'generators',
      'loan',
    ]);
  });

  it('then terms stated for after the end hold nowhere, until the end is known', async () => {
    const at = { validAt: '2025-02-10' };
    expect(await ids({ committer: 'PL' }, at)).toEqual([]);
    expect(await ids({ committer: 'PL' }, { ...at, knownAt: before['end'] ?? 0 })).toEqual(['generators']);
    expect(await ids({ committer: 'PL' }, { ...at, knownAt: before['joining'] ?? 0 })).toEqual([]);
  });

  it('then totals and the matrix are in the unit and between the parties of the day', async () => {
    const unitsOn = async (validAt: string, knownAt?: number) => {
      const at = { validAt, ...(knownAt !== undefined && { knownAt }) };
      const found = await projected.readModels.totals({ committer: 'JP' }, at);
      return found.outcome === 'found' ? found.totals.sums.map(({ unit }) => unit) : found.outcome;
    };
    expect(await unitsOn('2025-04-17')).toEqual(['USD']);
    expect(await unitsOn('2025-04-18')).toEqual(['JPY']);
    expect(await unitsOn('2025-04-18', before['yen'])).toEqual(['USD', 'generators']);
    const yen = await projected.readModels.matrix({ unit: 'JPY' }, { validAt: '2025-04-18' });
    expect(yen.rows).toMatchObject([{ committer: 'JP', beneficiary: 'UA', commitments: 1 }]);
    expect((await projected.readModels.matrix({ unit: 'JPY' }, { validAt: '2025-04-17' })).rows).toEqual([]);
  });

  it('then relations are told from both ends, as they were known and since when they hold', async () => {
    const relationsOf = async (id: string, validAt: string, knownAt?: number) => {
      const at = { validAt, ...(knownAt !== undefined && { knownAt }) };
      const found = await projected.readModels.commitment(id, at);
      return found.outcome === 'found'
        ? found.commitment.relations.map(({ type, commitment }) => `${type} ${commitment}`)
        : found.outcome;
    };
    expect(await relationsOf('loan', '2025-01-01')).toEqual(['funds hosting']);
    expect(await relationsOf('loan', '2025-01-01', before['relation'])).toEqual([]);
    expect(await relationsOf('hosting', '2025-01-24')).toEqual(['funded-from loan']);
    expect(await relationsOf('hosting', '2025-01-25')).toEqual(['funded-from loan', 'supersedes generators']);
    expect(await relationsOf('generators', '2025-01-25')).toEqual(['superseded-by hosting']);
  });
});
