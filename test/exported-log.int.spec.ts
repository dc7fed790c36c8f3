import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { run } from '../apps/cli/test/run-ledger.ts';
import {
  BUILD_MS,
  describeOffline,
  describeWithGo,
  describeWithPython,
  goVerifier,
  type Outsider,
  pythonVerifier,
  tesseraFsck,
} from './outsiders.ts';
import { ORIGIN, SealedLedger } from './sealed-ledger.ts';

/** Three bundles of entries, the last incomplete. */
const EVENTS = 600;

let ledger: SealedLedger;
let api: ApiUnderTest;
let folder: string;
/** A checkpoint that somebody kept from earlier. */
let kept: string;

beforeAll(async () => {
  ledger = await SealedLedger.open();
  api = await ApiUnderTest.start(ledger.database);
  folder = await mkdtemp(join(tmpdir(), 'exported-'));
  ledger.start();
  await ledger.sealed(await ledger.record(300));
  kept = join(folder, 'kept');
  await writeFile(kept, (await api.get('/log/checkpoint')).text);
  await ledger.sealed(await ledger.record(EVENTS - 300));
  const { code, err } = await command('export', 'log.zip');
  if (code !== 0) throw new Error(err);
});
afterAll(async () => {
  await api.stop();
  await ledger.close();
  await rm(folder, { recursive: true });
});

const command = (...args: readonly string[]) =>
  run(args, { cwd: folder, env: { LEDGER_URL: api.url, LEDGER_KEY: ADMIN_KEY } });

describe('ledger export', () => {
  test('writes a bundle that ledger verify believes, without asking anybody', async () => {
    const nobody = { cwd: folder, env: { LEDGER_URL: 'http://127.0.0.1:9' } };
    const { code, out } = await run(['verify', 'log.zip', '--vkey', ledger.vkey(), '--since', kept], nobody);
    expect(code).toBe(0);
    expect(out).toContain(`all ${EVENTS}, in order of time`);
    expect(out).toContain('of 300 events');
  });

  test('writes the same bytes of the same log', async () => {
    await command('export', 'again.zip');
    expect(await readFile(join(folder, 'again.zip'))).toEqual(await readFile(join(folder, 'log.zip')));
  });

  test('overwrites nothing', async () => {
    const { code, err } = await command('export', 'log.zip');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('it exists already') as string });
  });

  test('says how many events of which log it wrote', async () => {
    const { out } = await command('export', 'told.zip', '--json');
    expect(JSON.parse(out)).toEqual({
      file: join(folder, 'told.zip'),
      origin: ORIGIN,
      size: EVENTS,
    });
  });
});

describe('ledger verify, of a running ledger', () => {
  test.each([
    [[], `all ${EVENTS}`],
    [['--since', 'kept'], 'continues the older checkpoint, of 300 events'],
    [['--from', '250', '--to', '520'], 'positions 250–520'],
    [['--event', '42'], 'position 42'],
  ])('with %j', async (args, said) => {
    const { code, out } = await command('verify', ...args, '--vkey', ledger.vkey());
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(said) as string });
  });
});

describeWithGo('the Go program', () => {
  let go: Outsider;
  beforeAll(async () => {
    go = await goVerifier();
  }, BUILD_MS);

  test('verifies the exported log, and the running ledger, and that it continues what it said before', async () => {
    const key = ['-key', ledger.vkey()];
    expect(await go.run(['bundle', ...key, join(folder, 'log.zip')])).toMatchObject({ code: 0 });
    const online = [...key, '-bearer', ADMIN_KEY];
    expect(await go.run(['log', ...online, '-since', kept, `${api.url}/log`])).toMatchObject({ code: 0 });
    expect(await go.run(['consistency', ...online, `${api.url}/log`, kept])).toMatchObject({ code: 0 });
  });

  test('verifies the proof of one event', async () => {
    await writeFile(join(folder, '42.tlog-proof'), (await api.get('/v1/events/42/proof')).text);
    const [event] = await ledger.store.readAll({ after: 41, limit: 1 });
    const leaf = `{"event":${event?.body ?? ''},"position":42,"recordedAt":"${event?.recordedAt ?? ''}"}\n`;
    await writeFile(join(folder, '42.json'), leaf);
    const files = [join(folder, '42.tlog-proof'), join(folder, '42.json')];
    expect(await go.run(['proof', '-key', ledger.vkey(), ...files])).toMatchObject({ code: 0 });
  });

  test(
    'and Tessera’s fsck finds the size and root of the checkpoint over HTTP',
    async () => {
      const fsck = await tesseraFsck();
      await writeFile(join(folder, 'vkey'), ledger.vkey());
      const args = ['-ui=false', '-N', '8', '-bearer_token', ADMIN_KEY, '-public_key', join(folder, 'vkey')];
      const [, size = '', root = ''] = (await api.get('/log/checkpoint')).text.split('\n');
      const { out } = await fsck.run([...args, '-storage_url', `${api.url}/log/`]);
      expect(size).toBe(String(EVENTS));
      expect(out).toContain(`Successfully fsck'd log with size ${size} and root ${root} `);
    },
    BUILD_MS,
  );

  describeOffline('with no network', () => {
    test('verifies the exported log', async () => {
      const args = ['bundle', '-key', ledger.vkey(), join(folder, 'log.zip')];
      expect(await go.run(args, { offline: true })).toMatchObject({ code: 0 });
    });
  });
});

describeWithPython('the Python program', () => {
  let python: Outsider;
  beforeAll(async () => {
    python = await pythonVerifier();
  }, BUILD_MS);

  test('verifies the exported log', async () => {
    const said = await python.run(['--key', ledger.vkey(), join(folder, 'log.zip')]);
    expect(said).toMatchObject({ code: 0 });
  });

  describeOffline('with no network', () => {
    test('verifies it too', async () => {
      const args = ['--key', ledger.vkey(), join(folder, 'log.zip')];
      expect(await python.run(args, { offline: true })).toMatchObject({ code: 0 });
    });
  });
});
