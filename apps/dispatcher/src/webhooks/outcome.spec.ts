import fc from 'fast-check';
import { type Answer, outcomeOf, type Tried } from './outcome.ts';
import { WEBHOOK_LIMITS } from './webhook-limits.ts';

const NOW = new Date('2025-01-01T00:00:00Z');
const HOUR = 3_600_000;

const answered = (status: number, retryAfter?: string, text = ''): Answer => ({ status, retryAfter, text });
const entry = (attempt: number): Tried => ({ what: 'entry', attempt, challenge: null });
const asking: Tried = { what: 'challenge', attempt: 1, challenge: 'c3VyZQ' };
const after = (answer: Answer, tried = entry(1), chance = 0.5) =>
  outcomeOf(answer, tried, WEBHOOK_LIMITS, chance, NOW);

describe('what follows from an answer', () => {
  it('is nothing more for 2xx, and the end for 410', () => {
    for (const status of [200, 201, 202, 204, 299]) expect(after(answered(status)).kind).toBe('delivered');
    expect(after(answered(410))).toEqual({ kind: 'gone', error: 'answered 410' });
  });

  it('is another attempt for everything else, and for no answer', () => {
    for (const status of [301, 308, 400, 401, 404, 409, 429, 500, 503, 599])
      expect(after(answered(status)).kind).toBe('retry');
    expect(after({ fault: 'refused the connection' })).toMatchObject({
      kind: 'retry',
      error: 'refused the connection',
    });
    expect(after(answered(302))).toMatchObject({ error: 'answered 302; redirects are not followed' });
  });

  it('comes later each time, for about three days, by chance a fifth sooner or later', () => {
    const waits = (chance: number) => {
      const all: number[] = [];
      for (let attempt = 1; ; attempt++) {
        const outcome = after(answered(500), entry(attempt), chance);
        if (outcome.kind !== 'retry') return { all, last: outcome };
        all.push(outcome.afterMs);
      }
    };
    const { all, last } = waits(0.5);
    expect(all).toEqual(all.toSorted((one, other) => one - other));
    const total = all.reduce((sum, each) => sum + each, 0);
    expect(total / HOUR).toBeGreaterThan(70);
    expect(total / HOUR).toBeLessThan(76);
    expect(last).toEqual({ kind: 'dead', error: 'answered 500' });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) =>
        waits(chance).all.every((each, at) => {
          const usual = all[at] ?? 0;
          return each >= usual * 0.8 - 1 && each <= usual * 1.2 + 1;
        }),
      ),
    );
  });

  it.each([
    [429, '120', 120_000],
    [503, '120', 120_000],
    [503, 'Wed, 01 Jan 2025 00:10:00 GMT', 600_000],
    [503, '86400', HOUR],
    [503, 'Fri, 31 Dec 9999 23:59:59 GMT', HOUR],
    [503, '1', 1_000],
    [503, 'Tue, 31 Dec 2024 00:00:00 GMT', 500],
    [503, 'soon', 500],
    [503, '-5', 500],
    [503, '99999999999999999999', 500],
    [500, '120', 500],
  ])('waits, after %i with Retry-After %s, %i ms', (status, retryAfter, ms) => {
    expect(after(answered(status, retryAfter))).toMatchObject({ kind: 'retry', afterMs: ms });
  });

  it('holds all that is for an address only where that asked for it', () => {
    expect(after(answered(429, '120'))).toMatchObject({ isAsked: true });
    expect(after(answered(429))).toMatchObject({ isAsked: false });
    expect(after(answered(500, '120'))).toMatchObject({ isAsked: false });
  });
});

describe('a challenge', () => {
  it.each(['c3VyZQ', ' c3VyZQ\n', '{"challenge":"c3VyZQ"}', '{"challenge":"c3VyZQ","more":1}'])(
    'is met by %j',
    (text) => {
      expect(after(answered(200, undefined, text), asking).kind).toBe('delivered');
    },
  );

  it.each([
    '',
    'c3VyZ',
    'c3VyZQ!',
    '{"challenge":"other"}',
    '{"challenge":["c3VyZQ"]}',
    'null',
    '"c3VyZQ"',
    '{',
  ])('is not met by %j, for good', (text) => {
    expect(after(answered(200, undefined, text), asking)).toEqual({
      kind: 'dead',
      error: 'answered 200, and not with the challenge',
    });
  });

  it('is answered for good by a refusal, and asked again, a few times, of what may only be starting', () => {
    for (const status of [301, 400, 401, 404]) expect(after(answered(status), asking).kind).toBe('dead');
    expect(after({ fault: 'the address is private', isRefused: true }, asking).kind).toBe('dead');
    for (const answer of [answered(408), answered(429), answered(502), { fault: 'refused the connection' }]) {
      expect(after(answer, asking).kind).toBe('retry');
      expect(after(answer, { ...asking, attempt: 5 }).kind).toBe('dead');
    }
  });
});
