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
const message = (position: number): string =>
  `id: ${position}\nevent: StepTaken\ndata: ${JSON.stringify(event(position))}\n\n`;
/** A stream that says this and ends. */
const stream = (...blocks: readonly string[]): Reply => ({
  headers: { 'content-type': 'text/event-stream; charset=utf-8' },
  body: `retry: 20\n: begins\n${blocks.join('')}`,
});
const at = (position: number): string => `: as far as here\nid: ${position}\n\n`;

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
    const { code, out, err } = await following([], [stream(at(9), message(10))], 'Step 10');
    expect(code).toBe(0);
    expect(out).toBe('    10  2024-11-17 08:00:00Z  StepTaken  commitment-visa  2024-11-16  Step 10\n');
    expect(err).toBe('Read up to position 10. Go on with: ledger follow --after 10\n');
    expect(asked()).toEqual([null]);
    expect(server.came[0]?.headers.accept).toBe('text/event-stream');
  });

  it('loses nothing and doubles nothing when the line breaks and the ledger restarts', async () => {
    const restarting: Reply = { status: 503, body: { title: 'This process is ending' } };
    const { out, err } = await following(
      ['--from-start'],
      [
        stream(message(1), message(2), 'id: 3\nevent: StepTaken\ndata: {"half'),
        'hang-up',
        restarting,
        stream(message(3)),
        stream(message(4)),
      ],
      'Step 4',
    );
    expect(out.match(/Step \d/g)).toEqual(['Step 1', 'Step 2', 'Step 3', 'Step 4']);
    expect(asked()).toEqual(['0', '2', '2', '2', '3']);
    expect(err).toMatch(/ended the stream\. Trying again until it can\.\nConnected again\.\n/);
    expect(err).toMatch(/Connected again\.\nRead up to position 4\./);
  });

  it('goes on beyond what a filter left out', async () => {
    await following(
      ['--after', '5', '--type', 'StepTaken,MeetingHeld', '--party', 'UA', '--becomes', 'disputed'],
      [stream(at(40)), stream(message(41))],
      'Step 41',
    );
    expect(asked()).toEqual(['5', '40']);
    const query = new URLSearchParams(server.came[1]?.url.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({
      ...{ type: 'StepTaken,MeetingHeld', party: 'UA', becomes: 'disputed', after: '40' },
    });
  });

  it('with --json prints one event to a line, as it came', async () => {
    const { out } = await following(
      ['--from-start', '--json'],
      [stream(message(1), message(2))],
      '"position":2',
    );
    expect(out.trimEnd().split('\n')).toEqual([JSON.stringify(event(1)), JSON.stringify(event(2))]);
  });

  it('with --changes reads the stream of changes, which has numbers', async () => {
    const change = {
      ...{ number: 7, position: 41, type: 'StateChanged' },
      data: {
        ...{ commitment: 'visa', title: 'Visas', from: { label: 'announced', share: null } },
        to: { label: 'overdue-unproven', share: null },
        event: { type: 'DeadlinePassed', recordedAt: '2025-01-01T00:00:02.000001Z' },
      },
    };
    const { out, err } = await following(
      ['--changes', '--becomes', 'overdue-unproven'],
      [stream(at(6), `id: 7\nevent: StateChanged\ndata: ${JSON.stringify(change)}\n\n`)],
      'visa',
    );
    expect(server.came[0]?.url).toBe('/v1/changes?becomes=overdue-unproven');
    expect(out).toBe('     7  2025-01-01 00:00:02Z  visa  announced → overdue, unproven  DeadlinePassed\n');
    expect(err).toBe('Read up to number 7. Go on with: ledger follow --changes --after 7\n');
  });

  it('says what the ledger does not take, and does not try again', async () => {
    const refused: Reply = {
      status: 400,
      body: { code: 'invalid-parameter', detail: 'type names no type.' },
    };
    const { code, err } = await following(['--type', 'Step'], [refused], 'never');
    expect([code, err]).toEqual([1, 'type names no type.\n']);
    expect(server.came.length).toBe(1);
  });

  it('does not take for a stream what is none', async () => {
    const { code, err } = await following([], [{ body: { items: [] } }], 'never');
    expect(code).toBe(3);
    expect(err).toMatch(/is not a ledger \(200 application\/json\)/);
  });

  it('does not go on trying where it was never there', async () => {
    server = await AnsweringServer.start(['hang-up']);
    const { url } = server;
    await server.stop();
    const { code } = await run(['follow', '--from-start', '--url', url]);
    expect(code).toBe(3);
  });
});
