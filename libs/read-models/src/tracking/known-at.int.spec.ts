import { exactly, fact, emptyReadModels, PaperLedger, type Projected } from '#libs/testkit';
import { trackedDifferently } from './tracked-at.ts';

const COMMITMENTS = 7;
const validAt = '2025-02-01';

describe('given commitments of which more was recorded later', () => {
  const ledger = new PaperLedger();
  let today: Projected;
  let then: Projected;
  let knownAt: number;

  beforeAll(async () => {
    [today, then] = await Promise.all([emptyReadModels(), emptyReadModels()]);
    const ids = Array.from({ length: COMMITMENTS }, (_, index) => `c-${index}`);
    ledger.record(fact.source());
    for (const commitment of ids)
      ledger.record(
        fact.generators({ commitment, due: `2025-0${ids.indexOf(commitment) + 1}` }),
        fact.delivery({ commitment, delivery: 'first', quantity: exactly('40') }),
      );
    knownAt = ledger.events.length;
    for (const commitment of ids.slice(0, 5))
      ledger.record(fact.delivery({ commitment, delivery: 'rest', quantity: exactly('60') }));
    ledger.record(fact.generators({ commitment: 'c-later' }));
    await then.project(ledger.events.slice(0, knownAt));
    await today.project(ledger.events);
  });
  afterAll(() => Promise.all([today.close(), then.close()]));

  it.each([1, 2, 5, 6, 100])(
    'those known otherwise are found %s at a time, each once and as it was',
    async (atOnce) => {
      const found = await today.readModels.snapshot({ validAt, knownAt }, async (snapshot) => {
        const all = [];
        for await (const some of trackedDifferently(snapshot, knownAt, atOnce)) all.push(...some);
        return all;
      });
      expect(found.map(({ known }) => known.announced.commitment)).toEqual([
        'c-0',
        'c-1',
        'c-2',
        'c-3',
        'c-4',
      ]);
      for (const { known, position } of found) {
        expect(known.happenings.map(({ id }) => id)).toEqual(['first']);
        expect(position).toBeLessThanOrEqual(knownAt);
      }
    },
  );

  it.each(['id', '-due', 'label', 'title', '-announced'] as const)(
    'the list by %s is what it was, page by page',
    async (sort) => {
      for (const filter of [{}, { label: 'overdue-unproven' }, { text: 'gener' }, { party: 'JP' }]) {
        let [cursor, pages]: [string | null, number] = [null, 0];
        do {
          const asked = { ...filter, sort, limit: 3, ...(cursor !== null && { cursor }) };
          const past = await today.readModels.commitments(asked, { validAt, knownAt });
          const before = await then.readModels.commitments(asked, { validAt });
          expect(past.items).toEqual(before.items);
          cursor = past.next;
          expect(before.next).toBe(cursor);
          pages += 1;
        } while (cursor !== null);
        expect(pages).toBeGreaterThan(0);
      }
    },
  );

  it('the sums and the matrix are what they were', async () => {
    const past = await today.readModels.totals({}, { validAt, knownAt });
    const before = await then.readModels.totals({}, { validAt });
    if (past.outcome !== 'found' || before.outcome !== 'found') throw new Error('Nothing was found');
    expect({ ...past.totals, asOf: null }).toEqual({ ...before.totals, asOf: null });
    const matrix = await today.readModels.matrix({}, { validAt, knownAt });
    expect({ ...matrix, asOf: null }).toEqual({
      ...(await then.readModels.matrix({}, { validAt })),
      asOf: null,
    });
  });
});
