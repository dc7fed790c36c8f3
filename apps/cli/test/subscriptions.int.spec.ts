import { AnsweringServer, type Came, type Reply } from './answering-server.ts';
import { run } from './run-ledger.ts';

const ID = '0197a3c2-7b1e-7c44-9a30-5b8a3a1f0c11';
const subscription = {
  ...{ id: ID, owner: 'press-desk', of: 'changes', filter: { party: ['UA'], becomes: ['disputed'] } },
  ...{ url: 'https://example.org/hooks', description: null, signing: 'hmac', status: 'active', reason: null },
  ...{ after: 40, createdAt: '2025-01-01T00:00:00.000Z', verifiedAt: '2025-01-01T00:00:02.000Z' },
  keys: [{ createdAt: '2025-01-01T00:00:00.000Z', retiresAt: null }],
};
const inFull = {
  ...{ ...subscription, behind: 2, waiting: 1, dead: 3, deliveredInDay: 17 },
  ...{ lastSuccess: '2025-01-02T10:00:00.500Z' },
  lastFailure: { at: '2025-01-02T09:00:00.000Z', status: 500, error: 'answered 500' },
};
const attempt = (number: number, status: number | null, error: string | null) => ({
  ...{ attempt: number, at: '2025-01-02T09:00:00.000Z', durationMs: 12, status, error },
});
const delivery = (id: number, state: string, attempts: readonly ReturnType<typeof attempt>[] = []) => ({
  ...{
    id,
    what: 'entry',
    number: 40 + id,
    messageId: `event-${id}`,
    stream: 'commitment-generators-2024',
    state,
  },
  ...{
    nextAt: state === 'waiting' ? '2025-01-02T09:05:00.000Z' : null,
    createdAt: '2025-01-02T09:00:00.000Z',
  },
  ...{
    settledAt: null,
    lastStatus: attempts.at(-1)?.status ?? null,
    lastError: attempts.at(-1)?.error ?? null,
  },
  attempts,
});

let server: AnsweringServer;
afterEach(() => server.stop());

const ledger = async (args: readonly string[], replies: readonly Reply[] | ((came: Came) => Reply)) => {
  server = await AnsweringServer.start(replies);
  return run(['subscriptions', ...args], { env: { LEDGER_URL: server.url } });
};
const asked = () => server.came.map(({ method, url }) => `${method} ${url}`);
const sent = () => server.came.map(({ body }) => (body === '' ? undefined : (JSON.parse(body) as object)));

describe('ledger subscriptions create', () => {
  it('asks for what the options say, and prints the secret once, on a line of its own', async () => {
    const { code, out, err } = await ledger(
      [
        ...[
          'create',
          'https://example.org/hooks',
          '--of',
          'changes',
          '--party',
          'UA,JP',
          '--becomes',
          'disputed',
        ],
        ...['--signing', 'hmac', '--description', 'The desk', '--from-start'],
      ],
      [{ status: 201, body: { ...inFull, secret: 'whsec_c2VjcmV0' } }],
    );
    expect(code).toBe(0);
    expect(asked()).toEqual(['POST /v1/subscriptions']);
    expect(sent()).toEqual([
      {
        ...{
          of: 'changes',
          url: 'https://example.org/hooks',
          signing: 'hmac',
          description: 'The desk',
          after: 0,
        },
        filter: { party: 'UA,JP', becomes: 'disputed' },
      },
    ]);
    expect(out.trimEnd().split('\n').at(-1)).toBe('whsec_c2VjcmV0');
    expect(out).toContain(ID);
    expect(err).toMatch(/shown here once[^]*Its address is asked now/);
  });

  it('comes again under the same key where the line breaks, and says so where the secret was lost', async () => {
    const { code, out, err } = await ledger(
      ['create', 'https://example.org/hooks', '--of', 'events'],
      ['hang-up', { body: inFull }],
    );
    expect(code).toBe(0);
    const keys = server.came.map(({ headers }) => headers['idempotency-key']);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    expect(out).not.toContain('whsec');
    expect(err).toContain(`ledger subscriptions rotate ${ID} makes a new one.`);
  });

  it('hands on what the ledger has against a filter', async () => {
    const refusal = {
      ...{ title: 'Not valid', status: 400, code: 'invalid-body', detail: 'The body is not valid.' },
      errors: [{ pointer: '/filter/becomes', fault: 'names no label: "late"', remedy: 'did you mean x?' }],
    };
    const { code, err } = await ledger(
      ['create', 'https://example.org/hooks', '--of', 'changes', '--becomes', 'late'],
      [{ status: 400, body: refusal }],
    );
    expect(code).toBe(1);
    expect(err).toBe('The body is not valid.\nDid you mean x?\n');
  });

  it.each([
    [['create', 'https://example.org'], /required option '--of <what>'/],
    [['create', '--of', 'events'], /missing required argument 'address'/],
    [['create', 'https://e.org', '--of', 'events', '--after', 'x'], /--after takes a position/],
    [['create', 'https://e.org', '--of', 'events', '--after', '1', '--from-start'], /different things/],
    [['replay', ID, '--from', 'first'], /--from takes the id of a delivery/],
    [['show'], /missing required argument 'id'/],
  ])('is not asked wrongly: %j', async (args, said) => {
    const { code, err } = await ledger(args, [{ body: inFull }]);
    expect([code, server.came.length]).toEqual([2, 0]);
    expect(err).toMatch(said);
  });
});

describe('ledger subscriptions', () => {
  it('lists them, page after page with --all', async () => {
    const page = (items: readonly object[], next: string | null): Reply => ({ body: { items, next } });
    const other = { ...subscription, id: 'other', filter: {}, of: 'events', status: 'paused' };
    const { out } = await ledger(
      ['list', '--status', 'active', '--all'],
      [page([subscription], ID), page([other], null)],
    );
    expect(asked()).toEqual([
      'GET /v1/subscriptions?status=active&limit=200',
      `GET /v1/subscriptions?status=active&limit=200&cursor=${ID}`,
    ]);
    expect(out.replace(/ {2,}/g, ' | ').trimEnd().split('\n')).toEqual([
      'ID | OF | FILTER | TO | STATUS | OWNER',
      `${ID} | changes | party UA, becomes disputed | https://example.org/hooks | active | press-desk`,
      'other | events | everything | https://example.org/hooks | paused | press-desk',
    ]);
    await server.stop();
    expect((await ledger(['list'], [page([], null)])).out).toBe('There are no subscriptions.\n');
  });

  it('shows one: what goes where, how far it is, and what failed', async () => {
    const { out } = await ledger(['show', ID], [{ body: inFull }]);
    expect(out).toBe(
      [
        `${ID}  active`,
        '',
        'What        changes, party UA, becomes disputed',
        'To          https://example.org/hooks',
        'Owner       press-desk',
        'Signed      hmac, key of 2025-01-01 00:00:00Z',
        'Looked at   up to number 40, 2 behind',
        'Deliveries  1 waiting, 3 dead, 17 made in the last day',
        'Succeeded   2025-01-02 10:00:00Z',
        'Failed      2025-01-02 09:00:00Z: answered 500',
        '',
      ].join('\n'),
    );
  });

  it.each(['verify', 'pause', 'resume'])('%s asks for just that, and shows what came of it', async (what) => {
    const { out } = await ledger(
      [what, ID],
      [{ body: { ...inFull, status: 'stopped', reason: 'answered 410' } }],
    );
    expect(asked()).toEqual([`POST /v1/subscriptions/${ID}/${what}`]);
    expect(out).toMatch(/ {2}stopped: answered 410\n/);
  });

  it('rotate prints the new secret alone, and is not sent twice', async () => {
    const rotated = { secret: 'whsec_bmV3', previousRetiresAt: '2025-01-03T00:00:00.000Z' };
    const { out, err } = await ledger(['rotate', ID], [{ status: 201, body: rotated }]);
    expect(out).toBe('whsec_bmV3\n');
    expect(err).toMatch(/signs along with it until 2025-01-03 00:00:00Z\.\n$/);
    await server.stop();
    const { code } = await ledger(['rotate', ID], ['hang-up']);
    expect([code, server.came.length]).toEqual([3, 1]);
  });

  it('delete says that nothing is sent any more, and that of an unknown one there is none', async () => {
    const { out } = await ledger(['delete', ID], [{ status: 204, body: '' }]);
    expect([asked(), out]).toEqual([
      [`DELETE /v1/subscriptions/${ID}`],
      `Nothing is sent for the subscription ${ID} any more.\n`,
    ]);
    await server.stop();
    const unknown = { title: 'There is no such thing', status: 404, code: 'not-found' };
    expect((await ledger(['delete', ID], [{ status: 404, body: unknown }])).code).toBe(1);
  });

  it('with --json prints the very answer', async () => {
    const { out } = await ledger(['show', ID, '--json'], [{ body: inFull }]);
    expect(out).toBe(`${JSON.stringify(inFull)}\n`);
  });
});

describe('ledger subscriptions test', () => {
  const tested = (state: string, attempts: readonly ReturnType<typeof attempt>[] = []) => ({
    ...{ ...delivery(7, state, attempts), what: 'test', number: undefined },
  });

  it('waits for what the address answers', async () => {
    const { code, out } = await ledger(
      ['test', ID],
      [
        { status: 202, body: tested('waiting') },
        { body: tested('waiting') },
        { body: tested('delivered', [attempt(1, 204, null)]) },
      ],
    );
    expect([code, out]).toEqual([0, 'It arrived: answered 204 after 12 ms.\n']);
    expect(asked()).toEqual([
      `POST /v1/subscriptions/${ID}/test`,
      ...[1, 2].map(() => `GET /v1/subscriptions/${ID}/deliveries/7`),
    ]);
  });

  it('ends with exit code 1 where it does not arrive', async () => {
    const { code, err } = await ledger(
      ['test', ID],
      [
        { status: 202, body: tested('waiting') },
        { body: tested('waiting', [attempt(1, null, 'timed out')]) },
      ],
    );
    expect(code).toBe(1);
    expect(err).toBe(
      `It did not arrive: timed out.\nledger subscriptions deliveries ${ID} 7 shows what comes of it.\n`,
    );
  });

  it('with --no-wait does not wait', async () => {
    const { out } = await ledger(['test', ID, '--no-wait'], [{ status: 202, body: tested('waiting') }]);
    expect([server.came.length, out]).toEqual([
      1,
      `It waits as delivery 7; ledger subscriptions deliveries ${ID} 7 shows it.\n`,
    ]);
  });
});

describe('ledger subscriptions deliveries', () => {
  const page = (items: readonly object[], next: number | null): Reply => ({ body: { items, next } });

  it('lists what was handed over, page after page with --all', async () => {
    const dead = delivery(2, 'dead', [attempt(1, 500, 'answered 500')]);
    const { out } = await ledger(
      ['deliveries', ID, '--state', 'dead', '--oldest', '--all'],
      [
        page([delivery(1, 'dead', [attempt(1, null, 'timed out'), attempt(2, 503, 'answered 503')])], 1),
        page([dead], null),
      ],
    );
    expect(asked()).toEqual([
      `GET /v1/subscriptions/${ID}/deliveries?state=dead&direction=ascending&limit=200`,
      `GET /v1/subscriptions/${ID}/deliveries?state=dead&direction=ascending&limit=200&after=1`,
    ]);
    expect(out.replace(/ {2,}/g, ' | ').trimEnd().split('\n').slice(1)).toEqual([
      ' 1 | 2025-01-02 09:00:00Z | change 41 | commitment-generators-2024 | dead | 2 | answered 503',
      ' 2 | 2025-01-02 09:00:00Z | change 42 | commitment-generators-2024 | dead | 1 | answered 500',
    ]);
  });

  it('shows one with each attempt', async () => {
    const { out } = await ledger(
      ['deliveries', ID, '3'],
      [{ body: delivery(3, 'waiting', [attempt(1, null, 'timed out')]) }],
    );
    expect(asked()).toEqual([`GET /v1/subscriptions/${ID}/deliveries/3`]);
    expect(out.replace(/ {2,}/g, ' | ').trimEnd().split('\n')).toEqual([
      'Delivery 3 | waiting',
      'change 43 of commitment-generators-2024, event-3',
      'Next attempt at 2025-01-02 09:05:00Z.',
      '',
      'ATTEMPT | AT | TOOK | ANSWER | ERROR',
      ' | 1 | 2025-01-02 09:00:00Z | 12 ms | – | timed out',
    ]);
  });
});

describe('ledger subscriptions replay', () => {
  it('has all dead letters tried again, as often as it takes', async () => {
    const { out } = await ledger(
      ['replay', ID, '--from', '5'],
      [
        { status: 202, body: { replayed: 1_000, left: 2 } },
        { status: 202, body: { replayed: 2, left: 0 } },
      ],
    );
    expect(out).toBe('1002 dead letters wait to be tried again.\n');
    expect(sent()).toEqual([{ from: 5 }, { from: 5 }]);
  });

  it('or one of them', async () => {
    const { out } = await ledger(['replay', ID, '9'], [{ status: 202, body: delivery(9, 'waiting') }]);
    expect(asked()).toEqual([`POST /v1/subscriptions/${ID}/deliveries/9/replay`]);
    expect(out).toMatch(/^Delivery 9 {2}waiting\n[^]*It was not tried yet\.\n$/);
  });

  it('says so where there is nothing to try again', async () => {
    const { out } = await ledger(['replay', ID], [{ status: 202, body: { replayed: 0, left: 0 } }]);
    expect(out).toBe('There are no dead letters.\n');
  });
});
