import {
  criterionInWords,
  deliveredInWords,
  fulfilmentInWords,
  labelInWords,
  percent,
  promisedInWords,
  whoToWhom,
} from './words.ts';

const generators = (lo: string, hi: string | null, share: readonly [string, string | null]) => ({
  delivered: { lo, hi },
  target: { lo: '100', hi: '100' },
  unit: 'generators',
  share: { lo: share[0], hi: share[1] },
});

describe('what has been delivered', () => {
  it('names what is proved and what is possible', () => {
    const batch = generators('1', '100', ['0.01', '1']);
    expect(deliveredInWords(batch)).toBe('1–100 (1–100 %)');
    expect(fulfilmentInWords(batch)).toBe(
      'at least 1, at most 100 of 100 generators: proved 1 %, possible 100 %',
    );
  });

  it('says nothing is proved where nothing is, and never that there is nothing', () => {
    const silence = generators('0', '100', ['0', '1']);
    expect(deliveredInWords(silence)).toBe('nothing proved');
    expect(fulfilmentInWords(silence)).toBe('nothing proved of 100 generators: proved 0 %, possible 100 %');
  });

  it('measures a promise without an upper limit against its floor', () => {
    expect(
      fulfilmentInWords({
        delivered: { lo: '500000000', hi: null },
        target: { lo: '3000000000', hi: null },
        unit: 'USD',
        share: { lo: '0.1666', hi: null },
      }),
    ).toBe('at least 500,000,000 of at least 3,000,000,000 USD: proved 16.66 %, no upper limit known');
  });

  it('is one number where it is known exactly', () => {
    const exact = generators('100', '100', ['1', '1']);
    expect(deliveredInWords(exact)).toBe('100 (100 %)');
    expect(fulfilmentInWords(exact)).toBe('100 of 100 generators: 100 %');
  });

  it('is empty where nothing is measured', () => {
    const unmeasured = { delivered: null, target: null, unit: null, share: null };
    expect(deliveredInWords(unmeasured)).toBe('');
    expect(fulfilmentInWords(unmeasured)).toBeUndefined();
  });
});

describe('words', () => {
  it.each([
    ['0', '0'],
    ['1', '100'],
    ['0.01', '1'],
    ['0.0001', '0.01'],
    ['0.3334', '33.34'],
    ['12.5', '1,250'],
  ])('a share of %s is %s per cent, without ever being a float', (share, expected) => {
    expect(percent(share)).toBe(expected);
  });

  it('say who promised whom, and name those who promise each other once', () => {
    expect(whoToWhom(['JP'], ['UA'])).toBe('Japan → Ukraine');
    expect(whoToWhom(['JP', 'UA'], ['UA', 'JP'])).toBe('Japan and Ukraine');
    expect(whoToWhom(['org:partners-of-ukraine'], ['UA'])).toBe('partners of ukraine → Ukraine');
  });

  it('put a criterion into a sentence', () => {
    const criterion = {
      type: 'acts-after',
      act: 'sanctions-package',
      imposer: 'JP',
      target: 'RU',
      after: '2024-11-16',
      atLeast: 1,
    } as const;
    expect(promisedInWords(criterion)).toBe('1 sanctions package after 2024-11-16');
    expect(criterionInWords(criterion)).toBe(
      'Met when Japan has adopted at least 1 sanctions package on account of Russian Federation after 2024-11-16.',
    );
  });

  it('put a label into words', () => {
    expect(labelInWords('overdue-unproven')).toBe('overdue, unproven');
    expect(labelInWords('partly-delivered')).toBe('partly delivered');
  });
});
