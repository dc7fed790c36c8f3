import fc from 'fast-check';
import { LeafOrder, leafSeal } from './leaf-form.ts';

const POSITION = 1_199;
const BEFORE = leafAt(POSITION - 1, '2024-11-16T09:59:59.999999Z');

/** With other text before and behind it, as a leaf lies in a file. */
function leafAt(position: number, recordedAt: string): string {
  return `{"event":{"type":"StepTaken"},"position":${position},"recordedAt":"${recordedAt}"}`;
}

/** What is wrong with a leaf at the position after that of BEFORE, which is good. */
function faultOf(leaf: string): string | undefined {
  const order = new LeafOrder();
  expect(order.take(POSITION - 2, Buffer.from(BEFORE))).toBeUndefined();
  return order.take(POSITION - 1, Buffer.from(`\u0000${leaf}`), 1);
}

test.each([
  ['2024-11-16T10:00:00.000000Z', undefined],
  ['2025-01-01T00:00:00.000000Z', undefined],
  ['2024-11-16T09:59:59.999999Z', expect.stringContaining('position 1198 before it at 2024-11-16T09:59:59')],
  ['2024-11-16T09:59:59.999998Z', expect.stringContaining('it says that it was recorded at')],
  ['2023-12-31T23:59:59.999999Z', expect.stringContaining('it says that it was recorded at')],
  ['2024-11-16T10:00:00.00000Z', expect.stringContaining('not in the form')],
  ['2024-11-16T10:00:00.0000000Z', expect.stringContaining('not in the form')],
  ['2024-11-16T10:00:00.00000/Z', expect.stringContaining('not in the form')],
  ['2024-11-16T10:00:00.00000:Z', expect.stringContaining('not in the form')],
  ['2024-11-16T1//00:00.000000Z', expect.stringContaining('not in the form')],
])('a leaf recorded at %s after one of just before ten: %s', (recordedAt, fault) => {
  expect(faultOf(leafAt(POSITION, recordedAt))).toEqual(fault);
});

test.each([
  ['of another position', leafAt(1_189, '2024-11-16T10:00:00.000000Z'), 'says that it is position 1189'],
  ['of a longer number', leafAt(11_199, '2024-11-16T10:00:00.000000Z'), 'says that it is position 11199'],
  ['without a head', leafAt(POSITION, '2024-11-16T10:00:00.000000Z').slice(1), 'not in the form'],
  ['of nothing', '', 'not in the form'],
])('a leaf %s is a fault', (_what, leaf, fault) => {
  expect(faultOf(leaf)).toContain(fault);
});

test('the first leaf may be of any time', () => {
  const order = new LeafOrder();
  expect(order.take(0, Buffer.from(leafAt(1, '0000-00-00T00:00:00.000000Z')))).toBeUndefined();
});

test('whatever is altered, a leaf is a fault where what it says of itself is, and nowhere else', () => {
  const good = leafAt(POSITION, '2024-11-16T10:00:00.000000Z');
  fc.assert(
    fc.property(
      fc.nat({ max: good.length - 1 }),
      fc.constantFrom(...Array.from('/0129:-.TZ",{}'), ''),
      (at, character) => {
        const leaf = good.slice(0, at) + character + good.slice(at + 1);
        const seal = leafSeal(Buffer.from(leaf));
        const isGood = seal?.position === POSITION && seal.recordedAt > '2024-11-16T09:59:59.999999Z';
        expect(faultOf(leaf) === undefined).toBe(isGood);
      },
    ),
    { numRuns: 2_000 },
  );
});
