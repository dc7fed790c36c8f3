import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { eventPage } from '../src/events/events.controller.ts';
import { type Answer, ApiUnderTest, eventsIn } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  await api.project();
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const positionsIn = (answer: Answer): number[] => eventsIn(answer).map(({ position }) => position);
const typesIn = (answer: Answer): string[] => eventsIn(answer).map(({ type }) => type);

describe('the events', () => {
  it('come in pages, in the order of positions, without a gap', async () => {
    const { position: head } = await api.store.head();
    const seen: number[] = [];
    let after = 0;
    while (seen.length < head) {
      const page = await api.get(`/v1/events?after=${after}&limit=10`);
      const { body } = page;
      expect(eventPage.safeParse(body).error?.issues ?? []).toEqual([]);
      expect(body.asOf.position).toBe(head);
      seen.push(...positionsIn(page));
      after = body.next;
    }
    expect(seen).toEqual(Array.from({ length: head }, (_, index) => index + 1));
    expect((await api.get(`/v1/events?after=${head}`)).body).toEqual({
      items: [],
      next: head,
      asOf: { position: head },
    });
  });

  it('hold the stored body byte for byte', async () => {
    const [stored] = await api.store.readAll({ after: 0, limit: 1 });
    for (const path of ['/v1/events/1', '/v1/events?limit=1']) {
      expect((await api.get(path)).text).toContain(`"data":${stored?.body ?? 'nothing'}}`);
    }
    expect((await api.get('/v1/events/1')).body).toMatchObject({
      specversion: '1.0',
      source: expect.stringMatching(/^urn:uuid:/),
      subject: 'source-press-release',
      position: 1,
      streamversion: 1,
    });
  });

  it('are filtered by stream, type, party and kind', async () => {
    const ofStream = await api.get('/v1/events?stream=commitment-generators');
    expect(typesIn(ofStream)).toEqual(['CommitmentAnnounced', 'GeneratorsDelivered']);
    const ofTypes = await api.get('/v1/events?type=MeetingHeld,CommitmentAnnounced');
    expect(typesIn(ofTypes)).toEqual(['MeetingHeld', 'CommitmentAnnounced', 'CommitmentAnnounced']);
    const ofKind = await api.get('/v1/events?kind=goods');
    expect(positionsIn(ofKind)).toEqual(positionsIn(ofStream));
    const ofBoth = await api.get('/v1/events?kind=goods&type=MeetingHeld,CommitmentAnnounced');
    expect(typesIn(ofBoth)).toEqual(['CommitmentAnnounced']);
    const ofParty = await api.get('/v1/events?party=BY&limit=5');
    const rest = await api.get(`/v1/events?party=BY&limit=1000&after=${String(ofParty.body.next)}`);
    expect([...typesIn(ofParty), ...typesIn(rest)]).toEqual(
      Array.from({ length: 26 }, () => 'SanctionsPackageAdopted'),
    );
    expect(positionsIn(await api.get('/v1/events?party=SE'))).toEqual([]);
    const both = '/v1/events?stream=commitment-generators,source-press-release';
    expect(typesIn(await api.get(both))).toEqual([
      'SourceRegistered',
      'CommitmentAnnounced',
      'GeneratorsDelivered',
    ]);
    expect((await api.get(`${both}&party=UA,BY&kind=goods,financial`)).body.items).toEqual(ofKind.body.items);
    const repeated = await api.get('/v1/events?type=MeetingHeld&type=CommitmentAnnounced&party=JP,SE');
    expect(typesIn(repeated)).toEqual(typesIn(ofTypes));
  });

  it('that are not there, or not asked for rightly, are a problem', async () => {
    expect((await api.get('/v1/events/999999')).body.code).toBe('not-found');
    expect((await api.get('/v1/events/first')).body.code).toBe('not-found');
    expect((await api.get('/v1/events?type=Nonsense')).body.errors[0].parameter).toBe('type');
    expect((await api.get('/v1/events?kind=good&party=ua')).body.errors).toEqual([
      expect.objectContaining({ parameter: 'party', remedy: expect.stringMatching(/^did you mean UA\?/) }),
      expect.objectContaining({ parameter: 'kind', remedy: 'did you mean goods?' }),
    ]);
    expect((await api.get('/v1/events?becoms=disputed')).body.errors[0].remedy).toMatch(
      /^did you mean becomes/,
    );
    expect((await api.get('/v1/events?limit=1001')).body.errors[0].parameter).toBe('limit');
  });
});

describe('waiting for events', () => {
  it('ends as soon as one is recorded, for everyone who waits, with no connection each', async () => {
    const { position } = await api.store.head();
    // Began before them, for as long, and wants something else.
    const waitsOn = api.get(`/v1/events?after=${position}&type=PositionStated&wait=20`);
    const waiting = Array.from({ length: 50 }, () => api.get(`/v1/events?after=${position}&wait=20`));
    await connections(6);
    await api.post('/v1/sources', newsItem);
    const all = Promise.all(waiting);
    const first = Promise.race([waitsOn.then(() => 'who waits on'), all.then(() => 'who was told')]);
    for (const answer of await all) expect(positionsIn(answer)).toEqual([position + 1]);
    expect(await first).toBe('who was told');
  });

  it('for a kind ends when the read models know of it', async () => {
    const { position } = await api.store.head();
    const waiting = api.get(`/v1/events?after=${position}&kind=goods&wait=20`);
    const recorded = await api.post('/v1/commitments/generators/deliveries', {
      id: 'second-batch',
      quantity: '40 generators',
      milestone: 'handed-over',
      delivered: '2024-12-20',
      source: 'news-item',
    });
    await api.project();
    expect(positionsIn(await waiting)).toEqual([recorded.body.position]);
  });

  it('ends with an empty page and what has been looked at when nothing comes', async () => {
    const { position } = await api.store.head();
    const { body } = await api.get('/v1/events?after=0&stream=commitment-unheard-of&wait=1');
    expect(body).toEqual({ items: [], next: position, asOf: { position } });
  });

  /** Until the pool of the door holds no more than so many connections that are doing something. */
  async function connections(most: number): Promise<void> {
    const admin = database.pool('admin');
    const { rows } = await admin.query(
      `select count(*)::int as open from pg_stat_activity where datname = $1 and usename = 'ledger_api' and application_name = 'ledger-api'`,
      [database.name],
    );
    expect(rows[0]?.open).toBeLessThanOrEqual(most);
  }
});
