import fc from 'fast-check';
import {
  assess,
  canonical,
  decode,
  evolve,
  evolveAll,
  eventSchemas,
  isCommitmentEvent,
  turningPoints,
  verdicts,
  type CommitmentEvent,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { correction, exactly, fact, PaperLedger } from '#libs/testkit';

const LONG = process.env['LEDGER_LONG'] === '1';
/** The gate is small, so it draws the same histories each time, which are known to hold every kind of event. */
const SIZE = LONG ? { numRuns: 5_000 } : { numRuns: 120, seed: 20241116 };
const TIMEOUT_MS = LONG ? 30 * 60_000 : 60_000;

const COMMITMENTS = ['generators', 'loan', 'pressure', 'hosting'];

const date = fc.constantFrom(
  ...[
    '2024-11-16',
    '2024-12-01',
    '2024-12',
    '2024-12-31',
    '2025-01-01',
    '2025',
    '../2025-02-01',
    '2025-03-15',
  ],
);
const day = fc.constantFrom(
  '2024-11-15',
  '2024-11-16',
  '2024-12-20',
  '2024-12-31',
  '2025-01-01',
  '2026-01-01',
);
/** Mostly of one commitment, or little of what is told would meet what was told before. */
const commitment = fc.constantFrom(...COMMITMENTS, ...Array.from({ length: 8 }, () => 'generators'));
const id = (name: string) => fc.constantFrom(0, 1, 2).map((at) => `${name}-${String(at)}`);
const amount = fc.oneof(
  fc.integer({ min: 1, max: 120 }).map((count) => exactly(String(count))),
  fc.constant({ qualifier: 'some' as const, unit: 'generators' }),
  fc.constant({ qualifier: 'all-remaining' as const, unit: 'generators' }),
);
const money = fc
  .integer({ min: 1, max: 4 })
  .map((billions) => exactly(`${String(billions)}000000000`, 'USD'));
const about = fc.constantFrom(
  ...['batch-0', 'batch-0', 'batch-1', 'batch-1', 'batch-2'],
  ...[...COMMITMENTS, 'tranche-0', 'jp-27', 'tokyo-2025', 'ended-0'],
);
const parties = fc.constantFrom(['JP'], ['UA'], ['JP', 'UA'], ['PL']);
const milestone = fc.constantFrom('dispatched' as const, 'arrived' as const, 'handed-over' as const);
const terms = fc.record(
  {
    due: fc.constantFrom('2025-03-31', '2024-12-01', null),
    criterion: amount.map((target) => ({
      type: 'count-reached' as const,
      target,
      milestone: 'handed-over' as const,
    })),
    committers: parties,
  },
  { requiredKeys: [] },
);

const promises = fc.constantFrom<LedgerEvent>(
  fact.generators(),
  fact.loan(),
  fact.pressure(),
  fact.hosting(),
);
const happened: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc
    .record({ delivery: id('batch'), quantity: amount, milestone, delivered: date })
    .map((data) => fact.delivery(data as never)),
  fc.record({ allocation: id('allocated'), amount: money, allocated: date }).map(fact.allocation),
  fc.record({ disbursement: id('tranche'), amount: money, disbursed: date }).map(fact.disbursement),
  fc.record({ passage: id('passage'), of: about, milestone, passed: date }).map(fact.passage),
  fc.record({ package: fc.constantFrom('jp-27', 'jp-28'), adopted: date }).map(fact.package),
  fc.record({ held: date, towards: fc.constantFrom(['hosting'], [] as string[]) }).map(fact.conference),
);
const said: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc
    .record({ commitment, amendment: id('amended'), by: parties, amended: date, terms })
    .map((data) => fact.amendment(data as never)),
  fc
    .record({ commitment, specification: id('specified'), specified: date, terms })
    .map((data) => fact.specification(data as never)),
  fc.record({ commitment, reaffirmation: id('again'), reaffirmed: date }).map(fact.reaffirmation),
  fc
    .record({
      commitment,
      relation: id('related'),
      type: fc.constantFrom('part-of' as const, 'funded-from' as const, 'specifies' as const),
      to: commitment,
      stated: date,
    })
    .map((data) => fact.relation(data)),
  fc
    .record({ commitment, withdrawal: id('ended'), by: fc.constantFrom('JP', 'UA'), withdrawn: date })
    .map(fact.withdrawal),
  fc
    .record({ commitment, release: id('ended'), by: fc.constantFrom('JP', 'UA'), released: date })
    .map(fact.release),
  fc
    .record({ commitment, supersession: id('ended'), successor: commitment, superseded: date })
    .map(fact.supersession),
);
const judged: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({ commitment, coverage: id('covered'), declared: date }).map(fact.coverage),
  fc.record({ commitment, attachment: id('attached'), supports: about, attached: date }).map(fact.support),
  fc.record({ commitment, dispute: id('doubt'), about, opened: date }).map(fact.dispute),
  fc.record({ commitment, challenge: id('doubt'), about, challenged: date }).map(fact.challenge),
  fc
    .record({
      commitment,
      resolution: id('resolved'),
      dispute: id('doubt'),
      held: fc.constantFrom('ministry', 'donor', 'stands', 'falls', null),
      resolved: date,
    })
    .map(fact.resolution),
  fc.record({ commitment, assessment: id('view'), assessed: date }).map(fact.assessment),
  fc.record({ commitment, sameness: id('same'), of: about, with: about, proposed: date }).map(fact.sameness),
  fc
    .record({ commitment, confirmation: id('one'), sameness: id('same'), confirmed: date })
    .map(fact.confirmation),
  fc.record({ commitment, rejection: id('two'), sameness: id('same'), rejected: date }).map(fact.rejection),
  fc
    .record({
      commitment,
      due: fc.constantFrom('2024', '2025', '2025-03-31'),
      passed: fc.constantFrom('2025-01-01', '2025-04-01', '2026-01-01'),
    })
    .map(fact.deadline),
);
const corrected: fc.Arbitrary<LedgerEvent> = fc
  .record({
    id: id('fix'),
    at: fc.constantFrom(0, 1),
    quantity: amount,
    delivered: date,
    isWrong: fc.boolean(),
  })
  .map(({ id: name, at, quantity, delivered, isWrong }) => {
    const batch = `batch-${String(at)}`;
    const anew = fact.delivery({ delivery: batch, quantity: quantity as never, delivered });
    return correction(batch, isWrong ? { retracted: true } : { replacement: anew }, {
      correction: name,
    });
  });

/** One after the other, as they make sense: what is opened, proposed or stated, and what is made of it. */
const inTurn: fc.Arbitrary<readonly LedgerEvent[]> = fc
  .record({
    amended: date,
    isBoth: fc.boolean(),
    terms,
    specified: date,
    opened: date,
    held: fc.constantFrom('ministry', 'donor', null),
    resolved: date,
    isOne: fc.boolean(),
  })
  .map(({ amended, isBoth, terms: changed, specified, opened, held, resolved, isOne }) => [
    fact.amendment({ amended, by: isBoth ? ['JP', 'UA'] : ['JP'], terms: changed }),
    fact.specification({ commitment: 'generators', specified, terms: { due: '2024-12-01' } }),
    fact.sameness({ of: 'batch-0', with: 'batch-1', proposed: opened }),
    isOne ? fact.confirmation({ confirmed: resolved }) : fact.rejection({ rejected: resolved }),
    fact.dispute({ about: 'batch-0', opened }),
    fact.resolution({ held, resolved }),
    fact.deadline({ due: '2024-12-01', passed: '2024-12-02' }),
  ]);

/** What people might send, most of it in an order in which much of it is taken. */
const sent = fc
  .tuple(
    fc.shuffledSubarray(
      [fact.generators(), fact.generators(), fact.loan(), fact.pressure(), fact.hosting()],
      {
        minLength: 3,
      },
    ),
    fc
      .tuple(amount, amount, milestone, date)
      .map(([one, other, far, on]) => [
        fact.delivery({ delivery: 'batch-0', quantity: one as never, milestone: far, delivered: on }),
        fact.delivery({ delivery: 'batch-1', quantity: other as never }),
      ]),
    fc.array(
      fc.oneof(
        { weight: 1, arbitrary: promises },
        { weight: 6, arbitrary: happened },
        { weight: 4, arbitrary: said },
        { weight: 5, arbitrary: judged },
        { weight: 2, arbitrary: corrected },
      ),
      { minLength: 5, maxLength: 20 },
    ),
    inTurn,
    fc.integer({ min: 0, max: 20 }),
  )
  .map(([first, batches, then, turns, at]): readonly LedgerEvent[] => {
    const sources = [fact.source(), fact.source({ source: 'donor-release', publisherParty: 'JP' })];
    const all = [...sources, ...first, ...batches, ...then.slice(0, at), ...turns, ...then.slice(at)];
    return all.filter(isWellFormed);
  });

/** Whether the door would let it in: what is not of its shape never comes before the decider. */
function isWellFormed({ type, data }: LedgerEvent): boolean {
  return eventSchemas[type].safeParse(data).success;
}

describe('given any facts, sent in any order, of which the ledger takes some', () => {
  const taken = new Map<string, number>();

  test(
    'then every event it takes is read back as written, folded, and judged on any day',
    () => {
      fc.assert(
        fc.property(sent, fc.array(day, { minLength: 1, maxLength: 3 }), (facts, days) => {
          const ledger = new PaperLedger();
          for (const each of facts) take(ledger, each);
          const events = ledger.events.map(decode);
          for (const { type } of events) taken.set(type, (taken.get(type) ?? 0) + 1);
          for (const own of streamsOf(events)) {
            const oneByOne = own.reduce<Known | undefined>((known, event) => evolve(known, event), undefined);
            expect(canonical(oneByOne)).toBe(canonical(evolveAll(undefined, own)));
            if (!oneByOne) continue;
            const asked = [...new Set([...days, ...turningPoints(oneByOne)])].sort();
            const labels = verdicts(oneByOne, asked).map((verdict) => verdict?.label);
            expect(asked.map((validAt) => assess(oneByOne, validAt)?.label)).toEqual(labels);
          }
        }),
        SIZE,
      );
    },
    TIMEOUT_MS,
  );

  test('and what was tried held every kind of event of a commitment', () => {
    const kinds = [...taken].filter(([, times]) => times > 0).map(([type]) => type);
    expect(kinds).toEqual(
      expect.arrayContaining([
        ...[
          'CommitmentAnnounced',
          'GeneratorsDelivered',
          'FundsAllocated',
          'FundsDisbursed',
          'MilestonePassed',
        ],
        ...[
          'FulfilmentLinked',
          'CommitmentAmended',
          'CommitmentSpecified',
          'CommitmentReaffirmed',
          'CommitmentRelated',
        ],
        ...[
          'CommitmentWithdrawn',
          'CommitmentReleased',
          'CommitmentSuperseded',
          'CoverageDeclared',
          'EvidenceAttached',
        ],
        ...[
          'DisputeOpened',
          'EvidenceChallenged',
          'DisputeResolved',
          'AssessmentRecorded',
          'SamenessProposed',
        ],
        ...['SamenessConfirmed', 'SamenessRejected', 'DeadlinePassed', 'CorrectionRecorded'],
      ]),
    );
  });
});

/** Records a fact, once more to see that nothing is new then; one that is refused leaves no trace. */
function take(ledger: PaperLedger, each: LedgerEvent): void {
  const before = ledger.events.length;
  try {
    ledger.record(each);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Refused')) throw error;
    expect(ledger.events).toHaveLength(before);
    return;
  }
  expect(ledger.record(each)).toEqual([]);
}

function streamsOf(events: readonly LedgerEvent[]): readonly (readonly CommitmentEvent[])[] {
  const streams = new Map<string, CommitmentEvent[]>();
  for (const event of events) {
    if (!isCommitmentEvent(event)) continue;
    const stream = event.type === 'CorrectionRecorded' ? event.data.stream : event.data.commitment;
    streams.set(stream.replace(/^commitment-/, ''), [
      ...(streams.get(stream.replace(/^commitment-/, '')) ?? []),
      event,
    ]);
  }
  return [...streams.values()];
}
