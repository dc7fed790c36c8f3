import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { parseRecordText, recordToFacts } from '#libs/interchange';

const SOURCE = `source: { id: release, publisher: A ministry, publisherParty: UA, title: A release, published: 2024-11-16, language: en }
`;
const PROMISE = `commitments:
  - id: generators-2024
    title: 100 generators
    kind: goods
    strength: declared
    committers: [JP]
    beneficiaries: [UA]
    criterion: { type: count-reached, target: 100 generators, milestone: handed-over }
    due: 2024
`;
const DELIVERY = `deliveries:
  - id: batch
    commitment: generators-2024
    quantity: another batch of generators
    milestone: handed-over
    delivered: 2024-11-16
`;
const RECORD = SOURCE + PROMISE + DELIVERY;

interface Told {
  readonly line: number | undefined;
  readonly pointer: string;
  readonly fault: string;
  readonly remedy: string;
}

function told(text: string, format: 'yaml' | 'json' = 'yaml'): readonly Told[] {
  const parsed = parseRecordText(text, { format });
  if ('errors' in parsed) {
    return parsed.errors.map(({ line, pointer, fault, remedy }) => ({ line, pointer, fault, remedy }));
  }
  const result = recordToFacts(parsed.value);
  if (!('errors' in result)) return [];
  return result.errors.map((error) => ({ line: parsed.locate(error.pointer)?.line, ...error }));
}

const withParts = (text: string): string =>
  text.replace('$SOURCE', SOURCE).replace('$PROMISE', PROMISE).replace('$DELIVERY', DELIVERY);

/** The record with slips in it. */
function slip(...swaps: Row['swaps']): string {
  return swaps.reduce((text, [right, wrong]) => {
    if (!text.includes(withParts(right))) throw new Error(`${right} is not in the record`);
    return text.replace(withParts(right), () => withParts(wrong));
  }, RECORD);
}

test('given a record without a slip, then nothing is reported', () => {
  expect(told(RECORD)).toEqual([]);
});

interface Row extends Told {
  readonly given: string;
  readonly swaps: readonly (readonly [right: string, wrong: string])[];
}

const rows = parseYaml(
  readFileSync(new URL('../../test/record-faults.yaml', import.meta.url), 'utf8'),
) as readonly Row[];

test.each(rows)('given $given, then that alone is told, with line, pointer, fault and remedy', (row) => {
  const { line, pointer, fault, remedy } = row;
  expect(told(slip(...row.swaps))).toEqual([
    { line, pointer, fault: expect.stringContaining(fault), remedy: expect.stringContaining(remedy) },
  ]);
});

test('given slips in several items and in the record itself, then all of them are told at once', () => {
  const text = slip(
    ['kind: goods', 'kind: good'],
    ['[JP]', '[Japan]'],
    ['delivered: 2024-11-16', 'delivered: soon'],
    ['deliveries:', 'meting: kyiv\ndeliveries:'],
  );
  expect(told(text).map(({ line, pointer }) => [line, pointer])).toEqual([
    [11, '/meting'],
    [5, '/commitments/0/kind'],
    [7, '/commitments/0/committers/0'],
    [17, '/deliveries/0/delivered'],
  ]);
});

test('given a pointer below what is there, then the line of the nearest part around it is told', () => {
  const parsed = parseRecordText(RECORD);
  if ('errors' in parsed) throw new Error('does not parse');
  expect(parsed.locate('/commitments/0/criterion/target/unit')).toEqual({ line: 9, column: 39 });
  expect(parsed.locate('/deliveries/0/evidence/0/source')).toEqual({ line: 12, column: 5 });
  expect(parsed.locate('/nowhere')).toEqual({ line: 1, column: 1 });
});
