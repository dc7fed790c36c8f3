import { parseRecordText, recordToFacts } from '#libs/interchange';

const MEGABYTE = 1_000_000;

function faultOf(text: string, format: 'yaml' | 'json' = 'yaml'): string {
  const parsed = parseRecordText(text, { format });
  return 'errors' in parsed ? (parsed.errors[0]?.fault ?? '') : 'none';
}

const bomb = Array.from(
  { length: 9 },
  (_, level) => `l${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`,
);

test.each([
  ['brackets without end', '['.repeat(MEGABYTE), /nested too deeply/],
  ['lists in lists in one line', '- '.repeat(MEGABYTE / 2), /nested too deeply/],
  ['keys in keys in one line', '? '.repeat(MEGABYTE / 2), /nested too deeply/],
  ['21 levels', `${'['.repeat(22)}${']'.repeat(22)}`, /nested too deeply/],
  ['a megabyte of commas', `[${','.repeat(MEGABYTE - 1)}`, /tokens/],
  ['a megabyte of braces', '}'.repeat(MEGABYTE), /tokens/],
  ['a megabyte of anchors', '&a '.repeat(MEGABYTE / 3), /tokens/],
  ['more than a megabyte', 'x'.repeat(MEGABYTE + 1), /larger than 1000000 bytes/],
  ['a bomb of aliases', ['l0: &a0 x', ...bomb].join('\n'), /anchor|carries &a0/],
  ['an alias to nothing', 'source: *nobody', /refers to an anchor/],
  ['a tag of its own', 'source: !!js/function "x"', /carries/],
  ['bytes in base 64', 'source: !!binary aGVsbG8=', /carries !!binary/],
  ['two documents', 'source: a\n---\nsource: b', /second document/],
  ['a list as a key', '? [a]\n: b', /key that is not a text/],
  ['no number', 'source: .nan', /not a number that JSON has/],
])('given %s, then it is refused before it does harm', (_, text, fault) => {
  expect(faultOf(text)).toMatch(fault);
});

test('given 40,000 different keys, then each is compared with the others in good time', () => {
  const text = Array.from({ length: 40_000 }, (_, index) => `k${index}: 1`).join('\n');
  expect(faultOf(text)).toMatch(/tokens|none/);
});

test('given __proto__ as a key, then it is data like any other and nothing is polluted', () => {
  const parsed = parseRecordText('__proto__: { polluted: true }\nsource: a');
  if ('errors' in parsed) throw new Error('does not parse');
  expect(Object.keys(parsed.value as object)).toEqual(['__proto__', 'source']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(recordToFacts(parsed.value)).toMatchObject({ errors: [{ pointer: '/__proto__' }] });
});

test('given text that has no UTF-8 form, then it is refused where it stands', () => {
  for (const bad of ['half \\ud83d', 'nul \\u0000']) {
    const parsed = parseRecordText(
      `source: { id: a, publisher: "${bad}", title: T, published: 2024, language: en }`,
    );
    expect(recordToFacts('value' in parsed ? parsed.value : undefined)).toMatchObject({
      errors: [{ pointer: '/source/publisher', remedy: 'remove that character' }],
    });
  }
});

test('given words that other YAML takes for dates or truth, then they stay the words they are', () => {
  const parsed = parseRecordText('a: 2024-11-16\nb: no\nc: 12:30:00\nd: 0o17\ne: "2024"\nf: 2024');
  expect(parsed).toMatchObject({
    value: { a: '2024-11-16', b: 'no', c: '12:30:00', d: 15, e: '2024', f: 2024 },
  });
});

describe('JSON', () => {
  test('given JSON with tabs and escaped emoji, then it reads like JSON and still has its lines', () => {
    const text = '{\n\t"source": "\\ud83d\\ude00\\/",\n\t"meeting": [1,\n\t2]\n}';
    const parsed = parseRecordText(text, { format: 'json' });
    if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
    expect(parsed.value).toEqual({ source: '😀/', meeting: [1, 2] });
    expect(parsed.locate('/meeting/1')).toEqual({ line: 4, column: 2 });
  });

  test('given YAML where JSON was asked for, then it is refused with its line', () => {
    expect(parseRecordText('{\n  "a": 1,\n}', { format: 'json' })).toMatchObject({
      errors: [{ line: 3, fault: expect.stringMatching(/is not JSON/) }],
    });
  });

  test('given a key twice, then it is refused, where JSON itself would take the last', () => {
    expect(faultOf('{"a": 1, "a": 2}', 'json')).toBe('"a" is already given in line 1');
  });
});
