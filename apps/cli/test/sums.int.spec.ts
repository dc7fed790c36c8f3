import { AnsweringServer } from './answering-server.ts';
import { run } from './run-ledger.ts';

let server: AnsweringServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const ledger = async (args: readonly string[], body: unknown, status = 200) => {
  server = await AnsweringServer.start([{ status, body }]);
  return run(args, { env: { LEDGER_URL: server.url } });
};
const exact = (amount: string) => ({ lo: amount, hi: amount });
const asOf = { position: 57, validAt: '2024-12-31', knownAt: null };

describe('ledger totals', () => {
  const answer = {
    sums: [
      {
        ...{ unit: 'USD', commitments: 2, joint: 1 },
        ...{ promised: { lo: '3000000010', hi: null }, recorded: exact('0'), delivered: exact('5') },
      },
    ],
    items: [
      {
        ...{ id: 'loan', committers: ['JP'], beneficiaries: ['UA'], joint: false, label: 'allocated' },
        ...{ unit: 'USD', promised: null, recorded: exact('0'), delivered: { lo: '0', hi: null } },
      },
      {
        ...{ id: 'shared', committers: ['JP', 'PL'], beneficiaries: ['UA'], joint: true, label: 'announced' },
        ...{ unit: 'USD', promised: exact('10'), recorded: exact('0'), delivered: { lo: '0', hi: '10' } },
      },
    ],
    leftOut: [
      { id: 'part', from: 'every-sum', reason: 'It is part of loan; loan stands in the sum.' },
      { id: 'loan', from: 'promised', reason: 'It is under discussion, and nobody has promised it.' },
    ],
    asOf,
  };

  it('shows the sums, what is in them, and what is not and why', async () => {
    const { code, out } = await ledger(['totals', '--committer', 'JP', '--valid-at', '2024-12-31'], answer);
    expect(code).toBe(0);
    expect(server?.came[0]?.url).toBe('/v1/totals?committer=JP&validAt=2024-12-31');
    expect(out.replace(/ +/g, ' ').split('\n')).toEqual([
      'UNIT COMMITMENTS PROMISED RECORDED DELIVERED',
      'USD 2 (1 joint) 3,000,000,010 or more 0 5',
      '',
      'COMMITMENT WHO → TO WHOM UNIT PROMISED RECORDED DELIVERED STATE',
      'loan Japan → Ukraine USD 0 0 or more allocated',
      'shared Japan and Poland → Ukraine (joint) USD 10 0 0–10 announced',
      '',
      'Left out',
      ' part: It is part of loan; loan stands in the sum.',
      ' loan (of what is promised): It is under discussion, and nobody has promised it.',
      '',
      'valid on 2024-12-31, as of position 57',
      '',
    ]);
  });

  it('asks for those named alone, and says so where there is nothing', async () => {
    const { out } = await ledger(['totals', 'a', 'b'], { ...answer, sums: [], items: [], leftOut: [] });
    expect(server?.came[0]?.url).toBe('/v1/totals?commitments=a%2Cb');
    expect(out).toBe('Nothing to add up.\n\nvalid on 2024-12-31, as of position 57\n');
  });

  it('tells which of those named overlap, with exit code 1', async () => {
    const { code, err } = await ledger(
      ['totals', 'a', 'b'],
      {
        title: 'The commitments cannot be added up together',
        detail: 'commitments names both b and a, and b is part of a.',
        code: 'overlapping-commitments',
        errors: [
          {
            parameter: 'commitments',
            fault: 'names both b and a, and b is part of a',
            remedy: 'leave out b or a',
          },
        ],
      },
      422,
    );
    expect(code).toBe(1);
    expect(err).toBe('commitments names both b and a, and b is part of a.\nLeave out b or a.\n');
  });

  it('with --json prints what the ledger answered', async () => {
    const { out } = await ledger(['totals', '--json'], answer);
    expect(JSON.parse(out)).toEqual(answer);
  });
});

describe('ledger matrix', () => {
  const standings = {
    ...{ commitments: 3, joint: 1, labels: { announced: 2, 'overdue-unproven': 1 } },
    sums: [
      {
        ...{ unit: 'USD', commitments: 1, joint: 0 },
        ...{ promised: exact('10'), recorded: exact('0'), delivered: { lo: '0', hi: '10' } },
      },
    ],
  };
  const answer = {
    rows: [{ committer: 'JP', beneficiary: 'UA', ...standings }],
    overall: standings,
    derivation: ['Overall each is counted once.'],
    asOf,
  };

  it('shows a row for each pair and one for all', async () => {
    const { code, out } = await ledger(['matrix', '--unit', 'USD'], answer);
    expect([code, server?.came[0]?.url]).toEqual([0, '/v1/matrix?unit=USD']);
    expect(out.replace(/ +/g, ' ').split('\n')).toEqual([
      'WHO TO WHOM COMMITMENTS STATES PROMISED DELIVERED',
      'Japan Ukraine 3 (1 joint) 2 announced; 1 overdue, unproven 10 USD 0–10 USD',
      'overall 3 (1 joint) 2 announced; 1 overdue, unproven 10 USD 0–10 USD',
      '',
      'Overall each is counted once.',
      '',
      'valid on 2024-12-31, as of position 57',
      '',
    ]);
  });

  it('says so where nothing is promised', async () => {
    const none = { commitments: 0, joint: 0, labels: {}, sums: [] };
    const { out } = await ledger(['matrix'], { rows: [], overall: none, derivation: [], asOf });
    expect(out).toBe('No commitments.\n\nvalid on 2024-12-31, as of position 57\n');
  });
});

describe('ledger packages', () => {
  const adopted = { edtf: '2025-01-10' };
  const one = (id: string, number: number | null, more = {}) => ({
    ...{ id, number, adopted, inForce: null, targets: null, against: ['RU'], ...more },
  });

  it('shows what is missing in the numbering where it is missing, and those of unknown number last', async () => {
    const { out } = await ledger(['packages'], {
      items: [
        {
          ...{ imposer: 'JP', target: 'RU' },
          gaps: [
            { from: 1, to: 2 },
            { from: 4, to: 4 },
          ],
          packages: [
            one('jp-3', 3),
            one('jp-5', 5, {
              inForce: { edtf: '2025-02' },
              targets: { individuals: 12, entities: 29, vessels: null },
            }),
          ],
          unnumbered: [one('jp-later', null)],
        },
      ],
      next: null,
      asOf,
    });
    const rows = out.split('\n').map((line) => line.trim().replace(/ {2,}/g, ' | '));
    expect(rows.slice(1, 6)).toEqual([
      'missing | 1–2 | Japan | Russian Federation',
      'jp-3 | 3 | Japan | Russian Federation | RU | 2025-01-10',
      'missing | 4 | Japan | Russian Federation',
      'jp-5 | 5 | Japan | Russian Federation | RU | 12 individuals, 29 entities | 2025-01-10 | 2025-02',
      'jp-later | not known | Japan | Russian Federation | RU | 2025-01-10',
    ]);
  });
});
