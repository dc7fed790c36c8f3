import { evolve, evolveAll, isCommitmentEvent, type Known, type LedgerEvent } from '#libs/domain';
import { exactly, fact, retract } from '#libs/testkit';

const promise = fact.generators();
const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));
const { attribution, evidence } = promise.data;
const told = { attribution, evidence };
const note = 'As the annex has it.';

describe('what is known of a commitment', () => {
  it.each<[string, LedgerEvent, Partial<Known>]>([
    [
      'an allocation',
      fact.allocation({ note }),
      {
        happenings: [
          {
            id: 'decision',
            type: 'allocation',
            happened: '../2024-11-16',
            quantity: fact.allocation().data.amount,
            note,
            ...told,
          },
        ],
      },
    ],
    [
      'a disbursement',
      fact.disbursement(),
      {
        happenings: [
          {
            id: 'tranche-1',
            type: 'disbursement',
            happened: '2025-03-01',
            quantity: fact.disbursement().data.amount,
            milestone: 'disbursed',
            ...told,
          },
        ],
      },
    ],
    [
      'a delivery',
      fact.delivery({ quantity: exactly('4'), note }),
      {
        happenings: [
          {
            id: 'batch-1',
            type: 'delivery',
            happened: '2024-11-16',
            quantity: exactly('4'),
            milestone: 'handed-over',
            note,
            ...told,
          },
        ],
      },
    ],
    [
      'a step',
      fact.step(),
      {
        happenings: [{ id: 'waiver', type: 'step', happened: '2024-06-24', title: 'Visas waived', ...told }],
      },
    ],
    [
      'a step that meets a condition',
      fact.step({ meets: 'visas' }),
      {
        happenings: [
          {
            id: 'waiver',
            type: 'step',
            happened: '2024-06-24',
            title: 'Visas waived',
            meets: 'visas',
            ...told,
          },
        ],
      },
    ],
    [
      'a stage',
      fact.stage({ meets: 'treaty' }),
      {
        happenings: [
          {
            id: 'ratified-by-japan',
            type: 'agreement-stage',
            happened: '2025-02-03',
            stage: 'ratified',
            by: 'JP',
            meets: 'treaty',
            ...told,
          },
        ],
      },
    ],
    [
      'a stage that all reached',
      fact.stage({ by: undefined }),
      {
        happenings: [
          {
            id: 'ratified-by-japan',
            type: 'agreement-stage',
            happened: '2025-02-03',
            stage: 'ratified',
            ...told,
          },
        ],
      },
    ],
    [
      'a conference',
      linked({ by: 'conference', meets: 'talks' }),
      {
        happenings: [
          { id: 'link', type: 'conference', happened: '2025', title: 'It', meets: 'talks', ...told },
        ],
      },
    ],
    [
      'a sanctions package',
      linked({ by: 'sanctions-package', register: { imposer: 'JP', target: 'RU' } }),
      {
        happenings: [
          {
            id: 'link',
            type: 'sanctions-package',
            happened: '2025',
            title: 'It',
            register: { imposer: 'JP', target: 'RU' },
            ...told,
          },
        ],
      },
    ],
    [
      'a withdrawal',
      fact.withdrawal({ note }),
      { ends: [{ id: 'taken-back', type: 'withdrawal', ended: '2024-12-10', by: 'JP', note, ...told }] },
    ],
    [
      'a release',
      fact.release(),
      { ends: [{ id: 'let-go', type: 'release', ended: '2024-12-10', by: 'UA', ...told }] },
    ],
    [
      'a supersession',
      fact.supersession(),
      { ends: [{ id: 'replaced', type: 'supersession', ended: '2024-12-10', successor: 'loan', ...told }] },
    ],
    [
      'a declaration',
      fact.coverage({ note }),
      {
        coverages: [
          { id: 'whole-period', period: '2024-11-16/2024-12-31', declared: '2025-02-01', note, ...told },
        ],
      },
    ],
    [
      'a declaration without a note',
      fact.coverage(),
      {
        coverages: [{ id: 'whole-period', period: '2024-11-16/2024-12-31', declared: '2025-02-01', ...told }],
      },
    ],
    [
      'an amendment',
      fact.amendment({ note }),
      {
        statements: [
          {
            id: 'amended',
            type: 'amendment',
            stated: '2024-12-10',
            terms: { due: '2025-03-31' },
            by: ['JP', 'UA'],
            note,
            ...told,
          },
        ],
      },
    ],
    [
      'a specification',
      fact.specification({ terms: { due: '2024-12' } }),
      {
        statements: [
          {
            id: 'notes-exchanged',
            type: 'specification',
            stated: '2025-04-18',
            terms: { due: '2024-12' },
            by: [],
            ...told,
          },
        ],
      },
    ],
    [
      'a reaffirmation',
      fact.reaffirmation(),
      {
        statements: [
          { id: 'said-again', type: 'reaffirmation', stated: '2024-12-10', terms: {}, by: [], ...told },
        ],
      },
    ],
    [
      'a relation',
      fact.relation(),
      { relations: [{ id: 'part-of-loan', type: 'part-of', commitment: 'loan' }] },
    ],
    [
      'a relation since a day',
      fact.relation({ since: '2025-01-01' }),
      { relations: [{ id: 'part-of-loan', type: 'part-of', commitment: 'loan', since: '2025-01-01' }] },
    ],
    [
      'a further source',
      fact.support(),
      { supports: [{ id: 'second-source', supports: 'generators', attached: '2024-11-17', ...told }] },
    ],
  ])('holds what was told, and nothing that was not: %s', (_, event, part) => {
    const nothing = known(promise);
    expect(known(promise, event)).toStrictEqual({ ...nothing, recorded: [promise, event], ...part });
  });

  it('holds the milestones of a delivery with it', () => {
    const passed = fact.passage({ quantity: exactly('3'), note });
    const { happenings } = known(
      promise,
      fact.delivery({ quantity: exactly('4') }),
      passed,
      fact.passage({ passage: 'all' }),
    );
    expect(happenings).toMatchObject([{ id: 'batch-1' }]);
    const milestone = { milestone: 'handed-over', passed: '2024-12-05', ...told } as const;
    expect(happenings[0]?.passages).toStrictEqual([
      { id: 'handed-over-then', quantity: exactly('3'), note, ...milestone },
      { id: 'all', ...milestone },
    ]);
  });

  it('gives a milestone to the delivery that it is of, and to no other', () => {
    const { happenings } = known(
      promise,
      fact.delivery(),
      fact.delivery({ delivery: 'batch-2' }),
      fact.passage(),
    );
    expect(happenings.map(({ passages }) => passages?.length)).toEqual([1, undefined]);
  });

  it('is told fact by fact or all at once, and keeps what was known as it was', () => {
    const before = known(promise);
    const more = [fact.support(), fact.delivery(), fact.withdrawal(), fact.coverage()];
    const one = more.reduce<Known>((all, event) => evolve(all, event), before);
    expect(one).toStrictEqual(known(promise, ...more));
    expect(before).toStrictEqual(known(promise));
  });

  it('holds no passed deadline, which the calendar tells anyway', () => {
    expect(known(promise, fact.deadline())).toStrictEqual(known(promise));
  });

  it('keeps a promise that was retracted, as the one that nobody made', () => {
    const gone = known(promise, retract('generators'));
    expect(gone).toMatchObject({ retracted: true, announced: { commitment: 'generators' } });
    expect(known(promise, retract('generators'), retract('fix-1', 'fix-2')).retracted).toBe(false);
  });
});

function linked(more: object): LedgerEvent {
  return {
    type: 'FulfilmentLinked',
    data: { commitment: 'generators', fulfilment: 'link', title: 'It', happened: '2025', ...told, ...more },
  } as LedgerEvent;
}
