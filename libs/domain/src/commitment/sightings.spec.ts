import {
  addIntervals,
  assess,
  evolveAll,
  interval,
  isCommitmentEvent,
  standingOn,
  verdicts,
  type Interval,
  type Quantity,
} from '#libs/domain';
import { fact } from '#libs/testkit';
import fc from 'fast-check';

const day = fc
  .integer({ min: 0, max: 150 })
  .map((days) => new Date(Date.UTC(2024, 9, 1) + days * 86_400_000).toISOString().slice(0, 10));
const dated = fc.oneof(
  day,
  fc.uniqueArray(day, { minLength: 2, maxLength: 2 }).map((days) => days.sort().join('/')),
  fc.constantFrom('2024', '2024-12', '../2024-11-20', '2024-12-05/..'),
);
const unit = 'generators';
const quantity = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('exactly' as const, 'over' as const, 'up-to' as const),
      fc.integer({ min: 1, max: 60 }),
    )
    .map(([qualifier, value]): Quantity => ({ qualifier, value: String(value), unit })),
  fc.constant<Quantity>({ qualifier: 'some', unit }),
);
const told = fc.record({
  happened: dated,
  quantity,
  source: fc.constantFrom('press-release', 'other', 'third'),
  reporter: fc.constantFrom('committer' as const, 'beneficiary' as const, 'third-party' as const),
});
const facts = fc.array(told, { maxLength: 8 });
const days = fc.array(day, { minLength: 1, maxLength: 10 }).map((some) => some.sort());

type Told = typeof told extends fc.Arbitrary<infer Value> ? Value : never;
const knownOf = (given: readonly Told[]) =>
  evolveAll(
    undefined,
    [
      fact.generators(),
      ...given.map(({ happened, quantity: stated, source, reporter }, index) =>
        fact.delivery({
          delivery: `batch-${index}`,
          delivered: happened,
          quantity: stated,
          evidence: [{ source }],
          attribution: { saidBy: 'Somebody', onBehalfOf: 'UA', reporter },
        }),
      ),
    ].filter(isCommitmentEvent),
  );

describe('given any deliveries, recorded in any order', () => {
  it('when many days are asked about at once, then each is judged as it is alone', () => {
    fc.assert(
      fc.property(facts, days, (given, asked) => {
        const known = knownOf(given);
        const alone = asked.map((on) => {
          const found = assess(known, on);
          return found && { label: found.label, facets: found.facets, outcome: found.fulfilment.outcome };
        });
        expect(verdicts(known, asked)).toEqual(alone);
      }),
    );
  });

  it('then what is recorded by a day is all that had certainly happened, and up to all that may have', () => {
    fc.assert(
      fc.property(facts, day, (given, on) => {
        const sum = given.reduce<Interval>(
          (so, { happened, quantity: stated }) => {
            const standing = standingOn(on, happened);
            if (standing === 'not-yet') return so;
            const amount = interval(stated);
            return addIntervals(so, standing === 'certain' ? amount : { ...amount, lo: '0' });
          },
          { lo: '0', hi: '0' },
        );
        const found = assess(knownOf(given), on);
        if (found) expect(found.fulfilment.recorded).toEqual(sum);
      }),
    );
  });

  it('then each source speaks for the side for which it was last recorded, among what had been said', () => {
    fc.assert(
      fc.property(facts, day, (given, on) => {
        const voices = new Map<string, string>([['press-release', 'beneficiary']]);
        for (const { happened, source, reporter } of given) {
          if (standingOn(on, happened) !== 'not-yet') voices.set(source, reporter);
        }
        const sides = new Set(voices.values());
        const several = sides.has('third-party') ? 'corroborated' : 'two-sided';
        const found = assess(knownOf(given), on);
        if (found) expect(found.facets.evidence).toBe(sides.size === 1 ? 'single-source' : several);
      }),
    );
  });
});
