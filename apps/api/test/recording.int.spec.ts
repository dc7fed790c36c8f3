import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ApiUnderTest, eventsIn } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeEach(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
});
afterEach(async () => {
  await api.stop();
  await database.drop();
});

const delivery = (id: string, quantity: string) => ({
  id,
  quantity,
  milestone: 'handed-over',
  delivered: '2024-12-20',
  source: 'news-item',
});

describe('recording over HTTP', () => {
  it('given an empty ledger, when a record comes as JSON, then all of it is recorded in one append', async () => {
    const answer = await api.post('/v1/records', meetingRecord);
    const { status, body, headers } = answer;
    expect([status, body]).toMatchObject([201, { outcome: 'recorded' }]);
    const { position: head } = await api.store.head();
    expect(body.position).toBe(head);
    expect(headers.get('ledger-position')).toBe(String(head));
    expect(eventsIn(answer).map(({ position }) => position)).toEqual(
      Array.from({ length: head }, (_, index) => index + 1),
    );
    expect(body.streams).toContainEqual({ id: 'commitment-generators', version: 2 });
    expect(body.warnings).toEqual([expect.stringMatching(/is not stored here/)]);
  });

  it('when the same record comes twice, then nothing changes and the answer says so', async () => {
    await api.post('/v1/records', meetingRecord);
    const { position } = await api.store.head();
    const again = await api.post('/v1/records', meetingRecord);
    expect([again.status, again.body]).toMatchObject([200, { outcome: 'unchanged', events: [], position }]);
    expect((await api.store.head()).position).toBe(position);
  });

  it('a dry run tells what would be recorded and leaves nothing', async () => {
    const { status, body } = await api.post('/v1/records?dryRun=true', meetingRecord);
    expect([status, body]).toMatchObject([200, { outcome: 'dry-run', position: null }]);
    expect(body.events[0]).toEqual({
      position: null,
      id: null,
      stream: 'source-press-release',
      version: 1,
      type: 'SourceRegistered',
    });
    expect((await api.store.head()).position).toBe(0);
  });

  it('a record of YAML with faults is answered with all of them, each with its line and column', async () => {
    const yaml = `source:
  id: press-release
  publisher: MFA
  publisherParty: XX
  title: On a meeting
  published: 2024-13
  language: en
commitments:
  - id: gifts
    titel: Gifts
    kind: goods
`;
    const { status, body } = await api.postYaml('/v1/records', yaml);
    expect([status, body.code]).toEqual([422, 'invalid-body']);
    expect(body.errors).toContainEqual(
      expect.objectContaining({ pointer: '/source/publisherParty', line: 4 }),
    );
    expect(body.errors).toContainEqual(expect.objectContaining({ pointer: '/source/published', line: 6 }));
    expect(body.errors).toContainEqual(
      expect.objectContaining({ pointer: '/commitments/0/titel', line: 10 }),
    );
    for (const error of body.errors)
      expect(error).toMatchObject({ remedy: expect.any(String), column: expect.any(Number) });
  });

  it('YAML that cannot be read names the line', async () => {
    const { status, body } = await api.postYaml('/v1/records', 'source: [\n');
    expect([status, body.code, body.errors[0].line]).toEqual([400, 'malformed-body', expect.any(Number)]);
  });

  it('what the ledger refuses in a YAML record has its line, and nothing of the record is kept', async () => {
    await api.post('/v1/sources', newsItem);
    const yaml = `source: news-item
deliveries:
  - id: one
    commitment: nobody-promised
    quantity: 4 generators
    milestone: handed-over
    delivered: 2024-12-20
    evidence: [{ source: unheard-of }]
    attribution: { saidBy: Someone, onBehalfOf: JP, reporter: third-party }
`;
    const { status, body } = await api.postYaml('/v1/records', yaml);
    expect([status, body.code]).toEqual([422, 'unknown-source']);
    expect(body.errors[0]).toMatchObject({ code: 'unknown-source', line: 8 });
    expect((await api.store.head()).position).toBe(1);
  });

  it('package 26 recorded again is refused as a duplicate, and 27 counts towards the commitment', async () => {
    await api.post('/v1/records', meetingRecord);
    await api.post('/v1/sources', newsItem);
    const adopted = {
      imposer: 'JP',
      target: 'RU',
      against: ['RU'],
      adopted: '2025-01-10',
      source: 'news-item',
    };
    const twentySixth = await api.post('/v1/sanctions-packages', { ...adopted, number: 26 });
    expect([twentySixth.status, twentySixth.body.code]).toEqual([409, 'package-already-adopted']);
    expect(twentySixth.body.errors[0]).toMatchObject({ pointer: '/number', remedy: expect.any(String) });
    const next = await api.post('/v1/sanctions-packages', { ...adopted, number: 27 });
    expect(next.status).toBe(201);
    expect(eventsIn(next).map(({ type, stream }) => [type, stream])).toEqual([
      ['SanctionsPackageAdopted', 'sanctions-JP-RU'],
      ['FulfilmentLinked', 'commitment-pressure'],
    ]);
  });

  it('an item without an id is given a readable one, and the attribution follows from source and commitment', async () => {
    await api.post('/v1/records', meetingRecord);
    await api.post('/v1/sources', newsItem);
    const { id: _, ...nameless } = delivery('', '40 generators');
    const { status, headers, body } = await api.post('/v1/commitments/generators/deliveries', nameless);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/events/${body.position}`);
    const event = (await api.get(`/v1/events/${body.position}`)).body.data;
    expect(event.data).toMatchObject({
      delivery: expect.stringMatching(/^delivery-[0-9a-f-]{36}$/),
      quantity: { qualifier: 'exactly', value: '40', unit: 'generators' },
      attribution: { saidBy: 'A News Agency', onBehalfOf: 'JP', reporter: 'committer' },
      evidence: [{ source: 'news-item' }],
    });
    expect(event).toMatchObject({ type: 'GeneratorsDelivered', actor: 'admin' });
  });

  it('a fact told one at a time is refused with pointers into what was sent', async () => {
    await api.post('/v1/records', meetingRecord);
    const unregistered = await api.post(
      '/v1/commitments/generators/deliveries',
      delivery('two', '4 generators'),
    );
    expect([unregistered.status, unregistered.body.errors[0].pointer]).toEqual([
      422,
      expect.stringMatching(/^\/(source|attribution)/),
    ]);
    await api.post('/v1/sources', newsItem);
    const otherUnit = await api.post('/v1/commitments/generators/deliveries', delivery('two', '4 vehicles'));
    expect([otherUnit.status, otherUnit.body.code, otherUnit.body.errors[0].pointer]).toEqual([
      422,
      'other-unit',
      '/quantity/unit',
    ]);
    const nobody = await api.post(
      '/v1/commitments/nobody-promised/deliveries',
      delivery('two', '4 generators'),
    );
    expect([nobody.status, nobody.body.code]).toEqual([404, 'not-announced']);
    const misspelt = await api.post('/v1/commitments/generators/deliveries', {
      ...delivery('two', '4 generators'),
      quantty: 1,
    });
    expect([misspelt.status, misspelt.body.errors]).toMatchObject([
      422,
      [{ pointer: '/quantty', remedy: 'did you mean quantity?' }],
    ]);
  });

  it('the id of another fact is refused, the same fact again changes nothing', async () => {
    expect((await api.post('/v1/sources', newsItem)).headers.get('location')).toBe('/v1/sources/news-item');
    const again = await api.post('/v1/sources', newsItem);
    expect([again.status, again.body]).toMatchObject([
      200,
      { outcome: 'unchanged', streams: [{ id: 'source-news-item', version: 1 }] },
    ]);
    const other = await api.post('/v1/sources', { ...newsItem, title: 'Another' });
    expect([other.status, other.body.code]).toEqual([409, 'recorded-differently']);
  });

  it('text that cannot be sealed is refused with its place', async () => {
    const { status, body } = await api.post('/v1/sources', { ...newsItem, title: 'a\u0000b' });
    expect([status, body.errors[0].pointer]).toEqual([422, '/title']);
  });
});

describe('an idempotency key', () => {
  const headers = { 'idempotency-key': 'key-1' };

  it('given the first answer, when the request is repeated, then it is the same answer again', async () => {
    const { id: _, ...nameless } = newsItem;
    const first = await api.post('/v1/sources', nameless, { headers });
    const again = await api.post('/v1/sources', nameless, { headers });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect([first.headers.get('idempotent-replay'), again.headers.get('idempotent-replay')]).toEqual([
      null,
      'true',
    ]);
    expect((await api.store.head()).position).toBe(1);
  });

  it('given nothing new was recorded, when it is repeated after others recorded, then it is still the same answer', async () => {
    await api.post('/v1/sources', newsItem);
    const first = await api.post('/v1/sources', newsItem, { headers });
    await api.post('/v1/sources', { ...newsItem, id: 'other' });
    const again = await api.post('/v1/sources', newsItem, { headers });
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.body).toMatchObject({ outcome: 'unchanged', position: 1 });
  });

  it('with another body or address it is refused', async () => {
    await api.post('/v1/sources', newsItem, { headers });
    const otherBody = await api.post('/v1/sources', { ...newsItem, id: 'other' }, { headers });
    expect([otherBody.status, otherBody.body.code]).toEqual([422, 'idempotency-key-reused']);
    const otherAddress = await api.post('/v1/conferences', newsItem, { headers });
    expect(otherAddress.status).toBe(422);
  });

  it('of another caller is another key', async () => {
    const recorder = await api.keyOf('recorder');
    await api.post('/v1/sources', newsItem, { headers });
    const { status } = await api.post(
      '/v1/sources',
      { ...newsItem, id: 'other' },
      { headers, key: recorder },
    );
    expect(status).toBe(201);
  });

  it('when the same request comes ten times at once, then it is recorded once', async () => {
    const { id: _, ...nameless } = newsItem;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.post('/v1/sources', nameless, { headers })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await api.store.head()).position).toBe(1);
  });

  it('that is too long or not visible ASCII is refused', async () => {
    for (const key of ['x'.repeat(201), 'two words']) {
      const { status, body } = await api.post('/v1/sources', newsItem, {
        headers: { 'idempotency-key': key },
      });
      expect([status, body.errors[0].parameter]).toEqual([400, 'Idempotency-Key']);
    }
  });
});

describe('the version of a stream', () => {
  it('expected by If-Match and found is recorded; moved is refused with the version found', async () => {
    await api.post('/v1/records', meetingRecord);
    await api.post('/v1/sources', newsItem);
    const path = '/v1/commitments/generators/deliveries';
    const first = await api.post(path, delivery('two', '4 generators'), { headers: { 'if-match': '"2"' } });
    expect([first.status, first.headers.get('etag')]).toEqual([201, '"3"']);
    const second = await api.post(path, delivery('three', '4 generators'), {
      headers: { 'if-match': '"2"' },
    });
    expect([second.status, second.body.code, second.headers.get('etag')]).toEqual([
      412,
      'version-moved',
      '"3"',
    ]);
    const third = await api.post(path, delivery('three', '4 generators'), { headers: { 'if-match': '*' } });
    expect([third.status, third.body.errors[0].parameter]).toEqual([400, 'If-Match']);
  });

  it('is contended for by twenty writers at once, and each gets through', async () => {
    await api.post('/v1/records', meetingRecord);
    await api.post('/v1/sources', newsItem);
    const { position } = await api.store.head();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        api.post('/v1/commitments/generators/deliveries', delivery(`batch-${index}`, '1 generators')),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect((await api.store.head()).position).toBe(position + 20);
  });
});
