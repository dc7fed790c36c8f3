import { backoffMs, isGivenUp, isTransient } from './transient.ts';

const withCode = (code: string) => Object.assign(new Error('something'), { code });

describe('an error', () => {
  it('of the way to the server is worth another try', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', '08006', '57P01', '57P03', '53300']) {
      expect(isTransient(withCode(code))).toBe(true);
    }
    expect(isTransient(new AggregateError([withCode('ECONNREFUSED')]))).toBe(true);
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
  });

  it('of what was asked is not', () => {
    for (const code of ['42501', '42P01', '23505', '57014']) expect(isTransient(withCode(code))).toBe(false);
    expect(isTransient(new Error('Cannot use a pool after calling end on the pool'))).toBe(false);
    expect(isTransient('a string')).toBe(false);
  });

  it('of a statement given up tells that nothing was done, and is told from one of the way', () => {
    for (const code of ['57014', '55P03', '53100', '25006']) expect(isGivenUp(withCode(code))).toBe(true);
    for (const code of ['53300', '57P01', '23505']) expect(isGivenUp(withCode(code))).toBe(false);
  });

  it('is waited out for ever longer, but never for more than two seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 1_000].map(backoffMs)).toEqual([
      50, 100, 200, 400, 800, 1_600, 2_000, 2_000,
    ]);
  });
});
