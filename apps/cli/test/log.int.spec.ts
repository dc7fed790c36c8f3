import { AnsweringServer } from './answering-server.ts';
import { run } from './run-ledger.ts';

const state = {
  ...{ origin: 'ledger.example.org/log', vkeys: ['ledger.example.org/log+530d903a+AekyeRrm'] },
  ...{ head: 84, signed: 84, published: 84, readOnly: null, earlier: [] },
};

let server: AnsweringServer;
afterEach(() => server.stop());

const ledgerLog = async (body: object) => {
  server = await AnsweringServer.start([{ body }]);
  return run(['log'], { env: { LEDGER_URL: server.url } });
};

describe('ledger log', () => {
  it('says how far the log is sealed, and by which key', async () => {
    const { code, out } = await ledgerLog(state);
    expect(server.came.map(({ url }) => url)).toEqual(['/v1/log']);
    expect([code, out]).toEqual([
      0,
      'Log       ledger.example.org/log\nKey       ledger.example.org/log+530d903a+AekyeRrm\nAll 84 events are sealed.\n',
    ]);
  });

  it('says what waits, and for whom', async () => {
    const waiting = await ledgerLog({ ...state, signed: 80, published: 80 });
    expect(waiting.out).toContain('80 of 84 events are sealed; 4 wait.');
    await server.stop();
    const cosigning = await ledgerLog({ ...state, published: 80 });
    expect(cosigning.out).toContain('80 of 84 events are sealed; 4 wait for witnesses.');
    await server.stop();
    const none = await ledgerLog({ ...state, origin: null, vkeys: [], head: 3, signed: 0, published: 0 });
    expect(none.out).toBe('The notary has not begun the log yet.\n0 of 3 events are sealed; 3 wait.\n');
  });

  it('says first that the ledger is read-only, and why, and last what was given up', async () => {
    const because = 'The database ends at position 20. Restore a backup that reaches position 50.';
    const { out } = await ledgerLog({
      ...state,
      readOnly: { code: 'rolled-back', because, since: '2026-03-03T08:00:00.000Z' },
      earlier: [
        {
          origin: 'ledger.example.org',
          size: 50,
          givenUpAt: '2026-03-03T09:00:00.000Z',
          because: 'The disk of 3 March',
        },
      ],
    });
    const lines = out.split('\n');
    expect(lines[0]).toBe(`The ledger is read-only. ${because}`);
    expect(lines.at(-2)).toBe(
      'Given up  ledger.example.org, after 50 events, on 2026-03-03: The disk of 3 March',
    );
  });
});
