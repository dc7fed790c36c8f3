import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { type Answer, ApiUnderTest } from './api-under-test.ts';
import { meetingRecord } from './example-records.ts';
import { HOSTILE, promise, recordIn } from './promised.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database, { anonymousReads: true });
  await recorded('/v1/records', meetingRecord);
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const recorded = (path: string, body: unknown) => recordIn(api, path, body);
const get = (path: string, headers: Record<string, string> = {}) => api.get(path, { key: null, headers });
const titlesIn = (answer: Answer) => (parseJsonFeed(answer.text).items ?? []).map(({ title }) => title);

describe('the feeds', () => {
  it('have what was recorded, the latest first, the same entries in both forms', async () => {
    await recorded('/v1/commitments', promise('tents', { title: HOSTILE }));
    const [atom, json] = [await get('/feed.atom'), await get('/feed.json')];
    expect(atom.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    expect(json.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
    const { entries = [], links } = parseAtomFeed(atom.text);
    const { items = [] } = parseJsonFeed(json.text);
    expect(entries.map(({ id, updated }) => [id, updated])).toEqual(
      items.map(({ id, date_published: at }) => [id, at]),
    );
    const stored = (await get(`/v1/events?after=0&limit=1000`)).body.items as { id: string; time: string }[];
    const latest = stored.reverse().slice(0, entries.length);
    expect(entries.map(({ id, updated }) => [id, updated])).toEqual(
      latest.map(({ id, time }) => [`urn:uuid:${id}`, time]),
    );
    expect(entries[0]?.title?.value).toBe(`Japan towards Ukraine (declared): ${HOSTILE}.`);
    expect(entries[0]?.authors).toEqual([{ name: 'Ministry of Foreign Affairs of Ukraine' }]);
    expect(links?.[0]).toMatchObject({ rel: 'self', href: `${api.url}/feed.atom` });
  });

  it('come in parts that together have everything once', async () => {
    const { position } = await api.store.head();
    for (const [path, partOf] of [
      [
        '/feed.atom?limit=7',
        (text: string) => {
          const { entries = [], links = [] } = parseAtomFeed(text);
          return {
            ids: entries.map(({ id }) => id),
            older: links.find(({ rel }) => rel === 'prev-archive')?.href,
          };
        },
      ],
      [
        '/feed.json?limit=7',
        (text: string) => {
          const { items = [], next_url: older } = parseJsonFeed(text);
          return { ids: items.map(({ id }) => id), older };
        },
      ],
    ] as const) {
      const ids: unknown[] = [];
      let next: string | undefined = api.url + path;
      while (next !== undefined) {
        const part: { readonly ids: readonly unknown[]; readonly older: string | undefined } = partOf(
          (await get(next.slice(api.url.length))).text,
        );
        expect(part.ids.length).toBeLessThanOrEqual(7);
        ids.push(...part.ids);
        next = part.older;
      }
      expect([ids.length, new Set(ids).size]).toEqual([position, position]);
    }
  });

  it('keep a part that is not the newest as it is, whatever comes after', async () => {
    const path = '/feed.atom?before=10&limit=5';
    const before = await get(path);
    await recorded('/v1/commitments', promise('blankets'));
    const after = await get(path);
    expect(after.text).toBe(before.text);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
    expect(after.text).toContain('<fh:archive/>');
  });

  it('take the filters of every other door, and have a name for each', async () => {
    const ofOne = await get('/feed.json?stream=commitment-generators');
    expect(titlesIn(ofOne).map((title) => title?.replace(/^.*: (?=Delivered)/, ''))).toEqual([
      expect.stringMatching(/^Delivered/),
      expect.stringMatching(/^Japan towards Ukraine/),
    ]);
    const packages = await get('/feed.json?party=BY&limit=200');
    expect(titlesIn(packages)).toHaveLength(26);
    expect(titlesIn(await get('/feed.json?type=MeetingHeld,CommitmentAnnounced&kind=goods'))).toHaveLength(3);
    const ids = await Promise.all(
      ['', '?party=UA', '?kind=goods', '?party=UA&limit=3', '?limit=3&party=UA'].map(
        async (query) => parseAtomFeed((await get(`/feed.atom${query}`)).text).id,
      ),
    );
    expect(new Set(ids).size).toBe(3);
    expect((await get('/feed.json?parti=UA')).body.errors[0]).toMatchObject({
      parameter: 'parti',
      remedy: expect.stringMatching(/^did you mean party\?/),
    });
  });
});
