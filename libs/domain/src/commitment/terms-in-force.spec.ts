import {
  evolveAll,
  isCommitmentEvent,
  termsInForce,
  withTermsOn,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { fact } from '#libs/testkit';

const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));
const promise = fact.generators({ due: '2024' });
const extended = fact.amendment({ amended: '2024-12-10', terms: { due: '2025-03' } });
const contested = fact.challenge({ about: 'amended', contestedSource: 'press-release' });
const resolved = (held: string) => fact.resolution({ dispute: 'not-seen', held });
const due = (day: string, ...events: readonly LedgerEvent[]) => termsInForce(known(...events), day).due;

describe('the terms in force', () => {
  it('are those announced until the day of an amendment, and its own from then on', () => {
    expect(due('2024-12-09', promise, extended)).toBe('2024');
    expect(due('2024-12-10', promise, extended)).toBe('2025-03');
  });

  it('are those announced while the amendment is contested, and once it was found not to be so', () => {
    expect(due('2025-02-01', promise, extended, contested)).toBe('2024');
    expect(due('2025-02-01', promise, extended, contested, resolved('falls'))).toBe('2024');
  });

  it('are those of the amendment once it was found to stand', () => {
    expect(due('2025-02-01', promise, extended, contested, resolved('stands'))).toBe('2025-03');
  });

  it('stand in place of those announced, with all else as it is', () => {
    const all = known(promise, extended);
    const { announced, ...rest } = withTermsOn(all, '2024-12-10');
    expect(announced).toEqual({ ...all.announced, due: '2025-03' });
    expect(rest).toEqual({ ...all, announced: undefined });
  });

  it('are what is known itself where no statement was made', () => {
    const all = known(promise);
    expect(withTermsOn(all, '2024-12-10')).toBe(all);
  });
});
