import {
  evolveAll,
  goodsMilestones,
  isCommitmentEvent,
  recordFacts,
  verdict,
  type CommitmentEvent,
  type Criterion,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact, histories, sized } from '#libs/testkit';
import fc from 'fast-check';
import { changesSince, spansOf } from './spans.ts';
import { track, type Tracked } from './tracked.ts';

const day = fc
  .integer({ min: 0, max: 90 })
  .map((offset) => new Date(Date.UTC(2024, 10, 16) + offset * 86_400_000).toISOString().slice(0, 10));
const dated = fc.oneof(
  day,
  fc.uniqueArray(day, { minLength: 2, maxLength: 2 }).map((days) => days.sort().join('/')),
);
const criteria: readonly Criterion[] = [
  { type: 'count-reached', target: exactly('60'), milestone: 'handed-over' },
  {
    type: 'any',
    of: [
      { type: 'count-reached', target: exactly('60'), milestone: 'in-use' },
      { type: 'sessions-held', session: 'a dialogue', every: 'month', within: '2024-12/2025-01', atLeast: 1 },
    ],
  },
  { type: 'stage-reached', agreement: 'a treaty', stage: 'ratified', parties: ['JP', 'UA'] },
];
const told = fc.record({
  what: fc.constantFrom('delivery', 'passage', 'passage', 'session', 'stage', 'coverage'),
  on: dated,
  of: fc.nat({ max: 1 }),
  milestone: fc.constantFrom(...goodsMilestones),
  count: fc.integer({ min: 1, max: 70 }),
});
/** What was sent, and may have passed a milestone since. */
const sent = told.map((each) => ({ ...each, what: 'delivery', on: `2024-11-${16 + (each.count % 9)}` }));
type Told = typeof sent extends fc.Arbitrary<infer Value> ? Value : never;

function eventOf({ what, on, of, milestone, count }: Told, index: number): LedgerEvent {
  const own = { commitment: 'generators' } as const;
  const id = `fact-${index}`;
  switch (what) {
    case 'delivery':
      return fact.delivery({ delivery: id, milestone, delivered: on, quantity: exactly(String(count)) });
    case 'passage':
      return fact.passage({ passage: id, of: `fact-${of}`, milestone, passed: on });
    case 'stage':
      return fact.stage({ ...own, reaching: id, reached: on, by: count % 2 === 0 ? 'JP' : 'UA' });
    case 'session': {
      const { attribution, evidence } = fact.support().data;
      const linked = { ...own, fulfilment: id, by: 'conference', title: id, happened: on } as const;
      return { type: 'FulfilmentLinked', data: { ...linked, attribution, evidence } };
    }
    default:
      return fact.coverage({ coverage: id, period: on, declared: '2025-06' });
  }
}

describe('given milestones, stages and sessions, recorded in any order', () => {
  it('then the stretches carried on from the ones before are those found from the beginning, and say what is assessed', () => {
    let passages = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...criteria),
        fc.tuple(sent, sent),
        fc.array(told, { maxLength: 8 }),
        (criterion, first, then) => {
          const given = [...first, ...then];
          // What is possible decides outcomes only where the record is complete.
          const log: LedgerEvent[] = [
            fact.generators({ criterion }),
            fact.coverage({ period: '2024-11-16/2025-02-14', declared: '2025-06' }),
          ];
          let all: Tracked = track(undefined, placed(log));
          let spans = spansOf(all.known);
          given.forEach((each, index) => {
            const event = eventOf(each, index);
            const decision = recordFacts([{ pointer: '', fact: event }], histories([fact.source(), ...log]));
            if ('refused' in decision || !isCommitmentEvent(event)) return;
            if (event.type === 'MilestonePassed') passages += 1;
            log.push(event);
            all = track(all, [{ event, position: index + 20 }]);
            spans = spansOf(all.known, spans, changesSince(event, all.known));
          });
          expect(spans).toEqual(spansOf(all.known));
          const known = evolveAll(undefined, log.filter(isCommitmentEvent));
          for (let ms = Date.UTC(2024, 10, 16); ms < Date.UTC(2025, 2, 20); ms += 3 * 86_400_000) {
            const on = new Date(ms).toISOString().slice(0, 10);
            const span = spans.find(({ validFrom, validTo }) => validFrom <= on && on <= validTo);
            const said = verdict(known, on);
            expect([on, span?.label, span?.outcome]).toEqual([on, said?.label, said?.outcome]);
          }
        },
      ),
      { numRuns: sized({ gate: 150, long: 3_000 }) },
    );
    expect(passages).toBeGreaterThan(10);
  });
});

const placed = (log: readonly LedgerEvent[]) =>
  log.map((event, index) => ({ event: event as CommitmentEvent, position: index + 1 }));
