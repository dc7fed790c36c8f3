import { projectRoot } from '#libs/platform';
import {
  entryBundle,
  leafHash,
  leafText,
  leavesIn,
  parsePolicy,
  parseTlogProof,
  provesConsistency,
  tilePath,
  tileWidth,
  trustedCheckpoint,
  verifyTlogProof,
} from '#libs/transparency';
import { codeBlocks } from '#libs/testkit';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { SealedLedger } from './sealed-ledger.ts';

const EVENTS = 300;

let ledger: SealedLedger;
let api: ApiUnderTest;
beforeAll(async () => {
  ledger = await SealedLedger.open();
  api = await ApiUnderTest.start(ledger.database, { anonymousReads: true });
});
afterAll(async () => {
  await api.stop();
  await ledger.close();
});

const text = async (path: string): Promise<string> => (await api.get(path)).text;

async function bytes(path: string, headers: Record<string, string> = {}): Promise<[Response, Buffer]> {
  const response = await fetch(api.url + path, {
    headers: { authorization: 'Bearer lk_the-administrator-of-the-tests', ...headers },
  });
  return [response, Buffer.from(await response.arrayBuffer())];
}

describe('the log over HTTP, before anything is sealed', () => {
  it('asks to come again', async () => {
    await ledger.record(EVENTS);
    for (const path of [
      '/log/checkpoint',
      '/log/key',
      '/log/policy',
      '/log/tile/0/000',
      '/v1/events/3/proof',
    ]) {
      const { status, body, headers } = await api.get(path);
      expect([path, status, body.code, headers.get('retry-after')]).toEqual([
        path,
        503,
        'not-yet-sealed',
        '1',
      ]);
    }
  });

  it('says how it stands', async () => {
    const { body } = await api.get('/v1/log');
    expect(body).toMatchObject({
      origin: null,
      vkeys: [],
      head: EVENTS,
      signed: 0,
      published: 0,
      readOnly: null,
    });
  });
});

describe('the log over HTTP', () => {
  beforeAll(async () => {
    ledger.start();
    await ledger.sealed(EVENTS);
  });

  it('has a checkpoint that its own key and policy bear out, for anybody', async () => {
    for (const path of ['/log/checkpoint', '/log/key', '/log/policy']) {
      const { status, headers } = await api.get(path, { key: null });
      expect([path, status, headers.get('content-type')]).toEqual([path, 200, 'text/plain; charset=utf-8']);
    }
    expect(await text('/log/key')).toBe(`${ledger.vkey()}\n`);
    const policy = parsePolicy(await text('/log/policy'));
    const { size, root } = trustedCheckpoint(await text('/log/checkpoint'), policy);
    expect([size, root]).toEqual([EVENTS, await ledger.rootOf(EVENTS)]);
  });

  it('has bundles of entries whose leaves hash to the tiles', async () => {
    const events = await ledger.store.readAll({ after: 0, limit: EVENTS });
    for (const index of [0, 1]) {
      const width = tileWidth(0, index, EVENTS);
      const [tile, hashes] = await bytes(`/log/${tilePath({ level: 0, index, width })}`);
      const [bundle, entries] = await bytes(`/log/${tilePath({ level: 'entries', index, width })}`);
      for (const { status, headers } of [tile, bundle]) {
        expect([status, headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
        expect(headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
      }
      const leaves = leavesIn(entries);
      expect(leaves.map((leaf) => leaf.toString())).toEqual(
        events.slice(index * 256, index * 256 + width).map(leafText),
      );
      expect(Buffer.concat(leaves.map((leaf) => leafHash(leaf)))).toEqual(hashes);
    }
    const [upper, hashes] = await bytes('/log/tile/1/000.p/1');
    expect([upper.status, hashes.length]).toEqual([200, 32]);
  });

  it('compresses entries for those who take it so', async () => {
    const response = await fetch(`${api.url}/log/tile/entries/000`, {
      headers: { authorization: 'Bearer lk_the-administrator-of-the-tests', 'accept-encoding': 'identity' },
    });
    expect(response.headers.get('content-encoding')).toBeNull();
    const plain = Buffer.from(await response.arrayBuffer());
    const [zipped, unzipped] = await bytes('/log/tile/entries/000', { 'accept-encoding': 'gzip' });
    expect([zipped.headers.get('content-encoding'), zipped.headers.get('vary')]).toEqual([
      'gzip',
      'Accept-Encoding',
    ]);
    expect(unzipped).toEqual(plain);
  });

  it.each([
    '/log/tile/0/001',
    '/log/tile/0/001.p/45',
    '/log/tile/2/000.p/1',
    '/log/tile/0/1',
    '/log/tile/entries/001',
    '/log/tile/entries/x001/000',
    '/log/tile/0',
  ])('has no %s', async (path) => {
    const { status, body } = await api.get(path);
    expect([status, body.code]).toEqual([404, 'not-found']);
  });

  it('proves each event, to whoever has policy and event', async () => {
    const policy = parsePolicy(await text('/log/policy'));
    const events = await ledger.store.readAll({ after: 0, limit: EVENTS });
    for (const event of [events[0], events[255], events[256], events[299]]) {
      if (!event) throw new Error('it was recorded');
      const proof = parseTlogProof(await text(`/v1/events/${event.position}/proof`));
      expect(verifyTlogProof(proof, leafText(event), policy).size).toBe(EVENTS);
      expect(proof.index).toBe(event.position - 1);
    }
  });

  it('proves an event recorded just now, once it is sealed', async () => {
    const position = await ledger.record(1);
    const { status, text: proof } = await api.get(`/v1/events/${position}/proof`);
    if (status === 503) await ledger.sealed(position);
    else expect(parseTlogProof(proof).index).toBe(position - 1);
    const older = await text(`/v1/events/1/proof?size=${EVENTS}`);
    expect(
      trustedCheckpoint(parseTlogProof(older).checkpoint, parsePolicy(await text('/log/policy'))).size,
    ).toBe(EVENTS);
  });

  it('refuses to prove what is not there', async () => {
    const asked = ['/v1/events/100000/proof', '/v1/events/0/proof', '/v1/events/x/proof'];
    for (const path of asked) expect((await api.get(path)).body.code).toBe('not-found');
    for (const path of ['/v1/events/1/proof?size=2', `/v1/events/301/proof?size=${EVENTS}`]) {
      expect((await api.get(path)).body.code).toBe('no-such-checkpoint');
    }
    expect((await api.get('/v1/events/1/proof?size=0')).body.code).toBe('invalid-parameter');
  });

  it('proves that one tree begins another', async () => {
    for (const [from, to] of [
      [0, 300],
      [1, 300],
      [256, 300],
      [257, 299],
      [300, 300],
    ] as const) {
      const { body } = await api.get(`/v1/log/consistency?from=${from}&to=${to}`);
      const decoded = (hash: string): Buffer => Buffer.from(hash, 'base64');
      const claim = {
        ...{ olderSize: from, olderRoot: await ledger.rootOf(from) },
        ...{ newerSize: to, newerRoot: await ledger.rootOf(to), proof: body.proof.map(decoded) },
      };
      expect([from, to, provesConsistency(claim)]).toEqual([from, to, true]);
      expect(decoded(body.from.root)).toEqual(claim.olderRoot);
    }
    expect((await api.get('/v1/log/consistency?from=1&to=5000')).body.code).toBe('no-such-checkpoint');
    expect((await api.get('/v1/log/consistency?from=2&to=1')).body.code).toBe('invalid-parameter');
  });

  it('is told in metrics, with its lag', async () => {
    const metrics = await text('/metrics');
    expect(metrics).toMatch(/^ledger_log_published_size 30\d$/m);
    expect(metrics).toMatch(/^ledger_log_signed_size 30\d$/m);
    expect(metrics).toMatch(/^ledger_log_lag_events \d+$/m);
    expect(metrics).toMatch(/^ledger_read_only 0$/m);
  });

  it('is checked by the commands of docs/log.md', async () => {
    const page = await readFile(join(projectRoot(), 'docs/log.md'), 'utf8');
    const commands = codeBlocks(page, 'sh');
    expect(commands.length).toBe(2);
    const folder = await mkdtemp(join(tmpdir(), 'log-page-'));
    for (const command of commands) {
      const script = command
        .replaceAll('127.0.0.1:3000', new URL(api.url).host)
        .replaceAll('dist/', `${projectRoot()}/dist/`);
      const { stdout, stderr } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: folder,
      });
      expect(stdout + stderr).toMatch(/c2sp.org\/tlog-proof@v1|Verifier key: ledger.example.org\/log\+/);
    }
    expect((await stat(join(folder, 'log.key'))).mode & 0o777).toBe(0o600);
    await rm(folder, { recursive: true });
  });

  it('lets a bundle be made again from its leaves', async () => {
    const [, entries] = await bytes('/log/tile/entries/000');
    expect(entryBundle(leavesIn(entries).map((leaf) => leaf.toString()))).toEqual(entries);
  });
});
