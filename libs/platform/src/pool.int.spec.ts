import { cloneDatabase, endedAtBirth, type EndedAtBirth, type TestDatabase } from '#libs/testkit';
import { type Pool } from 'pg';
import { inTransaction, openPool } from './pool.ts';

let database: TestDatabase;
let road: EndedAtBirth;
let pool: Pool;
const idleEnds: string[] = [];
beforeAll(async () => {
  database = await cloneDatabase();
  road = await endedAtBirth(database.urls.api);
  pool = openPool({ connectionString: road.url, max: 1, application_name: 'of-the-pool' }, ({ message }) =>
    idleEnds.push(message),
  );
});
afterAll(async () => {
  await pool.end();
  await road.close();
  await database.drop();
});

const backend = () =>
  inTransaction(pool, 'begin', async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    return rows[0]?.pid;
  });

it('a session that is ended as soon as it has begun fails what it was for, and the next serves', async () => {
  road.endNext();
  await expect(backend()).rejects.toThrow(/connection error|terminat/);
  expect(road.ended()).toBe(1);
  const first = await backend();
  expect(first).toBeGreaterThan(0);
  expect(await backend()).toBe(first);
});

it('a transaction that failed leaves its connection to the next, without what it had begun', async () => {
  const before = await backend();
  await expect(
    inTransaction(pool, 'begin', (tx) => tx.query('create temporary table left_over (); select 1 / 0')),
  ).rejects.toThrow('division by zero');
  expect(await backend()).toBe(before);
  expect((await pool.query(`select to_regclass('left_over') as found`)).rows).toEqual([{ found: null }]);
});

it('a session ended in the middle of a transaction fails it, and another takes its place', async () => {
  const before = await backend();
  const ended = inTransaction(pool, 'begin', async (tx) => {
    await database.pool('admin').query('select pg_terminate_backend($1)', [before]);
    await tx.query('select 1');
  });
  await expect(ended).rejects.toThrow(/connection error|terminat/);
  expect(await backend()).not.toBe(before);
});
