import { fact, findingsIn, histories, judgeable, lintOf, toldBy } from '#libs/testkit';

const { generators } = judgeable;

describe('one-sided-evidence', () => {
  it('warns of a promise that only the beneficiary tells of', () => {
    expect(lintOf([generators({ attribution: toldBy.beneficiary })])).toEqual([
      'one-sided-evidence /facts/0/evidence',
    ]);
  });

  it('warns of deliveries and payments that only the committer tells of', () => {
    expect(lintOf([fact.delivery({ attribution: toldBy.committer })])).toEqual([
      'one-sided-evidence /facts/0/evidence',
    ]);
    expect(lintOf([fact.disbursement({ attribution: toldBy.committer })])).toHaveLength(1);
  });

  it('is quiet where each tells of its own part, of a third party, and of mere discussion', () => {
    expect(lintOf([generators({ attribution: toldBy.committer })])).toEqual([]);
    expect(lintOf([fact.delivery({ attribution: toldBy.beneficiary })])).toEqual([]);
    expect(lintOf([fact.delivery({ attribution: toldBy.thirdParty })])).toEqual([]);
    expect(lintOf([generators({ attribution: toldBy.beneficiary, strength: 'discussed' })])).toEqual([]);
  });

  it('hears the further sources of the request and of the ledger, and of no other fact', () => {
    const promise = generators({ attribution: toldBy.beneficiary });
    const attached = fact.support({ attribution: toldBy.thirdParty, attached: '2024-11-16' });
    expect(lintOf([promise, attached])).toEqual([]);
    expect(lintOf([promise], { histories: histories([attached]) })).toEqual([]);
    expect(lintOf([promise, fact.support({ attribution: toldBy.beneficiary })])).toHaveLength(1);
    expect(
      lintOf([promise, fact.support({ attribution: toldBy.thirdParty, supports: 'batch-1' })]),
    ).toHaveLength(1);
  });
});

describe('published-before-happening', () => {
  it('warns of a source that is older than what it attests', () => {
    const facts = [fact.source(), fact.delivery({ delivered: '2024-11-17' })];
    expect(findingsIn(facts)).toEqual([
      expect.objectContaining({
        code: 'published-before-happening',
        pointer: '/facts/1/evidence/0',
        message: 'press-release was published 2024-11-16, before what it attests happened, 2024-11-17',
      }),
    ]);
    expect(
      lintOf([fact.delivery({ delivered: '2024-11-17' })], { histories: histories([fact.source()]) }),
    ).toEqual(['published-before-happening /facts/0/evidence/0']);
  });

  it('is quiet where it may have happened by then, and where the source is not known', () => {
    expect(lintOf([fact.source(), fact.delivery({ delivered: '2024-11' })])).toEqual([]);
    expect(lintOf([fact.delivery({ delivered: '2030' })])).toEqual([]);
  });

  it('holds a further source against the fact it supports', () => {
    const early = fact.source({ source: 'early', published: '2024-11-01' });
    const support = fact.support({
      supports: 'batch-1',
      attached: '2024-11-01',
      evidence: [{ source: 'early' }],
    });
    expect(lintOf([early, fact.delivery(), support])).toEqual([
      'published-before-happening /facts/2/evidence/0',
    ]);
    expect(lintOf([early, fact.delivery({ delivered: '2024-10-31' }), support])).toEqual([]);
  });
});
