import { assess, evolveAll, isCommitmentEvent, termsOn, type Known, type LedgerEvent } from '#libs/domain';
import { exactly, fact, PaperLedger, retract, tellAnew } from '#libs/testkit';

const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));
const extended = fact.amendment({ amended: '2025-01-20', terms: { due: '2025-03-31' } });
const labelOn = (day: string, of: Known) => assess(of, day)?.label;

describe('an amendment that is doubted or wrong', () => {
  it('given somebody contests that it was agreed, then both are possible until that is resolved', () => {
    const contested = fact.challenge({ about: 'amended', challenged: '2025-02-01' });
    const open = known(fact.generators(), extended, contested);
    expect(assess(open, '2025-02-15')).toMatchObject({ label: 'disputed', facets: { time: 'overdue' } });
    const stands = fact.resolution({
      dispute: contested.data.challenge,
      held: 'stands',
      resolved: '2025-02-10',
    });
    expect(labelOn('2025-02-15', known(fact.generators(), extended, contested, stands))).toBe('announced');
    const falls = fact.resolution({
      dispute: contested.data.challenge,
      held: 'falls',
      resolved: '2025-02-10',
    });
    const without = known(fact.generators(), extended, contested, falls);
    expect(labelOn('2025-02-15', without)).toBe('overdue-unproven');
  });

  it('given it is retracted by a correction, then the terms are those before it', () => {
    const retraction = retract('amended');
    const of = known(fact.generators(), extended, retraction);
    expect(termsOn(of, '2025-06-01').setBy).toEqual({});
    expect(labelOn('2025-02-15', of)).toBe('overdue-unproven');
  });

  it('given its source had another day, then the terms hold from that day on once it is corrected', () => {
    const replacement = fact.amendment({ amended: '2025-01-25', terms: { due: '2025-03-31' } });
    const of = known(fact.generators(), extended, tellAnew(replacement, 'amended'));
    expect([labelOn('2025-01-24', of), labelOn('2025-01-25', of)]).toEqual(['overdue-unproven', 'announced']);
  });

  it('given the announcement was a slip, then terms stated since stay what they are', () => {
    const replacement = fact.generators({ due: '2024-11', title: '100 large generators' });
    const of = known(fact.generators(), extended, tellAnew(replacement, 'generators'));
    const { announced } = termsOn(of, '2025-01-20');
    expect([announced.title, announced.due]).toEqual(['100 large generators', '2025-03-31']);
  });
});

describe('the amount of a promise that sources dispute', () => {
  it('is disputed no more once the parties stated another', () => {
    const readings = ['100', '120'].map((count) => ({
      ...{ reading: `of-${count}`, quantity: exactly(count), evidence: [{ source: 'press-release' }] },
      attribution: { saidBy: 'Somebody', onBehalfOf: 'JP', reporter: 'committer' as const },
    }));
    const dispute = fact.dispute({ about: 'generators', aspect: 'quantity', opened: '2024-11-20', readings });
    const criterion = { type: 'count-reached', target: exactly('150'), milestone: 'handed-over' } as const;
    const of = known(fact.generators(), dispute, fact.amendment({ terms: { criterion } }));
    const targetOn = (day: string) => assess(of, day)?.fulfilment.target;
    expect(targetOn('2024-12-09')).toEqual({ lo: '100', hi: '120' });
    expect(targetOn('2024-12-10')).toEqual({ lo: '150', hi: '150' });
  });
});

describe('a supersession that is corrected', () => {
  it('takes its relation from the one successor to the other', () => {
    const ledger = new PaperLedger();
    const supersession = fact.supersession();
    ledger.record(fact.source(), fact.generators(), fact.loan(), fact.hosting(), supersession);
    const replacement = fact.supersession({ successor: 'hosting' });
    ledger.record(tellAnew(replacement, 'replaced'));
    const of = (stream: string) =>
      ledger.events.filter((event) => event.stream === stream).map(({ type }) => type);
    expect(of('commitment-loan')).toEqual(['CommitmentAnnounced', 'CommitmentRelated', 'CorrectionRecorded']);
    expect(of('commitment-hosting')).toEqual(['CommitmentAnnounced', 'CommitmentRelated']);
    const alone = retract('generators', 'alone', 'commitment-hosting');
    expect(() => ledger.record(alone)).toThrow('follows-from-another');
    const back = fact.relation({ commitment: 'loan', relation: 'fresh', to: 'generators' });
    expect(ledger.record(back)).toHaveLength(1);
  });
});
