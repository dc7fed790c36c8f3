import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ApiUnderTest, eventsIn, type Answer } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

const ministry = {
  ...{ id: 'ministry-note', publisher: 'A Ministry', publisherParty: 'UA', title: 'Received' },
  ...{ published: '2024-12-21', language: 'uk', reliability: 'The side that received them' },
};
const hosting = {
  ...{ id: 'hosting', title: 'To host a conference', kind: 'event-hosting', strength: 'readiness' },
  ...{ committers: ['JP'], beneficiaries: ['UA'], announced: '2024-11-16', due: '2025' },
  criterion: { type: 'event-held', event: 'a conference on demining', within: '2025' },
  evidence: [{ source: 'news-item' }],
};

beforeEach(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  await api.post('/v1/sources', newsItem);
  await api.post('/v1/sources', ministry);
});
afterEach(async () => {
  await api.stop();
  await database.drop();
});

const tell = (what: string, body: object, commitment = 'generators') =>
  api.post(`/v1/commitments/${commitment}/${what}`, body);
const asked = async (validAt: string, commitment = 'generators', more = ''): Promise<Answer['body']> => {
  await api.project();
  return (await api.get(`/v1/commitments/${commitment}?validAt=${validAt}${more}`)).body as unknown;
};
const refusal = ({ status, body }: Answer) => [status, body.code, body.errors[0].pointer];

const rest = { id: 'rest', quantity: '100 generators', milestone: 'handed-over', delivered: '2024-12-20' };
const reading = (source: string, says: object) => ({ id: source, evidence: [{ source }], ...says });
const howMany = {
  ...{ id: 'how-many', about: 'rest', aspect: 'quantity', opened: '2025-01-11' },
  readings: [
    reading('ministry-note', { quantity: '100 generators' }),
    reading('news-item', { quantity: '98 generators' }),
  ],
};
const resolved = { id: 'counted', dispute: 'how-many', reason: 'Counted again.', source: 'ministry-note' };

describe('a dispute over HTTP', () => {
  it('given two sources of how many came, then both stand side by side with what each would make of it', async () => {
    await tell('deliveries', { ...rest, source: 'ministry-note' });
    const told = await tell('disputes', howMany);
    expect([told.status, eventsIn(told)]).toMatchObject([201, [{ type: 'DisputeOpened' }]]);
    const answer = await asked('2025-01-11');
    expect(answer).toMatchObject({
      label: 'disputed',
      facets: { evidence: 'disputed' },
      fulfilment: { outcome: 'undetermined', recorded: { lo: '99', hi: null } },
      disputes: [
        {
          ...{ id: 'how-many', about: 'rest', aspect: 'quantity', status: 'open', figure: null },
          ...{ opened: { edtf: '2025-01-11' }, resolution: null, position: told.body.position as number },
          readings: [
            {
              ...{ id: 'ministry-note', interval: { lo: '100', hi: '100' }, unit: 'generators' },
              attribution: { saidBy: 'A Ministry', onBehalfOf: 'UA', reporter: 'beneficiary' },
              wouldBe: { label: 'fulfilled', outcome: 'met' },
            },
            {
              ...{ id: 'news-item', interval: { lo: '98', hi: '98' } },
              attribution: { saidBy: 'A News Agency', onBehalfOf: 'JP', reporter: 'committer' },
              wouldBe: {
                label: 'overdue-unproven',
                outcome: 'undetermined',
                delivered: { lo: '99', hi: '100' },
              },
            },
          ],
        },
      ],
    });
    const list = await api.get('/v1/commitments?validAt=2025-01-11&label=disputed&evidence=disputed');
    expect(list.body.items.map(({ id }: { id: string }) => id)).toEqual(['generators']);
    const others = await api.get('/v1/commitments?validAt=2025-01-10&evidence=disputed');
    expect(others.body.items).toEqual([]);
    const totals = await api.get('/v1/totals?unit=generators&validAt=2025-01-11');
    expect(totals.body.sums).toMatchObject([{ unit: 'generators', recorded: { lo: '99', hi: null } }]);
  });

  it('given it is resolved, then that reading holds, and what was known before is still told', async () => {
    await tell('deliveries', { ...rest, source: 'ministry-note' });
    const { position } = (await tell('disputes', howMany)).body;
    expect(
      (await tell('resolutions', { ...resolved, held: 'ministry-note', resolved: '2025-02-01' })).status,
    ).toBe(201);
    expect(await asked('2025-02-01')).toMatchObject({
      label: 'fulfilled',
      disputes: [
        {
          status: 'resolved',
          resolution: { id: 'counted', held: 'ministry-note', reason: 'Counted again.' },
        },
      ],
    });
    expect(await asked('2025-01-20')).toMatchObject({ label: 'fulfilled', facets: { evidence: 'disputed' } });
    expect(await asked('2025-02-01', 'generators', `&knownAt=${position as number}`)).toMatchObject({
      label: 'disputed',
      disputes: [{ status: 'open', resolution: null }],
    });
    const timeline = await api.get('/v1/commitments/generators/timeline?validAt=2025-03-01');
    const told = timeline.body.items.map(({ summary }: { summary: string }) => summary) as string[];
    expect(told).toEqual(
      expect.arrayContaining([
        'Sources disagree on the quantity of rest: 100 generators (A Ministry); 98 generators (A News Agency).',
        'Resolved, ministry-note holds: how-many. Counted again.',
      ]),
    );
  });

  it('given nothing to disagree about, then it is refused, with the place and a code', async () => {
    await tell('deliveries', { ...rest, source: 'ministry-note' });
    const [one, other] = howMany.readings;
    const cases: [object, unknown[]][] = [
      [{ about: 'nowhere' }, [422, 'unknown-fact', '/about']],
      [{ about: 'generators', aspect: 'date' }, [422, 'invalid-body', '/readings/0/quantity']],
      [{ readings: [one] }, [422, 'too-few-readings', '/readings']],
      [
        { readings: [one, { ...other, quantity: 'exactly 100 generators' }] },
        [422, 'readings-agree', '/readings/1'],
      ],
      [
        { readings: [one, { ...other, quantity: '98 pumps' }] },
        [422, 'incomparable-reading', '/readings/1/quantity/unit'],
      ],
      [
        { readings: [one, { ...other, evidence: [{ source: 'none' }] }] },
        [422, 'invalid-body', '/readings/1/attribution/saidBy'],
      ],
    ];
    for (const [part, expected] of cases)
      expect(refusal(await tell('disputes', { ...howMany, ...part }))).toEqual(expected);
    await tell('disputes', howMany);
    expect(refusal(await tell('disputes', { ...howMany, id: 'again' }))).toEqual([
      409,
      'already-disputed',
      '/about',
    ]);
    const held = 'ministry-note';
    expect(refusal(await tell('resolutions', { ...resolved, held: 'nobody' }))).toEqual([
      422,
      'unknown-reading',
      '/held',
    ]);
    expect(refusal(await tell('resolutions', { ...resolved, held, dispute: 'rest' }))).toEqual([
      422,
      'unknown-dispute',
      '/dispute',
    ]);
    expect(refusal(await tell('resolutions', { ...resolved, held }))).toEqual([
      422,
      'resolved-too-early',
      '/resolved',
    ]);
    await tell('resolutions', { ...resolved, held: null, resolved: '2025-02' });
    const again = { ...resolved, id: 'again', held, resolved: '2025-03' };
    expect(refusal(await tell('resolutions', again))).toEqual([409, 'already-resolved', '/dispute']);
    expect(
      refusal(await tell('challenges', { about: 'counted', grounds: 'No.', source: 'news-item' })),
    ).toEqual([422, 'not-disputable', '/about']);
  });

  it('given a conference whose attendance is told in three ways, then it is fulfilled and its evidence disputed', async () => {
    const attended = (source: string, quantity: string) => reading(source, { quantity });
    const record = {
      source: 'news-item',
      commitments: [hosting],
      conferences: [
        {
          ...{ id: 'tokyo', title: 'Mine action conference', held: '2025-10-22/2025-10-23', hosts: ['JP'] },
          ...{ place: { city: 'Tokyo', country: 'JP' }, towards: ['hosting'] },
        },
      ],
      disputes: [
        {
          ...{
            id: 'attendance',
            commitment: 'hosting',
            about: 'tokyo',
            aspect: 'figure',
            figure: 'attendance',
          },
          opened: '2025-10-24',
          readings: [
            attended('news-item', '75 participants'),
            attended('ministry-note', 'over 70 participants'),
            {
              ...attended('press-release', 'around 60 participants'),
              evidence: [{ source: 'press-release' }],
            },
          ],
        },
      ],
      assessments: [
        {
          ...{ id: 'view', commitment: 'hosting', assessor: 'Desk officer', judgement: 'A good start.' },
          ...{ label: 'fulfilled', basis: 'Was there.', assessed: '2025-10-25' },
        },
      ],
    };
    const { status, body } = await api.post('/v1/records', record);
    expect([status, body.errors]).toEqual([201, undefined]);
    expect(await asked('2025-10-25', 'hosting')).toMatchObject({
      label: 'fulfilled',
      facets: { time: 'met-on-time', evidence: 'disputed' },
      disputes: [
        {
          figure: 'attendance',
          readings: [
            { interval: { lo: '75', hi: '75' }, wouldBe: { label: 'fulfilled', outcome: 'met' } },
            { interval: { lo: '70', hi: null }, wouldBe: { label: 'fulfilled' } },
            { interval: { lo: '54', hi: '66' }, wouldBe: { label: 'fulfilled' } },
          ],
        },
      ],
      assessments: [
        { id: 'view', assessor: 'Desk officer', label: 'fulfilled', evidence: [], onBehalfOf: null },
      ],
    });
    expect((await asked('2025-10-24', 'hosting')).assessments).toEqual([]);
  });

  it('given a delivery is contested, then it is shown, and refuted once that is upheld', async () => {
    await tell('deliveries', { ...rest, source: 'ministry-note' });
    const contest = { id: 'not-seen', about: 'rest', grounds: 'Nobody saw them.', source: 'news-item' };
    expect((await tell('challenges', contest)).status).toBe(201);
    expect(await asked('2025-01-11')).toMatchObject({
      label: 'disputed',
      challenges: [
        {
          ...{
            id: 'not-seen',
            about: 'rest',
            contestedSource: null,
            status: 'open',
            grounds: 'Nobody saw them.',
          },
          challenged: { edtf: newsItem.published },
          wouldBe: { stands: { label: 'fulfilled' }, falls: { label: 'overdue-unproven' } },
        },
      ],
      evidence: expect.arrayContaining([
        expect.objectContaining({
          saidBy: 'A Ministry',
          onBehalfOf: 'UA',
          committed: [],
          reporter: 'beneficiary',
        }),
      ]) as unknown,
    });
    const fell = { ...resolved, dispute: 'not-seen', held: 'falls', resolved: '2025-02-01' };
    expect((await tell('resolutions', fell)).status).toBe(201);
    expect(await asked('2025-02-01')).toMatchObject({
      label: 'overdue-unproven',
      fulfilment: { recorded: { lo: '1', hi: null } },
      happenings: [{ id: 'first-batch' }, { id: 'rest' }],
    });
  });
});
