import type { LedgerEvent } from '#libs/domain';
import { fact, refusalsOf, retract } from '#libs/testkit';

const before = [fact.source(), fact.generators()];
const said = (asked: LedgerEvent, ...more: readonly LedgerEvent[]) =>
  refusalsOf([...before, ...more], asked).map((text) => text.slice(0, text.indexOf(';')));
const linked: LedgerEvent = {
  type: 'FulfilmentLinked',
  data: {
    ...fact.support().data,
    fulfilment: 'tokyo',
    by: 'conference',
    title: 'A conference',
    happened: '2025',
  },
};
const replaced = (supersession: string) => fact.supersession({ supersession, successor: 'loan' });
const related = (type: 'supersedes' | 'part-of') => fact.relation({ relation: 'to-loan', type });

describe('the retraction of a promise', () => {
  it.each<[string, LedgerEvent]>([
    ['what a conference brought', linked],
    ['that its deadline has passed', fact.deadline()],
    ['that it supersedes another', related('supersedes')],
    ['that another says to supersede it', replaced('loan')],
  ])('is taken where nothing else is left but %s', (_, follows) => {
    expect(said(retract('generators'), follows)).toEqual([]);
  });

  it.each<[string, LedgerEvent, string]>([
    ['a delivery', fact.delivery(), 'batch-1'],
    ['a relation that somebody stated', related('part-of'), 'to-loan'],
    ['a supersession that somebody told', replaced('by-note'), 'by-note'],
  ])('is refused where %s is left', (_, other, id) => {
    const refused = `no-longer-fits at '/corrects': would leave ${id} standing, which belongs to it`;
    expect(said(retract('generators'), other)).toEqual([refused]);
    expect(said(retract('generators'), linked, fact.deadline(), other)).toEqual([refused]);
  });
});

describe('the retraction of what opens a stream', () => {
  it.each<[string, LedgerEvent, string, string]>([
    ['a source', fact.source({ source: 'other' }), 'other', 'source-other'],
    ['a meeting', fact.meeting(), 'kyiv', 'meeting-kyiv'],
    ['a conference', fact.conference(), 'tokyo-2025', 'meeting-tokyo-2025'],
  ])('is refused, since facts elsewhere may rest on it: %s', (_, opens, id, stream) => {
    expect(said(retract(id, 'fix-1', stream), opens)).toEqual([
      `rested-upon at '/retracted': would leave nothing of ${id}, on which facts elsewhere may rest`,
    ]);
  });

  it('is no matter of what was merely said there', () => {
    const position = fact.position({ meeting: 'kyiv' });
    expect(said(retract('threat', 'fix-1', 'meeting-kyiv'), fact.meeting(), position)).toEqual([]);
  });
});

describe('the retraction of a sanctions package', () => {
  it('is taken, whoever waits for it', () => {
    const awaited: LedgerEvent = {
      type: 'FulfilmentAwaited',
      data: { commitment: 'generators', imposer: 'JP', target: 'RU', after: '2024-11-16' },
    };
    for (const order of [[awaited, fact.package()], [fact.package(), awaited], [fact.package()]])
      expect(said(retract('jp-27', 'fix-1', 'sanctions-JP-RU'), ...order)).toEqual([]);
  });
});
