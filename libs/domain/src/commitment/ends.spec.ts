import {
  assess,
  evolveAll,
  isCommitmentEvent,
  verdicts,
  type Assessment,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact, sized } from '#libs/testkit';
import fc from 'fast-check';

const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));
const on = (day: string, ...events: readonly LedgerEvent[]): Assessment => {
  const answer = assess(known(...events), day);
  if (!answer) throw new Error(`not yet announced on ${day}`);
  return answer;
};
const delivered = (delivery: string, value: string, day: string) =>
  fact.delivery({ delivery, quantity: exactly(value), delivered: day });
const step = ({ fulfilment }: Assessment, rule: string) =>
  fulfilment.derivation.filter((each) => each.rule === rule);

describe('a commitment that is ended by an act', () => {
  const promise = fact.generators();

  it.each([
    ['withdrawn', fact.withdrawal(), '2024-12-10: withdrawn by Japan.', 'taken-back'],
    ['released', fact.release(), '2024-12-10: released by Ukraine.', 'let-go'],
    ['superseded', fact.supersession(), '2024-12-10: superseded by loan.', 'replaced'],
  ] as const)('is %s from the day of the act, and not before', (label, act, sentence, id) => {
    expect(on('2024-12-09', promise, act).label).toBe('announced');
    const then = on('2024-12-10', promise, act);
    expect(then).toMatchObject({ label, facets: { normative: label, time: 'no-deadline' } });
    expect(step(then, 'end')).toEqual([
      {
        rule: 'end',
        statement: `${sentence} It ended by 2024-12-10; what is delivered later does not undo that.`,
        facts: [id],
      },
    ]);
    expect(on('2025-06-01', promise, act).label).toBe(label);
  });

  it('is not yet ended while the date of the act leaves that open, and the answer says so', () => {
    const act = fact.withdrawal({ withdrawn: '2024-12' });
    expect(step(on('2024-11-30', promise, act), 'end')).toEqual([]);
    const open = on('2024-12-15', promise, act);
    expect(open).toMatchObject({ label: 'announced', facets: { normative: 'announced' } });
    expect(step(open, 'end')).toMatchObject([
      { statement: expect.stringMatching(/Whether by this day is not known, so it changes nothing yet\.$/) },
    ]);
    expect(on('2024-12-31', promise, act).label).toBe('withdrawn');
  });

  it('never ends by an act of which no last day is known', () => {
    expect(on('2030-01-01', promise, fact.release({ released: '2024-12/..' })).label).toBe(
      'overdue-unproven',
    );
  });

  it('is discharged, not ended, where all of it had been delivered by that day, however late it is recorded', () => {
    const act = fact.withdrawal();
    const late = delivered('proved-late', '100', '2024-12-10');
    expect(on('2025-01-15', promise, act).label).toBe('withdrawn');
    const then = on('2025-01-15', promise, act, late);
    expect(then).toMatchObject({ label: 'fulfilled', facets: { normative: 'discharged' } });
    expect(step(then, 'end')).toMatchObject([
      { statement: expect.stringMatching(/nothing was left to end\.$/) },
    ]);
  });

  it('stays ended where the rest is delivered after it, though the delivery is shown', () => {
    const then = on('2025-01-15', promise, fact.withdrawal(), delivered('after', '100', '2024-12-11'));
    expect(then).toMatchObject({
      label: 'withdrawn',
      facets: { normative: 'withdrawn', delivery: 'complete' },
      fulfilment: { outcome: 'met' },
    });
  });

  it('stays ended where what was delivered by then may have been all of it, but not certainly', () => {
    const straddling = delivered('perhaps', '100', '2024-12-05/2024-12-15');
    expect(on('2024-12-20', promise, fact.withdrawal(), straddling).label).toBe('withdrawn');
  });

  it('is ended by the first of several acts, whichever was recorded first', () => {
    const acts = [fact.withdrawal({ withdrawn: '2024-12-20' }), fact.release({ released: '2024-12-12' })];
    for (const order of [acts, [...acts].reverse()]) {
      expect(on('2024-12-15', promise, ...order).label).toBe('released');
      const later = on('2024-12-25', promise, ...order);
      expect(later.label).toBe('released');
      expect(step(later, 'end').map(({ statement }) => statement)).toContainEqual(
        '2024-12-20: withdrawn by Japan. It had ended before.',
      );
    }
  });

  it('is not overdue where it ended on the very day of its deadline', () => {
    expect(on('2025-03-01', promise, fact.release({ released: '2024-12-31' }))).toMatchObject({
      label: 'released',
      facets: { time: 'no-deadline' },
    });
  });

  it('stays overdue where it ended only after its deadline', () => {
    expect(on('2025-03-01', promise, fact.release({ released: '2025-02-01' }))).toMatchObject({
      label: 'released',
      facets: { time: 'overdue' },
    });
  });

  it('ends also where it was only discussed, and where nothing would complete it', () => {
    expect(on('2025-01-01', fact.generators({ strength: 'discussed' }), fact.withdrawal()).label).toBe(
      'withdrawn',
    );
    const standing = fact.standing({ due: '2027' });
    const release = (released: string) => fact.release({ commitment: 'dialogue', released });
    expect(on('2026-06-01', standing, release('2026-05-01')).label).toBe('released');
    expect(on('2028-06-01', standing, release('2026-05-01')).label).toBe('released');
    const tooLate = on('2028-06-01', standing, release('2028-05-01'));
    expect(tooLate.label).toBe('expired');
    expect(step(tooLate, 'end')).toMatchObject([{ statement: expect.stringMatching(/term had run out/) }]);
  });

  it('hears those who tell of the end, from the day of which they tell', () => {
    const told = fact.withdrawal({
      evidence: [{ source: 'note' }],
      attribution: { saidBy: 'A ministry', onBehalfOf: 'JP', reporter: 'committer' },
    });
    expect(on('2024-12-09', promise, told).facets.evidence).toBe('single-source');
    expect(on('2024-12-10', promise, told).facets.evidence).toBe('two-sided');
  });
});

const day = fc
  .integer({ min: 0, max: 120 })
  .map((days) => new Date(Date.UTC(2024, 9, 25) + days * 86_400_000).toISOString().slice(0, 10));
const dated = fc.oneof(
  day,
  fc.uniqueArray(day, { minLength: 2, maxLength: 2 }).map((days) => days.sort().join('/')),
  fc.constantFrom('2024-12', '../2024-12-01', '2024-12-20/..'),
);
const told = fc.oneof(
  fc.record({ delivered: dated, count: fc.integer({ min: 1, max: 120 }) }),
  fc.record({ type: fc.constantFrom('withdrawal', 'release', 'supersession'), ended: dated }),
  fc.record({
    period: fc.oneof(
      dated,
      day.map((last) => `../${last}`),
    ),
    declared: dated,
  }),
);
type Told = typeof told extends fc.Arbitrary<infer Value> ? Value : never;

const eventOf = (given: Told, index: number): LedgerEvent => {
  if ('count' in given) return delivered(`batch-${index}`, `${given.count}`, given.delivered);
  if ('period' in given) return fact.coverage({ coverage: `cover-${index}`, ...given });
  const { type, ended } = given;
  if (type === 'withdrawal') return fact.withdrawal({ withdrawal: `end-${index}`, withdrawn: ended });
  return type === 'release'
    ? fact.release({ release: `end-${index}`, released: ended })
    : fact.supersession({ supersession: `end-${index}`, superseded: ended });
};
const shuffled = fc.array(told, { maxLength: 8 }).chain((given) => {
  const events = given.map(eventOf);
  return fc.tuple(
    fc.constant(events),
    fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
  );
});

describe('given any deliveries, ends and coverage', () => {
  const days = Array.from({ length: 130 }, (_, index) =>
    new Date(Date.UTC(2024, 10, 10) + index * 86_400_000).toISOString().slice(0, 10),
  );

  it('when they are recorded in another order, then every day has the same label and outcome', () => {
    fc.assert(
      fc.property(shuffled, ([events, others]) => {
        const said = (order: readonly LedgerEvent[]) =>
          verdicts(known(fact.generators(), ...order), days).map(
            (verdict) => verdict && [verdict.label, verdict.facets.normative, verdict.outcome],
          );
        expect(said(others)).toEqual(said(events));
      }),
      { numRuns: sized({ gate: 100, long: 2_000 }) },
    );
  });

  it('then once ended, a commitment stays ended in the same way', () => {
    const ends = ['withdrawn', 'released', 'superseded'];
    fc.assert(
      fc.property(shuffled, ([events]) => {
        const labels = verdicts(known(fact.generators(), ...events), days).map((verdict) => verdict?.label);
        const first = labels.findIndex((label) => ends.includes(label ?? ''));
        if (first >= 0) expect(new Set(labels.slice(first)).size).toBe(1);
      }),
      { numRuns: sized({ gate: 100, long: 2_000 }) },
    );
  });
});
