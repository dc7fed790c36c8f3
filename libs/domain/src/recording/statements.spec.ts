import { isCommitmentEvent, type LedgerEvent } from '#libs/domain';
import { exactly, fact, given, PaperLedger } from '#libs/testkit';

const before = [fact.source(), fact.generators(), fact.loan()];
const counted = (
  value: string,
  qualifier: 'exactly' | 'at-least' | 'up-to' = 'exactly',
  unit = 'generators',
) => ({
  type: 'count-reached' as const,
  target: { qualifier, value, unit },
  milestone: 'handed-over' as const,
});
const taken = (...facts: readonly LedgerEvent[]) => {
  given(...before)
    .when(...facts)
    .then(...facts);
};

describe('an amendment', () => {
  it('is taken from a committer alone where the promise becomes no less', () => {
    taken(fact.amendment({ by: ['JP'], terms: { criterion: counted('120') } }));
    taken(fact.amendment({ by: ['JP'], terms: { due: '2024-12-20' } }));
    taken(fact.amendment({ by: ['JP'], terms: { strength: 'agreed' } }));
    taken(fact.amendment({ by: ['JP', 'PL'], terms: { committers: ['JP', 'PL'] } }));
    taken(fact.amendment({ commitment: 'loan', by: ['JP'], terms: { due: '2025' } }));
  });

  it.each<[string, Parameters<typeof fact.amendment>[0]]>([
    ['a later deadline', { terms: { due: '2025-03-31' } }],
    ['no deadline', { terms: { due: null } }],
    ['fewer of them', { terms: { criterion: counted('90') } }],
    ['at most as many', { terms: { criterion: counted('100', 'up-to') } }],
    ['something else', { terms: { criterion: counted('500', 'exactly', 'drones') } }],
    ['another kind of measure', { terms: { criterion: { type: 'standing' } } }],
    ['words less firm', { terms: { strength: 'readiness' } }],
    ['another committer in its place', { by: ['JP', 'PL'], terms: { committers: ['PL'] } }],
    ['another beneficiary', { terms: { beneficiaries: ['PL'] } }],
  ])('needs a beneficiary where it takes from the promise: %s', (_, amendment) => {
    const alone = amendment?.by ?? ['JP'];
    given(...before)
      .when(fact.amendment({ ...amendment, by: alone }))
      .thenRefuses('one-sided-amendment');
    taken(fact.amendment({ ...amendment, by: [...alone, 'UA'] }));
  });

  it('binds nobody who did not agree, and is nothing that a beneficiary decides alone', () => {
    given(...before)
      .when(fact.amendment({ by: ['UA'], terms: { due: '2024-12-20' } }))
      .thenRefuses('one-sided-amendment');
    given(...before)
      .when(fact.amendment({ by: ['JP'], terms: { committers: ['JP', 'PL'] } }))
      .thenRefuses('one-sided-amendment');
  });

  it('is refused by a party that has nothing to do with it', () => {
    given(...before)
      .when(fact.amendment({ by: ['JP', 'UA', 'PL'] }))
      .thenRefuses('not-a-party');
  });

  it('is refused where it changes nothing of the terms in force on its day', () => {
    const none = (terms: Parameters<typeof fact.amendment>[0]) =>
      given(...before, fact.amendment({ amendment: 'first', terms: { criterion: counted('120') } })).when(
        fact.amendment({ amended: '2024-12-11', ...terms }),
      );
    none({ terms: { criterion: counted('120'), due: '2024' } }).thenRefuses('changes-nothing');
    none({ terms: {} }).thenRefuses('changes-nothing');
    none({ commitment: 'loan', terms: { due: null } }).thenRefuses('changes-nothing');
    const back = fact.amendment({ amended: '2024-12-09', terms: { criterion: counted('120') } });
    given(...before, fact.amendment({ amendment: 'first', terms: { criterion: counted('120') } }))
      .when(back)
      .then(back);
  });

  it('is refused before the announcement, and once the commitment had ended', () => {
    given(...before)
      .when(fact.amendment({ amended: '2024-11-15' }))
      .thenRefuses('before-announcement');
    given(...before, fact.withdrawal())
      .when(fact.amendment(), fact.reaffirmation({ reaffirmed: '2024-12' }))
      .thenRefuses('already-ended', 'already-ended');
    const earlier = fact.amendment({ amended: '2024-12-09' });
    given(...before, fact.withdrawal())
      .when(earlier)
      .then(earlier);
  });

  it('is refused for a commitment that nobody announced', () => {
    given(fact.source()).when(fact.amendment()).thenRefuses('not-announced');
  });

  it('decides who may withdraw and release from its day on', () => {
    const amended = fact.amendment({ by: ['JP', 'PL', 'UA'], terms: { committers: ['PL'] } });
    given(...before, amended)
      .when(fact.withdrawal({ by: 'JP', withdrawn: '2024-12-11' }))
      .thenRefuses('not-a-committer');
    const early = fact.withdrawal({ by: 'JP', withdrawn: '2024-12-09' });
    given(...before, amended)
      .when(early)
      .then(early);
  });

  it('makes a commitment wait for packages that it comes to count', () => {
    const acts = { type: 'acts-after', act: 'sanctions-package', imposer: 'JP', target: 'RU' } as const;
    const criterion = { ...acts, after: '2024-12-01', atLeast: 1 };
    const ledger = new PaperLedger();
    ledger.record(
      ...before,
      fact.package({ package: 'jp-26', number: 26, adopted: '2024-12-05' }),
      fact.standing(),
    );
    const added = ledger.record(
      fact.amendment({ commitment: 'dialogue', amended: '2024-12-10', terms: { criterion } }),
      fact.package(),
    );
    expect(added.map(({ type, stream }) => [type, stream])).toEqual([
      ['CommitmentAmended', 'commitment-dialogue'],
      ['FulfilmentAwaited', 'sanctions-JP-RU'],
      ['FulfilmentLinked', 'commitment-dialogue'],
      ['SanctionsPackageAdopted', 'sanctions-JP-RU'],
      ['FulfilmentLinked', 'commitment-dialogue'],
    ]);
  });
});

describe('a specification', () => {
  it.each<[string, Parameters<typeof fact.specification>[0]]>([
    ['the amount in another unit', {}],
    ['a deadline that nobody had named', { terms: { due: '2055' } }],
    [
      'a narrower amount',
      {
        terms: {
          criterion: {
            ...loanOf('between'),
            target: { qualifier: 'between', value: '3000000000', upTo: '3200000000', unit: 'USD' },
          },
        },
      },
    ],
    ['what it is called', { terms: { title: 'The loan of 2025' } }],
    ['days within those announced', { commitment: 'generators', terms: { due: '2024-12' } }],
  ])('makes more precise what was said: %s', (_, specification) => {
    taken(fact.specification(specification));
  });

  it.each<[string, Parameters<typeof fact.specification>[0]]>([
    ['a lower amount', { terms: { criterion: loanOf('over', '2000000000') } }],
    [
      'an amount with no ceiling for an exact one',
      { commitment: 'generators', terms: { criterion: counted('100', 'at-least') } },
    ],
    ['another kind of measure', { terms: { criterion: counted('5') } }],
    ['a later deadline', { commitment: 'generators', terms: { due: '2025' } }],
    [
      'another milestone besides the unit',
      { terms: { criterion: { ...loanOf('over', '9', 'JPY'), milestone: 'credited' } } },
    ],
  ])('is no amendment: %s', (_, specification) => {
    given(...before)
      .when(fact.specification(specification))
      .thenRefuses('not-a-specification');
  });

  it('gives a measure to what had none, and narrows the window of an event and the number of acts', () => {
    const open = fact.hosting({ commitment: 'open', criterion: { type: 'unstated' } });
    const tell = (
      commitment: string,
      criterion: Extract<LedgerEvent, { type: 'CommitmentAnnounced' }>['data']['criterion'],
    ) => fact.specification({ commitment, specified: '2025-01-01', terms: { criterion } });
    const within = tell('hosting', {
      type: 'event-held',
      event: 'the conference in Tokyo',
      within: '2025-10',
    });
    const wider = tell('hosting', { type: 'event-held', event: 'a conference', within: '2025/2026' });
    const acts = { type: 'acts-after', act: 'sanctions-package', imposer: 'JP', target: 'RU' } as const;
    const several = tell('pressure', { ...acts, after: '2024-11-16', atLeast: 3 });
    const measured = tell('open', counted('5'));
    const all = [...before, open, fact.hosting(), fact.pressure()];
    for (const each of [within, several, measured]) expect(recordedAfter(all, each)).toContain(each.type);
    given(...all)
      .when(wider)
      .thenRefuses('not-a-specification');
  });

  it('is refused where it says nothing new', () => {
    given(...before, fact.specification())
      .when(fact.specification({ specification: 'again', specified: '2025-04-19' }))
      .thenRefuses('changes-nothing');
  });

  it('leaves amounts in the unit first stated to be recorded as observations, and no others', () => {
    const dollars = fact.disbursement();
    const yen = fact.disbursement({ amount: exactly('1', 'JPY') });
    const specified = fact.specification();
    given(...before, specified)
      .when(dollars)
      .then(dollars);
    given(...before, specified)
      .when(yen)
      .then(yen);
    given(...before, specified)
      .when(fact.disbursement({ amount: exactly('1', 'EUR') }))
      .thenRefuses('other-unit');
  });
});

describe('a reaffirmation', () => {
  it('is recorded, however often', () => {
    taken(fact.reaffirmation(), fact.reaffirmation({ reaffirmation: 'once-more', reaffirmed: '2025-06' }));
  });
});

function recordedAfter(history: readonly LedgerEvent[], ...facts: readonly LedgerEvent[]): readonly string[] {
  const ledger = new PaperLedger();
  ledger.record(...history);
  expect(facts.every(isCommitmentEvent)).toBe(true);
  return ledger.record(...facts).map(({ type }) => type);
}

function loanOf(qualifier: 'over' | 'between', value = '3000000000', unit = 'USD') {
  const target = { qualifier: qualifier === 'between' ? ('over' as const) : qualifier, value, unit };
  return { type: 'sum-reached' as const, target, milestone: 'disbursed' as const };
}
