import { dollars, exactly, fact, findingsIn, histories, judgeable, lintOf } from '#libs/testkit';

const { generators, loan, hosting } = judgeable;

describe('short-of-milestone', () => {
  it('warns of a delivery and a payment that their commitments do not count yet', () => {
    const recorded = {
      histories: histories([generators(), loan({ criterion: { ...dollars('5'), milestone: 'credited' } })]),
    };
    expect(findingsIn([fact.delivery({ milestone: 'dispatched' })], recorded)).toEqual([
      expect.objectContaining({
        code: 'short-of-milestone',
        pointer: '/facts/0/milestone',
        message: 'dispatched adds nothing yet: generators counts what is handed over',
      }),
    ]);
    expect(lintOf([fact.disbursement({ milestone: 'disbursed' })], recorded)).toHaveLength(1);
  });

  it('is quiet of those at or after it, and where the commitment is not known', () => {
    const recorded = { histories: histories([generators()]) };
    expect(lintOf([fact.delivery({ milestone: 'handed-over' })], recorded)).toEqual([]);
    expect(lintOf([fact.delivery({ milestone: 'in-use' })], recorded)).toEqual([]);
    expect(lintOf([fact.delivery({ milestone: 'dispatched' })])).toEqual([]);
  });
});

describe('other-unit', () => {
  it('warns of an amount in another unit than its commitment, before recording refuses it', () => {
    const trucks = fact.delivery({ quantity: exactly('4', 'trucks') });
    expect(lintOf([generators(), trucks])).toEqual(['other-unit /facts/1/quantity']);
    const yen = fact.allocation({ amount: exactly('4', 'JPY') });
    expect(lintOf([loan(), yen])).toEqual(['other-unit /facts/1/amount']);
  });

  it('warns of a commitment that is to be part of one in another unit, and not of one funded from it', () => {
    const of = (type: 'part-of' | 'funded-from') => generators({ relations: [{ type, commitment: 'loan' }] });
    expect(lintOf([loan(), of('part-of')])).toEqual(['other-unit /facts/1/relations/0']);
    expect(lintOf([loan(), of('funded-from')])).toEqual([]);
  });

  it('is quiet of the same unit, and of a commitment that is measured in none', () => {
    expect(lintOf([generators(), fact.delivery()])).toEqual([]);
    const part = generators({ relations: [{ type: 'part-of', commitment: 'hosting' }] });
    expect(lintOf([hosting(), part])).toEqual([]);
  });
});
