import fc from 'fast-check';
import { LineBreaker, type Line } from './lines.ts';
import { Paper } from './paper.ts';

const SIZE = 8;
const paper = new Paper({ title: '', subject: '', keywords: '', date: new Date('2024-11-16') });
const breaker = new LineBreaker(paper.letters);

const linesOf = (text: string, width: number): readonly Line[] =>
  breaker.linesOf(text, 'regular', SIZE, width);
const shown = (lines: readonly Line[]): string => lines.map(({ text }) => text).join('');
const whole = (text: string): string => shown(linesOf(text, Infinity));

/** The parts of a text that a column makes lines of. */
const broken = (text: string, width: number): readonly string[] =>
  linesOf(text, width).map((line) => shown([line]));

test.each([
  ['between days of a range, and never within one', '2022-02-24/2024-11-16', ['2022-02-24/', '2024-11-16']],
  ['after a space', 'generators generators', ['generators ', 'generators']],
  ['within an id, at its hyphens', 'generators-undp-32', ['generators-', 'undp-32']],
  ['between kanji, which have no spaces', '日本国外務省大臣官房', ['日本国外務省', '大臣官房']],
  ['in Ukrainian', 'послабила вимоги', ['послабила ', 'вимоги']],
  ['where it is told to', 'one\ntwo', ['one', 'two']],
])('a line ends %s', (_where, text, lines) => {
  expect(broken(text, 50)).toEqual(lines.map(whole));
});

test('nothing is lost, and no line is wider than its column, whatever the text and asked however often', () => {
  const text = fc
    .array(fc.constantFrom('a', 'і', 'ї', '日', '本', '(', ')', '\\', '😀', ' ', '-', '/', '.', '2', '0'), {
      maxLength: 60,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom(30, 45, 200), (said, width) => {
      const lines = linesOf(said, width);
      expect(shown(lines)).toBe(whole(said));
      for (const line of lines) expect(line.width).toBeLessThanOrEqual(width);
      expect(linesOf(said, width)).toEqual(lines);
    }),
  );
});
