import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import { parseAddress, parseNetworks } from '#libs/subscriptions';
import { type Answer } from '../src/webhooks/outcome.ts';
import { openPostbox, type PostOptions } from '../src/webhooks/post.ts';
import { WEBHOOK_LIMITS } from '../src/webhooks/webhook-limits.ts';
import { onThisMachine } from './ledger-with-webhooks.ts';
import { openReceiver, type Receiver } from './receiver.ts';

/** Counts whatever a connection is tried to, from here to anywhere, and whatever arrives on this machine. */
class Watch {
  readonly tried: string[] = [];
  arrived = 0;
  readonly #servers: net.Server[] = [];
  readonly #see = (message: unknown): void => {
    (message as { socket: Socket }).socket.on('connectionAttempt', (ip: string, port: number) =>
      this.tried.push(`${ip} ${port}`),
    );
  };

  constructor() {
    diagnostics.subscribe('net.client.socket', this.#see);
  }

  /** Listens on every address of this machine. @returns the port. */
  async listen(): Promise<number> {
    const server = net.createServer((socket) => {
      this.arrived += 1;
      socket.destroy();
    });
    server.listen(0, '::');
    await once(server, 'listening');
    this.#servers.push(server);
    return (server.address() as net.AddressInfo).port;
  }

  forget(): void {
    this.tried.length = 0;
    this.arrived = 0;
  }

  async end(): Promise<void> {
    diagnostics.unsubscribe('net.client.socket', this.#see);
    for (const server of this.#servers) {
      server.close();
      await once(server, 'close');
    }
  }
}

/** Hosts in every spelling that somewhere is an address of this machine, of its network, or of a cloud's secrets. */
const literals = [
  // This machine, in decimal, octal, hexadecimal, shortened, full-width, encoded, and with a dot at the end.
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '0x7f000001',
    '0x7F.0.0.1',
  ],
  ...['0x7f.0x0.0x0.0x1', '127.0.0.1.', '127。0。0。1', '127.0.0.1', '①②⑦.0.0.1', '%31%32%37.0.0.1'],
  ...['127.255.255.254', '0', '0.0.0.0', '0x0', '00', '0.0.0.0.'],
  // Its network, a carrier's, and what is kept for tests and documents.
  ...['10.0.0.1', '167772161', '0xa.0.0.1', '172.16.0.1', '172.31.255.254', '192.168.1.1', '3232235777'],
  ...['0300.0250.0.1', '100.64.0.1', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1'],
  // What a cloud tells a machine of itself.
  ...[
    '169.254.169.254',
    '2852039166',
    '0xA9FEA9FE',
    '0251.0376.0251.0376',
    '169.254.43518',
    '169.254.169.254.',
  ],
  ...['100.100.100.200', '168.63.129.16', '192.0.0.192', '169.254.170.2', '[fd00:ec2::254]'],
  // Everybody at once.
  ...['224.0.0.1', '239.255.255.250', '255.255.255.255', '240.0.0.1', '[ff02::1]', '[ff05::2]'],
  // IPv6: this machine, its link and site, and IPv4 inside.
  ...['[::1]', '[0:0:0:0:0:0:0:1]', '[::]', '[fe80::1]', '[fec0::1]', '[fc00::1]', '[fd12:3456::1]'],
  ...['[::127.0.0.1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:a9fe:a9fe]', '[::ffff:0:127.0.0.1]'],
  ...['[::ffff:8.8.8.8]', '[64:ff9b::127.0.0.1]', '[64:ff9b::169.254.169.254]', '[64:ff9b:1::7f00:1]'],
  ...['[2002:7f00:1::]', '[2002:a9fe:a9fe::1]', '[2001:0:4136:e378:8000:63bf:80ff:fffe]', '[2001:db8::1]'],
  ...['[2606:4700::5efe:127.0.0.1]', '[100::1]', '[5f00::1]', '[3fff::1]'],
  // Names that are no public ones.
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'locaⅼhost',
    'l%6Fcalhost',
    'localhost.localdomain',
  ],
  ...[
    'metadata',
    'metadata.google.internal',
    'metadata.goog',
    'instance-data.ec2.internal',
    'kafka',
    'postgres',
  ],
  ...[
    'kubernetes.default.svc.cluster.local',
    'printer.local',
    'router.home.arpa',
    'nas.lan',
    'wiki.corp',
    'x.onion',
  ],
];

/** What a public name may lead to all of a sudden: the first is what it has, and one that is not public is among it. */
const leads: readonly (readonly string[])[] = [
  ...['127.0.0.1', '127.0.0.53', '0.0.0.0', '10.0.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254'],
  ...['100.64.0.1', '100.100.100.200', '168.63.129.16', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
  ...['::1', '::', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
  ...[
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2001:db8::1',
    'fe80::1%eth0',
    '2130706433',
    '0177.0.0.1',
  ],
  ...['127.1', '', 'localhost', 'example.org'],
]
  .map((one) => [one])
  .concat([
    ['93.184.216.34', '127.0.0.1'],
    ['127.0.0.1', '93.184.216.34'],
    ['2606:4700::1', '::1'],
    ['93.184.216.34', '169.254.169.254', '93.184.216.35'],
  ]);

/** Addresses that are none of a webhook for another reason than where they lead. */
const others = [
  ...['http://example.org/', 'ftp://example.org/', 'file:///etc/passwd', 'gopher://127.0.0.1:70/_x'],
  ...['unix:/var/run/docker.sock', 'https://me:secret@example.org/', 'https://example.org@127.0.0.1/'],
  ...['https://127.0.0.1#@example.org/', 'https://127.0.0.1\\@example.org/', 'https://example.org/#a'],
  ...['https://127.0.0.1 .example.org/', 'https://local\thost/', 'https:127.0.0.1/', '//127.0.0.1/', ''],
];

const networksOf = (text: string) => {
  const parsed = parseNetworks(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.networks;
};

describe('a hostile address', () => {
  let watch: Watch;
  let port: number;
  beforeEach(async () => {
    watch = new Watch();
    port = await watch.listen();
  });
  afterEach(() => watch.end());

  const limits = { ...WEBHOOK_LIMITS, connectMs: 5_000, answerMs: 10_000 };
  const sent = async (url: string, options: Partial<PostOptions> = {}): Promise<Answer> => {
    const never = new AbortController().signal;
    const resolve = (hostname: string) => Promise.reject(new Error(`${hostname} was looked up`));
    const postbox = openPostbox({ rules: {}, resolve, limits, ...options });
    try {
      return await postbox.post({ url, headers: { 'webhook-id': 'secret' }, body: '{"secret":true}' }, never);
    } finally {
      postbox.close();
    }
  };
  const nothingLeft = () => {
    expect([watch.tried, watch.arrived]).toEqual([[], 0]);
  };

  it('is one of more than a hundred', () => {
    expect(new Set([...literals, ...leads.map(String), ...others]).size).toBeGreaterThanOrEqual(120);
  });

  it.each(literals)('is refused, at the door and when it is called, with the host %s', async (host) => {
    for (const [scheme, allowHttp] of [
      ['https', false],
      ['http', true],
    ] as const) {
      const url = `${scheme}://${host}:${port}/`;
      expect(parseAddress(url, { allowHttp })).toHaveProperty('fault');
      const answer = await sent(url, { rules: { allowHttp } });
      expect(answer).toEqual({ fault: expect.stringMatching(/^the address /), isRefused: true });
    }
    nothingLeft();
  });

  it.each(others)('is refused, at the door and when it is called: %j', async (url) => {
    expect(parseAddress(url, {})).toHaveProperty('fault');
    expect(await sent(url)).toMatchObject({ isRefused: true });
    nothingLeft();
  });

  it.each(leads)('is refused when its name leads to %s', async (...addresses) => {
    for (const [scheme, allowHttp] of [
      ['https', false],
      ['http', true],
    ] as const) {
      const url = `${scheme}://hooks.example.org:${port}/`;
      expect(parseAddress(url, { allowHttp })).toHaveProperty('url');
      const answer = await sent(url, { rules: { allowHttp }, resolve: () => Promise.resolve(addresses) });
      expect(answer).toEqual({
        fault: expect.stringMatching(/^hooks.example.org leads to .*, which is not a public address$/),
        isRefused: true,
      });
    }
    nothingLeft();
  });

  it('is refused when its name leads elsewhere the next time, and asked for its name once for each connection', async () => {
    const receiver = await openReceiver();
    const answers = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.1', '127.0.0.2'], ['127.0.0.1']];
    let asked = 0;
    const options = {
      rules: { allowHttp: true, networks: networksOf('127.0.0.1/32') },
      resolve: () => Promise.resolve(answers[(asked += 1) - 1] ?? []),
    };
    const url = `http://hooks.example.org:${receiver.port}/`;
    const seen = [];
    for (const expected of answers.keys()) {
      seen.push('status' in (await sent(url, options)));
      expect(asked).toBe(expected + 1);
    }
    expect(seen).toEqual([true, false, false, true]);
    expect(watch.tried).toEqual([`127.0.0.1 ${receiver.port}`, `127.0.0.1 ${receiver.port}`]);
    await receiver.close();
  });

  describe('that redirects', () => {
    let receiver: Receiver;
    beforeEach(async () => {
      receiver = await openReceiver();
    });
    afterEach(() => receiver.close());

    it.each([301, 302, 303, 307, 308])('is not followed with %i, wherever it leads', async (status) => {
      for (const location of [
        ...[`http://127.0.0.2:${port}/`, `http://[::1]:${port}/`, `https://169.254.169.254/`, '/elsewhere'],
        ...[`//127.0.0.2:${port}/`, 'file:///etc/passwd'],
      ]) {
        receiver.reply = () => ({ status, headers: { location, refresh: `0; url=${location}` } });
        const answer = await sent(receiver.url, { rules: onThisMachine });
        expect(answer).toMatchObject({ status });
      }
      expect(new Set(watch.tried)).toEqual(new Set([`127.0.0.1 ${receiver.port}`]));
      expect(watch.arrived).toBe(0);
      expect(receiver.received).toHaveLength(6);
    });
  });

  it('is refused although the environment names a proxy that would take it', async () => {
    const proxy = `http://127.0.0.1:${port}`;
    const names = [
      'HTTP_PROXY',
      'HTTPS_PROXY',
      'ALL_PROXY',
      'http_proxy',
      'https_proxy',
      'NODE_USE_ENV_PROXY',
    ];
    const before = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy;
    try {
      const resolve = () => Promise.resolve(['10.0.0.1']);
      expect(await sent('https://hooks.example.org/', { resolve })).toMatchObject({ isRefused: true });
      nothingLeft();
    } finally {
      for (const [at, name] of names.entries()) {
        if (before[at] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[at];
      }
    }
  });

  it('is the only thing that is refused: what is allowed arrives, and the watch sees it', async () => {
    const receiver = await openReceiver();
    expect(await sent(receiver.url, { rules: onThisMachine })).toMatchObject({ status: 204 });
    expect(watch.tried).toEqual([`127.0.0.1 ${receiver.port}`]);
    await sent(`http://127.0.0.1:${port}/`, { rules: onThisMachine });
    expect(watch.arrived).toBe(1);
    await receiver.close();
  });
});
