import fc from 'fast-check';
import { checkAnchor, documentText, findAnchors, nearMatches, NotUtf8 } from '#libs/interchange';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => documentText(bytes(text));
const OURS =
  'Two sides met. “We will help,” one said 😀,\nand the other: “thank you”. Cafe\u0301 and café 🇺🇦🇯🇵.';

describe('a document', () => {
  test('given bytes that are not UTF-8, then it is refused with the remedy', () => {
    expect(() => documentText(Uint8Array.from([0x61, 0xff, 0x62]))).toThrow(NotUtf8);
    expect(() => documentText(Uint8Array.from([0xed, 0xa0, 0x80]))).toThrow(/convert it first/);
  });

  test('given a byte order mark, then it counts as a character, so that offsets fit the bytes', () => {
    expect(findAnchors(read('\ufeffabc'), 'abc')).toMatchObject([{ start: 1, end: 4 }]);
  });

  test('given places outside of it, then there is no passage', () => {
    const document = read('a😀b');
    expect(document.length).toBe(3);
    expect(document.passageAt(1, 3)).toBe('😀b');
    expect(document.passageAt(3, 3)).toBe('');
    for (const [start, end] of [
      [0, 4],
      [-1, 2],
      [2, 1],
      [0.5, 2],
      [NaN, 1],
    ] as const) {
      expect(document.passageAt(start, end)).toBeUndefined();
    }
  });
});

describe('finding words', () => {
  test.each([
    ['after an emoji', 'thank you', 1],
    ['an emoji', '😀', 1],
    ['a flag, which is two code points', '🇺🇦', 1],
    ['a letter with a combining accent, apart from the one made whole', 'Cafe\u0301', 1],
    ['a word that stands twice', 'and', 2],
    ['words nobody said', 'we promise', 0],
    ['nothing', '', 0],
    ['half of a character', '\ud83d', 0],
  ])('given %s, then it is found where it stands', (_, words, times) => {
    const document = read(OURS);
    const found = findAnchors(document, words);
    expect(found).toHaveLength(times);
    for (const { start, end } of found) expect(document.passageAt(start, end)).toBe(words);
  });

  test('given quotes, dashes, capitals and spaces of another shape, then the passage as it stands is suggested', () => {
    const document = read(OURS);
    expect(findAnchors(document, '"we will   help,"')).toEqual([]);
    expect(nearMatches(document, ' "we will   help," ').map(({ words }) => words)).toEqual([
      '“We will help,”',
    ]);
    expect(nearMatches(document, 'said 😀, and').map(({ words }) => words)).toEqual(['said 😀,\nand']);
    expect(nearMatches(document, 'nothing like it')).toEqual([]);
  });

  test('given any text and any passage of it, then finding it and reading it back agree', () => {
    const text = fc.string({ unit: 'binary', maxLength: 1000 });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (whole, from, length) => {
        const points = Array.from(whole);
        const start = points.length === 0 ? 0 : from % points.length;
        const words = points.slice(start, start + 1 + (length % 40)).join('');
        const document = read(whole);
        const found = findAnchors(document, words);
        expect(found.map((anchor) => anchor.start).includes(start)).toBe(words !== '');
        for (const anchor of found.slice(0, 5)) {
          expect(document.passageAt(anchor.start, anchor.end)).toBe(words);
          expect(checkAnchor(document, { document: document.sha256, ...anchor })).toEqual({ words });
        }
        expect(document.codePointAt(document.unitAt(document.length))).toBe(document.length);
      }),
      { numRuns: 50 },
    );
  });

  test('given 5 MB with an emoji in every line and 1,000 anchors, then all are checked', () => {
    const document = read('a line with one 😀 and words\n'.repeat(160_000));
    const found = findAnchors(document, '😀 and words').slice(-1000);
    for (const anchor of found) checkAnchor(document, { document: document.sha256, ...anchor });
    expect(found).toHaveLength(1000);
  });
});

describe('checking an anchor', () => {
  const document = read(OURS);
  const [anchor] = findAnchors(document, 'We will help').map((found) => ({
    document: document.sha256,
    ...found,
  }));
  if (!anchor) throw new Error('not found');

  test('given the right one, then its words are given', () => {
    expect(checkAnchor(document, anchor)).toEqual({ words: 'We will help' });
  });

  test.each([
    ['of another document', { ...anchor, document: '0'.repeat(64) }, /points into the document 000/],
    [
      'that ends after the document',
      { ...anchor, end: 10_000 },
      /reaches to 10000, and the document ends at/,
    ],
    ['moved by one', { ...anchor, start: anchor.start + 1, end: anchor.end + 1 }, /names other words/],
    ['with another hash', { ...anchor, passage: '0'.repeat(64) }, /names other words/],
  ])('given one %s, then it is refused with the remedy', (_, wrong, fault) => {
    expect(checkAnchor(document, wrong)).toEqual({
      fault: expect.stringMatching(fault),
      remedy: expect.stringContaining('ledger anchor'),
    });
  });
});
