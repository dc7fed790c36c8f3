import { formatTlogProof } from '#libs/transparency';
import { Readable } from 'node:stream';
import { dataFiles } from '../csv/write-csv.ts';
import { figuresOf } from '../figures-of.ts';
import { type LayOut } from '../pdf/lay-out.ts';
import { reportPdf } from '../pdf/write-pdf.ts';
import { type Report } from '../report.ts';
import { reportHtml } from '../write-html.ts';
import { reportJson } from '../write-json.ts';
import { type Entry } from '../zip.ts';
import { bundleReadme } from './readme.ts';
import { type Sealed } from './sealed.ts';

/** So many proofs stand as files of their own as well, for programs that read them one by one. */
const PROOFS_AS_FILES = 1_000;

/**
 * The files of the bundle: the report in every format, the events it is about, and what proves them (docs/verify.md). Of
 * the whole ledger all leaves that the checkpoint covers are in it, so that the root is computed from them; of any other
 * scope its own, each with a proof.
 */
export function bundleFiles(report: Report, sealed: Sealed, layOut?: LayOut): readonly Entry[] {
  const isWhole = report.cover.scope === 'ledger';
  const positions = isWhole ? upTo(sealed.size) : positionsIn(report);
  return [
    { path: 'README.md', content: () => [bundleReadme(report)] },
    { path: 'report.json', content: () => reportJson(report) },
    { path: 'report.html', content: () => reportHtml(report) },
    { path: 'report.pdf', content: () => reportPdf(report, layOut) },
    ...dataFiles(report).map(({ path, content }) => ({ path: `data/${path}`, content })),
    { path: 'log/key', content: () => [ended(sealed.vkey)] },
    { path: 'log/policy', content: () => [ended(sealed.policy)] },
    { path: 'log/checkpoint', content: () => [sealed.checkpoint] },
    { path: 'log/leaves.jsonl', content: () => Readable.from(lines(sealed.leaves(positions))) },
    ...(isWhole ? [] : proofFiles([...positions], sealed)),
    { path: 'figures.jsonl', content: () => figureLines(report) },
  ];
}

const proofFiles = (positions: readonly number[], sealed: Sealed): readonly Entry[] => [
  { path: 'log/proofs.jsonl', content: () => Readable.from(proofLines(positions, sealed)) },
  ...(positions.length > PROOFS_AS_FILES
    ? []
    : positions.map((position) => ({
        path: `log/proofs/${position}.tlog-proof`,
        content: () => Readable.from(proofText(position, sealed)),
      }))),
];

function* upTo(size: number): Generator<number, void> {
  for (let position = 1; position <= size; position += 1) yield position;
}

const positionsIn = ({ chronology }: Report): readonly number[] =>
  [...chronology].map(({ position }) => position).sort((one, other) => one - other);

const ended = (line: string): string => (line.endsWith('\n') ? line : `${line}\n`);

async function* lines(texts: AsyncIterable<string>): AsyncGenerator<string, void> {
  for await (const text of texts) yield `${text}\n`;
}

async function* proofLines(positions: readonly number[], sealed: Sealed): AsyncGenerator<string, void> {
  let at = 0;
  for await (const hashes of sealed.proofs(positions)) {
    const index = (positions[at] ?? 0) - 1;
    at += 1;
    yield `${JSON.stringify({ index, proof: hashes.map((hash) => hash.toString('base64')) })}\n`;
  }
}

async function* proofText(position: number, sealed: Sealed): AsyncGenerator<string, void> {
  const { checkpoint } = sealed;
  for await (const hashes of sealed.proofs([position]))
    yield formatTlogProof({ index: position - 1, hashes: [...hashes], checkpoint });
}

function* figureLines(report: Report): Generator<string, void> {
  for (const figure of figuresOf(report)) yield `${JSON.stringify(figure)}\n`;
}
