import { compareWithFold } from '#libs/read-models';
import { correction, emptyReadModels, exactly, fact, PaperLedger, type Projected } from '#libs/testkit';

const batch = (value: string, delivery = 'batch-1') => fact.delivery({ delivery, quantity: exactly(value) });
const fix = (id: string, corrects: string, replacement?: object) =>
  correction(corrects, replacement ? { replacement: replacement as never } : { retracted: true }, {
    correction: id,
  });
const to = (committers: readonly string[]) => fact.generators({ committers: [...committers] });

describe('given facts that are corrected later', () => {
  const ledger = new PaperLedger();
  let projected: Projected;
  const label = (validAt: string, knownAt?: number) =>
    projected.readModels
      .commitment('generators', { validAt, ...(knownAt !== undefined && { knownAt }) })
      .then((found) => (found.outcome === 'found' ? found.commitment.label : found.outcome));
  const listed = (committer: string, knownAt?: number) =>
    projected.readModels
      .commitments({ committer }, { validAt: '2024-12-15', ...(knownAt !== undefined && { knownAt }) })
      .then(({ items }) => items.map(({ id }) => id));

  beforeAll(() => {
    ledger.record(fact.source());
    ledger.record(to(['KR'])); // 2
    ledger.record(batch('20')); // 3
    ledger.record(fact.support()); // 4
    ledger.record(fix('fix-1', 'batch-1', batch('100'))); // 5
    ledger.record(fix('fix-2', 'generators', to(['JP']))); // 6
    ledger.record(batch('1', 'batch-2')); // 7
    ledger.record(fix('fix-3', 'batch-1', batch('30'))); // 8
    ledger.record(fix('fix-4', 'fix-3')); // 9
  });
  beforeEach(async () => {
    projected = await emptyReadModels();
  });
  afterEach(() => projected.close());

  it.each([1, 2, 100])('when events come %i at a time, then the rows are those of the fold', async (size) => {
    await projected.project(ledger.events, size);
    expect(await compareWithFold(projected.readModels, () => [ledger.events])).toMatchObject({
      differing: 0,
      ahead: 0,
    });
  });

  it('then each position keeps its answer, and the newest is by the correction in force', async () => {
    await projected.project(ledger.events);
    const day = '2024-12-15';
    expect(await Promise.all([3, 4, 5, 8, 9].map((knownAt) => label(day, knownAt)))).toEqual([
      'partly-delivered',
      'partly-delivered',
      'fulfilled',
      'partly-delivered',
      'fulfilled',
    ]);
    expect(await label(day)).toBe('fulfilled');
  });

  it('then a commitment is found by the parties that it had, as far as was known', async () => {
    await projected.project(ledger.events);
    expect([await listed('KR'), await listed('JP')]).toEqual([[], ['generators']]);
    expect([await listed('KR', 5), await listed('JP', 5)]).toEqual([['generators'], []]);
    const totals = (committer: string, knownAt?: number) =>
      projected.readModels
        .totals({ committer }, { validAt: '2024-12-15', ...(knownAt !== undefined && { knownAt }) })
        .then((found) => (found.outcome === 'found' ? found.totals.items.map(({ id }) => id) : []));
    expect([await totals('KR'), await totals('JP')]).toEqual([[], ['generators']]);
    expect([await totals('KR', 5), await totals('JP', 5)]).toEqual([['generators'], []]);
  });

  it('then asked with the same pair again, every question has the same answer to the byte', async () => {
    const { readModels } = projected;
    const answers = async (knownAt: number) => {
      const at = { validAt: '2024-12-15', knownAt };
      const all = [
        await readModels.commitment('generators', at),
        await readModels.commitments({ committer: 'KR' }, at),
        await readModels.timeline({ commitment: 'generators' }, {}, at),
        await readModels.totals({ committer: 'KR' }, at),
        await readModels.matrix({}, at),
      ];
      return JSON.stringify(all);
    };
    const given: string[] = [];
    for (const [index, event] of ledger.events.entries()) {
      await projected.project([event]);
      given.push(await answers(index + 1));
    }
    const again: string[] = [];
    for (const { position } of ledger.events) again.push(await answers(position));
    expect(again).toEqual(given);
  });

  it('then the timeline shows both, the fact with a pointer to its correction in force', async () => {
    await projected.project(ledger.events);
    const entries = async (knownAt: number) =>
      (
        await projected.readModels.timeline(
          { commitment: 'generators' },
          {},
          { validAt: '2025-12-31', knownAt },
        )
      ).items.map(({ position, type, corrected }) => [position, type, corrected?.correction ?? null]);
    expect(await entries(4)).toEqual([
      [2, 'CommitmentAnnounced', null],
      [3, 'GeneratorsDelivered', null],
      [4, 'EvidenceAttached', null],
    ]);
    expect(await entries(9)).toEqual([
      [2, 'CommitmentAnnounced', 'fix-2'],
      [3, 'GeneratorsDelivered', 'fix-1'],
      [7, 'GeneratorsDelivered', null],
      [4, 'EvidenceAttached', null],
      [5, 'CorrectionRecorded', null],
      [6, 'CorrectionRecorded', null],
      [8, 'CorrectionRecorded', 'fix-4'],
      [9, 'CorrectionRecorded', null],
    ]);
  });

  it('when the announcement is retracted, then there is nothing to be found, but by what was known before', async () => {
    const other = new PaperLedger();
    other.record(fact.source());
    other.record(fact.generators());
    other.record(fix('gone', 'generators'));
    await projected.project(other.events, 1);
    expect([await label('2024-12-15'), await label('2024-12-15', 2)]).toEqual(['retracted', 'announced']);
    expect([await listed('JP'), await listed('JP', 2)]).toEqual([[], ['generators']]);
    expect(await compareWithFold(projected.readModels, () => [other.events])).toMatchObject({ differing: 0 });
    other.record(correction('gone', { retracted: true }, { correction: 'back' }));
    await projected.project(other.events.slice(3));
    expect(await label('2024-12-15')).toBe('announced');
    expect([await listed('JP'), await listed('JP', 3)]).toEqual([['generators'], []]);
  });
});
