import fc from 'fast-check';
import { assess, evolveAll, samenessesOn, type CommitmentEvent, type Known } from '#libs/domain';
import { exactly, fact, sized } from '#libs/testkit';

const batch = fact.delivery({ delivery: 'batch-1' });
const undp = fact.delivery({ delivery: 'undp', quantity: exactly('32'), delivered: '../2024-11-17' });
const known = (...facts: readonly unknown[]): Known =>
  evolveAll(undefined, [
    fact.generators({ announced: '2024-11-01' }),
    ...facts,
  ] as readonly CommitmentEvent[]);
const recorded = (day: string, ...facts: readonly unknown[]) =>
  assess(known(...facts), day)?.fulfilment.recorded;
const reasons = (day: string, ...facts: readonly unknown[]) =>
  assess(known(...facts), day)
    ?.fulfilment.derivation.filter(({ rule }) => rule === 'sameness')
    .map(({ statement }) => statement);

describe('two happenings that may be one', () => {
  it('count as what they come to in either case: another batch and 32 generators are at least 32', () => {
    expect(recorded('2024-11-17', batch, undp)).toEqual({ lo: '33', hi: null });
    expect(recorded('2024-11-17', batch, undp, fact.sameness())).toEqual({ lo: '32', hi: null });
    expect(reasons('2024-11-17', batch, undp, fact.sameness())).toEqual([
      'batch-1 and undp may be one and the same (proposed by An analyst: The report came the day after). ' +
        'If they are, they come to 32 generators; if not, to at least 33 generators.',
      'Until that is decided, batch-1 and undp come to at least 32 generators.',
    ]);
  });

  it('are told with what they come to if one and if two', () => {
    const [seen] = samenessesOn(known(batch, undp, fact.sameness()), '2024-11-17');
    expect(seen).toMatchObject({
      ...{ id: 'same-batch', of: 'batch-1', with: 'undp', state: 'proposed', agree: true },
      ...{ ifOne: { lo: '32', hi: '32' }, ifTwo: { lo: '33', hi: null } },
    });
    expect(samenessesOn(known(batch, undp, fact.sameness()), '2024-11-15')).toEqual([]);
  });

  it('count once when it is confirmed, with what both say, and each when it is rejected', () => {
    const proposed = [batch, undp, fact.sameness()];
    expect(recorded('2024-11-17', ...proposed, fact.confirmation())).toEqual({ lo: '32', hi: '32' });
    expect(reasons('2024-11-17', ...proposed, fact.confirmation())).toEqual([
      'batch-1 and undp are one and the same (confirmed by The desk: The serial numbers agree) and count once, as 32 generators.',
    ]);
    expect(recorded('2024-11-17', ...proposed, fact.rejection())).toEqual({ lo: '33', hi: null });
    expect(reasons('2024-11-17', ...proposed, fact.rejection())).toEqual([
      'batch-1 and undp are not the same (rejected by The desk: They stand in other towns), and each counts for itself.',
    ]);
  });

  it('happened within the days that both allow', () => {
    const facts = [batch, undp, fact.sameness(), fact.confirmation()];
    expect(recorded('2024-11-15', ...facts)).toEqual({ lo: '0', hi: '0' });
    expect(recorded('2024-11-16', ...facts)).toEqual({ lo: '32', hi: '32' });
  });

  it('allow for all that either says where they contradict each other', () => {
    const forty = fact.delivery({ delivery: 'undp', quantity: exactly('40'), delivered: '2024-11-20' });
    const thirty = fact.delivery({ quantity: exactly('30') });
    const facts = [thirty, forty, fact.sameness(), fact.confirmation()];
    expect(recorded('2024-11-16', ...facts)).toEqual({ lo: '0', hi: '40' });
    expect(recorded('2024-11-20', ...facts)).toEqual({ lo: '30', hi: '40' });
    expect(reasons('2024-11-20', ...facts)?.[0]).toMatch(/does not agree, so all of it is allowed for\.$/);
  });

  it('count from the first milestone that does, where one thing passed several', () => {
    const accepted = fact.delivery({
      ...{ delivery: 'undp', quantity: exactly('32'), delivered: '2024-12-01', milestone: 'accepted' },
    });
    const facts = [batch, accepted, fact.sameness(), fact.confirmation()];
    expect(recorded('2024-11-16', ...facts)).toEqual({ lo: '32', hi: '32' });
    const dispatched = fact.delivery({ delivery: 'undp', milestone: 'dispatched', delivered: '2024-11-01' });
    expect(recorded('2024-11-10', batch, dispatched, fact.sameness())).toEqual({ lo: '0', hi: '0' });
  });

  it('never promise more than all that remained, and never add to it', () => {
    const rest = fact.delivery({
      delivery: 'undp',
      quantity: { qualifier: 'all-remaining', unit: 'generators' },
      delivered: '2024-12-01',
    });
    expect(recorded('2024-12-01', batch, rest, fact.sameness())).toEqual({ lo: '100', hi: null });
    expect(recorded('2024-11-20', batch, rest, fact.sameness())?.lo).toBe('0');
  });

  it('make no voice heard and change nothing that is known of another day', () => {
    const facets = assess(
      known(batch, undp, fact.sameness({ evidence: [{ source: 'undp' }] })),
      '2024-11-17',
    );
    expect(facets?.facets.evidence).toBe('single-source');
  });
});

describe('groups of happenings that may be one', () => {
  const delivery = (id: string, value: string) =>
    fact.delivery({ delivery: id, quantity: exactly(value), delivered: '2024-11-16' });
  const pair = (of: string, other: string) => fact.sameness({ sameness: `${of}-${other}`, of, with: other });
  const three = [delivery('a', '10'), delivery('b', '20'), delivery('c', '30')];

  it('are bounded over every way in which their members can be one', () => {
    expect(recorded('2024-11-16', ...three, pair('a', 'b'), pair('b', 'c'))).toEqual({ lo: '10', hi: '60' });
    const ofOne = fact.confirmation({ sameness: 'a-b' });
    expect(recorded('2024-11-16', ...three, pair('a', 'b'), pair('b', 'c'), ofOne)).toEqual({
      ...{ lo: '10', hi: '50' },
    });
  });

  it('keep apart what was rejected, though both may be a third', () => {
    const facts = [...three, pair('a', 'b'), pair('b', 'c'), pair('a', 'c')];
    const apart = fact.rejection({ sameness: 'a-c' });
    // a is b, or b is c, or neither: a+b or b+c as 20 to 30, with the third.
    expect(recorded('2024-11-16', ...facts, apart)).toEqual({ lo: '30', hi: '60' });
  });

  it('hold what each world comes to, and never raise the lower bound above that of any', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const some = fc.record({
      amounts: fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 })), {
        ...{ minLength: 4, maxLength: 4 },
      }),
      days: fc.array(fc.tuple(fc.integer({ min: 10, max: 14 }), fc.integer({ min: 0, max: 3 })), {
        ...{ minLength: 4, maxLength: 4 },
      }),
      pairs: fc.uniqueArray(fc.constantFrom('a b', 'a c', 'a d', 'b c', 'b d', 'c d'), { minLength: 1 }),
      day: fc.integer({ min: 9, max: 20 }),
    });
    fc.assert(
      fc.property(some, ({ amounts, days, pairs, day }) => {
        const facts = ids.map((id, index) => {
          const [lo = 1, more = 0] = amounts[index] ?? [];
          const [from = 10, length = 0] = days[index] ?? [];
          return fact.delivery({
            delivery: id,
            quantity: {
              qualifier: 'between',
              value: String(lo),
              upTo: String(lo + more),
              unit: 'generators',
            },
            delivered: length === 0 ? `2024-11-${from}` : `2024-11-${from}/2024-11-${from + length}`,
          });
        });
        const proposed = pairs.map((each) => pair(each[0] ?? '', each[2] ?? ''));
        const on = `2024-11-${String(day).padStart(2, '0')}`;
        const bounds = recorded(on, ...facts, ...proposed);
        // Every consistent way to decide all proposals: each group decided is a single world, assessed by itself.
        for (const world of worldsOver(ids, pairs)) {
          const decided = pairs.map((each) => {
            const sameness = `${each[0] ?? ''}-${each[2] ?? ''}`;
            return world.get(each[0] ?? '') === world.get(each[2] ?? '')
              ? fact.confirmation({ sameness, confirmation: `yes-${sameness}` })
              : fact.rejection({ sameness, rejection: `no-${sameness}` });
          });
          const truth = recorded(on, ...facts, ...proposed, ...decided);
          expect(Number(bounds?.lo)).toBeLessThanOrEqual(Number(truth?.lo));
          expect(Number(bounds?.hi)).toBeGreaterThanOrEqual(Number(truth?.hi));
        }
      }),
      { numRuns: sized({ gate: 80, long: 2_000 }) },
    );
  });
});

/** By brute force: every truth value of every pair, taken together where they hold together without a contradiction. */
function worldsOver(
  ids: readonly string[],
  pairs: readonly string[],
): readonly ReadonlyMap<string, string>[] {
  return Array.from({ length: 2 ** pairs.length }, (_, bits) => {
    const name = new Map(ids.map((id) => [id, id]));
    const isTrue = pairs.map((_pair, index) => Math.floor(bits / 2 ** index) % 2 === 1);
    pairs.forEach((each, index) => {
      if (!isTrue[index]) return;
      const [kept, gone] = [name.get(each[0] ?? ''), name.get(each[2] ?? '')];
      for (const [id, is] of name) if (is === gone && kept !== undefined) name.set(id, kept);
    });
    const holds = pairs.every(
      (each, index) => isTrue[index] === (name.get(each[0] ?? '') === name.get(each[2] ?? '')),
    );
    return holds ? name : undefined;
  }).filter((world) => world !== undefined);
}
