import fc from 'fast-check';
import { Pace } from './pace.ts';

const LIMITS = { atOncePerSubscription: 8, pauseMs: 250, longestPauseMs: 5_000 };

const paceAfter = (successes: number): Pace => {
  const pace = new Pace(LIMITS);
  for (let each = 0; each < successes; each++) pace.succeeded();
  return pace;
};
const failNow = (pace: Pace): number => pace.failed(pace.cuts);

describe('the pace at which an address is sent to', () => {
  it('begins with one request at a time, and grows by one with each success, up to a bound', () => {
    expect([0, 1, 2, 6, 7, 8, 100].map((successes) => paceAfter(successes).atOnce)).toEqual([
      ...[1, 2, 3, 7, 8, 8, 8],
    ]);
  });

  it('is halved by a failure, and no pause is made while there is anything to halve', () => {
    const pace = paceAfter(7);
    const steps = Array.from({ length: 3 }, () => [failNow(pace), pace.atOnce]);
    expect(steps).toEqual([
      [0, 4],
      [0, 2],
      [0, 1],
    ]);
  });

  it('is cut once by what failed together', () => {
    const pace = paceAfter(7);
    const { cuts } = pace;
    for (let each = 0; each < 8; each++) expect(pace.failed(cuts)).toBe(0);
    expect(pace.atOnce).toBe(4);
  });

  it('of an address that takes nothing falls to one request, with pauses twice as long each time, up to a bound', () => {
    const pace = paceAfter(0);
    expect(Array.from({ length: 7 }, () => failNow(pace))).toEqual([
      250, 500, 1_000, 2_000, 4_000, 5_000, 5_000,
    ]);
    expect(pace.atOnce).toBe(1);
  });

  it('forgets its pauses when the address takes something', () => {
    const pace = paceAfter(0);
    for (let each = 0; each < 5; each++) failNow(pace);
    pace.succeeded();
    expect([failNow(pace), failNow(pace)]).toEqual([0, 250]);
  });

  it('hardly suffers where one request in twenty fails, and stays within its bounds whatever comes', () => {
    const pace = paceAfter(7);
    let sum = 0;
    for (let each = 0; each < 2_000; each++) {
      if (each % 20 === 0) expect(failNow(pace)).toBe(0);
      else pace.succeeded();
      sum += pace.atOnce;
    }
    expect(sum / 2_000).toBeGreaterThan(7);
    fc.assert(
      fc.property(fc.array(fc.boolean()), (successes) => {
        const any = paceAfter(0);
        return successes.every((isSuccess) => {
          const pauseMs = isSuccess ? 0 : failNow(any);
          if (isSuccess) any.succeeded();
          return any.atOnce >= 1 && any.atOnce <= 8 && pauseMs <= 5_000;
        });
      }),
    );
  });
});
