import type { EventData, LedgerEvent } from '#libs/domain';
import { fact, refusalsOf } from '#libs/testkit';

type Announced = EventData<'CommitmentAnnounced'>;
type Criterion = Announced['criterion'];
type Terms = EventData<'CommitmentSpecified'>['terms'];

const generators = (
  words:
    | { qualifier: 'exactly' | 'at-least'; value: string }
    | { qualifier: 'between'; value: string; upTo: string },
  milestone: 'handed-over' | 'in-use' = 'handed-over',
): Criterion => ({ type: 'count-reached', target: { ...words, unit: 'generators' }, milestone });
const exactly = (value: string) => generators({ qualifier: 'exactly', value });
const atLeast = (value: string) => generators({ qualifier: 'at-least', value });
const between = (value: string, upTo: string, milestone?: 'in-use') =>
  generators({ qualifier: 'between', value, upTo }, milestone);
const acts = (atLeastOf: number, imposer: 'JP' | 'PL' = 'JP'): Criterion => ({
  ...{ type: 'acts-after', act: 'sanctions-package', imposer, target: 'RU' },
  ...{ after: '2024-11-16', atLeast: atLeastOf },
});
const step = (words: string, after = '2024-11-16'): Criterion => ({ type: 'step-taken', step: words, after });
const stage = (agreement: string): Criterion => ({
  ...{ type: 'stage-reached', agreement, stage: 'signed', parties: ['JP', 'UA'] },
});
const event = (within: string): Criterion => ({ type: 'event-held', event: 'a conference', within });
const standing: Criterion = { type: 'standing' };
const unstated: Criterion = { type: 'unstated' };

const promised = (criterion: Criterion, more: Partial<Announced> = {}): readonly LedgerEvent[] => [
  fact.source(),
  fact.generators({ criterion, ...more }),
];
const places = (history: readonly LedgerEvent[], asked: LedgerEvent) =>
  refusalsOf(history, asked).map((said) => said.slice(0, said.indexOf(':')));
const amended = (before: readonly LedgerEvent[], terms: EventData<'CommitmentAmended'>['terms']) =>
  places(before, fact.amendment({ by: ['JP'], terms }));
const specified = (before: readonly LedgerEvent[], terms: Terms) =>
  places(before, fact.specification({ commitment: 'generators', terms }));

describe('a committer alone', () => {
  it.each<[string, Criterion, Criterion]>([
    ['states the same amount with no upper end', exactly('100'), atLeast('100')],
    ['raises an amount that has no upper end', atLeast('100'), atLeast('120')],
    ['raises the lower end and keeps the upper one', between('100', '150'), between('120', '150')],
    ['raises the upper end', between('100', '150'), between('100', '200')],
    ['gives a measure to what had none', unstated, exactly('100')],
    ['asks more acts of itself', acts(1), acts(2)],
  ])('%s', (_, before, after) => {
    expect(amended(promised(before), { criterion: after })).toEqual([]);
  });

  it.each<[string, Criterion, Criterion]>([
    ['puts an upper end to an amount that had none', atLeast('100'), exactly('100')],
    ['lowers the upper end', between('100', '200'), between('100', '150')],
    ['lowers the lower end', between('100', '200'), between('90', '200')],
    ['puts another milestone for more', exactly('100'), between('110', '120', 'in-use')],
    ['asks fewer acts of itself', acts(2), acts(1)],
    ['asks as many acts of another', acts(1), acts(2, 'PL')],
    ['takes the measure away', exactly('100'), unstated],
  ])('takes from the promise where it %s', (_, before, after) => {
    expect(amended(promised(before), { criterion: after })).toEqual([
      "one-sided-amendment at '/terms/criterion'",
    ]);
  });

  it('states the same measure again beside what is new, whatever it is', () => {
    for (const criterion of [standing, step('a visa'), event('2025'), exactly('100')])
      expect(amended(promised(criterion), { criterion, title: 'Anew' })).toEqual([]);
  });

  it('puts a last day where there was none, and takes none away', () => {
    const open = promised(exactly('100'), { due: '2025/..' });
    expect(amended(open, { due: '2026' })).toEqual([]);
    expect(amended(open, { due: '2026/..' })).toEqual([]);
    expect(amended(promised(exactly('100')), { due: '2025/..' })).toEqual([
      "one-sided-amendment at '/terms/due'",
    ]);
    expect(amended(promised(exactly('100')), { due: '2024-12' })).toEqual([]);
  });

  it('leaves out none of several committers or beneficiaries', () => {
    const several = promised(exactly('100'), { committers: ['JP', 'PL'], beneficiaries: ['UA', 'MD'] });
    expect(amended(several, { committers: ['JP'] })).toEqual(["one-sided-amendment at '/terms/committers'"]);
    expect(amended(several, { beneficiaries: ['UA'] })).toEqual([
      "one-sided-amendment at '/terms/beneficiaries'",
    ]);
  });
});

describe('a specification', () => {
  it.each<[string, Criterion, Criterion]>([
    ['a measure for what is to hold', standing, exactly('5')],
    ['a measure for what had none', unstated, event('2025')],
    ['both ends drawn in', between('100', '200'), between('120', '180')],
    ['one end of them alone', between('100', '200'), between('150', '200')],
    ['an upper end where there was none', atLeast('100'), between('100', '200')],
    ['a higher lower end with no upper one', atLeast('100'), atLeast('120')],
    ['a step in other words', step('a visa waiver'), step('a visa waiver for students')],
    ['the months of a year', event('2025'), event('2025-03/2025-06')],
    ['from the first day of them on', event('2025-01/2025-12'), event('2025-01/2025-06')],
    ['until the last day of them', event('2025'), event('2025-07/2025-12')],
    ['any days where the first was open', event('../2025'), event('../2024-12')],
    ['any days where the last was open', event('2025/..'), event('2025-06/..')],
  ])('narrows: %s', (_, before, after) => {
    expect(specified(promised(before), { criterion: after })).toEqual([]);
  });

  it.each<[string, Criterion, Criterion]>([
    ['an upper end raised', between('100', '200'), between('120', '201')],
    ['a lower end lowered', between('100', '200'), between('99', '200')],
    ['no upper end where there was one', between('100', '200'), atLeast('120')],
    ['another milestone', between('100', '200'), between('120', '180', 'in-use')],
    ['no measure for an amount', exactly('100'), standing],
    ['an event for an amount', exactly('100'), event('2025')],
    ['an amount for an event', event('2025'), exactly('100')],
    ['an event for a step', step('a visa'), event('2025')],
    ['a step after another day', step('a visa'), step('a visa', '2024-12-01')],
    ['another agreement', stage('a treaty'), stage('another treaty')],
    ['acts of another', acts(1), acts(2, 'PL')],
    ['fewer acts', acts(2), acts(1)],
    ['days before', event('2025'), event('2024-12/2025-06')],
    ['days after', event('2025'), event('2025-06/2026-01')],
    ['an open first day', event('2025'), event('../2025-06')],
    ['an open last day', event('2025'), event('2025-06/..')],
  ])('does not narrow: %s', (_, before, after) => {
    expect(specified(promised(before), { criterion: after })).toEqual([
      "not-a-specification at '/terms/criterion'",
    ]);
  });

  it('may repeat the measure beside what is new, whatever it is', () => {
    for (const criterion of [step('a visa'), stage('a treaty'), event('2025'), acts(1), exactly('100')])
      expect(specified(promised(criterion), { criterion, title: 'Anew' })).toEqual([]);
  });
});
