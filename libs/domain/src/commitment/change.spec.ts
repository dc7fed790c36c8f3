import { exactly, fact } from '#libs/testkit';
import { canonical } from '../canonical.ts';
import type { LedgerEvent } from '../ledger-event.ts';
import { changeBy, dayOf, type Change, type Standpoint } from './change.ts';
import { changeText } from './change-text.ts';
import { isCommitmentEvent } from './commitment-stream.ts';
import { evolve, type Known } from './known.ts';
import { shortened } from './shortened.ts';

/** Events of one commitment, each with the day on which it is recorded. */
type Recorded = readonly (readonly [day: string, event: LedgerEvent])[];

function changesOf(history: Recorded): readonly Change[] {
  let known: Known | undefined;
  let standpoint: Standpoint | undefined;
  return history.flatMap(([day, event], index) => {
    if (!isCommitmentEvent(event)) throw new Error(`${event.type} is not of a commitment`);
    known = evolve(known, event);
    const position = index + 1;
    const recorded = {
      ...{ id: `id-${position}`, type: event.type, position, actor: 'desk' },
      ...{ stream: 'commitment-generators', recordedAt: `${day}T12:00:00.000000Z` },
    };
    const outlook = changeBy(standpoint, known, { recorded, event });
    standpoint = outlook.standpoint;
    return outlook.change?.() ?? [];
  });
}

const told = (history: Recorded) =>
  changesOf(history).map(({ from, to, event }) => [
    event.position,
    from && `${from.label} ${from.share?.lo ?? '-'}`,
    to && `${to.label} ${to.share?.lo ?? '-'}`,
  ]);

const announced = ['2024-11-17', fact.generators()] as const;
const batch = (id: string, count: string, delivered: string) =>
  fact.delivery({ delivery: id, quantity: exactly(count), delivered });

describe('given 100 generators promised for 2024', () => {
  it('when announced, then it goes from nothing to announced', () => {
    expect(told([announced])).toEqual([[1, null, 'announced 0']]);
  });

  it('when some are handed over, then by the certain share; and when they are all, then by the label too', () => {
    expect(
      told([
        announced,
        ['2024-11-20', batch('one', '30', '2024-11-20')],
        ['2024-11-21', batch('two', '30', '2024-11-21')],
        ['2024-11-22', batch('three', '40', '2024-11-22')],
      ]),
    ).toEqual([
      [1, null, 'announced 0'],
      [2, 'announced 0', 'partly-delivered 0.3'],
      [3, 'partly-delivered 0.3', 'partly-delivered 0.6'],
      [4, 'partly-delivered 0.6', 'fulfilled 1'],
    ]);
  });

  it('when only the evidence grows, then nothing is told', () => {
    expect(told([announced, ['2024-11-18', fact.support()]])).toHaveLength(1);
  });

  it('when the deadline passes, then it is overdue, once, however many events follow', () => {
    expect(
      told([
        announced,
        ['2025-01-01', fact.deadline()],
        ['2025-01-02', fact.support()],
        ['2025-02-02', fact.reaffirmation()],
      ]),
    ).toEqual([
      [1, null, 'announced 0'],
      [2, 'announced 0', 'overdue-unproven 0'],
    ]);
  });

  it('when a day has passed and no event tells of it, then the next event does', () => {
    expect(told([announced, ['2025-01-01', fact.support()]])).toEqual([
      [1, null, 'announced 0'],
      [2, 'announced 0', 'overdue-unproven 0'],
    ]);
  });

  it('when a delivery is dated after the day of its recording, then it counts with the next event from its day on', () => {
    expect(
      told([announced, ['2024-11-18', batch('one', '30', '2024-12-01')], ['2024-12-02', fact.support()]]).map(
        ([position]) => position,
      ),
    ).toEqual([1, 3]);
  });

  it('when the clock that announces the deadline is a little ahead, then the day it names has begun for good', () => {
    const changes = changesOf([
      announced,
      ['2024-12-31', fact.deadline()],
      ['2024-12-31', batch('one', '30', '2024-12-01')],
    ]);
    expect(changes.map(({ validAt, to }) => [validAt, to?.label])).toEqual([
      ['2024-11-17', 'announced'],
      ['2025-01-01', 'overdue-unproven'],
      ['2025-01-01', 'overdue-unproven'],
    ]);
  });

  it('when that clock is further ahead than a day, then it is not believed', () => {
    const [change] = changesOf([announced]);
    if (!change) throw new Error('an announcement is a change');
    const recorded = { ...change.event, recordedAt: '2024-12-30T00:00:00.000000Z' };
    const event = fact.deadline();
    if (!isCommitmentEvent(event)) throw new Error('a deadline is of a commitment');
    expect(dayOf(undefined, { recorded, event })).toBe('2024-12-30');
  });

  it('when the announcement is retracted, then it goes to nothing, and the correction says why', () => {
    const retraction = {
      type: 'CorrectionRecorded',
      data: {
        stream: 'commitment-generators',
        correction: 'never-said',
        corrects: 'generators',
        retracted: true,
        corrected: '2024-12-01',
        reason: 'It was said of another country.',
      },
    } as unknown as LedgerEvent;
    const [, last] = changesOf([announced, ['2024-12-01', retraction]]);
    expect(last).toMatchObject({ from: { label: 'announced' }, to: null, title: '100 generators' });
    expect(last?.derivation.map(({ statement }) => statement).join()).toContain('another country');
  });

  it('then the text of a change is its RFC 8785 form, whatever is said in it', () => {
    const odd = ['', '"Київ" 🕯', 'a\\b\n', '\u007f\u2028', '\u0001'];
    const [first, second] = changesOf([announced, ['2025-01-01', fact.deadline()]]);
    const told = [first, second].flatMap((change) => change ?? []);
    const more = told.map((change) => ({ ...change, title: odd.join(), committers: odd, beneficiaries: [] }));
    const gone = told.map((change) => ({ ...change, to: null, derivation: [], omitted: 3 }));
    const unmeasured = told.flatMap((change) =>
      change.to ? [{ ...change, to: { ...change.to, share: null } }] : [],
    );
    expect(told).toHaveLength(2);
    for (const change of [...told, ...more, ...gone, ...unmeasured])
      expect(changeText(change)).toBe(canonical(change));
  });

  it('then a change tells whom it concerns, which event made it, and why', () => {
    const [, change] = changesOf([announced, ['2024-11-20', batch('one', '30', '2024-11-20')]]);
    expect(change).toMatchObject({
      commitment: 'generators',
      title: '100 generators',
      kind: 'goods',
      committers: ['JP'],
      beneficiaries: ['UA'],
      validAt: '2024-11-20',
      event: { id: 'id-2', type: 'GeneratorsDelivered', position: 2, stream: 'commitment-generators' },
      omitted: 0,
    });
    expect(change?.derivation.at(-1)).toMatchObject({ rule: 'label' });
  });

  it('when very much is recorded of it, then the derivation is cut to what sums up, the fact itself and the newest', () => {
    const many = Array.from(
      { length: 90 },
      (_, index) => ['2024-12-01', batch(`batch-${index}`, '1', '2024-11-20')] as const,
    );
    const last = changesOf([announced, ...many]).at(-1);
    expect(last?.derivation).toHaveLength(40);
    expect(last?.omitted).toBeGreaterThan(50);
    const facts = last?.derivation.flatMap(({ facts: ids }) => ids) ?? [];
    expect(facts).toEqual(expect.arrayContaining(['batch-89', 'batch-88']));
    expect(facts).not.toContain('batch-0');
    expect(last?.derivation[0]).toMatchObject({ rule: 'promise' });
    expect(last?.derivation.at(-1)).toMatchObject({ rule: 'label' });
  });
});

it('a derivation with statements as long as a page is cut by its length', () => {
  const step = (index: number) =>
    ({ rule: 'happening', statement: 'x'.repeat(5_000), facts: [`batch-${index}`] }) as const;
  const { derivation, omitted } = shortened(
    Array.from({ length: 12 }, (_, index) => step(index)),
    'batch-3',
  );
  expect(derivation.map(({ facts: [id] }) => id)).toEqual([
    ...['batch-3', 'batch-7', 'batch-8', 'batch-9', 'batch-10', 'batch-11'],
  ]);
  expect(omitted).toBe(6);
});
