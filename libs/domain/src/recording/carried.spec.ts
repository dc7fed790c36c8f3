import {
  assess,
  commitmentStream,
  decode,
  evolveAll,
  isCommitmentEvent,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { fact, PaperLedger, retract, tellAnew as tell } from '#libs/testkit';

const source = fact.source();
const announced = fact.generators();
const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));

describe('what follows from a corrected fact', () => {
  const register = 'sanctions-JP-RU';
  const house = (...facts: readonly LedgerEvent[]) => {
    const ledger = new PaperLedger();
    ledger.record(source);
    for (const one of facts) ledger.record(one);
    return ledger;
  };
  const label = (ledger: PaperLedger, id: string, day: string) =>
    assess(known(...ledger.events.filter(({ stream }) => stream === commitmentStream(id)).map(decode)), day)
      ?.label;

  it('given a package that was dated wrongly, then it counts by the date of the correction, or no longer', () => {
    const ledger = house(fact.pressure(), fact.package());
    expect(label(ledger, 'pressure', '2025-02-01')).toBe('fulfilled');
    const early = fact.package({ adopted: '2024-10-01' });
    ledger.record(tell(early, 'jp-27', 'fix-1', register));
    expect(label(ledger, 'pressure', '2025-02-01')).toBe('announced');
    ledger.record(retract('fix-1', 'fix-2', register));
    expect(label(ledger, 'pressure', '2025-02-01')).toBe('fulfilled');
    ledger.record(retract('jp-27', 'fix-3', register));
    expect(label(ledger, 'pressure', '2025-02-01')).toBe('announced');
  });

  it('given a package that was dated too early, then it begins to count', () => {
    const ledger = house(fact.pressure(), fact.package({ adopted: '2024-10-01' }));
    expect(label(ledger, 'pressure', '2025-02-01')).toBe('announced');
    ledger.record(tell(fact.package(), 'jp-27', 'fix-1', register));
    expect(label(ledger, 'pressure', '2025-02-01')).toBe('fulfilled');
  });

  it('given a conference said to fulfil the wrong commitment, then it counts for the other one', () => {
    const ledger = house(
      fact.hosting(),
      fact.hosting({ commitment: 'other' }),
      fact.conference({ towards: ['other'] }),
    );
    expect(label(ledger, 'other', '2025-11-01')).toBe('fulfilled');
    ledger.record(
      tell(fact.conference({ towards: ['hosting'] }), 'tokyo-2025', 'fix-1', 'meeting-tokyo-2025'),
    );
    expect(label(ledger, 'other', '2025-11-01')).toBe('announced');
    expect(label(ledger, 'hosting', '2025-11-01')).toBe('fulfilled');
  });

  it('given an announcement that waits for the packages of another party, then those count', () => {
    const ledger = house(
      fact.pressure(),
      fact.package(),
      fact.package({ package: 'us-1', imposer: 'US', number: 1 }),
    );
    const criterion = { ...fact.pressure().data.criterion, imposer: 'US', atLeast: 1 } as never;
    ledger.record(tell(fact.pressure({ criterion }), 'pressure', 'fix-1', 'commitment-pressure'));
    const { happenings } = known(
      ...ledger.events.filter(({ stream }) => stream === 'commitment-pressure').map(decode),
    );
    expect(happenings.map(({ id }) => id)).toEqual(['us-1']);
    ledger.record(fact.package({ package: 'jp-28', number: 28 }));
    ledger.record(fact.package({ package: 'us-2', imposer: 'US', number: 2 }));
    expect(
      known(
        ...ledger.events.filter(({ stream }) => stream === 'commitment-pressure').map(decode),
      ).happenings.map(({ id }) => id),
    ).toEqual(['us-1', 'us-2']);
  });

  it('given a successor that was announced by mistake, then what it superseded stands again', () => {
    const successor = fact.loan({
      commitment: 'successor',
      announced: '2024-12-01',
      relations: [{ type: 'supersedes', commitment: 'generators' }],
    });
    const ledger = house(announced, successor);
    expect(label(ledger, 'generators', '2024-12-15')).toBe('superseded');
    ledger.record(retract('successor', 'fix-1', 'commitment-successor'));
    expect(label(ledger, 'generators', '2024-12-15')).toBe('announced');
  });

  it('given a sameness of two commitments, then retracted and restored it is so with both', () => {
    const judged = { by: 'A. Analyst', reason: 'The same words.', evidence: [] };
    const proposed: LedgerEvent = {
      type: 'SamenessProposed',
      data: {
        ...{ commitment: 'generators', sameness: 'same', of: 'generators', with: 'twin' },
        ...{ proposed: '2024-12-01', ...judged },
      },
    };
    const ledger = house(announced, fact.generators({ commitment: 'twin' }), proposed);
    const samenesses = () =>
      ['generators', 'twin'].map(
        (id) =>
          known(...ledger.events.filter(({ stream }) => stream === commitmentStream(id)).map(decode))
            .samenesses.length,
      );
    expect(samenesses()).toEqual([1, 1]);
    ledger.record(retract('same'));
    expect(samenesses()).toEqual([0, 0]);
    ledger.record(retract('fix-1', 'fix-2'));
    expect(samenesses()).toEqual([1, 1]);
  });

  it('is not corrected by itself', () => {
    const ledger = house(fact.pressure(), fact.package());
    expect(() => ledger.record(retract('jp-27', 'fix-1', 'commitment-pressure'))).toThrow(
      'follows-from-another',
    );
    expect(() => ledger.record(retract('awaited-by-pressure-after-2024-11-16', 'fix-1', register))).toThrow(
      'follows-from-another',
    );
  });
});
