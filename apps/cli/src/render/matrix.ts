import type { MatrixAnswer } from '../answers.ts';
import type { Terminal } from '../terminal.ts';
import { asOfInWords } from './as-of.ts';
import { renderTable } from './table.ts';
import { hang } from './text-width.ts';
import { countInWords } from './totals.ts';
import { intervalInWords, labelInWords, partyNames } from './words.ts';

/** A row for each pair, then one for all of them, in which each commitment is counted once. */
export function renderMatrix(
  { rows, overall, derivation, asOf }: MatrixAnswer,
  { width, paint }: Pick<Terminal, 'width' | 'paint'>,
): string {
  if (rows.length === 0) return `No commitments.\n\n${paint.dim(asOfInWords(asOf))}`;
  const pairs = rows.map(({ committer, beneficiary, ...standings }) => [
    partyNames([committer]),
    partyNames([beneficiary]),
    ...standingCells(standings),
  ]);
  const all = ['overall', '', ...standingCells(overall)].map((text) => ({ text, colour: paint.bold }));
  const table = renderTable(
    { columns: COLUMNS, rows: [...pairs, all] },
    { width, bold: paint.bold, dim: paint.dim },
  );
  const notes = derivation.map((sentence) => hang('', sentence, width));
  return [table, ...(notes.length > 0 ? [notes.join('\n')] : []), paint.dim(asOfInWords(asOf))].join('\n\n');
}

const COLUMNS = [
  { title: 'WHO' },
  { title: 'TO WHOM' },
  { title: 'COMMITMENTS' },
  { title: 'STATES' },
  { title: 'PROMISED' },
  { title: 'DELIVERED' },
] as const;

const standingCells = ({ commitments, joint, labels, sums }: MatrixAnswer['overall']): readonly string[] => [
  countInWords(commitments, joint),
  Object.entries(labels)
    .map(([label, count]) => `${count} ${labelInWords(label)}`)
    .join('; '),
  ...(['promised', 'delivered'] as const).map((which) =>
    sums
      .flatMap(({ unit, [which]: amount }) => (amount ? `${intervalInWords(amount)} ${unit}` : []))
      .join('; '),
  ),
];
