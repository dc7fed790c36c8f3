import fc from 'fast-check';
import {
  assess,
  canonical,
  evolve,
  evolveAll,
  isCommitmentEvent,
  recordFacts,
  streamOf,
  type CommitmentEvent,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { correction, exactly, fact, referenceFold } from '#libs/testkit';

const LONG = process.env['LEDGER_LONG'] === '1';
const HISTORIES = LONG ? 5000 : 500;
const QUESTIONS = 20;

const days = fc.constantFrom(
  ...[
    '2024-11-16',
    '2024-11-30',
    '2024-12-01',
    '2024-12-15',
    '2024-12-30',
    '2024-12-31',
    '2025-01-01',
    '2025-02-14',
  ],
);
const dates = fc.oneof(days, fc.constantFrom('2024-12', '2025-01'));
const amounts = fc.integer({ min: 1, max: 60 }).map(String);

const promises = fc
  .record({
    target: amounts,
    due: fc.constantFrom(undefined, '2024-12-15', '2024-12-31', '2025-01-01'),
    announced: days,
  })
  .map(({ target, due, announced }) => {
    const criterion = { type: 'count-reached', target: exactly(target), milestone: 'handed-over' } as const;
    const { due: _, ...data } = fact.generators({ criterion, announced }).data as never as { due: string };
    return {
      type: 'CommitmentAnnounced',
      data: { ...data, ...(due !== undefined && { due }) },
    } as never;
  });
const deliveries = fc
  .record({ id: fc.integer({ min: 0, max: 4 }), amount: amounts, on: dates, far: fc.boolean() })
  .map(({ id, amount, on, far }) =>
    fact.delivery({
      delivery: `batch-${id}`,
      quantity: exactly(amount),
      delivered: on,
      milestone: far ? 'handed-over' : 'dispatched',
    }),
  );
const withdrawals = fc
  .record({ id: fc.integer({ min: 0, max: 1 }), on: days })
  .map(({ id, on }) => fact.withdrawal({ withdrawal: `end-${id}`, withdrawn: on }));

/** Facts told, told anew and retracted, and corrections retracted: of what was told before, or of anything. */
type Asked = (position: number, log: readonly LedgerEvent[]) => LedgerEvent;
const fix = (position: number): { readonly correction: string } => ({ correction: `fix-${position}` });
const anew = (facts: fc.Arbitrary<LedgerEvent>): fc.Arbitrary<Asked> =>
  facts.map((replacement) => (position) => {
    const data = replacement.data as never as Record<string, string>;
    const corrects = data['delivery'] ?? data['withdrawal'] ?? data['commitment'] ?? '';
    return correction(corrects, { replacement: replacement as never }, fix(position));
  });
const retracted = (ids: fc.Arbitrary<string>): fc.Arbitrary<Asked> =>
  ids.map((id) => (position) => correction(id, { retracted: true }, fix(position)));
/** Of one of the corrections made so far, chosen by a number. */
function retractionOfOne(chosen: number, position: number, log: readonly LedgerEvent[]): LedgerEvent {
  const made = log.flatMap((event) => (event.type === 'CorrectionRecorded' ? [event.data.correction] : []));
  return correction(made[chosen % made.length] ?? 'fix-0', { retracted: true }, fix(position));
}

const commands: fc.Arbitrary<Asked> = fc.oneof(
  { weight: 5, arbitrary: deliveries.map((told) => () => told) },
  { weight: 1, arbitrary: withdrawals.map((told) => () => told) },
  { weight: 4, arbitrary: anew(deliveries) },
  { weight: 1, arbitrary: anew(withdrawals) },
  { weight: 1, arbitrary: anew(promises) },
  {
    weight: 2,
    arbitrary: retracted(fc.constantFrom('batch-0', 'batch-1', 'batch-2', 'end-0', 'generators')),
  },
  {
    weight: 6,
    arbitrary: fc.nat().map(
      (chosen): Asked =>
        (position, log) =>
          retractionOfOne(chosen, position, log),
    ),
  },
);

/** The log that comes of the commands, those refused left out. */
function logOf(promise: LedgerEvent, asked: readonly Asked[]): readonly LedgerEvent[] {
  const log: LedgerEvent[] = [promise];
  const source = fact.source();
  for (const [index, command] of asked.entries()) {
    const histories = new Map<string, readonly LedgerEvent[]>([
      [streamOf(source), [source]],
      ['commitment-generators', log],
    ]);
    const decision = recordFacts([{ pointer: '', fact: command(index + 1, log) }], histories);
    if ('accepted' in decision) log.push(...decision.accepted.map(({ event }) => event));
  }
  return log;
}

const logs = fc
  .tuple(promises, fc.array(commands, { minLength: 5, maxLength: 40 }))
  .map(([promise, asked]) => logOf(promise, asked));
const answerOf = (known: Known, validAt: string) => {
  const assessment = assess(known, validAt);
  return (
    assessment && {
      label: assessment.label,
      outcome: assessment.fulfilment.outcome,
      delivered: assessment.fulfilment.delivered,
    }
  );
};
const foldOf = (log: readonly LedgerEvent[]): Known => evolveAll(undefined, log.filter(isCommitmentEvent));

describe('given random histories with corrections of corrections', () => {
  test(`${HISTORIES * QUESTIONS} questions of a day and a position are answered as the reference fold answers them`, () => {
    const seen = { corrections: 0, ofCorrections: 0, labels: new Set<string | undefined>() };
    const questions = fc.array(fc.tuple(days, fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: QUESTIONS,
      maxLength: QUESTIONS,
    });
    fc.assert(
      fc.property(logs, questions, (log, asked) => {
        for (const event of log) {
          if (event.type !== 'CorrectionRecorded') continue;
          seen.corrections += 1;
          if (event.data.corrects.startsWith('fix-')) seen.ofCorrections += 1;
        }
        for (const [validAt, part] of asked) {
          const knownAt = 1 + Math.floor(part * (log.length - 1));
          const expected = referenceFold(log, knownAt, validAt);
          seen.labels.add(expected?.label);
          expect(answerOf(foldOf(log.slice(0, knownAt)), validAt)).toEqual(expected);
        }
      }),
      { numRuns: HISTORIES },
    );
    // The histories are of the kind that is meant, and reach every state that they can.
    expect(seen.corrections).toBeGreaterThan(HISTORIES);
    expect(seen.ofCorrections).toBeGreaterThan(HISTORIES / 4);
    expect([...seen.labels].sort()).toEqual([
      ...['announced', 'fulfilled', 'fulfilled-late', 'in-delivery', 'overdue-unproven', 'partly-delivered'],
      ...['withdrawn', undefined],
    ]);
  });

  test('every event that is accepted is folded, one by one as well as all at once', () => {
    fc.assert(
      fc.property(logs, (log) => {
        let known: Known | undefined;
        for (const [index, event] of log.entries()) {
          known = evolve(known, event as CommitmentEvent);
          expect(canonical(known)).toBe(canonical(foldOf(log.slice(0, index + 1))));
        }
      }),
      { numRuns: HISTORIES / 5 },
    );
  });

  test('an answer once given is given again, byte for byte, whatever was recorded since', () => {
    fc.assert(
      fc.property(logs, days, (log, validAt) => {
        const given: string[] = [];
        let known: Known | undefined;
        for (const event of log) {
          known = evolve(known, event as CommitmentEvent);
          given.push(JSON.stringify(assess(known, validAt) ?? null));
        }
        const again = log.map((_, index) =>
          JSON.stringify(assess(foldOf(log.slice(0, index + 1)), validAt) ?? null),
        );
        expect(again).toEqual(given);
      }),
      { numRuns: HISTORIES / 5 },
    );
  });
});
