import { cloneDatabase, codeBlocks, type TestDatabase } from '#libs/testkit';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import ICAL from 'ical.js';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ADMIN_KEY, ApiUnderTest } from './api-under-test.ts';
import { meetingRecord } from './example-records.ts';
import { HOSTILE, promise, recordIn } from './promised.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database, { anonymousReads: true });
  await recorded('/v1/records', meetingRecord);
  await recorded('/v1/commitments', promise('tents', { title: HOSTILE }));
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const recorded = (path: string, body: unknown) => recordIn(api, path, body);
const get = (path: string, headers: Record<string, string> = {}) => api.get(path, { key: null, headers });
describe.each(['/feed.atom', '/feed.json?kind=goods', '/calendar.ics'])('%s', (path) => {
  const whole = async () => {
    const answer = await get(path);
    return {
      ...answer,
      etag: answer.headers.get('etag') ?? '',
      changed: answer.headers.get('last-modified') ?? '',
    };
  };

  it('is not sent again to whom has it, until there is something new', async () => {
    const { etag, status, headers } = await whole();
    expect([status, etag, headers.get('cache-control')]).toEqual([
      200,
      expect.stringMatching(/^"[\w-]{27}"$/),
      'public, max-age=60',
    ]);
    for (const tags of [etag, `"other", W/${etag}`, '*']) {
      const again = await get(path, { 'if-none-match': tags });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    await recorded('/v1/commitments', promise(`new-to-${path.replace(/\W/g, '-').slice(1)}`));
    const after = await get(path, { 'if-none-match': etag });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(etag);
    expect(
      (await get(path, { 'if-none-match': etag, 'if-modified-since': new Date().toUTCString() })).status,
    ).toBe(200);
  });

  it('says since when it is as it is once the second is over, and not before', async () => {
    await recorded('/v1/commitments', promise(`again-${path.replace(/\W/g, '-').slice(1)}`));
    const { recordedAt } = await api.store.head();
    const second = Math.floor(Date.parse(recordedAt ?? '') / 1000) * 1000 + 1000;
    if (Date.now() < second) expect((await whole()).changed === '' || Date.now() >= second).toBe(true);
    while (Date.now() < second) await pause(second - Date.now());
    const { changed } = await whole();
    expect(Date.parse(changed)).toBe(second);
    const since = (time: number) => get(path, { 'if-modified-since': new Date(time).toUTCString() });
    expect((await since(second)).status).toBe(304);
    expect((await since(second - 1000)).status).toBe(200);
    await api.post('/v1/commitments', promise(`unseen-${path.replace(/\W/g, '-').slice(1)}`));
    const behind = await get(path, { 'if-modified-since': changed });
    expect([behind.status, behind.headers.get('last-modified')]).toEqual([200, null]);
    await api.project();
  });
});

describe('who may read them', () => {
  let closed: ApiUnderTest;
  let own: TestDatabase;
  let reader: string;
  beforeAll(async () => {
    own = await cloneDatabase();
    closed = await ApiUnderTest.start(own, { publicUrl: 'https://ledger.example/base' });
    reader = await closed.keyOf('reader');
  });
  afterAll(async () => {
    await closed.stop();
    await own.drop();
  });
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });

  it.each(['/feed.atom', '/feed.json', '/calendar.ics'])(
    '%s asks for a key, and takes it as a password',
    async (path) => {
      const asked = await closed.get(path, { key: null });
      expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringMatching(/^Basic realm=.*, Bearer/),
      ]);
      for (const user of ['', 'key', 'anybody'])
        expect((await closed.get(path, { key: null, headers: basic(user, reader) })).status).toBe(200);
      expect((await closed.get(path, { key: reader })).headers.get('cache-control')).toBe(
        'private, max-age=60',
      );
      for (const headers of [basic('key', 'lk_wrong'), basic(reader, ''), { authorization: 'Basic !' }])
        expect((await closed.get(path, { key: null, headers })).body.code).toBe('invalid-credentials');
      expect((await closed.get(`${path}?key=${reader}`, { key: null })).status).toBe(401);
      expect((await closed.get(`${path}?key=${reader}`, { key: reader })).body.errors[0].parameter).toBe(
        'key',
      );
    },
  );

  it('takes no password anywhere else, where a browser would send it along for others', async () => {
    for (const path of ['/v1/commitments', '/v1/events', '/v1/keys']) {
      const answer = await closed.get(path, { key: null, headers: basic('key', ADMIN_KEY) });
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
        401,
        expect.not.stringMatching(/Basic/),
      ]);
    }
  });

  it('names the address under which the ledger is known', async () => {
    const { text } = await closed.get('/feed.json');
    expect(parseJsonFeed(text)).toMatchObject({
      feed_url: 'https://ledger.example/base/feed.json',
      home_page_url: 'https://ledger.example/base/',
    });
    expect(parseAtomFeed((await closed.get('/feed.atom')).text).entries ?? []).toEqual([]);
    expect((await closed.get('/calendar.ics')).text).toContain(
      'SOURCE;VALUE=URI:https://ledger.example/base/calendar.ics\r\n',
    );
  });
});

/** The programs of the commands that pages of the documentation give. */
const run = promisify(execFile);

describe.each(['feeds.md', 'calendar.md'])('docs/%s', (page) => {
  it('has commands that do what the page says', async () => {
    const text = await readFile(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
    const commands = codeBlocks(text, 'sh');
    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) {
      const script = command.replaceAll('localhost:3000', new URL(api.url).host);
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: tmpdir(),
        env: { ...process.env, LEDGER_KEY: ADMIN_KEY },
      });
      expect([command, stdout]).toEqual([command, expect.stringMatching(/\S/)]);
    }
  });
});

const PYTHON = process.env['PYTHON'] ?? 'python3';
const python = (script: string, input: string) =>
  new Promise<string>((resolve, reject) => {
    const child = execFile(PYTHON, ['-c', script], (error, stdout) => {
      if (error) reject(new Error(error.message));
      else resolve(stdout);
    });
    child.stdin?.end(input);
  });
const missing = await python('import feedparser, icalendar', '').then(
  () => undefined,
  (error: unknown) => String(error).trim().split('\n').at(-1),
);
if (missing !== undefined)
  process.stderr.write(`Feeds and calendar are not tried with Python's readers (set PYTHON): ${missing}\n`);

(missing === undefined ? describe : describe.skip)('to readers in Python', () => {
  it('the Atom feed is well formed, with every entry', async () => {
    const { text } = await get('/feed.atom');
    const script =
      'import sys, json, feedparser\nfeed = feedparser.parse(sys.stdin.buffer.read())\n' +
      'print(json.dumps([bool(feed.bozo), feed.version, [entry.id for entry in feed.entries]]))';
    const ids = (parseAtomFeed(text).entries ?? []).map(({ id }) => id);
    expect(JSON.parse(await python(script, text))).toEqual([false, 'atom10', ids]);
  });

  it('the calendar has every deadline on its day', async () => {
    const { text } = await get('/calendar.ics');
    const script =
      'import sys, json, icalendar\ncalendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())\n' +
      'print(json.dumps([len(calendar.errors), [[str(event["uid"]), event["dtstart"].dt.isoformat(), str(event["summary"])] ' +
      'for event in calendar.walk("VEVENT")]]))';
    const read = new ICAL.Component(ICAL.parse(text) as never[]).getAllSubcomponents('vevent');
    const events = read.map((event) =>
      ['uid', 'dtstart', 'summary'].map((name) => String(event.getFirstPropertyValue(name))),
    );
    expect(JSON.parse(await python(script, text))).toEqual([0, events]);
  });
});
