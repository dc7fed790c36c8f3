import {
  assess,
  compareDecimals,
  decode,
  encodeBody,
  evolveAll,
  isCommitmentEvent,
  readingIds,
  recordFacts,
  settle,
  wouldBe,
  type EventData,
  type Interval,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact, histories } from '#libs/testkit';
import fc from 'fast-check';

const day = fc.integer({ min: 0, max: 119 }).map((count) => dayAt(count));
const dayAt = (count: number): string => new Date(Date.UTC(2024, 10, 16 + count)).toISOString().slice(0, 10);
const date = fc.oneof(
  day,
  fc.tuple(day, day).map((pair) => [...new Set(pair.sort())].join('/')),
  fc.constantFrom('2024', '2024-12', '2025/..', '../2025-01-10'),
);
const amount = fc.oneof(
  fc.integer({ min: 1, max: 130 }).map((value) => exactly(String(value))),
  fc
    .integer({ min: 1, max: 130 })
    .map((value) => ({ ...exactly(String(value)), qualifier: 'over' as const })),
  fc
    .integer({ min: 1, max: 130 })
    .map((value) => ({ ...exactly(String(value)), qualifier: 'about' as const })),
);
const SOURCES = ['press-release', 'donor-release', 'observer'];
const told = fc
  .constantFrom('committer' as const, 'beneficiary' as const, 'third-party' as const)
  .chain((reporter) =>
    fc.constantFrom(...SOURCES).map((source) => ({
      attribution: { saidBy: 'somebody', onBehalfOf: 'UA', reporter },
      evidence: [{ source }],
    })),
  );
const about = fc.constantFrom('generators', 'batch-0', 'batch-1', 'batch-2', 'taken-back', 'whole-period');

type Told = EventData<'DisputeOpened'>['readings'][number];
const reading = (aspect: string, at: number): fc.Arbitrary<Told> =>
  told.chain((base): fc.Arbitrary<Told> => {
    const named = { reading: `side-${at}`, ...base };
    if (aspect === 'date') return date.map((text) => ({ ...named, date: text }));
    if (aspect === 'occurrence') return fc.constant({ ...named, occurred: at % 2 === 0 });
    return amount.map((quantity) => ({ ...named, quantity }));
  });

const dispute = (at: number) =>
  fc
    .constantFrom('quantity' as const, 'date' as const, 'occurrence' as const, 'figure' as const)
    .chain((aspect) =>
      fc
        .record({
          about,
          opened: date,
          readings: fc
            .integer({ min: 2, max: aspect === 'occurrence' ? 2 : 3 })
            .chain((count) =>
              fc.tuple(...Array.from({ length: count }, (_, index) => reading(aspect, index))),
            ),
        })
        .map((parts) =>
          fact.dispute({
            dispute: `dispute-${at}`,
            aspect,
            ...(aspect === 'figure' && { figure: 'weight' }),
            ...parts,
          }),
        ),
    );
const challenge = (at: number) =>
  fc
    .record({
      about,
      challenged: date,
      contestedSource: fc.option(fc.constantFrom(...SOURCES), { nil: undefined }),
    })
    .map(({ contestedSource, ...parts }) =>
      fact.challenge({ challenge: `dispute-${at}`, ...parts, ...(contestedSource && { contestedSource }) }),
    );
const resolution = (at: number) =>
  fc
    .record({ resolved: date, held: fc.constantFrom('side-0', 'side-1', 'stands', 'falls', null) })
    .map((parts) => fact.resolution({ resolution: `resolution-${at}`, dispute: `dispute-${at}`, ...parts }));

/** Facts in any order, most of them acceptable: what is not, the decider leaves out. */
const asked = fc
  .tuple(
    fc.tuple(
      ...[0, 1, 2].map((at) =>
        fc
          .tuple(amount, date)
          .map(([quantity, delivered]) => fact.delivery({ delivery: `batch-${at}`, quantity, delivered })),
      ),
    ),
    fc.boolean(),
    fc.boolean(),
    fc.tuple(...[0, 1, 2, 3].map((at) => fc.oneof(dispute(at), challenge(at)))),
    fc.tuple(...[0, 1, 2, 3].map((at) => fc.option(resolution(at), { nil: undefined, freq: 3 }))),
  )
  .map(([batches, isEnded, isCovered, contentions, resolutions]): readonly LedgerEvent[] => [
    ...SOURCES.map((source) => fact.source({ source })),
    fact.generators(),
    ...batches,
    ...(isEnded ? [fact.withdrawal()] : []),
    ...(isCovered ? [fact.coverage()] : []),
    ...contentions.flatMap((each, at) => [each, ...(resolutions[at] ? [resolutions[at]] : [])]),
  ]);

function recorded(facts: readonly LedgerEvent[]): readonly LedgerEvent[] {
  const taken: LedgerEvent[] = [];
  for (const each of facts) {
    const decision = recordFacts([{ pointer: '', fact: each }], histories(taken));
    if ('accepted' in decision) taken.push(...decision.accepted.map(({ event }) => event));
  }
  return taken;
}

const contains = (outer: Interval | null, inner: Interval | null): boolean => {
  if (!outer || !inner) return outer === inner;
  const above = outer.hi === null || (inner.hi !== null && compareDecimals(inner.hi, outer.hi) <= 0);
  return compareDecimals(outer.lo, inner.lo) <= 0 && above;
};

describe('random disputes', () => {
  it('leave possible all that any reading alone makes of a day, and call nothing certain that one of them does not', () => {
    let open = 0;
    fc.assert(
      fc.property(asked, fc.array(day, { minLength: 1, maxLength: 4 }), (facts, days) => {
        const known = knownOf(recorded(facts));
        for (const validAt of days) {
          const answer = assess(known, validAt);
          for (const contention of settle(known).open) {
            for (const held of readingIds(contention)) {
              const alone = wouldBe(known, contention, held, validAt);
              if (!answer || !alone) continue;
              open += 1;
              expect(contains(answer.fulfilment.delivered, alone.delivered)).toBe(true);
              expect([alone.outcome, 'undetermined']).toContain(answer.fulfilment.outcome);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(open).toBeGreaterThan(500);
  });

  it('are folded whenever they are accepted, and read back as they were written', () => {
    const types = new Set<string>();
    fc.assert(
      fc.property(asked, (facts) => {
        const taken = recorded(facts);
        expect(() => assess(knownOf(taken), '2025-01-15')).not.toThrow();
        for (const { type, data } of taken) {
          types.add(type);
          const body = encodeBody({ data } as never);
          expect(decode({ type, schema: 1, body })).toEqual({ type, data });
        }
      }),
      { numRuns: 100 },
    );
    expect([...types]).toEqual(
      expect.arrayContaining(['DisputeOpened', 'DisputeResolved', 'EvidenceChallenged']),
    );
  });
});

const knownOf = (events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));
