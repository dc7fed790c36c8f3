import { EventStore } from '#libs/event-store';
import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { Logger } from '@nestjs/common';
import { startApi, type RunningApi } from '../apps/api/src/api.ts';
import { faultsIn } from './log-faults.ts';

const COMMANDS = process.env['LEDGER_LONG'] === '1' ? 5_000 : 400;
const CLIENTS = 64;
const ADMIN_KEY = 'lk_the-administrator-of-one-stream';
const evidence = [{ source: 'press-release' }];

let database: TestDatabase;
let api: RunningApi;
const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { readonly streams?: readonly { readonly version: number }[] };
  return { status: response.status, etag: response.headers.get('etag'), streams: answer.streams ?? [] };
};

beforeAll(async () => {
  database = await cloneDatabase();
  await database.pool('admin').query(`select ledger.create_read_models('read_models')`);
  Logger.overrideLogger(['fatal', 'error', 'warn']);
  api = await startApi({
    databaseUrl: database.urls.api,
    host: '127.0.0.1',
    port: 0,
    adminKey: ADMIN_KEY,
    anonymousReads: false,
    poolSize: 10,
    patienceMs: 200,
    rateLimit: { max: 1_000_000, windowMs: 60_000 },
  });
  await post('/v1/sources', {
    id: 'press-release',
    publisher: 'Ministry of Foreign Affairs of Ukraine',
    publisherParty: 'UA',
    title: 'On generators',
    published: '2024-11-16',
    language: 'en',
  });
  await post('/v1/commitments', {
    id: 'generators',
    title: 'Generators',
    kind: 'goods',
    strength: 'declared',
    committers: ['JP'],
    beneficiaries: ['UA'],
    criterion: { type: 'count-reached', target: '100 generators', milestone: 'handed-over' },
    announced: '2024-11-16',
    due: '2024',
    evidence,
  });
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

describe(`${CLIENTS} clients with ${COMMANDS} commands to one stream, half of them on condition of the version they know`, () => {
  const won: number[] = [];
  const statuses = new Map<number, number>();

  beforeAll(async () => {
    let next = 0;
    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, client) => {
        const isConditional = client % 2 === 1;
        let known = '"1"';
        while (next < COMMANDS) {
          const id = `batch-${next++}`;
          const delivery = {
            id,
            quantity: '2 generators',
            milestone: 'handed-over',
            delivered: '2024-12-01',
            evidence,
          };
          const headers: Record<string, string> = isConditional ? { 'if-match': known } : {};
          const answer = await post('/v1/commitments/generators/deliveries', delivery, headers);
          known = answer.etag ?? known;
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          if (answer.status === 201) won.push(answer.streams[0]?.version ?? 0);
        }
      }),
    );
  }, 1_800_000);

  it('has exactly one winner for each version, from the first to the last', () => {
    expect([...won].sort((a, b) => a - b)).toEqual(won.map((_, index) => index + 2));
  });

  it('answers the others that the version has moved, and nobody with a failure', () => {
    expect([...statuses.keys()].sort()).toEqual([201, 412]);
    expect(statuses.get(201)).toBe(won.length);
  });

  it('keeps of every command answered 201 one event, and of the others none', async () => {
    const store = new EventStore(database.pool('api'));
    const log = await store.readAll({ after: 0, limit: 10_000 });
    expect(faultsIn(log)).toEqual([]);
    expect(log).toHaveLength(won.length + 2);
  });

  it('and that was a race: who reads a version and writes the next one unasked shares it with others', async () => {
    const pool = database.pool('admin', 16);
    await pool.query('create table unasked (version int)');
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        const { rows } = await pool.query<{ last: number }>(
          'select coalesce(max(version), 0) as last from unasked',
        );
        await pool.query('insert into unasked values ($1)', [(rows[0]?.last ?? 0) + 1]);
      }),
    );
    const { rows } = await pool.query('select version from unasked group by version having count(*) > 1');
    expect(rows).not.toEqual([]);
    expect(statuses.get(412) ?? 0).toBeGreaterThan(0);
  });
});
