import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { judgeSome, reportJson, SheetLayout, type Judged, type LayOut } from '#libs/reports';
import { fact, PaperLedger } from '#libs/testkit';
import { reported, written } from '../test/reported.ts';
import { historyOf } from './history.ts';
import { type Alphabet } from './pdf/letters.ts';
import { jsonOf } from './shelf.ts';
import { reportPdf } from './pdf/write-pdf.ts';

// What of a report is done on other threads: whoever does it, and however fast, the report is the same.

const COMMITMENTS = 600;
const NAMES = [
  'generators',
  'генератори',
  '発電機',
  'γεννήτριες',
  'مولدات',
  '≥ 100',
  '𠮷野家',
  '😀',
] as const;

const paper = new PaperLedger();
paper.record(fact.source());
for (let from = 0; from < COMMITMENTS; from += 100)
  paper.record(
    ...Array.from({ length: 100 }, (_, index) => {
      const at = from + index;
      // So that each letter is met first somewhere else.
      const name = NAMES[Math.floor(at / 70) % NAMES.length] ?? '';
      return fact.generators({
        commitment: `promise-${at}`,
        title: `Promise ${at}: ${name} ${String.fromCodePoint(0x4e00 + at)}`,
        ...(at % 50 === 1 && { relations: [{ type: 'part-of', commitment: `promise-${at - 1}` } as const] }),
      });
    }),
  );
const of = { scope: 'ledger', validAt: '2024-12-31', position: paper.events.length };

/** Answers what it is asked in an order of its own: the last question first, of those that wait. */
function lastFirst<Asked extends readonly unknown[], Answer>(
  answer: (...asked: Asked) => Answer | Promise<Answer>,
): (...asked: Asked) => Promise<Answer> {
  const waiting: (() => void)[] = [];
  const next = (): void => {
    waiting.pop()?.();
  };
  return (...asked) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push(() => {
        Promise.resolve(answer(...asked)).then(resolve, reject);
      });
      setImmediate(next);
    });
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const ground = {
  ...{ history: historyOf(paper.events, of.position), validAt: of.validAt, position: of.position },
  documents: new Map(),
};

it('commitments are judged in whatever order, and told in that of their announcement', async () => {
  const judging = lastFirst((ids: readonly string[]) => judgeSome(ids, ground));
  const asked = await reported(paper.events, of, { judgeSome: judging });
  expect(asked.commitments).toHaveLength(COMMITMENTS);
  expect(written(reportJson(asked))).toBe(written(reportJson(await reported(paper.events, of))));
  const related = [...asked.commitments].filter(({ answer }) => (answer?.relations.length ?? 0) > 0);
  expect(related).toHaveLength(24);
});

it('what judging throws fails the report', async () => {
  const judging = (ids: readonly string[]): Promise<readonly Judged[]> =>
    ids.includes('promise-250') ? Promise.reject(new Error('out of memory')) : judgeSome(ids, ground);
  await expect(reported(paper.events, of, { judgeSome: judging })).rejects.toThrow('out of memory');
});

describe('sheets are laid out', () => {
  it('in whatever order, by whom soever, to the same file', async () => {
    const report = await reported(paper.events, of);
    const [one, other] = [new SheetLayout(), new SheetLayout()];
    let asked = 0;
    const layOut: LayOut = lastFirst((...sheets: Parameters<LayOut>) =>
      ((asked += 1) % 3 === 0 ? one : other).layOut(...sheets),
    );
    const apart = await buffer(reportPdf(report, layOut));
    expect(asked).toBeGreaterThan(50);
    expect(sha256(apart)).toBe(sha256(await buffer(reportPdf(report))));
  });

  it('again, where a letter was missing', async () => {
    const report = await reported(paper.events, of);
    const layout = new SheetLayout();
    const alphabets: Alphabet[] = [];
    const layOut: LayOut = (sheets, alphabet) => {
      const isFirst = alphabets.length === 0;
      alphabets.push(alphabet);
      const laid = layout.layOut(sheets, alphabet);
      return Promise.resolve(isFirst ? { ...laid, unknown: ['⅔'] } : laid);
    };
    await buffer(reportPdf(report, layOut));
    const lettersOf = (alphabet: Alphabet) => alphabet.map(([codePoint]) => codePoint);
    expect(alphabets.map((alphabet) => lettersOf(alphabet).includes('⅔')).indexOf(true)).toBe(24);
  });

  it('and tell which letters they miss', () => {
    const about = { figures: [], quotes: [], positions: [1] };
    const sheet = jsonOf({ id: 'a', title: 'Привіт', answer: null, statement: '', ...about });
    const { unknown } = new SheetLayout().layOut([sheet], []);
    expect(unknown).toEqual(expect.arrayContaining(['П', 'р', 'и']));
  });

  it('or fail the file', async () => {
    const report = await reported(paper.events, of);
    const failing = reportPdf(report, () => Promise.reject(new Error('no memory')));
    await expect(buffer(failing)).rejects.toThrow('no memory');
  });
});
