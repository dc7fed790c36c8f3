import { emptyDatabase, type TestDatabase, testPasswords } from '#libs/testkit';
import { migrateCommand } from './migrate-command.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database.drop());

const passwords = {
  LEDGER_DB_PASSWORD_API: testPasswords.api,
  LEDGER_DB_PASSWORD_RELAY: testPasswords.relay,
  LEDGER_DB_PASSWORD_PROJECTOR: testPasswords.projector,
  LEDGER_DB_PASSWORD_DISPATCHER: testPasswords.dispatcher,
  LEDGER_DB_PASSWORD_NOTARY: testPasswords.notary,
};

async function run(env: Record<string, string>, ...args: string[]) {
  let [out, err] = ['', ''];
  const exitCode = await migrateCommand(args, env, {
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { exitCode, out, err };
}

const withUrl = (change: (url: URL) => void) => {
  const url = new URL(database.urls.admin);
  change(url);
  return run({ ...passwords, DATABASE_URL: url.href });
};

describe('migrate', () => {
  it('says what it does and what it applied, and the second time that there was nothing to do', async () => {
    const env = { ...passwords, DATABASE_URL: database.urls.admin };
    const first = await run(env);
    expect(first).toMatchObject({ exitCode: 0, err: '' });
    expect(first.out).toMatch(
      /roles ledger_api, ledger_relay, ledger_projector, ledger_dispatcher and ledger_notary(.|\n)*Applied Ledger/,
    );
    expect(await run(env)).toMatchObject({ exitCode: 0, out: expect.stringContaining('up to date') });
  });

  it('explains itself', async () => {
    expect(await run({}, '--help')).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('DATABASE_URL'),
    });
  });

  it('names everything the environment lacks, at once', async () => {
    const { exitCode, err } = await run({ LEDGER_DB_PASSWORD_RELAY: 'r' });
    expect(exitCode).toBe(2);
    expect(err).toBe(
      'Set DATABASE_URL, LEDGER_DB_PASSWORD_API, LEDGER_DB_PASSWORD_PROJECTOR, LEDGER_DB_PASSWORD_DISPATCHER, LEDGER_DB_PASSWORD_NOTARY in the environment; see migrate --help.\n',
    );
  });

  it('refuses arguments, and an address that is none', async () => {
    expect(await run({}, 'now')).toMatchObject({ exitCode: 2, err: expect.stringContaining('"now"') });
    const odd = await run({ ...passwords, DATABASE_URL: 'localhost:5432' });
    expect(odd).toMatchObject({ exitCode: 2, err: expect.stringContaining('DATABASE_URL is not like') });
  });

  it('tells in one sentence that nobody answers, lets it in, or has the database; and never the password', async () => {
    const answers = await Promise.all([
      withUrl((url) => (url.port = '1')),
      withUrl((url) => (url.password = 'a-wrong-secret')),
      withUrl((url) => (url.pathname = '/nowhere')),
    ]);
    const [absent, refused, nowhere] = answers;
    expect(absent.err).toMatch(
      /^No Postgres answers at \S+:1 \(ECONNREFUSED\): start it, or correct DATABASE_URL\.\n$/,
    );
    expect(refused.err).toMatch(/ does not let \S+ in: correct the user and password in DATABASE_URL\.\n$/);
    expect(nowhere.err).toMatch(/^There is no database nowhere at /);
    expect(answers.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
    expect(refused.err + refused.out).not.toContain('a-wrong-secret');
  });

  it('tells that a password is not one it can set', async () => {
    const odd = await run({
      ...passwords,
      DATABASE_URL: database.urls.admin,
      LEDGER_DB_PASSWORD_API: 'пароль',
    });
    expect(odd).toMatchObject({ exitCode: 1, err: expect.stringContaining('printable ASCII') });
  });
});
