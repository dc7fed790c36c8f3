import { eventSchemas, streamsRestedOn, streamsToRead, type LedgerEvent } from '#libs/domain';
import { exactly, fact, given, histories } from '#libs/testkit';

const before = [fact.source(), fact.generators(), fact.loan()];
/** What a supersession puts into the stream of the successor. */
const relatedBack = ({ data }: ReturnType<typeof fact.supersession>): LedgerEvent => {
  const { commitment: to, successor: commitment, superseded: stated } = data;
  const relation = { relation: to, type: 'supersedes' as const, to, stated, since: stated };
  return fact.relation({ commitment, ...relation });
};
const replaced = (commitment: string, successor: string, superseded = '2024-12-10') =>
  fact.supersession({ commitment, successor, supersession: `by-${successor}`, superseded });

describe('an act that ends a commitment', () => {
  it.each<[string, LedgerEvent]>([
    ['withdrawn by a committer', fact.withdrawal()],
    ['released by a beneficiary', fact.release()],
  ])('is recorded: %s', (_, act) => {
    given(...before)
      .when(act)
      .then(act);
    given(...before, act)
      .when(act)
      .thenNothingHappens();
  });

  it('is recorded: superseded by another commitment, and the other tells of it too', () => {
    const act = fact.supersession();
    given(...before)
      .when(act)
      .then(act, relatedBack(act));
    given(...before, act, relatedBack(act))
      .when(act)
      .thenNothingHappens();
  });

  it('is refused to whom it does not belong', () => {
    given(...before)
      .when(fact.withdrawal({ by: 'UA' }), fact.release({ by: 'JP' }))
      .thenRefuses('not-a-committer', 'not-a-beneficiary');
  });

  it('is open to any of several', () => {
    const joint = fact.standing();
    const release = fact.withdrawal({ commitment: 'dialogue', by: 'UA' });
    given(fact.source(), joint).when(release).then(release);
  });

  it('is refused on the day by which the commitment had ended, and later', () => {
    for (const released of ['2024-12-10', '2024-12-11', '2024-12', '2025/..'])
      given(...before, fact.withdrawal())
        .when(fact.release({ released }))
        .thenRefuses('already-ended');
  });

  it('is taken where it came before the one that is known, or where neither day is', () => {
    const earlier = fact.release({ released: '2024-12-09' });
    given(...before, fact.withdrawal())
      .when(earlier)
      .then(earlier);
    const open = fact.release({ released: '2025/..' });
    given(...before, fact.withdrawal({ withdrawn: '2024-12/..' }))
      .when(open)
      .then(open);
  });

  it('leaves open what happened before it, and after', () => {
    const facts = ['2024-12-01', '2025-01-01'].map((delivered) =>
      fact.delivery({ delivery: `of-${delivered}`, quantity: exactly('5'), delivered }),
    );
    given(...before, fact.withdrawal())
      .when(...facts)
      .then(...facts);
  });

  it('is refused for a commitment that nobody announced', () => {
    given(fact.source()).when(fact.withdrawal()).thenRefuses('not-announced');
  });
});

describe('a supersession', () => {
  it('names a commitment that is recorded, and not the one it ends', () => {
    given(...before)
      .when(replaced('generators', 'nobody-promised'), replaced('loan', 'loan'))
      .thenRefuses('unknown-commitment', 'related-to-itself');
  });

  it('closes no circle, however long and within one request as well', () => {
    const first = replaced('generators', 'loan');
    given(...before, first, relatedBack(first))
      .when(replaced('loan', 'generators'))
      .thenRefuses('relation-circle');
    given(...before, fact.hosting())
      .when(replaced('generators', 'loan'), replaced('loan', 'hosting'), replaced('hosting', 'generators'))
      .thenRefuses('relation-circle');
  });

  it('is followed along its chain before it is decided, and rests on all of it', () => {
    const asked = [{ pointer: '', fact: replaced('hosting', 'generators') }];
    expect(streamsToRead(asked, new Map())).toEqual([
      'commitment-hosting',
      'source-press-release',
      'commitment-generators',
    ]);
    const read = histories([
      ...before,
      fact.hosting({ relations: [{ type: 'part-of', commitment: 'visa' }] }),
      relatedBack(replaced('dialogue', 'hosting')),
    ]);
    expect(streamsToRead(asked, read)).toEqual(['commitment-visa', 'commitment-dialogue']);
    expect(streamsRestedOn(asked, read)).toEqual([
      ...['commitment-hosting', 'commitment-visa', 'commitment-dialogue'],
    ]);
    expect(streamsRestedOn([{ pointer: '', fact: fact.delivery() }], read)).toEqual([]);
  });

  it('follows from an announcement that says so, in the stream of the one superseded', () => {
    const relations = [{ type: 'supersedes' as const, commitment: 'generators' }];
    const renewed = fact.hosting({ relations });
    const { attribution, evidence, announced } = renewed.data;
    given(...before)
      .when(renewed)
      .then(renewed, {
        type: 'CommitmentSuperseded',
        data: {
          commitment: 'generators',
          supersession: 'hosting',
          successor: 'hosting',
          superseded: announced,
          attribution,
          evidence,
        },
      });
    given(...before, fact.withdrawal({ withdrawn: '2024-11-16' }))
      .when(renewed)
      .then(renewed);
    const talk = fact.hosting({ relations, strength: 'discussed' });
    given(...before)
      .when(talk)
      .then(talk);
  });
});

describe('a declaration that the record is complete', () => {
  it('is taken for a period that is over, back to the beginning if need be', () => {
    for (const period of ['2024', '2024-11-16/2025-02-01', '../2024-12-31', '2024-12-05']) {
      const coverage = fact.coverage({ period });
      given(...before)
        .when(coverage)
        .then(coverage);
    }
  });

  it('is refused for days that were still to come', () => {
    given(...before)
      .when(fact.coverage({ period: '2024-11-16/2025-02-02' }))
      .thenRefuses('period-not-over');
  });

  it.each(['2024-11-16/..', '202X', '2024-XX'])(
    'is not one where the period has no certain end: %s',
    (period) => {
      const { data } = fact.coverage({ period });
      expect(eventSchemas.CoverageDeclared.safeParse(data).error?.issues).toMatchObject([
        { path: ['period'], message: expect.stringMatching(/no certain first and last day/) },
      ]);
    },
  );

  it('says of what is no date only that', () => {
    const { data } = fact.coverage({ period: 'last year' });
    expect(eventSchemas.CoverageDeclared.safeParse(data).error?.issues).toHaveLength(1);
  });
});
