import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { commitment, totals } from '../src/queries/answers/index.ts';
import { answered } from './answered.ts';
import { ApiUnderTest, eventsIn, type Answer } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeEach(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  await api.post('/v1/sources', newsItem);
  await api.post('/v1/commitments/generators/deliveries', {
    ...{ id: 'undp', quantity: '32 generators', milestone: 'handed-over', delivered: '../2024-11-17' },
    source: 'news-item',
  });
});
afterEach(async () => {
  await api.stop();
  await database.drop();
});

const why = { by: 'An analyst', reason: 'The report came the day after.' };
const tell = (what: string, body: object, of = 'generators') =>
  api.post(`/v1/commitments/${of}/${what}`, { ...why, ...body });
const asked = async (query = 'validAt=2024-12-31') => {
  await api.project();
  return answered(await api.get(`/v1/commitments/generators?${query}`), commitment);
};
const refusal = ({ status, body }: Answer) => [status, body.code, body.errors[0].pointer];
const batch = async (): Promise<string> => (await asked()).happenings[0]?.id ?? '';

describe('two deliveries that may be one, over HTTP', () => {
  it('count as either until that is decided, and what was known before stays as it was', async () => {
    const of = await batch();
    const before = await asked();
    const told = await tell('sameness', { id: 'same', of, with: 'undp', proposed: '2024-12-01' });
    expect([told.status, eventsIn(told)]).toMatchObject([201, [{ type: 'SamenessProposed' }]]);
    const open = await asked();
    expect(open.fulfilment.recorded).toEqual({ lo: '32', hi: null });
    expect(open.sameness).toMatchObject([
      {
        ...{ id: 'same', of, with: 'undp', state: 'proposed', agree: true, decision: null, ...why },
        ...{ ifOne: { lo: '32', hi: '32' }, ifTwo: { lo: '33', hi: null } },
      },
    ]);
    expect(open.fulfilment.derivation.map(({ statement }) => statement)).toContainEqual(
      expect.stringMatching(
        /may be one and the same \(proposed by An analyst: The report came the day after\)/,
      ),
    );
    const confirmation = { id: 'one', sameness: 'same', confirmed: '2025-02-01', source: 'news-item' };
    expect((await tell('sameness/confirmations', confirmation)).status).toBe(201);
    const one = await asked();
    expect(one.fulfilment.recorded).toEqual({ lo: '32', hi: '32' });
    expect(one.sameness).toMatchObject([
      { state: 'confirmed', decision: { id: 'one', evidence: [{ source: 'news-item' }] } },
    ]);
    const again = await asked(`validAt=2024-12-31&knownAt=${before.asOf.position}`);
    expect(again.fulfilment).toEqual(before.fulfilment);
    expect(again.sameness).toEqual([]);
  });

  it('are refused by name: itself, unknown, unlike, said before, decided before, never proposed', async () => {
    const of = await batch();
    const proposed = '2024-12-01';
    const propose = (body: object) => tell('sameness', { of, with: 'undp', proposed, ...body });
    expect(refusal(await propose({ with: of }))).toEqual([422, 'same-as-itself', '/with']);
    expect(refusal(await propose({ of: 'nothing' }))).toEqual([422, 'unknown-fact', '/of']);
    await api.post('/v1/commitments/generators/steps', {
      ...{ id: 'a-step', title: 'Something else', taken: '2024-11-20', source: 'news-item' },
    });
    expect(refusal(await propose({ with: 'a-step' }))).toEqual([422, 'cannot-be-one', '/with']);
    expect((await propose({ id: 'same' })).status).toBe(201);
    expect(refusal(await propose({}))).toEqual([409, 'sameness-already-proposed', '/with']);
    const reject = (sameness: string) => tell('sameness/rejections', { sameness, rejected: '2025-02-01' });
    expect(refusal(await reject('other'))).toEqual([422, 'sameness-not-proposed', '/sameness']);
    expect((await reject('same')).status).toBe(201);
    expect(refusal(await reject('same'))).toEqual([409, 'sameness-already-decided', '/sameness']);
    expect((await asked()).fulfilment.recorded).toEqual({ lo: '33', hi: null });
  });

  it('are told in the timeline in words', async () => {
    await tell('sameness', { id: 'same', of: await batch(), with: 'undp', proposed: '2024-12-01' });
    await api.project();
    const { body } = await api.get('/v1/commitments/generators/timeline?validAt=2025-01-01');
    const summaries = (body.items as { summary: string }[]).map(({ summary }) => summary);
    expect(summaries).toContainEqual(
      expect.stringMatching(/^Perhaps one and the same: .* and undp\. The report came the day after\.$/),
    );
  });
});

describe('two commitments that may be one, over HTTP', () => {
  const announce = () =>
    api.post('/v1/commitments', {
      ...{ id: 'again', title: '100 generators', kind: 'goods', strength: 'declared', source: 'news-item' },
      ...{ committers: ['JP'], beneficiaries: ['UA'], announced: '2024-11-17', due: '2024' },
      criterion: { type: 'count-reached', target: '100 generators', milestone: 'handed-over' },
    });
  const sums = async () => {
    await api.project();
    const answer = answered(await api.get('/v1/totals?unit=generators&validAt=2024-12-31'), totals);
    return { ...answer, promised: answer.sums[0]?.promised };
  };

  it('stand in both streams, and sums allow for either until that is decided', async () => {
    await announce();
    expect((await sums()).promised).toEqual({ lo: '200', hi: '200' });
    const told = await tell('sameness', {
      ...{ id: 'same', of: 'generators', with: 'again', proposed: '2024-12-01' },
    });
    expect(eventsIn(told)).toMatchObject([
      { type: 'SamenessProposed', stream: 'commitment-generators' },
      { type: 'SamenessProposed', stream: 'commitment-again' },
    ]);
    const open = await sums();
    expect(open.promised).toEqual({ lo: '100', hi: '200' });
    expect(open.perhapsLeftOut).toMatchObject([{ id: 'again', code: 'same-as', standsFor: 'generators' }]);
    const confirmation = { sameness: 'same', confirmed: '2025-02-01' };
    expect(eventsIn(await tell('sameness/confirmations', confirmation, 'again'))).toHaveLength(2);
    const one = await sums();
    expect(one.promised).toEqual({ lo: '100', hi: '100' });
    expect(one.leftOut).toMatchObject([{ id: 'again', code: 'same-as' }]);
    const named = await api.get('/v1/totals?commitments=generators,again&validAt=2024-12-31');
    expect([named.status, named.body.code]).toEqual([422, 'overlapping-commitments']);
    const alone = await api.get('/v1/totals?commitments=again&validAt=2024-12-31');
    expect(answered(alone, totals).sums).toMatchObject([{ promised: { lo: '100' } }]);
  });

  it('are refused where the other is not recorded or is related', async () => {
    const propose = (other: string) =>
      tell('sameness', { of: 'generators', with: other, proposed: '2024-12-01' });
    expect(refusal(await propose('nowhere'))).toEqual([422, 'unknown-commitment', '/with']);
    await api.post('/v1/commitments', {
      ...{ id: 'half', title: '50 generators', kind: 'goods', strength: 'declared', source: 'news-item' },
      ...{ committers: ['JP'], beneficiaries: ['UA'], announced: '2024-11-17' },
      criterion: { type: 'count-reached', target: '50 generators', milestone: 'handed-over' },
      relations: [{ type: 'part-of', commitment: 'generators' }],
    });
    expect(refusal(await propose('half'))).toEqual([409, 'already-related', '/with']);
  });

  it('are no possible duplicate any more, and neither is what has ended', async () => {
    await api.project();
    const duplicates = ({ body }: Answer) =>
      (body.findings as { code: string }[]).filter(({ code }) => code === 'possible-duplicate').length;
    expect(duplicates(await announce())).toBe(1);
    await api.project();
    expect(duplicates(await announce())).toBe(1);
    await tell('sameness', { id: 'same', of: 'again', with: 'generators', proposed: '2024-12-01' }, 'again');
    await api.project();
    expect(duplicates(await announce())).toBe(0);
    await api.post('/v1/commitments/again/withdrawals', {
      ...{ by: 'JP', withdrawn: '2024-12-10', source: 'news-item' },
    });
    await api.post('/v1/commitments/generators/withdrawals', {
      ...{ by: 'JP', withdrawn: '2024-12-10', source: 'news-item' },
    });
    await api.project();
    const third = {
      ...{ id: 'third', title: '100 generators', kind: 'goods', strength: 'declared', source: 'news-item' },
      ...{ committers: ['JP'], beneficiaries: ['UA'], announced: '2024-12-20', due: '2024' },
      criterion: { type: 'count-reached', target: '100 generators', milestone: 'handed-over' },
    };
    expect(duplicates(await api.post('/v1/commitments', third))).toBe(0);
  });

  it('too many happenings that may be one are refused', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    for (const id of ids)
      await api.post('/v1/commitments/generators/deliveries', {
        ...{ id, quantity: '1 generators', milestone: 'handed-over', delivered: '2024-12-01' },
        source: 'news-item',
      });
    const answers: Answer[] = [];
    for (const [index, of] of ids.slice(0, -1).entries())
      answers.push(await tell('sameness', { of, with: ids[index + 1], proposed: '2024-12-02' }));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 422]);
    expect(answers.at(-1)?.body.code).toBe('too-many-alike');
  });

  it('an end before the announcement is refused', async () => {
    const told = await api.post('/v1/commitments/generators/withdrawals', {
      ...{ by: 'JP', withdrawn: '2024-11-15', source: 'news-item' },
    });
    expect(refusal(told)).toEqual([422, 'before-announcement', '/withdrawn']);
  });
});
