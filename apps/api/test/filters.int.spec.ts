import { runNumbering, type Relay } from '#libs/messaging';
import { type Filter, filterText, type Matchable, matches, parseFilter } from '#libs/subscriptions';
import { cloneDatabase, type TestDatabase, until } from '#libs/testkit';
import ICAL from 'ical.js';
import { type Answer, ApiUnderTest, eventsIn } from './api-under-test.ts';
import { meetingRecord } from './example-records.ts';
import { promise, recordIn } from './promised.ts';
import { StreamReader } from './stream-reader.ts';

/** Some of every key, alone and together, and some that want nothing. */
const asked = [
  '',
  'stream=commitment-tents,meeting-kyiv',
  'type=GeneratorsDelivered,GoodsDelivered',
  'party=UA&kind=goods',
  'party=BY',
  'label=partly-delivered',
  'label=announced,fulfilled',
  'label=withdrawn&party=JP',
  'label=disputed',
  'becomes=partly-delivered',
  'becomes=fulfilled,withdrawn&kind=goods',
  'becomes=announced&type=CommitmentAnnounced&party=UA',
  'becomes=expired',
  'crosses=0.5',
  'crosses=0.1,0.3,1&stream=commitment-tents',
  'crosses=0.5&becomes=fulfilled',
  'label=partly-delivered&crosses=0.25&type=GoodsDelivered&party=JP&kind=goods',
];

const log = { log: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
let database: TestDatabase;
let api: ApiUnderTest;
let numbering: Relay;
/** Each event as a filter sees it, put together from the log and the changes alone. */
let known: readonly (Matchable & { readonly position: number; readonly id: string })[];

const said = { source: 'press-release' };
const delivery = (id: string, quantity: string, more: object = {}) => ({
  ...{ id, quantity, milestone: 'handed-over', delivered: '2024-12-01', ...said, ...more },
});

beforeAll(async () => {
  database = await cloneDatabase();
  // How far it has been looked through is told with a heartbeat.
  api = await ApiUnderTest.start(database, {
    anonymousReads: true,
    streams: { heartbeatMs: 100, tickMs: 20 },
  });
  numbering = runNumbering({ databaseUrl: database.urls.relay, log });
  const record = (path: string, body: unknown) => recordIn(api, path, body);
  await record('/v1/records', meetingRecord);
  for (const id of ['tents', 'more-tents', 'no-tents']) await record('/v1/commitments', promise(id));
  await record('/v1/commitments/tents/deliveries', delivery('first', '3 tents'));
  await record('/v1/commitments/more-tents/deliveries', delivery('all', '10 tents'));
  await record('/v1/commitments/tents/deliveries', delivery('second', '3 tents'));
  // Changes nothing that is told, and still leaves its commitment with a label.
  await record('/v1/commitments/tents/reaffirmations', { id: 'again', reaffirmed: '2024-12-02', ...said });
  await record('/v1/commitments/no-tents/withdrawals', {
    ...{ id: 'gone', by: 'JP', withdrawn: '2024-12-03', ...said },
  });
  await record('/v1/commitments/tents/deliveries', delivery('third', '4 tents'));
  await record('/v1/commitments/more-tents/corrections', {
    ...{ id: 'never', corrects: 'all', retracted: true, reason: 'It was another.', ...said },
  });
  await until('all changes are numbered', async () => {
    const sql = 'select not exists (select from ledger.changes_waiting) as all';
    return (await database.pool('admin', 1).query<{ all: boolean }>(sql)).rows[0]?.all;
  });
  known = await knownEvents();
});
afterAll(async () => {
  await numbering.stop();
  await api.stop();
  await database.drop();
});

interface Told {
  readonly number: number;
  readonly position: number;
  readonly id: string;
  readonly data: {
    readonly from: { readonly label: string; readonly share: { readonly lo: string } | null } | null;
    readonly to: { readonly label: string; readonly share: { readonly lo: string } | null } | null;
  };
}
const changes = async (): Promise<readonly Told[]> =>
  (await api.get('/v1/changes?limit=500')).body.items as Told[];

async function knownEvents(): Promise<typeof known> {
  const byPosition = new Map((await changes()).map((change) => [change.position, change]));
  const concerned = await database
    .pool('admin', 1)
    .query<{ position: string; parties: string[]; kind: string | null }>(
      'select position, parties, kind from read_models.timeline',
    );
  const concerns = new Map(concerned.rows.map((row) => [Number(row.position), row]));
  const labels = new Map<string, string | null>();
  return (await api.store.readAll({ after: 0, limit: 1_000 })).map(({ position, id, stream, type }) => {
    const change = byPosition.get(position)?.data ?? null;
    if (change) labels.set(stream, change.to?.label ?? null);
    const { parties = [], kind = null } = concerns.get(position) ?? {};
    return { position, id, stream, type, parties, kind, label: labels.get(stream) ?? null, change };
  });
}

const filterOf = (query: string): Filter => {
  const parsed = parseFilter(query);
  if ('faults' in parsed) throw new Error(parsed.faults[0]?.fault);
  return parsed.filter;
};
const wanted = (query: string) => known.filter((event) => matches(filterOf(query), event));
const withQuery = (path: string, query: string, more: string): string =>
  `${path}?${[query, more].filter((part) => part !== '').join('&')}`;

describe('the filter language', () => {
  it('is tried with filters that want something, and every key is among them', () => {
    expect(asked.filter((query) => wanted(query).length > 0).length).toBeGreaterThan(12);
    expect(asked.filter((query) => query.includes('label=')).map((query) => wanted(query).length)).toContain(
      1,
    );
    for (const query of asked)
      expect(filterText(filterOf(query)).split('&')).toHaveLength(query.split('&').length);
  });

  it.each(asked)('means the same at every door that tells of events: %s', async (query) => {
    const positions = wanted(query).map(({ position }) => position);
    const ids = wanted(query).map(({ id }) => id);
    const page = await api.get(withQuery('/v1/events', query, 'limit=1000'));
    expect(eventsIn(page).map(({ position }) => position)).toEqual(positions);
    expect(await inParts(query)).toEqual(positions);
    const feed = await api.get(withQuery('/feed.json', query, 'limit=200'));
    const inFeed = (feed.body.items as { id: string }[]).map(({ id }) => id.replace('urn:uuid:', ''));
    expect(inFeed).toEqual(ids.slice(-200).reverse());
    const atom = await api.get(withQuery('/feed.atom', query, 'limit=200'));
    expect([...atom.text.matchAll(/<entry>[^]*?<id>urn:uuid:([^<]+)<\/id>/g)].map(([, id]) => id)).toEqual(
      inFeed,
    );
    expect(await streamed('/v1/events', query)).toEqual(positions);
  });

  it.each(asked)('means the same at every door that tells of changes: %s', async (query) => {
    const positions = new Set(wanted(query).map(({ position }) => position));
    const numbers = (await changes())
      .filter(({ position }) => positions.has(position))
      .map(({ number }) => number);
    const { body } = await api.get(withQuery('/v1/changes', query, 'limit=500'));
    expect((body.items as Told[]).map(({ number }) => number)).toEqual(numbers);
    expect(await streamed('/v1/changes', query)).toEqual(numbers);
  });

  it.each(asked)(
    'chooses commitments for the calendar by what any of their events was: %s',
    async (query) => {
      const { label, stream, party, kind, ...ofEvents } = filterOf(query);
      const due = dueIn(await api.get('/calendar.ics'));
      const { items } = (await api.get('/v1/commitments?limit=200')).body as {
        items: { id: string; label: string; kind: string; committers: string[]; beneficiaries: string[] }[];
      };
      const isWanted = (it: (typeof items)[number]): boolean =>
        (label === undefined || (label as readonly string[]).includes(it.label)) &&
        (stream === undefined || stream.includes(`commitment-${it.id}`)) &&
        (kind === undefined || (kind as readonly string[]).includes(it.kind)) &&
        (party === undefined ||
          [...it.committers, ...it.beneficiaries].some((each) => party.includes(each))) &&
        known.some((event) => event.stream === `commitment-${it.id}` && matches(ofEvents, event));
      const expected = due.filter((id) => items.some((it) => it.id === id && isWanted(it)));
      expect(dueIn(await api.get(withQuery('/calendar.ics', query, '')))).toEqual(expected);
    },
  );
});

/** Page after page of two. */
async function inParts(query: string): Promise<readonly number[]> {
  const positions: number[] = [];
  for (let after = 0; ;) {
    const page = await api.get(withQuery('/v1/events', query, `limit=2&after=${after}`));
    positions.push(...eventsIn(page).map(({ position }) => position));
    const { next, asOf } = page.body as { next: number; asOf: { position: number } };
    if (next >= asOf.position) return positions;
    after = next;
  }
}

/** What a stream sends of everything there is. */
async function streamed(path: string, query: string): Promise<readonly number[]> {
  const { body } = await api.get(`${path}?limit=1`);
  const last = (body.asOf.position ?? body.asOf.number) as number;
  const reader = await StreamReader.open(`${api.url}${withQuery(path, query, 'after=0')}`);
  try {
    await until('it has been looked through', () => reader.lastEventId === String(last), 40_000);
    return reader.numbers;
  } finally {
    reader.close();
  }
}

/** The commitments that the entries of a calendar lead to. */
function dueIn({ text }: Answer): readonly string[] {
  const entries = new ICAL.Component(ICAL.parse(text) as never[]).getAllSubcomponents('vevent');
  return entries.map((entry) => String(entry.getFirstPropertyValue('url')).replace(/^.*\//, '')).sort();
}
