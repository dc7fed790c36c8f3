import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import type pg from 'pg';

let database: TestDatabase;
let api: pg.Pool;
let dispatcher: pg.Pool;
let id: string;

const TABLES = ['subscriptions', 'subscription_secrets', 'deliveries', 'delivery_attempts'];

beforeAll(async () => {
  database = await cloneDatabase();
  api = database.pool('api', 1);
  dispatcher = database.pool('dispatcher', 1);
  const { rows } = await api.query<{ id: string }>(`
    insert into ledger.subscriptions (id, owner, of, filter, url, signing, after)
    values (uuidv7(), 'desk', 'changes', '', 'https://example.org/', 'hmac', 0) returning id`);
  id = rows[0]?.id ?? '';
  await api.query(
    `insert into ledger.subscription_secrets (subscription, secret) values ($1, 'whsec_c2VjcmV0')`,
    [id],
  );
  await api.query(
    `insert into ledger.deliveries (subscription, what, message_id, stream, body)
     values ($1, 'test', 'test-1', 'test', '{}')`,
    [id],
  );
});
afterAll(() => database.drop());

describe('the secret of a subscription', () => {
  it.each([
    'select secret from ledger.subscription_secrets',
    'select * from ledger.subscription_secrets',
    'table ledger.subscription_secrets',
    'select s from ledger.subscription_secrets s',
    'select row_to_json(s) from ledger.subscription_secrets s',
    'select count(*) from ledger.subscription_secrets s where s.secret is not null',
    'delete from ledger.subscription_secrets returning secret',
    'delete from ledger.subscription_secrets returning *',
    `update ledger.subscription_secrets set retires_at = now() returning secret`,
    `update ledger.subscription_secrets set secret = 'whsec_b3RoZXI='`,
    `update ledger.subscription_secrets set retires_at = to_timestamp(length(secret))`,
    `update ledger.subscription_secrets set retires_at = now() where secret like 'whsec_a%'`,
    'select 1 from ledger.subscription_secrets order by secret',
    'copy ledger.subscription_secrets to stdout',
    `insert into ledger.subscription_secrets (subscription, secret)
     values ('00000000-0000-0000-0000-000000000000', 'whsec_c2VjcmV0') returning secret`,
  ])('is not to be had by the door: %s', async (sql) => {
    await expect(api.query(sql)).rejects.toThrow('permission denied for table subscription_secrets');
  });

  it('is read by the dispatcher, and by nobody else', async () => {
    const { rows } = await dispatcher.query('select secret from ledger.subscription_secrets');
    expect(rows).toEqual([{ secret: 'whsec_c2VjcmV0' }]);
    for (const role of ['relay', 'projector'] as const) {
      for (const table of TABLES) {
        const asked = database.pool(role, 1).query(`select from ledger.${table}`);
        await expect(asked).rejects.toThrow('permission denied');
      }
    }
  });

  it('is not to be written by the dispatcher', async () => {
    for (const sql of [
      `update ledger.subscription_secrets set secret = 'whsec_b3RoZXI='`,
      'update ledger.subscription_secrets set retires_at = null',
      `insert into ledger.subscription_secrets (subscription, secret) values ('${id}', 'whsec_b3RoZXI=')`,
    ]) {
      await expect(dispatcher.query(sql)).rejects.toThrow('permission denied');
    }
  });
});

describe('a subscription', () => {
  it('keeps what was wished: neither program may change whose it is, what it asks for, or where it is sent', async () => {
    for (const role of [api, dispatcher]) {
      for (const column of ['owner', 'of', 'filter', 'url', 'signing', 'created_at']) {
        const change = role.query(`update ledger.subscriptions set ${column} = ${column}`);
        await expect(change).rejects.toThrow('permission denied');
      }
    }
    await expect(dispatcher.query('delete from ledger.subscriptions')).rejects.toThrow('permission denied');
    await expect(api.query('update ledger.subscriptions set after = 7')).rejects.toThrow('permission denied');
    await expect(api.query('update ledger.subscriptions set verified_at = now()')).rejects.toThrow('denied');
  });

  it('is not made active or paused before its address is verified', async () => {
    for (const status of ['active', 'paused']) {
      await expect(api.query('update ledger.subscriptions set status = $1', [status])).rejects.toMatchObject({
        constraint: 'subscriptions_verified_before_active',
      });
    }
  });

  it('leaves what was delivered and attempted as it was, for the door', async () => {
    for (const sql of [
      `update ledger.deliveries set body = 'other'`,
      `update ledger.deliveries set attempts = 0`,
      'delete from ledger.deliveries',
      'delete from ledger.delivery_attempts',
      `insert into ledger.delivery_attempts (delivery, attempt, at, duration_ms) values (1, 1, now(), 1)`,
    ]) {
      await expect(api.query(sql)).rejects.toThrow('permission denied');
    }
  });

  it('is handed each entry once', async () => {
    const insert = `
      insert into ledger.deliveries (subscription, what, number, message_id, stream, body)
      values ($1, 'entry', 7, 'seven', 's', null)`;
    await dispatcher.query(insert, [id]);
    await expect(dispatcher.query(insert, [id])).rejects.toMatchObject({ constraint: 'deliveries_once' });
    await dispatcher.query(`${insert} on conflict do nothing`, [id]);
  });

  it('goes with its secrets, deliveries and attempts', async () => {
    await dispatcher.query(`
      insert into ledger.delivery_attempts (delivery, attempt, at, duration_ms, status)
      select id, 1, now(), 12, 204 from ledger.deliveries`);
    await api.query('delete from ledger.subscriptions where id = $1', [id]);
    const left = TABLES.map((table) => `select from ledger.${table}`).join(' union all ');
    expect((await database.pool('admin', 1).query(left)).rowCount).toBe(0);
  });
});
