import { AnsweringServer, type Reply } from './answering-server.ts';
import { run } from './run-ledger.ts';

const event = (position: number, type = 'StepTaken', data: object = { title: `Step ${position}` }) => ({
  position,
  type,
  subject: 'commitment-visa',
  occurred: '2024-11-16',
  time: '2024-11-17T08:00:00.000001Z',
  data: { type, data },
});
const page = (positions: readonly number[], next: number): Reply => ({
  body: { items: positions.map((position) => event(position)), next, asOf: { position: 9 } },
});

let server: AnsweringServer;
afterEach(() => server.stop());

const following = async (args: readonly string[], replies: readonly Reply[], until: string) => {
  server = await AnsweringServer.start(replies);
  return run(['follow', ...args], {
    env: { LEDGER_URL: server.url },
    onOutput: (out, interrupt) => {
      if (out.includes(until)) interrupt();
    },
  });
};
const asked = () => server.came.map(({ url }) => new URLSearchParams(url.split('?')[1]).get('after'));

describe('ledger follow', () => {
  it('begins at the end of the log, and Ctrl-C ends it well, saying from where to go on', async () => {
    const { code, out, err } = await following([], [page([1], 1), page([10], 10), page([], 10)], 'Step 10');
    expect(code).toBe(0);
    expect(out).toBe('    10  2024-11-17 08:00:00Z  StepTaken  commitment-visa  2024-11-16  Step 10\n');
    expect(err).toBe('Read up to position 10. Go on with: ledger follow --after 10\n');
    expect(asked().slice(0, 2)).toEqual([null, '9']);
  });

  it('loses nothing and doubles nothing when the line breaks and the ledger restarts', async () => {
    const restarting: Reply = { status: 503, body: { title: 'This process is ending' } };
    const { out, err } = await following(
      ['--from-start'],
      [page([1, 2], 2), 'hang-up', restarting, page([3], 3), page([4], 4), page([], 4)],
      'Step 4',
    );
    expect(out.match(/Step \d/g)).toEqual(['Step 1', 'Step 2', 'Step 3', 'Step 4']);
    expect(asked().slice(0, 5)).toEqual(['0', '2', '2', '2', '3']);
    expect(err).toMatch(/Trying again until it can\.\nConnected again\.\nRead up to position 4\./);
  });

  it('goes on beyond what a filter left out', async () => {
    await following(['--after', '5', '--type', 'StepTaken'], [page([], 40), page([41], 41)], 'Step 41');
    expect(asked().slice(0, 2)).toEqual(['5', '40']);
    expect(server.came[0]?.url).toMatch(/type=StepTaken/);
  });

  it('with --json prints one event to a line, as it came', async () => {
    const { out } = await following(
      ['--from-start', '--json'],
      [page([1, 2], 2), page([], 2)],
      '"position":2',
    );
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([event(1), event(2)]);
  });

  it('does not go on trying where it was never there', async () => {
    server = await AnsweringServer.start(['hang-up']);
    const { url } = server;
    await server.stop();
    const { code } = await run(['follow', '--from-start', '--url', url]);
    expect(code).toBe(3);
  });
});
