import { assess, evolveAll, isCommitmentEvent, labelRules, labels, type LedgerEvent } from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

const labelOn = (day: string, ...events: readonly LedgerEvent[]) =>
  assess(evolveAll(undefined, events.filter(isCommitmentEvent)), day)?.label;

const { attribution, evidence } = fact.withdrawal().data;
const said = { attribution, evidence };
const promise = fact.generators();
const talk = fact.generators({ strength: 'discussed' });
const allocation = fact.allocation({ commitment: 'generators', amount: exactly('100') });
const sent = fact.delivery({ delivery: 'sent', quantity: exactly('60'), milestone: 'dispatched' });
const some = fact.delivery({ delivery: 'some', quantity: exactly('40'), delivered: '2024-12-01' });
const rest = fact.delivery({ delivery: 'rest', quantity: exactly('60'), delivered: '2025-02-01' });
const covered = fact.coverage();
const dispute = fact.dispute({
  ...{ about: 'rest', aspect: 'occurrence', opened: '2025-02-10' },
  readings: [
    { ...said, reading: 'came', occurred: true },
    { ...said, reading: 'never', occurred: false },
  ],
});

describe('of the labels that facts would give a promise, the one that comes first in the table stands', () => {
  it.each([
    ['announced', '2024-12-31', [promise]],
    ['allocated', '2024-12-31', [promise, allocation]],
    ['in-delivery', '2024-12-31', [promise, allocation, sent]],
    ['partly-delivered', '2024-12-31', [promise, allocation, sent, some]],
    ['overdue-unproven', '2025-01-31', [promise, allocation, sent, some]],
    ['overdue-evidenced', '2025-02-01', [promise, allocation, sent, some, covered]],
    ['under-discussion', '2025-02-01', [talk, allocation, sent, some, covered]],
    ['fulfilled-late', '2025-02-01', [talk, allocation, sent, some, covered, rest]],
    ['disputed', '2025-02-10', [talk, allocation, sent, some, covered, rest, dispute]],
    ['withdrawn', '2025-02-10', [talk, allocation, sent, some, covered, rest, dispute, fact.withdrawal()]],
  ] as const)('%s on %s', (label, day, events) => {
    expect(labelOn(day, ...events)).toBe(label);
  });

  it('and where nothing but time tells them apart, in time is fulfilled', () => {
    const inTime = fact.delivery({ delivery: 'rest', quantity: exactly('60'), delivered: '2024-12-20' });
    expect(labelOn('2025-02-01', promise, some, inTime)).toBe('fulfilled');
  });

  it('of one that stands: allocated before standing, and its end before both', () => {
    const standing = fact.standing({ commitment: 'generators', due: '2024' });
    expect(labelOn('2024-12-31', standing)).toBe('standing');
    expect(labelOn('2024-12-31', standing, allocation)).toBe('allocated');
    expect(labelOn('2025-01-01', standing, allocation)).toBe('expired');
  });

  it('released and superseded are ends like withdrawn', () => {
    expect(labelOn('2025-02-10', talk, covered, fact.release())).toBe('released');
    expect(labelOn('2025-02-10', talk, covered, fact.supersession())).toBe('superseded');
  });

  it('every label is in the table once', () => {
    expect(labelRules.map(({ label }) => label).toSorted()).toEqual([...labels].sort());
  });
});
