import { AnsweringServer } from './answering-server.ts';
import { run } from './run-ledger.ts';

const recorded = {
  outcome: 'recorded',
  position: 9,
  events: [{ type: 'SamenessProposed', stream: 'commitment-generators-2024' }],
  streams: [{ id: 'commitment-generators-2024' }],
  warnings: [],
  findings: [],
};
const state = { id: 'generators-2024', label: 'partly-delivered' };
const why = ['--on', '2024-12-01', '--by', 'A desk', '--reason', 'They are alike.'];

describe('ledger same', () => {
  let server: AnsweringServer;
  beforeEach(async () => {
    server = await AnsweringServer.start(({ method }) => ({ body: method === 'POST' ? recorded : state }));
  });
  afterEach(() => server.stop());
  const same = (...args: readonly string[]) =>
    run(['same', ...args], { env: { LEDGER_URL: server.url }, stdin: '' });
  const sent = () => {
    const [first] = server.came;
    return { url: first?.url, body: JSON.parse(first?.body ?? '{}') as unknown };
  };

  it('propose sends two happenings, with whose judgement it is and the source it rests on', async () => {
    const two = ['--of', 'batch', '--with', 'undp', '--source', 'agency'];
    const { code, out } = await same('propose', 'generators-2024', ...two, ...why);
    expect([code, out]).toEqual([0, expect.stringMatching(/batch and undp may be one/)]);
    expect(sent()).toEqual({
      url: '/v1/commitments/generators-2024/sameness',
      body: {
        ...{ id: 'same-batch-undp', of: 'batch', with: 'undp', proposed: '2024-12-01' },
        ...{ by: 'A desk', reason: 'They are alike.', evidence: [{ source: 'agency' }] },
      },
    });
  });

  it('propose without --of is about the commitment itself', async () => {
    await same('propose', 'generators-2024', '--with', 'again', ...why);
    expect(sent().body).toMatchObject({ of: 'generators-2024', with: 'again' });
  });

  it.each([
    ['confirm', 'confirmation', 'confirmed'],
    ['reject', 'rejection', 'rejected'],
  ])('%s sends the decision of a proposal', async (name, noun, key) => {
    expect((await same(name, 'generators-2024', 'same-batch', ...why)).code).toBe(0);
    expect(sent()).toEqual({
      url: `/v1/commitments/generators-2024/sameness/${noun}s`,
      body: {
        ...{ id: `${noun}-same-batch`, sameness: 'same-batch', [key]: '2024-12-01' },
        ...{ by: 'A desk', reason: 'They are alike.' },
      },
    });
  });

  it('is told wrongly without a reason', async () => {
    const { code, err } = await same('confirm', 'generators-2024', 'same-batch', ...why.slice(0, 4));
    expect([code, err]).toEqual([2, expect.stringMatching(/required option '--reason <words>'/)]);
  });
});
