import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { InPlaceOfTheDispatcher } from '../apps/api/test/subscribing-desk.ts';
import { run } from '../apps/cli/test/run-ledger.ts';

let database: TestDatabase;
let api: ApiUnderTest;
let dispatcher: InPlaceOfTheDispatcher;
let key: string;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  dispatcher = new InPlaceOfTheDispatcher(database);
  key = await api.keyOf('reader', 'press-desk');
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const ledger = (...args: readonly string[]) =>
  run(['subscriptions', ...args], { env: { LEDGER_URL: api.url, LEDGER_KEY: key } });
const told = async (...args: readonly string[]): Promise<string> => {
  const { code, out, err } = await ledger(...args);
  expect([args, code, err]).toEqual([args, 0, expect.any(String)]);
  return out;
};

describe('ledger subscriptions, against the door itself', () => {
  let id: string;

  it('makes one by a filter, which the list and the sheet then show', async () => {
    const made = JSON.parse(
      await told(
        ...['create', 'https://example.org/hooks', '--of', 'changes', '--party', 'UA,JP'],
        ...['--becomes', 'disputed', '--description', 'For the desk', '--from-start', '--json'],
      ),
    ) as { id: string; secret: string };
    ({ id } = made);
    expect(made.secret).toMatch(/^whsec_/);
    expect(await dispatcher.secrets(id)).toEqual([made.secret]);
    expect(await told('list')).toContain('becomes disputed');
    expect(await told('show', id)).toMatch(/ {2}unverified\n[^]*For {9}For the desk\n[^]*up to number 0/);
  });

  it('is not verified twice, paused, resumed and tried once the address has agreed', async () => {
    expect((await ledger('test', id)).err).toMatch(/^The subscription is unverified/);
    expect(await told('verify', id)).toContain('unverified');
    await dispatcher.verify(id);
    expect((await ledger('verify', id)).code).toBe(1);
    expect(await told('pause', id)).toContain('paused');
    expect((await ledger('test', id)).err).toMatch(/^The subscription is paused/);
    expect(await told('resume', id)).toContain('active');
    expect(await told('test', id, '--no-wait')).toMatch(/^It waits as delivery \d+;/);
    await dispatcher.deliverAll(id);
    expect(await told('deliveries', id, '--state', 'delivered')).toMatch(/ test /);
  });

  it('has its dead letters listed and tried again, all or one', async () => {
    const [first, second] = [
      await dispatcher.attempt(id, 1, 'dead', 2),
      await dispatcher.attempt(id, 2, 'dead'),
    ];
    expect(await told('deliveries', id, '--state', 'dead', '--oldest')).toMatch(
      new RegExp(`^ *${first} [^]*^ *${second} `, 'm'),
    );
    expect(await told('deliveries', id, String(first))).toMatch(/ 1 .*answered 500\n.* 2 .*answered 500\n/);
    expect(await told('replay', id, String(first))).toMatch(new RegExp(`^Delivery ${first} {2}waiting\n`));
    expect((await ledger('replay', id, String(first))).err).toContain('is waiting');
    expect(await told('replay', id)).toBe('1 dead letter waits to be tried again.\n');
    expect(await told('replay', id)).toBe('There are no dead letters.\n');
  });

  it('gets a new secret, and ends', async () => {
    const secret = (await told('rotate', id)).trim();
    expect((await dispatcher.secrets(id)).at(-1)).toBe(secret);
    expect(await told('delete', id)).toContain('any more');
    expect((await ledger('show', id)).code).toBe(1);
  });

  it('is not for those who may not subscribe, and nobody sees that of another', async () => {
    const mine = JSON.parse(
      await told('create', 'https://example.org/hooks', '--of', 'events', '--json'),
    ) as { id: string };
    const other = await api.keyOf('reader', 'other-desk');
    const seen = await run(['subscriptions', 'show', mine.id], {
      env: { LEDGER_URL: api.url, LEDGER_KEY: other },
    });
    expect(seen.code).toBe(1);
    const unknown = await run(['subscriptions', 'list'], {
      env: { LEDGER_URL: api.url, LEDGER_KEY: 'lk_none' },
    });
    expect(unknown.code).toBe(4);
  });
});
