import { AnsweringServer } from './answering-server.ts';
import { run } from './run-ledger.ts';

const stood = (label: string, lo: string | null) => ({
  ...{ label, facets: {}, outcome: 'undetermined' },
  share: lo === null ? null : { lo, hi: '1' },
});
const change = (number: number, data: object) => ({
  ...{ specversion: '1.0', id: `id-${number}`, type: 'StateChanged', number, position: 40 + number },
  data: {
    ...{ commitment: 'generators-2024', title: '100 generators for Ukraine', derivation: [], omitted: 0 },
    ...data,
  },
});
const event = (type: string) => ({ type, recordedAt: '2025-01-01T00:00:02.000001Z' });

const announced = change(1, {
  ...{ from: null, to: stood('announced', '0'), event: event('CommitmentAnnounced') },
});
const delivered = change(2, {
  ...{ from: stood('announced', '0'), to: stood('partly-delivered', '0.015') },
  event: event('GeneratorsDelivered'),
});
const overdue = change(3, {
  ...{ from: stood('partly-delivered', '0.015'), to: stood('overdue-unproven', '0.015') },
  event: event('DeadlinePassed'),
});
const retracted = change(4, {
  ...{ from: stood('standing', null), to: null, event: event('CorrectionRecorded') },
});

let server: AnsweringServer;
afterEach(() => server.stop());

const page = (items: readonly object[], next: number, last = 4) => ({
  body: { items, next, asOf: { number: last } },
});
const ledger = async (args: readonly string[], ...pages: readonly object[]) => {
  server = await AnsweringServer.start(pages);
  return run(['changes', ...args], { env: { LEDGER_URL: server.url } });
};
const asked = () => server.came.map(({ url }) => url);

describe('ledger changes', () => {
  it('has a line to a change: of what, from where to where, and by which event', async () => {
    const { code, out, err } = await ledger([], page([announced, delivered, overdue, retracted], 4));
    expect([code, err]).toEqual([0, '']);
    expect(asked()).toEqual(['/v1/changes']);
    expect(out.replace(/ {2,}/g, ' | ').split('\n')).toEqual([
      'NUMBER | RECORDED | COMMITMENT | FROM | TO | BY | POSITION',
      ...[
        '1 | 2025-01-01 00:00:02Z | generators-2024 | – | announced, 0 % | CommitmentAnnounced | 41',
        '2 | 2025-01-01 00:00:02Z | generators-2024 | announced, 0 % | partly delivered, 1.5 % | GeneratorsDelivered | 42',
        '3 | 2025-01-01 00:00:02Z | generators-2024 | partly delivered, 1.5 % | overdue, unproven, 1.5 % | DeadlinePassed | 43',
        '4 | 2025-01-01 00:00:02Z | generators-2024 | standing | – | CorrectionRecorded | 44',
      ].map((line) => ` | ${line}`),
      '',
    ]);
  });

  it('asks for one commitment, and by every key of the filter', async () => {
    const keys = {
      ...{ party: 'UA,JP', kind: 'goods', type: 'DeadlinePassed', label: 'overdue-unproven' },
      ...{ becomes: 'overdue-unproven,disputed', crosses: '0.5' },
    };
    const options = Object.entries({ after: '7', limit: '2', ...keys }).flatMap(([key, value]) => [
      `--${key}`,
      value,
    ]);
    await ledger(['generators-2024', ...options], page([], 9));
    const [url = ''] = asked();
    expect(Object.fromEntries(new URLSearchParams(url.split('?')[1]))).toEqual({
      ...{ ...keys, after: '7', limit: '2', stream: 'commitment-generators-2024' },
    });
  });

  it('says so where nothing is told, and from where to go on where there is more', async () => {
    expect((await ledger(['--party', 'FR'], page([], 4))).out).toBe('No change is told.\n');
    await server.stop();
    const { out } = await ledger(['--limit', '2'], page([announced, delivered], 2));
    expect(out).toMatch(/\n\nup to number 2 of 4; go on with --after 2\n$/);
  });

  it('with --all reads page after page, as one answer', async () => {
    const pages = [page([announced, delivered], 2), page([], 3), page([retracted], 4)];
    const { out } = await ledger(['--all', '--json', '--kind', 'goods'], ...pages);
    expect(asked()).toEqual([
      '/v1/changes?kind=goods&limit=500',
      '/v1/changes?kind=goods&limit=500&after=2',
      '/v1/changes?kind=goods&limit=500&after=3',
    ]);
    expect(JSON.parse(out)).toEqual({
      items: [announced, delivered, retracted],
      next: 4,
      asOf: { number: 4 },
    });
  });

  it('with --json prints the very answer', async () => {
    const answer = page([overdue], 4);
    const { out } = await ledger(['--json', '--after', '2'], answer);
    expect(out).toBe(`${JSON.stringify(answer.body)}\n`);
  });

  it('hands on what the ledger has against a filter', async () => {
    const refusal = {
      ...{ title: 'Not a valid request', status: 400, code: 'invalid-parameter', detail: 'becomes' },
      errors: [{ parameter: 'becomes', fault: 'is no label', remedy: 'Write overdue-unproven.' }],
    };
    const { code, err } = await ledger(['--becomes', 'overdue'], { status: 400, body: refusal });
    expect(code).toBe(1);
    expect(err).toContain('Write overdue-unproven.');
  });
});
