import { evolve, evolveAll, Scales, totalsOf, type EventData, type Known } from '#libs/domain';
import { exactly, fact } from '#libs/testkit';
import fc from 'fast-check';

type Relation = NonNullable<EventData<'CommitmentAnnounced'>['relations']>[number];

const on = '2025-01-01';
const known = (commitment: string, amount: number, relations: readonly Relation[], unit = 'USD'): Known => {
  const target = exactly(String(amount), unit);
  const criterion = { type: 'sum-reached', target, milestone: 'disbursed' } as const;
  return evolve(undefined, fact.loan({ commitment, criterion, relations }));
};
const totals = (asked: readonly Known[], kin: readonly Known[]) => {
  const scales = new Scales(kin, on);
  const weighed = asked.map((each) => scales.weigh(each));
  return { ...totalsOf(weighed, scales.kinship), kinship: scales.kinship };
};
const idOf = ({ announced }: Known): string => announced.commitment;

/** A node names an earlier one, or none, and how it is related to it. */
interface Node {
  readonly own: number;
  readonly parent: number | null;
  readonly relation: 'part-of' | 'funded-from' | 'reaffirms';
  readonly isAsked: boolean;
}

/** A tree or several. */
const forest: fc.Arbitrary<readonly Node[]> = fc.array(
  fc.record({
    own: fc.integer({ min: 1, max: 1000 }),
    parent: fc.option(fc.nat(), { freq: 3 }),
    relation: fc.constantFrom('part-of' as const, 'funded-from' as const, 'reaffirms' as const),
    isAsked: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
);

interface Grown {
  readonly commitments: readonly Known[];
  /** The money itself: which pieces of it each commitment holds. What is left when all names are gone. */
  readonly pieces: readonly ReadonlySet<number>[];
  readonly own: readonly number[];
}

/** Gives each whole the money of its parts and some of its own, and a reaffirmation exactly what it reaffirms. */
function grow(nodes: readonly Node[]): Grown {
  const parents = nodes.map(({ parent }, index) => (parent === null || index === 0 ? null : parent % index));
  const originalOf = (index: number): number => {
    const parent = parents[index] ?? null;
    return parent !== null && nodes[index]?.relation === 'reaffirms' ? originalOf(parent) : index;
  };
  const held = nodes.map(() => new Set<number>());
  for (const index of nodes.keys()) {
    if (originalOf(index) !== index) continue;
    for (let at: number | null = index; at !== null; at = parents[originalOf(at)] ?? null)
      held[originalOf(at)]?.add(index);
  }
  const pieces = nodes.map((_, index) => held[originalOf(index)] ?? new Set<number>());
  const own = nodes.map((node) => node.own);
  const commitments = nodes.map(({ relation }, index) => {
    const parent = parents[index] ?? null;
    const relations = parent === null ? [] : [{ type: relation, commitment: `c${parent}` }];
    return known(`c${index}`, worth(pieces[index] ?? new Set(), own), relations);
  });
  return { commitments, pieces, own };
}

const worth = (pieces: Iterable<number>, own: readonly number[]): number =>
  [...pieces].reduce((sum, piece) => sum + (own[piece] ?? 0), 0);
const isReaffirmation = ({ announced: { relations = [] } }: Known): boolean =>
  relations.some(({ type }) => type === 'reaffirms');

/** Commitments with any relations to any number of earlier ones. */
const tangle = fc
  .array(
    fc.record({
      amount: fc.integer({ min: 1, max: 1000 }),
      unit: fc.constantFrom('USD', 'USD', 'JPY'),
      relations: fc.array(
        fc.record({
          type: fc.constantFrom(
            ...(['part-of', 'specifies', 'reaffirms', 'supersedes', 'funded-from'] as const),
          ),
          to: fc.nat(),
        }),
        { maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((nodes) =>
    nodes.map(({ amount, unit, relations }, index) =>
      known(
        `c${index}`,
        amount,
        index === 0 ? [] : relations.map(({ type, to }) => ({ type, commitment: `c${to % index}` })),
        unit,
      ),
    ),
  );

/** The same commitment, with its relations stated one by one after it was announced. */
const statedLater = ({ announced }: Known): Known => {
  const { relations = [], ...rest } = announced;
  const later = relations.map(({ type, commitment: to }, index) =>
    fact.relation({ commitment: announced.commitment, relation: `r${index}`, type, to, stated: '2026' }),
  );
  return evolveAll(undefined, [{ type: 'CommitmentAnnounced', data: rest }, ...later]);
};

describe('over random forests of parts, funds and reaffirmations', () => {
  it('the guarded total is every piece of money once, whatever part of the forest is asked for', () => {
    fc.assert(
      fc.property(forest, (nodes) => {
        const { commitments, pieces, own } = grow(nodes);
        const asked = commitments.filter((_, index) => nodes[index]?.isAsked);
        const once = new Set<number>();
        for (const [index, each] of commitments.entries()) {
          if (!nodes[index]?.isAsked || isReaffirmation(each)) continue;
          for (const piece of pieces[index] ?? []) once.add(piece);
        }
        const { sums } = totals(asked, commitments);
        expect(sums[0]?.promised.lo ?? '0').toBe(String(worth(once, own)));
        expect(sums[0]?.promised.hi ?? '0').toBe(String(worth(once, own)));
      }),
      { numRuns: 500 },
    );
  });

  it('the total of all of it is the same where the relations are stated later', () => {
    fc.assert(
      fc.property(forest, (nodes) => {
        const { commitments, own } = grow(nodes);
        const later = commitments.map(statedLater);
        const all = commitments.flatMap((each, index) => (isReaffirmation(each) ? [] : (own[index] ?? 0)));
        expect(totals(later, later).sums[0]?.promised.lo).toBe(
          String(all.reduce((sum, each) => sum + each, 0)),
        );
      }),
    );
  });

  it('the total of all of it is that of the leaves and of what the wholes add to them', () => {
    fc.assert(
      fc.property(forest, (nodes) => {
        const { commitments, own } = grow(nodes);
        const all = commitments.flatMap((each, index) => (isReaffirmation(each) ? [] : (own[index] ?? 0)));
        const { sums } = totals(commitments, commitments);
        expect(sums[0]?.promised.lo).toBe(String(all.reduce((sum, each) => sum + each, 0)));
      }),
    );
  });
});

describe('over commitments related in any way', () => {
  it('no two in a sum are related, and each left out for another is', () => {
    fc.assert(
      fc.property(tangle, (all) => {
        const { items, leftOut, kinship } = totals(all, all);
        for (const one of items) {
          for (const other of items) {
            if (one.unit === other.unit && one.id !== other.id)
              expect([one.id, other.id, kinship.path(one.id, other.id)]).toEqual([
                one.id,
                other.id,
                undefined,
              ]);
          }
        }
        for (const { id, standsFor } of leftOut)
          if (standsFor !== null) expect(kinship.path(id, standsFor)).toBeDefined();
        expect(items.length + leftOut.length).toBe(all.length);
      }),
      { numRuns: 500 },
    );
  });

  it('what stands for another stands itself, or another for it, and never round in a circle', () => {
    fc.assert(
      fc.property(tangle, (all) => {
        const { items, leftOut } = totals(all, all);
        const standsFor = new Map(leftOut.map((each) => [each.id, each.standsFor]));
        for (const { id } of leftOut) {
          const met = new Set<string>();
          for (let at: string | null | undefined = id; at; at = standsFor.get(at)) {
            expect([...met]).not.toContain(at);
            met.add(at);
          }
          expect(items.map((item) => item.id)).toContain([...met].at(-1));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('no two in a sum are joined by steps from part to whole alone, as a search of our own finds', () => {
    fc.assert(
      fc.property(tangle, (all) => {
        const byId = new Map(all.map((each) => [idOf(each), each]));
        const above = (id: string): readonly string[] =>
          (byId.get(id)?.announced.relations ?? [])
            .filter(({ type }) => type === 'part-of' || type === 'funded-from')
            .flatMap(({ commitment }) => [commitment, ...above(commitment)]);
        const { items } = totals(all, all);
        for (const { id, unit } of items)
          expect(items.filter((other) => other.unit === unit && above(id).includes(other.id))).toEqual([]);
      }),
    );
  });

  it('a reaffirmation more of any promise, told as such, changes no total', () => {
    const of = fc.record({ which: fc.nat(), reaffirmed: fc.constantFrom('2024-11-16', '2024-12', '2026') });
    fc.assert(
      fc.property(tangle, fc.array(of, { minLength: 1, maxLength: 5 }), (all, said) => {
        const again = said.reduce<readonly Known[]>(
          (so, { which, reaffirmed }, index) =>
            so.map((each, place) =>
              place === which % so.length
                ? evolve(
                    each,
                    fact.reaffirmation({ commitment: idOf(each), reaffirmation: `r${index}`, reaffirmed }),
                  )
                : each,
            ),
          all,
        );
        const [before, after] = [totals(all, all), totals(again, again)];
        expect([after.sums, after.items, after.leftOut]).toEqual([before.sums, before.items, before.leftOut]);
      }),
      { numRuns: 300 },
    );
  });

  it('a relation counts alike whether the announcement states it or somebody later', () => {
    fc.assert(
      fc.property(tangle, (all) => {
        const later = all.map(statedLater);
        const [announced, told] = [totals(all, all), totals(later, later)];
        expect([told.sums, told.items, told.leftOut]).toEqual([
          announced.sums,
          announced.items,
          announced.leftOut,
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('a reaffirmation more, of one or several, changes no total', () => {
    const more = fc.record({
      amount: fc.integer({ min: 1, max: 1000 }),
      of: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      unit: fc.constantFrom('USD', 'JPY', 'EUR'),
    });
    fc.assert(
      fc.property(tangle, more, (all, { amount, of, unit }) => {
        const relations = of.map((index) => ({
          type: 'reaffirms' as const,
          commitment: `c${index % all.length}`,
        }));
        const again = known('again', amount, relations, unit);
        const before = totals(all, all);
        const after = totals([...all, again], [...all, again]);
        expect(after.sums).toEqual(before.sums);
        expect(after.items).toEqual(before.items);
      }),
      { numRuns: 500 },
    );
  });
});
