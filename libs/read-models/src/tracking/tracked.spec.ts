import { assess, isCommitmentEvent, type CommitmentEvent, type LedgerEvent } from '#libs/domain';
import { exactly, fact, sized } from '#libs/testkit';
import fc from 'fast-check';
import { changesSince, spansOf } from './spans.ts';
import { track, trackingRow, type Tracked } from './tracked.ts';
import { prefixQuery, wordsIn } from './words.ts';

const tracked = (...events: readonly LedgerEvent[]): Tracked => {
  const all = events
    .filter(isCommitmentEvent)
    .reduce<Tracked | undefined>(
      (before, event, index) => track(before, [{ event, position: index + 10 }]),
      undefined,
    );
  if (!all) throw new Error('no announcement given');
  return all;
};

describe('given 100 generators promised for 2024 and a batch handed over', () => {
  const promise = tracked(fact.generators(), fact.delivery());

  it('then each stretch of days follows on the one before, and the last one stays open', () => {
    expect(
      spansOf(promise.known).map(({ validFrom, validTo, label, time }) => [validFrom, validTo, label, time]),
    ).toEqual([
      ['2024-11-16', '2024-12-01', 'partly-delivered', 'running'],
      ['2024-12-02', '2024-12-31', 'partly-delivered', 'due-soon'],
      ['2025-01-01', 'infinity', 'overdue-unproven', 'overdue'],
    ]);
  });

  it('then on every day the stretch says what the assessment of that day says', () => {
    const spans = spansOf(promise.known);
    for (let day = Date.UTC(2024, 10, 1); day < Date.UTC(2025, 1, 1); day += 86_400_000) {
      const on = new Date(day).toISOString().slice(0, 10);
      const span = spans.find(
        ({ validFrom, validTo }) => validFrom <= on && (validTo === 'infinity' || on <= validTo),
      );
      expect([on, span?.label]).toEqual([on, assess(promise.known, on)?.label]);
    }
  });

  it('when an event comes that is folded in already, then nothing changes', () => {
    const { position } = promise;
    expect(track(promise, [{ event: fact.delivery(), position }])).toBe(promise);
  });

  it('then its row has the bounds of its due date, the position of each fact and the words it is found by', () => {
    expect(trackingRow(promise)).toMatchObject({
      commitment: 'generators',
      units: ['generators'],
      due: '2024',
      dueEarliest: '2024-01-01',
      dueLatest: '2024-12-31',
      announcedFrom: '2024-11-16',
      firstPosition: 10,
      position: 11,
      words: 'generators 100 jp japan ua ukraine',
    });
  });

  it('when a delivery of December completes it, then December changes and November does not', () => {
    const later = tracked(
      fact.generators(),
      fact.delivery(),
      fact.delivery({ delivery: 'batch-2', quantity: exactly('99'), delivered: '2024-12-20' }),
    );
    expect(spansOf(later.known).map(({ validFrom, label }) => [validFrom, label])).toEqual([
      ['2024-11-16', 'partly-delivered'],
      ['2024-12-02', 'partly-delivered'],
      ['2024-12-20', 'fulfilled'],
    ]);
  });
});

describe('given any deliveries, sources, ends, coverage and doubts, in whatever order they are recorded', () => {
  const day = fc
    .integer({ min: 0, max: 150 })
    .map((days) => new Date(Date.UTC(2024, 9, 1) + days * 86_400_000).toISOString().slice(0, 10));
  const dated = fc.oneof(
    day,
    fc.uniqueArray(day, { minLength: 2, maxLength: 2 }).map((days) => days.sort().join('/')),
    fc.constantFrom('2024-12', '../2025', '2025/..'),
  );
  const delivery = fc.record({
    delivered: dated,
    quantity: fc.integer({ min: 1, max: 120 }).map((count) => exactly(`${count}`)),
  });
  const reporter = fc.constantFrom('committer' as const, 'beneficiary' as const, 'third-party' as const);

  const end = fc.record({ ended: dated, reporter });
  // Of dates like the others hardly any reaches back to the announcement, and then coverage would change nothing.
  const period = fc.oneof(
    dated,
    day.map((last) => `../${last}`),
  );
  const coverage = fc.record({ period, declared: dated, reporter });
  const about = fc.nat(6);
  const count = fc.integer({ min: 1, max: 120 }).map((value) => exactly(`${value}`));
  const amounts = fc.record({ opened: dated, about, reporter, quantities: fc.tuple(count, count) });
  const dates = fc.record({ opened: dated, about, reporter, dates: fc.tuple(dated, dated) });
  const contest = fc.record({
    ...{ challenged: dated, about, reporter },
    contested: fc.constantFrom(undefined, 'press-release', 'source-0'),
  });
  const held = fc.constantFrom('one', 'other', 'stands', 'falls', null);
  const resolution = fc.record({ resolved: dated, reporter, of: fc.integer({ min: 0, max: 5 }), held });
  const told = fc.oneof(
    ...[delivery, fc.record({ attached: dated, about, reporter }), end, coverage],
    ...[amounts, dates, contest, resolution],
  );
  type Told = typeof told extends fc.Arbitrary<infer Value> ? Value : never;

  const idOf = (given: Told, index: number): readonly string[] => {
    if ('delivered' in given) return [`batch-${index}`];
    if ('ended' in given) return [`end-${index}`];
    return 'period' in given ? [`cover-${index}`] : [];
  };
  /** One of the facts told before: of what is not recorded nobody doubts anything. */
  const factBefore = (which: number, index: number, facts: readonly Told[]): string => {
    const ids = ['generators', ...facts.slice(0, index).flatMap(idOf)];
    return ids[which % ids.length] ?? 'generators';
  };

  function eventOf(given: Told, index: number, facts: readonly Told[]): CommitmentEvent {
    if ('delivered' in given) return fact.delivery({ ...given, delivery: `batch-${index}` });
    const { reporter: side } = given;
    const saying = {
      evidence: [{ source: `source-${index}` }],
      attribution: { saidBy: 'Somebody', onBehalfOf: 'UA', reporter: side },
    };
    if ('attached' in given) {
      const { attached } = given;
      const supports = factBefore(given.about, index, facts);
      return fact.support({ attachment: `source-${index}`, supports, attached, ...saying });
    }
    if ('opened' in given) {
      const { opened } = given;
      const disputed = factBefore(given.about, index, facts);
      const says =
        'dates' in given
          ? given.dates.map((date) => ({ date }))
          : given.quantities.map((quantity) => ({ quantity }));
      const readings = says.map((one, at) => ({ reading: at === 0 ? 'one' : 'other', ...one, ...saying }));
      const aspect = 'dates' in given ? 'date' : 'quantity';
      return fact.dispute({ dispute: `doubt-${index}`, about: disputed, aspect, opened, readings });
    }
    if ('challenged' in given) {
      const { challenged, contested } = given;
      const disputed = factBefore(given.about, index, facts);
      const only = contested === undefined ? {} : { contestedSource: contested };
      return fact.challenge({ challenge: `doubt-${index}`, about: disputed, challenged, ...only, ...saying });
    }
    if ('resolved' in given) {
      const { resolved, held: reading, of } = given;
      return fact.resolution({
        resolution: `end-of-${index}`,
        dispute: `doubt-${of}`,
        held: reading,
        resolved,
        ...saying,
      });
    }
    if ('ended' in given)
      return fact.withdrawal({ withdrawal: `end-${index}`, withdrawn: given.ended, ...saying });
    const { period, declared } = given;
    return fact.coverage({ coverage: `cover-${index}`, period, declared, ...saying });
  }

  it('then the stretches carried on from the ones before are those found from the beginning', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 8 }), (facts) => {
        let all = tracked(fact.generators());
        let spans = spansOf(all.known);
        facts.forEach((given, index) => {
          const event = eventOf(given, index, facts);
          all = track(all, [{ event, position: index + 20 }]);
          spans = spansOf(all.known, spans, changesSince(event, all.known));
        });
        expect(spans).toEqual(spansOf(all.known));
      }),
      { numRuns: sized({ gate: 200, long: 3_000 }) },
    );
  });

  it('then a further source lets a fact whose only one is contested count from its own day', () => {
    const contest = fact.challenge({ contestedSource: 'press-release', challenged: '2024-11-20' });
    const observer = { evidence: [{ source: 'observer' }], attached: '2025-02-01' };
    const before = tracked(fact.generators(), fact.delivery({ quantity: exactly('100') }), contest);
    const second = fact.support({ supports: 'batch-1', ...observer });
    const after = track(before, [{ event: second, position: 20 }]);
    const carriedOn = spansOf(after.known, spansOf(before.known), changesSince(second, after.known));
    expect(carriedOn).toEqual(spansOf(after.known));
    expect(carriedOn.find(({ validTo }) => validTo >= '2024-12-01')?.label).toBe('fulfilled');
  });

  it('then on every day the stretch says what the assessment of that day says', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 6 }), fc.oneof(day, dated), (facts, announced) => {
        const { known } = tracked(fact.generators({ announced }), ...facts.map(eventOf));
        const spans = spansOf(known);
        for (let ms = Date.UTC(2024, 8, 25); ms < Date.UTC(2025, 2, 10); ms += 86_400_000) {
          const on = new Date(ms).toISOString().slice(0, 10);
          const span = spans.find(
            ({ validFrom, validTo }) => validFrom <= on && (validTo === 'infinity' || on <= validTo),
          );
          const found = assess(known, on);
          const said = span && { ...span, validFrom: '', validTo: '' };
          expect([on, said]).toEqual([
            on,
            found && {
              ...{ commitment: 'generators', validFrom: '', validTo: '', label: found.label },
              ...{ ...found.facets, outcome: found.fulfilment.outcome },
            },
          ]);
        }
      }),
      { numRuns: sized({ gate: 40, long: 600 }) },
    );
  });
});

describe('what a commitment is found by', () => {
  it('is words without case, hyphens or repetition', () => {
    expect(wordsIn('Generators-2024: 100 generators, ЗАХИСТ')).toEqual([
      'generators',
      '2024',
      '100',
      'захист',
    ]);
  });

  it('is asked for by how words begin, with nothing that could be syntax', () => {
    expect(prefixQuery(`Gen' & !x:*`)).toBe(`'gen':* & 'x':*`);
    expect(prefixQuery(' -- ')).toBeUndefined();
  });
});
