import {
  commitmentOf,
  evolveAll,
  isCommitmentEvent,
  UnfoldableEvent,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { fact, retract } from '#libs/testkit';

const promise = fact.generators();
const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));

describe('a stream that this ledger never wrote', () => {
  it.each<[string, readonly LedgerEvent[], string]>([
    [
      'a fact before the announcement',
      [fact.delivery()],
      'GeneratorsDelivered: commitment generators was never announced',
    ],
    [
      'a second announcement',
      [promise, promise],
      'CommitmentAnnounced: commitment generators is announced a second time',
    ],
    [
      'the decision of what nobody proposed',
      [promise, fact.confirmation()],
      'SamenessConfirmed: commitment generators decides a sameness that was never proposed',
    ],
    [
      'a correction of nothing',
      [retract('generators')],
      'CorrectionRecorded: commitment generators was never announced',
    ],
  ])('is refused where it holds %s', (_, events, message) => {
    const folded = () => known(...events);
    expect(folded).toThrow(UnfoldableEvent);
    expect(folded).toThrow(message);
    try {
      folded();
    } catch (error) {
      expect(error).toMatchObject({ name: 'UnfoldableEvent', code: 'unfoldable-event' });
    }
  });

  it('is refused where it holds nothing', () => {
    expect(() => known()).toThrow(new RangeError('Of no facts nothing is known'));
    expect(() => known(fact.deadline())).toThrow();
  });
});

describe('an event', () => {
  it('stands in the stream of its commitment, or of none', () => {
    expect(commitmentOf(fact.delivery())).toBe('generators');
    expect(commitmentOf(retract('batch-1'))).toBe('generators');
    const none: readonly LedgerEvent[] = [
      ...[fact.source(), fact.meeting(), fact.position(), fact.total(), fact.conference(), fact.package()],
      ...[retract('kyiv', 'fix-1', 'meeting-kyiv')],
      ...(
        ['ExhibitionPresented', 'ContributionAcknowledged', 'AgreementSigned', 'FulfilmentAwaited'] as const
      ).map((type) => ({ type, data: {} }) as unknown as LedgerEvent),
    ];
    expect(none.filter(isCommitmentEvent)).toEqual([]);
    expect([promise, fact.deadline(), retract('batch-1')].filter(isCommitmentEvent)).toHaveLength(3);
  });
});
