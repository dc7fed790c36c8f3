import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ApiUnderTest, eventsIn, type Answer } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;
const source = 'news-item';
const tell = (what: string, body: object) =>
  api.post(`/v1/commitments/generators/${what}`, { source, ...body });
const correct = (body: object) => tell('corrections', { reason: 'The number was misread.', ...body });
const refusal = ({ status, body }: Answer) => [status, body.code, body.errors[0].pointer];
const told = { type: 'delivery', milestone: 'handed-over', delivered: '2024-12-20' };

beforeEach(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  await api.post('/v1/sources', newsItem);
  await tell('deliveries', {
    id: 'late',
    quantity: '20 generators',
    milestone: 'handed-over',
    delivered: '2025-01-20',
  });
});
afterEach(async () => {
  await api.stop();
  await database.drop();
});

describe('a correction over HTTP', () => {
  it('given a fact told anew, then it holds from its position on, and what was said before stays', async () => {
    const before = await asked('2025-01-15');
    const corrected = await correct({
      corrects: 'late',
      replacement: { ...told, quantity: '100 generators' },
    });
    expect([corrected.status, eventsIn(corrected)]).toMatchObject([
      201,
      [{ type: 'CorrectionRecorded', stream: 'commitment-generators' }],
    ]);
    expect(before.label).toBe('overdue-unproven');
    expect((await asked('2025-01-15')).label).toBe('fulfilled');
    const { asOf: _, ...then } = await asked('2025-01-15', Number(corrected.body.position) - 1);
    const { asOf: __, ...first } = before;
    expect(then).toEqual(first);
  });

  it('given a whole record that holds it, then it is recorded, and recorded once', async () => {
    const record = {
      source,
      corrections: [
        { id: 'fix', commitment: 'generators', corrects: 'late', retracted: true, reason: 'Not of this.' },
      ],
    };
    expect((await api.post('/v1/records', record)).body.outcome).toBe('recorded');
    expect((await api.post('/v1/records', record)).body.outcome).toBe('unchanged');
    expect((await asked('2025-02-15')).happenings.map(({ id }: { id: string }) => id)).not.toContain('late');
  });

  it('shows in the timeline the fact as corrected, with the correction beside it', async () => {
    const { body } = await correct({ id: 'fix', corrects: 'late', retracted: true });
    await api.project();
    const { items } = (await api.get('/v1/commitments/generators/timeline?validAt=2025-12-31')).body;
    const entries = items as { data: { delivery?: string }; corrected: unknown; type: string }[];
    expect(entries.find(({ data }) => data.delivery === 'late')?.corrected).toEqual({
      correction: 'fix',
      retracted: true,
      position: body.position as number,
    });
    expect(entries.filter(({ type }) => type === 'CorrectionRecorded')).toHaveLength(1);
  });

  it('is refused with the place in what was sent', async () => {
    const anew = { ...told, quantity: '20 generators', delivered: '2025-01-20' };
    expect(refusal(await correct({ corrects: 'nothing', retracted: true }))).toEqual([
      422,
      'unknown-fact',
      '/corrects',
    ]);
    expect(
      refusal(await correct({ corrects: 'late', replacement: { ...anew, quantity: '9 pumps' } })),
    ).toEqual([422, 'another-fact', '/replacement']);
    expect(refusal(await correct({ corrects: 'late', replacement: { ...anew, quantity: 'lots' } }))).toEqual([
      422,
      'invalid-body',
      '/replacement/quantity',
    ]);
    expect(refusal(await correct({ corrects: 'late' }))[0]).toBe(422);
    expect(refusal(await correct({ corrects: 'late', replacement: anew }))).toEqual([
      422,
      'nothing-corrected',
      '/replacement',
    ]);
    await tell('evidence', { id: 'second', supports: 'late' });
    expect(refusal(await correct({ corrects: 'late', retracted: true }))).toEqual([
      409,
      'no-longer-fits',
      '/corrects',
    ]);
    await correct({ id: 'fix', corrects: 'second', retracted: true });
    expect(refusal(await correct({ corrects: 'second', retracted: true }))).toEqual([
      409,
      'already-retracted',
      '/corrects',
    ]);
    expect(refusal(await correct({ corrects: 'fix', replacement: anew }))).toEqual([
      422,
      'correction-not-replaced',
      '/replacement',
    ]);
  });
});

async function asked(validAt: string, knownAt?: number): Promise<Answer['body']> {
  await api.project();
  const known = knownAt === undefined ? '' : `&knownAt=${knownAt}`;
  return (await api.get(`/v1/commitments/generators?validAt=${validAt}${known}`)).body as unknown;
}
