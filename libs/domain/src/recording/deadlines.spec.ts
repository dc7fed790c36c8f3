import {
  assess,
  deadlinePassed,
  deadlinesPassed,
  deadlineSetBy,
  evolveAll,
  isCommitmentEvent,
  turningPoints,
  verdict,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact, given, histories } from '#libs/testkit';

const before = [fact.source(), fact.generators(), fact.loan(), fact.hosting()];
const all = ['generators', 'loan', 'hosting'];
const round = (facts: readonly LedgerEvent[], today: string, ids: readonly string[] = all) => {
  const { announced, toCome } = deadlinesPassed(ids, histories(facts), today);
  return { passed: announced.map(({ event }) => event), toCome: Object.fromEntries(toCome) };
};

describe('a deadline', () => {
  it('has passed once its last day is over, and not on that day', () => {
    expect(round(before, '2024-12-31')).toEqual({
      passed: [],
      toCome: { generators: '2025-01-01', hosting: '2026-01-01' },
    });
    expect(round(before, '2025-01-01')).toEqual({
      passed: [fact.deadline()],
      toCome: { hosting: '2026-01-01' },
    });
  });

  it('passes once: where it is recorded, nothing is left to record, however far the clock goes on or back', () => {
    for (const today of ['2024-06-01', '2025-01-01', '9999-12-31'])
      expect(round([...before, fact.deadline()], today, ['generators'])).toEqual({ passed: [], toCome: {} });
  });

  it('passes for a promise that was kept or ended too: what later facts tell of it, the calendar cannot know', () => {
    const kept = fact.delivery({ quantity: exactly('100'), delivered: '2024-12-20' });
    for (const fate of [kept, fact.withdrawal(), fact.release()])
      expect(round([...before, fate], '2025-01-01', ['generators']).passed).toEqual([fact.deadline()]);
  });

  it.each([
    ['that has no end', { due: '2025/..' }],
    ['of the last day there is', { due: '9999' }],
  ])('never passes: one %s', (_, terms) => {
    const endless = fact.generators(terms);
    expect(round([fact.source(), endless], '9999-12-31', ['generators'])).toEqual({ passed: [], toCome: {} });
    expect(deadlineSetBy(endless)).toBeUndefined();
  });

  it('does not pass for a commitment of which nothing is recorded', () => {
    expect(round([], '2030-01-01', ['unheard-of'])).toEqual({ passed: [], toCome: {} });
  });

  it('is looked at on the day on which it has passed', () => {
    expect(deadlineSetBy(fact.hosting())).toMatchObject({ commitment: 'hosting', passed: '2026-01-01' });
    expect(deadlineSetBy(fact.loan())).toBeUndefined();
    expect(deadlineSetBy(fact.delivery())).toBeUndefined();
  });
});

describe('a deadline recorded as passed', () => {
  it('is taken of the deadline that the terms name, and told again changes nothing', () => {
    given(...before)
      .when(fact.deadline())
      .then(fact.deadline());
    given(...before, fact.deadline())
      .when(fact.deadline())
      .thenNothingHappens();
  });

  it('is refused of any other, and of a commitment that has none or was never announced', () => {
    given(...before)
      .when(
        fact.deadline({ due: '2024-11', passed: '2024-12-01' }),
        fact.deadline({ commitment: 'loan' }),
        fact.deadline({ commitment: 'unheard-of' }),
      )
      .thenRefuses('other-deadline', 'other-deadline', 'not-announced');
  });

  it('has the day after its last day, and no other', () => {
    const { data } = fact.deadline();
    expect(deadlinePassed.safeParse(data).success).toBe(true);
    expect(deadlinePassed.safeParse({ ...data, passed: '2024-12-31' }).success).toBe(false);
    expect(deadlinePassed.safeParse({ ...data, due: '2024/..' }).success).toBe(false);
    expect(deadlinePassed.safeParse({ ...data, due: 'soon' }).success).toBe(false);
  });

  it('decides nothing: what is known and what held on any day stay as they were', () => {
    const facts = [fact.generators(), fact.delivery()].filter(isCommitmentEvent);
    const known = evolveAll(undefined, facts);
    const after = evolveAll(known, [fact.deadline()]);
    expect(after).toEqual(known);
    expect(turningPoints(after)).toEqual(turningPoints(known));
    for (const day of ['2024-12-31', '2025-01-01', '2026-01-01']) {
      expect(assess(after, day)).toEqual(assess(known, day));
      expect(verdict(after, day)).toEqual(verdict(known, day));
    }
  });
});
