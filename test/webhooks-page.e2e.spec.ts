import { projectRoot } from '#libs/platform';
import { addressEnvironment, addressRulesOf, type AddressRules } from '#libs/subscriptions';
import { cloneDatabase, until, type TestDatabase } from '#libs/testkit';
import { Logger } from '@nestjs/common';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startApi } from '../apps/api/src/api.ts';
import { startDispatcher } from '../apps/dispatcher/src/start-dispatcher.ts';
import { ADMIN_KEY, exampleMeeting } from './house.ts';

const run = promisify(execFile);

describe('docs/webhooks.md', () => {
  let page: string;
  let database: TestDatabase;
  let folder: string;
  let port: number;
  let api: Awaited<ReturnType<typeof startApi>>;
  let address = 'http://127.0.0.1:3000';
  let dispatcher: Awaited<ReturnType<typeof startDispatcher>>;
  let receiver: ChildProcess | undefined;

  beforeAll(async () => {
    page = await readFile(join(projectRoot(), 'docs/webhooks.md'), 'utf8');
    [database, folder, port] = await Promise.all([
      cloneDatabase(),
      mkdtemp(join(tmpdir(), 'ledger-webhooks-page-')),
      freePort(),
    ]);
    const addresses = rulesIn(blocks('sh').find((block) => block.includes('npm start')) ?? '');
    Logger.overrideLogger(['fatal', 'error', 'warn']);
    api = await startApi({
      databaseUrl: database.urls.api,
      ...{ host: '127.0.0.1', port: 0, adminKey: ADMIN_KEY, anonymousReads: false, webhooks: addresses },
      ...{ poolSize: 5, patienceMs: 5_000, rateLimit: { max: 1_000_000, windowMs: 60_000 } },
    });
    address = api.url;
    dispatcher = await startDispatcher(
      { databaseUrl: database.urls.dispatcher, tickMs: 1_000, addresses },
      () => new Date('2024-11-17T00:00:00Z'),
    );
    const recorded = await fetch(`${api.url}/v1/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/yaml' },
      body: await exampleMeeting(),
    });
    expect(recorded.status).toBe(201);
  });
  afterEach(async () => {
    if (receiver?.exitCode === null && receiver.kill('SIGKILL')) await once(receiver, 'exit');
  });
  afterAll(async () => {
    await api.stop();
    await dispatcher.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What stands in fences of a language, for the ledger and the port of this test. */
  const blocks = (language: string): readonly string[] =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) =>
      block.replaceAll('http://127.0.0.1:3000', address).replaceAll('9000', String(port)),
    );

  /** Runs a receiver of the page, then its commands, until the receiver has told of every event. */
  const tried = async (command: string, file: string, program: string): Promise<string> => {
    await writeFile(join(folder, file), program);
    await rm(join(folder, 'subscription.json'), { force: true });
    let out = '';
    receiver = spawn(command, [file], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [receiver.stdout, receiver.stderr])
      stream?.on('data', (chunk) => (out += String(chunk)));
    await until('the receiver listens', () => connects(port));
    const [, subscribe = '', deliveries = ''] = blocks('sh');
    const env = { ...process.env, LEDGER_KEY: ADMIN_KEY };
    await run('sh', ['-c', subscribe], { cwd: folder, env });
    const { rows } = await database
      .pool('admin', 1)
      .query<{ position: string }>('select position from ledger.head');
    const last = Number(rows[0]?.position);
    await until(
      `it tells of all ${last} events`,
      () => {
        if (receiver?.exitCode !== null) throw new Error(`it ended: ${out}`);
        return new Set(out.match(/^\d+(?= \w+ \w+-)/gm)).size === last;
      },
      60_000,
    );
    const { stdout } = await run('sh', ['-c', deliveries], { cwd: folder, env });
    const { items } = JSON.parse(stdout) as { items: readonly { state: string }[] };
    expect(items.length).toBeGreaterThan(5);
    return out;
  };

  it('has a receiver in Node, and commands, that a newcomer runs as they are written', async () => {
    const [program = ''] = blocks('js');
    const out = await tried(process.execPath, 'receiver.mjs', program);
    expect(out).toMatch(/^1 SourceRegistered source-/m);
    expect(out.match(/^\d+/gm)).toHaveLength(new Set(out.match(/^\d+/gm)).size);
    const forged = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: {
        'webhook-id': 'forged',
        'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
        'webhook-signature': 'v1,AAAA',
      },
      body: '{"type":"forged"}',
    });
    expect(forged.status).toBe(400);
  });

  it('has one in Python', async () => {
    const isThere = await run('python3', ['--version']).then(
      () => true,
      () => false,
    );
    if (!isThere) {
      process.stderr.write('\nNO PYTHON: the receiver of docs/webhooks.md is not tried.\n');
      return;
    }
    const [program = ''] = blocks('python');
    expect(await tried('python3', 'receiver.py', program)).toMatch(/^1 SourceRegistered source-/m);
  });

  it('verifies signatures of Ed25519 as it says', async () => {
    await writeFile(join(folder, 'signed.mjs'), blocks('js')[1] ?? '');
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
    const signature = sign(null, Buffer.from('event.1731769200.{}'), privateKey).toString('base64');
    const signed = { id: 'event', timestamp: '1731769200', signatures: `v1,AA v1a,${signature}`, body: '{}' };
    const asked = `import { isSignedBy } from './signed.mjs';
      const [key, signed] = ${JSON.stringify([`whpk_${raw}`, signed])};
      console.log(isSignedBy(key, signed), isSignedBy(key, { ...signed, body: '{ }' }));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', asked], { cwd: folder });
    expect(stdout).toBe('true false\n');
  });
});

/** What the settings before a command allow. */
function rulesIn(command: string): AddressRules {
  const settings = Object.fromEntries(
    [...command.matchAll(/(WEBHOOKS_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
  );
  return addressRulesOf(z.object(addressEnvironment).parse(settings));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const connects = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '' }).then(
    () => true,
    () => false,
  );
