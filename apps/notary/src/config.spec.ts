import { BadConfig } from '#libs/platform';
import { formatVerifierKey, newSignerKey, parseSignerKey } from '#libs/transparency';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notaryConfig } from './config.ts';
import { newKeyCommand } from './new-key-command.ts';
import { UnusableKey } from './signing-key.ts';

const DATABASE_URL = 'postgres://ledger_notary:secret@localhost/ledger';
const ORIGIN = 'ledger.example.org/log';

let folder: string;
let keyFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notary-config-'));
  keyFile = join(folder, 'key');
  await writeFile(keyFile, `${newSignerKey(ORIGIN)}\n`, { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true }));

const fault = async (env: Record<string, string>): Promise<Error> => {
  try {
    await notaryConfig({ DATABASE_URL, ...env });
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was taken');
};

describe('the configuration of the notary', () => {
  it('needs a database and a key, and remembers beside the key', async () => {
    const config = await notaryConfig({ DATABASE_URL, NOTARY_KEY_FILE: keyFile });
    expect(config).toMatchObject({ databaseUrl: DATABASE_URL, stateFile: `${keyFile}.state` });
    expect(config.signer.verifier.name).toBe(ORIGIN);
    expect(config.policy.witnesses).toEqual([]);
    expect(config.newLog).toBeUndefined();
  });

  it('takes the key from the environment, and then a place to remember', async () => {
    const env = { NOTARY_KEY: newSignerKey(ORIGIN) };
    expect((await fault(env)).message).toMatch(/^NOTARY_STATE_FILE is missing/);
    const config = await notaryConfig({ DATABASE_URL, ...env, NOTARY_STATE_FILE: '/elsewhere/state' });
    expect(config.stateFile).toBe('/elsewhere/state');
  });

  it('takes the key before, a policy and a decision', async () => {
    const witness = formatVerifierKey(parseSignerKey(newSignerKey('w.example.org'), 'cosignature').verifier);
    const policyFile = join(folder, 'policy');
    await writeFile(policyFile, `witness w ${witness} https://w.example.org\nquorum w\n`);
    const config = await notaryConfig({
      ...{ DATABASE_URL, NOTARY_KEY_FILE: keyFile, NOTARY_PREVIOUS_KEY: newSignerKey(ORIGIN) },
      ...{ NOTARY_POLICY_FILE: policyFile, NOTARY_NEW_LOG: '4711 The disk of 3 March' },
    });
    expect(config.previousSigner?.verifier.name).toBe(ORIGIN);
    expect(config.policy.quorum).toEqual({ witness: 'w' });
    expect(config.newLog).toEqual({ after: 4711, because: 'The disk of 3 March' });
  });

  it('refuses a key that others may read', async () => {
    await chmod(keyFile, 0o640);
    const error = await fault({ NOTARY_KEY_FILE: keyFile });
    expect(error).toBeInstanceOf(UnusableKey);
    expect(error.message).toContain('may be read by others (mode 640): chmod 600 ');
  });

  it('says of a key that is none where it is from, and not what it is', async () => {
    await writeFile(keyFile, newSignerKey(ORIGIN).replace('PRIVATE', 'PUBLIC'));
    const error = await fault({ NOTARY_KEY_FILE: keyFile });
    expect(error.message).toMatch(/\/key holds no signing key: it is not PRIVATE\+KEY/);
    expect(error.message).not.toContain(ORIGIN);
    expect((await fault({ NOTARY_KEY_FILE: join(folder, 'none') })).message).toContain('cannot be read');
  });

  it.each([
    [{}, 'NOTARY_KEY_FILE is missing'],
    [{ NOTARY_KEY: 'x', NOTARY_KEY_FILE: 'y' }, 'Set NOTARY_KEY_FILE or NOTARY_KEY, not both'],
    [
      { NOTARY_POLICY: 'quorum', NOTARY_KEY: newSignerKey('a'), NOTARY_STATE_FILE: 's' },
      'NOTARY_POLICY holds no policy: line 1',
    ],
    [
      { NOTARY_POLICY: 'x', NOTARY_POLICY_FILE: 'y', NOTARY_KEY: newSignerKey('a'), NOTARY_STATE_FILE: 's' },
      'not both',
    ],
    [
      { NOTARY_POLICY_FILE: '/no/such', NOTARY_KEY: newSignerKey('a'), NOTARY_STATE_FILE: 's' },
      'cannot be read',
    ],
    [{ NOTARY_NEW_LOG: 'because' }, 'NOTARY_NEW_LOG must be the size of the log that is given up'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgres://'],
  ])('of %j says %s', async (env: Record<string, string>, sentence) => {
    expect(await fault(env)).toBeInstanceOf(BadConfig);
    expect((await fault(env)).message).toContain(sentence);
  });
});

describe('notary new-key', () => {
  const run = (...args: string[]) => {
    let [out, err] = ['', ''];
    const code = newKeyCommand(args, { write: (text) => (out += text) }, { write: (text) => (err += text) });
    return { code, out, err };
  };

  it('prints a key to keep, and beside it the one to tell', () => {
    const { code, out, err } = run(ORIGIN);
    expect(code).toBe(0);
    expect(err).toContain(`Verifier key: ${formatVerifierKey(parseSignerKey(out).verifier)}\n`);
  });

  it('takes one name without spaces', () => {
    expect(run()).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('takes the name of the log'),
    });
    expect(run('a b')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('"a b" is no name for a log'),
    });
    expect(run('a', 'b').code).toBe(2);
  });
});
