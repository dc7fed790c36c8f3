import net, { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { until } from '#libs/testkit';
import selfsigned from 'selfsigned';
import { type Answer } from '../src/webhooks/outcome.ts';
import { openPostbox, type Postbox, type PostOptions } from '../src/webhooks/post.ts';
import { WEBHOOK_LIMITS } from '../src/webhooks/webhook-limits.ts';
import { onThisMachine } from './ledger-with-webhooks.ts';
import { openReceiver, type Receiver } from './receiver.ts';

const never = new AbortController().signal;

describe('a request to a webhook', () => {
  let receiver: Receiver;
  const opened: Postbox[] = [];
  beforeEach(async () => {
    receiver = await openReceiver();
  });
  afterEach(async () => {
    for (const postbox of opened.splice(0)) postbox.close();
    await receiver.close();
  });

  const open = (options: Partial<PostOptions> = {}): Postbox => {
    const resolve = () => Promise.resolve(['127.0.0.1']);
    const postbox = openPostbox({ rules: onThisMachine, resolve, limits: WEBHOOK_LIMITS, ...options });
    opened.push(postbox);
    return postbox;
  };
  const sent = (options: Partial<PostOptions> = {}, url = receiver.url): Promise<Answer> =>
    open(options).post({ url, headers: { 'webhook-id': 'one' }, body: '{"ї":1}' }, never);
  const limits = (changed: Partial<PostOptions['limits']>) => ({ limits: { ...WEBHOOK_LIMITS, ...changed } });

  it('carries what it is given, and is answered', async () => {
    receiver.reply = () => ({ status: 429, headers: { 'retry-after': '7' }, body: 'not now' });
    expect(await sent()).toEqual({ status: 429, retryAfter: '7', text: 'not now' });
    expect(receiver.received).toEqual([
      {
        path: '/hooks',
        headers: expect.objectContaining({ 'webhook-id': 'one', 'content-length': '8' }),
        body: '{"ї":1}',
      },
    ]);
  });

  it('takes the connection of the one before, and another where that was closed', async () => {
    const postbox = open();
    const post = () => postbox.post({ url: receiver.url, headers: {}, body: '{}' }, never);
    for (let count = 0; count < 3; count++) expect(await post()).toMatchObject({ status: 204 });
    expect(receiver.connections()).toBe(1);
    receiver.reply = () => ({ status: 204, headers: { connection: 'close' } });
    await post();
    await post();
    expect(receiver.connections()).toBe(2);
  });

  it('is made anew, once, where the kept connection breaks as it is used', async () => {
    let connections = 0;
    const server = net.createServer((socket) => {
      connections += 1;
      const isFirst = connections === 1;
      let requests = 0;
      socket.on('error', () => undefined);
      socket.on('data', () => {
        requests += 1;
        if (isFirst && requests > 1) socket.resetAndDestroy();
        else socket.write('HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const postbox = open();
    for (let count = 0; count < 2; count++)
      expect(await postbox.post({ url, headers: {}, body: '' }, never)).toMatchObject({ status: 204 });
    expect(connections).toBe(2);
    postbox.close();
    server.close();
  });

  it('is given up where nobody answers in time, or nobody can be reached', async () => {
    receiver.reply = () => 'never';
    expect(await sent(limits({ answerMs: 300 }))).toEqual({ fault: 'did not answer in 0.3 s' });
    const silent = { resolve: () => new Promise<never>(() => undefined) };
    const named = `http://hooks.example.org:${receiver.port}/`;
    expect(await sent({ ...silent, ...limits({ connectMs: 200 }) }, named)).toEqual({
      fault: 'could not be reached in 0.2 s',
    });
    await receiver.close();
    expect(await sent()).toEqual({ fault: 'refused the connection' });
    receiver = await openReceiver();
  });

  it('says why a name leads nowhere', async () => {
    const failing = (code: string) => ({
      resolve: () => Promise.reject(Object.assign(new Error(code), { code })),
    });
    const named = `http://hooks.example.org:${receiver.port}/`;
    expect(await sent(failing('ENOTFOUND'), named)).toEqual({ fault: 'its name is not known in DNS' });
    expect(await sent({ resolve: () => Promise.resolve([]) }, named)).toEqual({
      fault: 'hooks.example.org has no address',
    });
  });

  it('is answered by what was said before the answer grew too long, or stopped', async () => {
    receiver.reply = () => ({ status: 200, body: Buffer.alloc(10_000_000, 'a') });
    const long = await sent(limits({ answerBytes: 64 * 1024 }));
    expect(long).toMatchObject({ status: 200 });
    expect('text' in long ? long.text.length : 0).toBeLessThanOrEqual(64 * 1024);
    receiver.reply = () => ({ status: 200, headers: { 'content-length': '100' }, body: 'begun' });
    expect(await sent(limits({ answerMs: 500 }))).toMatchObject({ status: 200, text: 'begun' });
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 'did not answer in HTTP'],
    [
      'headers without an end',
      `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(70_000)}\r\n`,
      'answered with more than 16 KiB of headers',
    ],
    ['nothing, and hangs up', '', 'closed the connection without an answer'],
  ])('says so where the answer is %s', async (_, bytes, fault) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(bytes));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await sent({}, url)).toEqual({ fault });
    server.close();
  });

  it('is broken off when it is told to', async () => {
    receiver.reply = () => 'never';
    const cut = new AbortController();
    const answer = open().post({ url: receiver.url, headers: {}, body: '{}' }, cut.signal);
    await until('it is there', () => receiver.received.length === 1);
    cut.abort();
    expect(await answer).toEqual({ fault: 'was broken off' });
  });

  it('goes by https only to whom a trusted authority vouches for, under the name that was asked for', async () => {
    const tls = certificateFor('hooks.example.org');
    const secure = await openReceiver({ tls });
    const named = (name: string) => `https://${name}:${secure.port}/`;
    expect(await sent({}, named('hooks.example.org'))).toEqual({
      fault: expect.stringMatching(/self-signed/),
    });
    const trusted = { trusted: tls.cert };
    expect(await sent(trusted, named('other.example.org'))).toEqual({
      fault: expect.stringMatching(/does not match certificate/),
    });
    expect(secure.received).toEqual([]);
    expect(await sent(trusted, named('hooks.example.org'))).toMatchObject({ status: 204 });
    await secure.close();
  });
});

/** A certificate that vouches for itself. */
function certificateFor(name: string): { readonly key: string; readonly cert: string } {
  const extensions = [{ name: 'subjectAltName', altNames: [{ type: DNS_NAME, value: name }] }];
  const made = selfsigned.generate([{ name: 'commonName', value: name }], { keySize: 2048, extensions });
  return { key: made.private, cert: made.cert };
}

/** RFC 5280 §4.2.1.6: the tag of dNSName. */
const DNS_NAME = 2;
