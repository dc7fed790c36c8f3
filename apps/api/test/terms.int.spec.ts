import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ApiUnderTest, eventsIn, type Answer } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeEach(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  await api.post('/v1/sources', newsItem);
  await api.post('/v1/commitments', { ...loan, source });
});
afterEach(async () => {
  await api.stop();
  await database.drop();
});

const source = 'news-item';
const loan = {
  ...{ id: 'loan', title: 'A loan', kind: 'financial', strength: 'declared' },
  ...{ committers: ['JP'], beneficiaries: ['UA'], announced: '2024-11-16', due: '2025' },
  criterion: { type: 'sum-reached', target: 'over 3 billion USD', milestone: 'disbursed' },
};
const tell = (what: string, body: object, commitment = 'generators') =>
  api.post(`/v1/commitments/${commitment}/${what}`, { source, ...body });
const asked = async (query: string): Promise<Answer['body']> => {
  await api.project();
  return (await api.get(`/v1/${query}`)).body as unknown;
};
const refusal = ({ status, body }: Answer) => [status, body.code, body.errors[0].pointer];
const extended = { id: 'extended', by: ['JP', 'UA'], amended: '2025-01-20', terms: { due: '2025-03-31' } };

describe('an amendment over HTTP', () => {
  it('given a deadline extended after it had passed, then each day has the terms then in force', async () => {
    const told = await tell('amendments', extended);
    expect([told.status, eventsIn(told)]).toMatchObject([201, [{ type: 'CommitmentAmended' }]]);
    expect(await asked('commitments/generators?validAt=2025-01-19')).toMatchObject({
      ...{ due: { edtf: '2024' }, label: 'overdue-unproven', statements: [] },
    });
    expect(await asked('commitments/generators?validAt=2025-01-20')).toMatchObject({
      ...{ due: { edtf: '2025-03-31' }, label: 'partly-delivered', facets: { time: 'running' } },
      statements: [{ id: 'extended', type: 'amendment', by: ['JP', 'UA'], terms: { due: '2025-03-31' } }],
    });
  });

  it('given a question by what was known before it, then the answer is what it was', async () => {
    const before = await asked('commitments/generators?validAt=2025-02-01');
    const knownAt = (before.asOf as { position: number }).position;
    const list = await asked(`commitments?validAt=2025-02-01&knownAt=${knownAt}`);
    await tell('amendments', extended);
    const again = await asked(`commitments/generators?validAt=2025-02-01&knownAt=${knownAt}`);
    expect({ ...again, asOf: null }).toEqual({ ...before, asOf: null });
    const listAgain = await asked(`commitments?validAt=2025-02-01&knownAt=${knownAt}`);
    expect(listAgain.items).toEqual(list.items);
  });

  it('given lists by party, time and label, then they go by the terms in force on the day', async () => {
    const terms = { committers: ['JP', 'PL'], due: '2025-03-31' };
    await tell('amendments', { ...extended, by: ['JP', 'UA', 'PL'], terms });
    const idsOf = async (query: string) =>
      ((await asked(`commitments?${query}`)).items as readonly { id: string }[]).map(({ id }) => id);
    expect(await idsOf('committer=PL&validAt=2025-01-19')).toEqual([]);
    expect(await idsOf('committer=PL&validAt=2025-01-20')).toEqual(['generators']);
    expect(await idsOf('label=overdue-unproven&validAt=2025-01-19')).toContain('generators');
    expect(await idsOf('label=overdue-unproven&validAt=2025-01-20')).not.toContain('generators');
    expect(await idsOf('dueFrom=2025-03-01&dueTo=2025-04-01&validAt=2025-01-20')).toEqual(
      expect.arrayContaining(['generators']),
    );
    expect(await idsOf('dueFrom=2025-03-01&dueTo=2025-04-01&validAt=2025-01-19')).not.toContain('generators');
    expect(await idsOf('sort=due&limit=1&validAt=2025-01-20')).toHaveLength(1);
  });

  it('is refused where it is one-sided, changes nothing or comes from elsewhere, and says where', async () => {
    expect(refusal(await tell('amendments', { ...extended, by: ['JP'] }))).toEqual([
      422,
      'one-sided-amendment',
      '/terms/due',
    ]);
    expect(refusal(await tell('amendments', { ...extended, by: ['JP', 'PL'] }))).toEqual([
      422,
      'not-a-party',
      '/by/1',
    ]);
    expect(refusal(await tell('amendments', { ...extended, terms: { due: 2024 } }))).toEqual([
      422,
      'changes-nothing',
      '/terms',
    ]);
    expect(refusal(await tell('amendments', { ...extended, amended: '2024-11-15' }))).toEqual([
      422,
      'before-announcement',
      '/amended',
    ]);
  });
});

describe('a specification over HTTP', () => {
  const criterion = { type: 'sum-reached', target: 'up to 471.9 billion JPY', milestone: 'disbursed' };
  const specified = { id: 'notes', specified: '2025-04-18', terms: { criterion } };

  it('given the loan in yen, then yen are its own amount and dollars observations, in totals too', async () => {
    const { status, body } = await tell('specifications', specified, 'loan');
    expect([status, body]).toMatchObject([201, {}]);
    const sheet = await asked('commitments/loan?validAt=2025-04-18');
    expect(sheet).toMatchObject({
      fulfilment: { unit: 'JPY', target: { lo: '0', hi: '471900000000' } },
      criterion: { target: { qualifier: 'up-to', value: '471900000000', unit: 'JPY' } },
    });
    expect(sheet.observations).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'promise', statedBy: 'loan' })]),
    );
    const unitsOn = async (day: string) =>
      ((await asked(`totals?unit=JPY&validAt=${day}`)).items as readonly { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await unitsOn('2025-04-17')).toEqual([]);
    expect(await unitsOn('2025-04-18')).toEqual(['loan']);
    expect((await asked('totals?unit=USD&validAt=2025-04-18')).items).toEqual([]);
    expect((await asked('totals?unit=USD&validAt=2025-04-17')).items).toMatchObject([{ id: 'loan' }]);
  });

  it('is refused where it is an amendment', async () => {
    const wider = { ...specified, terms: { due: '2026' } };
    expect(refusal(await tell('specifications', wider))).toEqual([422, 'not-a-specification', '/terms/due']);
  });
});

describe('a reaffirmation over HTTP', () => {
  it('is in the timeline and among the statements, and changes nothing else', async () => {
    const before = await asked('commitments/generators?validAt=2025-03-01');
    expect((await tell('reaffirmations', { id: 'again', reaffirmed: '2025-02-24' })).status).toBe(201);
    const after = await asked('commitments/generators?validAt=2025-03-01');
    expect([after.label, after.criterion, after.due]).toEqual([before.label, before.criterion, before.due]);
    expect(after.statements).toMatchObject([{ id: 'again', type: 'reaffirmation', terms: {} }]);
    expect((await asked('timeline?commitment=generators')).items).toEqual(
      expect.arrayContaining([expect.objectContaining({ summary: 'Reaffirmed: generators.' })]),
    );
    expect(refusal(await tell('reaffirmations', { reaffirmed: '2024-11-01' }))).toEqual([
      ...[422, 'before-announcement', '/reaffirmed'],
    ]);
  });
});

describe('a relation over HTTP', () => {
  it('given one stated later, then both ends tell of it, and none leads round in a circle', async () => {
    expect((await tell('relations', { type: 'part-of', to: 'loan' })).status).toBe(201);
    expect((await asked('commitments/generators?validAt=2025-03-01')).relations).toMatchObject([
      { type: 'part-of', commitment: 'loan' },
    ]);
    expect((await asked('commitments/loan?validAt=2025-03-01')).relations).toMatchObject([
      { type: 'has-part', commitment: 'generators' },
    ]);
    const back = await tell('relations', { type: 'funded-from', to: 'generators' }, 'loan');
    expect(refusal(back)).toEqual([422, 'relation-circle', '/to']);
    expect(back.body.errors[0].fault).toContain('loan is funded from generators, which is part of loan');
  });

  it('is told anew by a correction, which names it under relation', async () => {
    await tell('relations', { id: 'how', type: 'part-of', to: 'loan' });
    const anew = (replacement: object) =>
      tell('corrections', { corrects: 'how', reason: 'It was misread.', replacement });
    expect((await anew({ type: 'relation', relation: 'funded-from', to: 'loan' })).status).toBe(201);
    expect((await asked('commitments/generators?validAt=2025-03-01')).relations).toMatchObject([
      { type: 'funded-from', commitment: 'loan' },
    ]);
    expect(refusal(await anew({ type: 'part-of', to: 'loan' }))).toEqual([
      ...[422, 'invalid-body', '/replacement/type'],
    ]);
  });
});
