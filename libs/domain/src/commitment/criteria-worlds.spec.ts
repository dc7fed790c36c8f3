import {
  assess,
  evolveAll,
  isCommitmentEvent,
  type Criterion,
  type JointCriterion,
  type LedgerEvent,
  type Outcome,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';
import fc from 'fast-check';

const ASKED = '2025-06-30';
const COVERED = fact.coverage({
  commitment: 'joined',
  period: '2024-11-16/2025-12-31',
  declared: '2026-02-01',
});
const promised = (criterion: Criterion) => fact.standing({ commitment: 'joined', criterion });
const answer = (...facts: readonly LedgerEvent[]) => {
  const found = assess(evolveAll(undefined, facts.filter(isCommitmentEvent)), ASKED);
  if (!found) throw new Error('not announced');
  return found.fulfilment;
};

/** A tree of steps, each with a name of its own: what is wanted of each, by its number. */
type Tree =
  | { readonly step: number }
  | { readonly wanted: 'all' | 'any' | 'at-least'; readonly count: number; readonly of: readonly Tree[] };

const shape = (depth: number): fc.Arbitrary<Tree> => {
  const leaf = fc.constant<Tree>({ step: 0 });
  if (depth === 0) return leaf;
  const group = fc.record({
    wanted: fc.constantFrom('all' as const, 'any' as const, 'at-least' as const),
    count: fc.integer({ min: 1, max: 3 }),
    of: fc.array(fc.oneof(leaf, shape(depth - 1)), { minLength: 2, maxLength: 3 }),
  });
  return depth === 3 ? group : fc.oneof({ weight: 2, arbitrary: leaf }, group);
};

/** Numbers the steps, and cuts those of which there would be too many. */
function numbered(tree: Tree, next = { step: 0 }): Tree {
  if ('step' in tree) return { step: next.step++ };
  return { ...tree, of: tree.of.map((member) => numbered(member, next)) };
}

const stepsIn = (tree: Tree): readonly number[] => ('step' in tree ? [tree.step] : tree.of.flatMap(stepsIn));

function criterionOf(tree: Tree): Criterion {
  if ('step' in tree)
    return { type: 'step-taken', step: `step ${tree.step}`, after: '2024-11-15', name: `step-${tree.step}` };
  const of = tree.of.map(criterionOf) as JointCriterion['of'];
  return tree.wanted === 'at-least'
    ? { type: 'at-least', count: Math.min(tree.count, of.length), of }
    : { type: tree.wanted, of };
}

function holds(tree: Tree, isMet: (step: number) => boolean): boolean {
  if ('step' in tree) return isMet(tree.step);
  const met = tree.of.filter((member) => holds(member, isMet)).length;
  if (tree.wanted === 'all') return met === tree.of.length;
  return met >= (tree.wanted === 'any' ? 1 : Math.min(tree.count, tree.of.length));
}

/** A step that was certainly taken, that may have been, or of which the complete record holds nothing. */
const known: Readonly<Record<Outcome, (step: number) => readonly LedgerEvent[]>> = {
  met: (step) => [taken(step, '2025-01-10')],
  undetermined: (step) => [taken(step, '2025-06-01/2025-07-31')],
  'not-met': () => [],
};
const taken = (step: number, day: string) =>
  fact.step({ commitment: 'joined', step: `taken-${step}`, meets: `step-${step}`, taken: day });

const trees = shape(3)
  .map((tree) => numbered(tree))
  .filter((tree) => stepsIn(tree).length <= 12);
const outcomes = fc.array(fc.constantFrom<Outcome>('met', 'not-met', 'undetermined'), {
  minLength: 12,
  maxLength: 12,
});

describe('given any conditions joined, of which some are met, some are not and some cannot be told', () => {
  it('then the outcome is what all worlds agree on, and how many are met what they range over', () => {
    const seen = { met: 0, 'not-met': 0, undetermined: 0 };
    fc.assert(
      fc.property(trees, outcomes, (tree, states) => {
        const steps = stepsIn(tree);
        const facts = steps.flatMap((step) => known[states[step] ?? 'met'](step));
        const open = steps.filter((step) => states[step] === 'undetermined');
        const worlds = Array.from({ length: 2 ** open.length }, (_, world) => (step: number): boolean => {
          const index = open.indexOf(step);
          return index < 0 ? states[step] === 'met' : Math.floor(world / 2 ** index) % 2 === 1;
        });
        const results = worlds.map((isMet) => holds(tree, isMet));
        const agreed = results.every((each) => each)
          ? 'met'
          : results.some((each) => each)
            ? 'undetermined'
            : 'not-met';
        const counts = worlds.map((isMet) =>
          'step' in tree ? 0 : tree.of.filter((member) => holds(member, isMet)).length,
        );
        const { outcome, delivered } = answer(promised(criterionOf(tree)), ...facts, COVERED);
        expect(outcome).toBe(agreed);
        expect(delivered).toEqual({ lo: String(Math.min(...counts)), hi: String(Math.max(...counts)) });
        seen[outcome] += 1;
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
  });

  it('then in an open world what has not happened may have, and nothing is not met', () => {
    fc.assert(
      fc.property(trees, outcomes, (tree, states) => {
        const facts = stepsIn(tree).flatMap((step) => known[states[step] ?? 'met'](step));
        const { outcome } = answer(promised(criterionOf(tree)), ...facts);
        expect(outcome).toBe(holds(tree, (step) => states[step] === 'met') ? 'met' : 'undetermined');
      }),
      { numRuns: 500 },
    );
  });
});

describe('given any criterion that is met', () => {
  const day = fc
    .integer({ min: 0, max: 220 })
    .map((offset) => new Date(Date.UTC(2024, 10, 17) + offset * 86_400_000).toISOString().slice(0, 10));
  const some = { commitment: 'joined' } as const;
  const happened = fc.array(
    fc.tuple(fc.constantFrom('delivery', 'step', 'session', 'stage', 'package'), day, fc.nat({ max: 60 })),
    { maxLength: 12 },
  );
  type Happened = typeof happened extends fc.Arbitrary<(infer One)[]> ? One : never;
  const eventOf = ([what, on, number]: Happened, index: number): LedgerEvent => {
    const id = `fact-${index}`;
    const link = { ...fact.support().data, ...some, fulfilment: id, title: id, happened: on };
    const register = { imposer: 'JP', target: 'RU' };
    switch (what) {
      case 'delivery':
        return fact.delivery({ ...some, delivery: id, delivered: on, quantity: exactly(String(number + 1)) });
      case 'step':
        return fact.step({ ...some, step: id, taken: on });
      case 'stage':
        return fact.stage({ ...some, reaching: id, reached: on, by: number % 2 === 0 ? 'JP' : 'UA' });
      case 'session':
        return { type: 'FulfilmentLinked', data: { ...link, by: 'conference' } };
      default:
        return {
          type: 'FulfilmentLinked',
          data: { ...link, by: 'sanctions-package', register },
        };
    }
  };
  const singles: JointCriterion['of'] = [
    { type: 'count-reached', target: exactly('60'), milestone: 'handed-over' },
    { type: 'step-taken', step: 'a step', after: '2024-12-31' },
    {
      type: 'acts-after',
      act: 'sanctions-package',
      imposer: 'JP',
      target: 'RU',
      after: '2024-12-31',
      atLeast: 2,
    },
    { type: 'stage-reached', agreement: 'a treaty', stage: 'signed', parties: ['JP', 'UA'] },
    { type: 'sessions-held', session: 'a dialogue', every: 'quarter', within: '2025-01/2025-06', atLeast: 1 },
  ];
  const criterion = fc
    .tuple(fc.constantFrom('all' as const, 'any' as const), fc.subarray([...singles], { minLength: 2 }))
    .map(([type, of]): Criterion => ({ type, of }));

  it('then it stays met, whatever else is known to have happened', () => {
    let met = 0;
    fc.assert(
      fc.property(criterion, happened, happened, (wanted, before, more) => {
        const facts = [...before, ...more].map(eventOf);
        const first = answer(promised(wanted), ...facts.slice(0, before.length));
        const then = answer(promised(wanted), ...facts);
        if (first.outcome !== 'met') return;
        met += 1;
        expect(then.outcome).toBe('met');
        expect(Number(then.recorded?.lo)).toBeGreaterThanOrEqual(Number(first.recorded?.lo));
      }),
      { numRuns: 1000 },
    );
    expect(met).toBeGreaterThan(100);
  });
});
