import { type LedgerEvent } from '#libs/domain';
import { dollars, exactly, fact, findingsIn, judgeable, lintOf, toldBy } from '#libs/testkit';

const { generators, loan, hosting } = judgeable;

describe('no-committer', () => {
  it('warns where the attribution binds nobody, somebody else, or not all committers', () => {
    const { committed: _, ...unbound } = toldBy.committer;
    const messages = [
      generators({ attribution: unbound }),
      generators({ attribution: { ...toldBy.committer, committed: ['US'] } }),
      generators({ committers: ['JP', 'PL'] }),
    ].map((each) => findingsIn([each]).map(({ code, message }) => `${code}: ${message}`));
    expect(messages).toEqual([
      ['no-committer: binds nobody, though Japan is named as committer'],
      ['no-committer: binds United States of America, though Japan is named as committer'],
      ['no-committer: binds Japan, though Poland is named as committer'],
    ]);
  });

  it('is quiet of mere discussion, which binds nobody', () => {
    const { committed: _, ...unbound } = toldBy.committer;
    expect(lintOf([generators({ attribution: unbound, strength: 'discussed' })])).toEqual([]);
  });
});

describe('criterion-unstated', () => {
  it('warns of a promise, and of talk too, because it may become one', () => {
    const criterion = { type: 'unstated' } as const;
    expect(lintOf([generators({ criterion })])).toEqual(['criterion-unstated /facts/0/criterion']);
    expect(lintOf([generators({ criterion, strength: 'discussed' })])).toHaveLength(1);
  });
});

describe('never-violable', () => {
  const { due: _, ...undated } = generators().data;
  const withoutDue: LedgerEvent = { type: 'CommitmentAnnounced', data: undated };
  const standing = (more: Parameters<typeof fact.standing>[0] = {}) =>
    fact.standing({ attribution: { ...toldBy.committer, committed: ['JP', 'UA'] }, ...more });

  it('warns where no day comes on which it would be overdue', () => {
    expect(lintOf([withoutDue])).toEqual(['never-violable /facts/0/due']);
    expect(lintOf([generators({ due: '2024-11/..' })])).toEqual(['never-violable /facts/0/due']);
  });

  it('warns where it stands without an end, and not where it ends', () => {
    expect(lintOf([standing()])).toEqual(['never-violable /facts/0/due']);
    expect(lintOf([standing({ due: '2030' })])).toEqual([]);
  });

  it('warns where giving nothing keeps it: up to an amount, whatever the deadline', () => {
    expect(findingsIn([loan({ criterion: dollars('3000000000', 'up-to') })])).toEqual([
      expect.objectContaining({
        code: 'never-violable',
        pointer: '/facts/0/criterion/target',
        message:
          'up to 3,000,000,000 USD names no least amount: giving nothing would keep the word, and the ledger measures against the most',
      }),
    ]);
  });

  it('is quiet of mere discussion', () => {
    expect(lintOf([{ ...withoutDue, data: { ...undated, strength: 'discussed' } }])).toEqual([]);
  });
});

describe('no-qualifier', () => {
  it.each(['1000000', '3000000000', '12000000000'])('warns of %s held as exact', (value) => {
    expect(lintOf([loan({ criterion: dollars(value, 'exactly') })])).toEqual([
      'no-qualifier /facts/0/criterion/target',
    ]);
    expect(lintOf([fact.total({ total: exactly(value, 'USD') })])).toEqual(['no-qualifier /facts/0/total']);
  });

  it.each(['999000', '471900000000', '12000000001', '1000000.5'])('takes %s at its word', (value) => {
    expect(lintOf([loan({ criterion: dollars(value, 'exactly') })])).toEqual([]);
  });

  it('is quiet where the source’s word stands before it, and of payments', () => {
    expect(lintOf([loan({ criterion: dollars('3000000000', 'over') })])).toEqual([]);
    expect(lintOf([fact.disbursement({ amount: exactly('1000000000', 'USD') })])).toEqual([]);
  });
});

describe('deadline-before-announcement', () => {
  it('warns of a due time or an event’s window that was over by then', () => {
    expect(lintOf([generators({ due: '2023' })])).toEqual(['deadline-before-announcement /facts/0/due']);
    const criterion = { type: 'event-held' as const, event: 'A conference', within: '2023' };
    expect(lintOf([hosting({ criterion })])).toEqual([
      'deadline-before-announcement /facts/0/criterion/within',
    ]);
  });

  it('is quiet where the time had begun, or where that day may have been the last', () => {
    expect(lintOf([generators({ announced: '2024-11-16', due: '2024' })])).toEqual([]);
    expect(lintOf([generators({ announced: '2024', due: '2024-03' })])).toEqual([]);
  });
});

describe('told-after-deadline', () => {
  const late = fact.source({ published: '2025-02-01' });

  it('warns where every source was published after the deadline', () => {
    expect(lintOf([late, generators({ due: '2024' })])).toEqual(['told-after-deadline /facts/1/due']);
  });

  it('is quiet where one was published before, or is not known', () => {
    const evidence = [{ source: 'press-release' }, { source: 'earlier' }];
    const earlier = fact.source({ source: 'earlier', published: '2024-11-16' });
    expect(lintOf([late, earlier, generators({ evidence })])).toEqual([]);
    expect(lintOf([late, generators({ evidence })])).toEqual([]);
  });
});
