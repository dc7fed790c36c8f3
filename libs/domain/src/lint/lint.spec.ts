import { lint, lintCodes, lintRules } from '#libs/domain';
import { fact, findingsIn, judgeable, lintOf } from '#libs/testkit';

const { generators, loan, hosting } = judgeable;

describe('the linter', () => {
  it('has nothing to say of promises that can be judged, and of deliveries that count', () => {
    expect(lintOf([fact.source(), fact.meeting(), generators(), loan(), hosting()])).toEqual([]);
    expect(
      lintOf([generators(), fact.delivery(), fact.disbursement(), fact.package(), fact.total()]),
    ).toEqual([]);
  });

  it('tells of each finding where it is, what was found, what to do, and why it matters', () => {
    expect(findingsIn([generators({ criterion: { type: 'unstated' } })])).toEqual([
      {
        code: 'criterion-unstated',
        pointer: '/facts/0/criterion',
        fact: 'generators',
        commitment: 'generators',
        message: 'does not say what would meet it',
        remedy: expect.stringMatching(/^state what would/),
        reason: lintRules['criterion-unstated'].reason,
      },
    ]);
  });

  it('tells what is wrong with all facts of one item once', () => {
    const packages = [1, 2].map((number) => ({
      pointer: '/sanctionsPackages/0',
      fact: fact.package({ package: `jp-${number}`, number, adopted: '2025-01-10' }),
    }));
    expect(lint([{ pointer: '/source', fact: fact.source() }, ...packages])).toHaveLength(1);
  });

  it('has a rule for each code, with its reason in one sentence', () => {
    expect(Object.keys(lintRules)).toEqual(lintCodes);
    for (const { reason, warns } of Object.values(lintRules)) {
      expect(reason).toMatch(/^[A-Z][^.]+\.$/);
      expect(warns).toMatch(/\.$/);
    }
  });
});

describe('not-compared', () => {
  it('says why, where there was something to compare', () => {
    expect(findingsIn([loan()], { notCompared: 'no ledger was asked' })).toEqual([
      {
        code: 'not-compared',
        pointer: '',
        fact: null,
        commitment: null,
        message: 'was not compared with all that the ledger knows: no ledger was asked',
        remedy: expect.any(String),
        reason: lintRules['not-compared'].reason,
      },
    ]);
  });

  it('is quiet where there was nothing to compare, or all of it was compared', () => {
    expect(lintOf([hosting()], { notCompared: 'no ledger was asked' })).toEqual([]);
    expect(lintOf([loan()], { known: [] })).toEqual([]);
  });
});
