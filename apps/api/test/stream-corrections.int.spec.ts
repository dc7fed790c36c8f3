import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { commitment, lists, meeting, source } from '../src/queries/answers/index.ts';
import { answered } from './answered.ts';
import { ApiUnderTest, eventsIn, type Answer } from './api-under-test.ts';
import { document, meetingRecord, newsItem } from './example-records.ts';

const DAY = 'validAt=2025-02-01';
const MEETING = 'meeting-kyiv-meeting';

let database: TestDatabase;
let api: ApiUnderTest;
/** The last position before anything was corrected. */
let before: number;

beforeEach(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  await api.post('/v1/sources', newsItem);
  await api.post('/v1/sanctions-packages', {
    ...{ id: 'next', imposer: 'JP', target: 'RU', against: ['RU'], number: 28, adopted: '2025-01-10' },
    source: 'news-item',
  });
  await api.project();
  before = (await api.store.head()).position;
});
afterEach(async () => {
  await api.stop();
  await database.drop();
});

const correct = (stream: string, corrects: string, words: object): Promise<Answer> =>
  api.post('/v1/corrections', { stream, corrects, source: 'news-item', reason: 'It was misread.', ...words });
const anew = (stream: string, corrects: string, replacement: object): Promise<Answer> =>
  correct(stream, corrects, { replacement });
/** Corrects, and lets the answers tell of it. */
async function corrected(asked: Promise<Answer>): Promise<readonly string[]> {
  const answer = await asked;
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  await api.project();
  return eventsIn(answer).map(({ type, stream }) => `${type} ${stream}`);
}
const refusal = ({ status, body }: Answer) => [status, body.code, body.errors?.[0]?.pointer];
const packageAnew = (number: number | null) => ({
  ...{
    type: 'sanctionsPackage',
    imposer: 'JP',
    target: 'RU',
    against: ['RU'],
    number,
    adopted: '2025-01-10',
  },
});

describe('a correction of what is of no commitment', () => {
  it('of a package moves it in its register, and what follows from it for commitments', async () => {
    const register = async (more = '') =>
      answered(await api.get(`/v1/sanctions-packages?${DAY}${more}`), lists.sanctionsPackages).items[0];
    const pressure = async (more = '') =>
      answered(await api.get(`/v1/commitments/pressure?${DAY}${more}`), commitment);
    expect(await register()).toMatchObject({ highestNumber: 28, gaps: [{ from: 27, to: 27 }] });
    expect(await corrected(anew('sanctions-JP-RU', 'next', packageAnew(27)))).toEqual([
      'CorrectionRecorded sanctions-JP-RU',
      'CorrectionRecorded commitment-pressure',
    ]);
    expect(await register()).toMatchObject({ count: 27, highestNumber: 27, gaps: [] });
    expect((await pressure()).happenings).toMatchObject([{ title: expect.stringContaining('package 27') }]);
    expect(await register(`&knownAt=${before}`)).toMatchObject({ gaps: [{ from: 27, to: 27 }] });

    await corrected(correct('sanctions-JP-RU', 'next', { retracted: true }));
    expect(await register()).toMatchObject({ count: 26, highestNumber: 26, unnumbered: [] });
    expect((await pressure()).label).toBe('announced');
    expect((await pressure(`&knownAt=${before}`)).label).toBe('fulfilled');
  });

  it('of a source, a meeting and what was said there is in every answer about them', async () => {
    const { id: _, ...aboutSource } = newsItem;
    await corrected(
      anew('source-news-item', 'news-item', {
        ...{ ...aboutSource, type: 'source', title: 'The right title', reliability: 'Second hand' },
      }),
    );
    await corrected(
      anew(MEETING, 'kyiv-meeting', {
        ...{ type: 'meeting', title: 'Meeting of three ministers', held: '2024-11-15' },
        place: { city: 'Lviv', country: 'UA' },
        participants: [{ name: 'A. First', office: 'Minister of Foreign Affairs', party: 'UA' }],
      }),
    );
    await corrected(
      anew(MEETING, 'partners', {
        ...{ type: 'position', topic: 'alliance', summary: 'It is an alliance.' },
        attribution: { saidBy: 'B. Second', onBehalfOf: 'JP' },
      }),
    );
    await corrected(
      anew(MEETING, 'assistance', {
        ...{ type: 'total', total: 'over 13 billion USD', period: '2022-02-24/2024-11-16', verb: 'pledged' },
        ...{ committers: ['JP'], beneficiaries: ['UA'] },
      }),
    );
    const one = answered(await api.get('/v1/sources/news-item'), source);
    expect(one).toMatchObject({ title: 'The right title', reliability: 'Second hand' });
    const { items } = answered(await api.get('/v1/sources'), lists.sources);
    expect(items.map(({ title }) => title)).toEqual(['On a meeting', 'The right title']);
    const held = answered(await api.get('/v1/meetings/kyiv-meeting?validAt=2024-11-16'), meeting);
    expect(held).toMatchObject({
      ...{ title: 'Meeting of three ministers', place: { city: 'Lviv' }, held: { edtf: '2024-11-15' } },
      positions: [{ summary: 'It is an alliance.', party: 'JP' }],
      totals: [{ stated: { lo: '13000000000', verb: 'pledged' } }],
    });
    const meetings = answered(await api.get('/v1/meetings?validAt=2024-11-15'), lists.meetings);
    expect(meetings.items).toMatchObject([{ place: { city: 'Lviv' } }]);
    const positions = async (query: string) =>
      answered(await api.get(`/v1/positions?${query}`), lists.positions).items.map(({ topic }) => topic);
    expect([await positions('party=JP'), await positions('party=UA')]).toEqual([['alliance'], []]);
    expect(await positions('topic=allia')).toEqual(['alliance']);
    const totals = answered(await api.get('/v1/reconciliations'), lists.reconciliations);
    expect(totals.items).toMatchObject([{ residual: { lo: '13000000000' } }]);

    const then = `validAt=2025-02-01&knownAt=${before}`;
    expect((await api.get(`/v1/sources/news-item?${then}`)).body.title).toBe(newsItem.title);
    expect((await api.get(`/v1/meetings/kyiv-meeting?${then}`)).body.place.city).toBe('Kyiv');
    expect(await positions(`${then}&party=UA`)).toEqual(['partnership']);
    expect((await api.get(`/v1/reconciliations?${then}`)).body.items[0].stated.lo).toBe('12000000000');
  });

  it('that is itself retracted leaves the fact as it was, and one that is retracted is nowhere', async () => {
    const topics = async () =>
      (await api.get('/v1/positions')).body.items.map((each: { topic: string }) => each.topic);
    await corrected(correct(MEETING, 'partners', { id: 'gone', retracted: true }));
    expect(await topics()).toEqual([]);
    expect((await api.get('/v1/meetings/kyiv-meeting')).body.positions).toEqual([]);
    const { items } = (await api.get(`/v1/timeline?meeting=kyiv-meeting&limit=200`)).body as {
      items: { type: string; corrected: object | null }[];
    };
    expect(items.find(({ type }) => type === 'PositionStated')?.corrected).toMatchObject({
      correction: 'gone',
    });
    await corrected(correct(MEETING, 'gone', { retracted: true }));
    expect(await topics()).toEqual(['partnership']);
  });

  it('is part of a record too, and recorded once', async () => {
    const record = {
      source: 'news-item',
      corrections: [
        { id: 'fix', stream: MEETING, corrects: 'partners', retracted: true, reason: 'Never said.' },
      ],
    };
    expect((await api.post('/v1/records', record)).body.outcome).toBe('recorded');
    expect((await api.post('/v1/records', record)).body.outcome).toBe('unchanged');
  });

  it('is refused with the place in what was sent', async () => {
    const evidence = [{ source: 'press-release', ...document.anchor('Kyiv') }];
    const cases: readonly (readonly [Promise<Answer>, readonly unknown[]])[] = [
      [correct(MEETING, 'kyiv-meeting', { retracted: true }), [422, 'rested-upon', '/retracted']],
      [correct('source-news-item', 'news-item', { retracted: true }), [422, 'rested-upon', '/retracted']],
      [correct(MEETING, 'nothing', { retracted: true }), [422, 'unknown-fact', '/corrects']],
      [
        anew('sanctions-JP-RU', 'next', packageAnew(26)),
        [409, 'package-already-adopted', '/replacement/number'],
      ],
      [anew('sanctions-JP-RU', 'next', packageAnew(28)), [422, 'nothing-corrected', '/replacement']],
      [
        anew(MEETING, 'assistance', { type: 'position', topic: 'x', summary: 'y', evidence }),
        [422, 'another-fact', '/replacement'],
      ],
      [correct('a-drawer', 'nothing', { retracted: true }), [422, 'invalid-body', '/stream']],
      [
        api.post('/v1/corrections', {
          corrects: 'partners',
          retracted: true,
          reason: 'x',
          source: 'news-item',
        }),
        [422, 'invalid-body', '/commitment'],
      ],
      [
        correct('commitment-pressure', 'next', { retracted: true }),
        [422, 'follows-from-another', '/corrects'],
      ],
    ];
    for (const [asked, expected] of cases) expect(refusal(await asked)).toEqual(expected);
    expect((await api.store.head()).position).toBe(before);
  });
});
