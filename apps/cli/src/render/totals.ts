import type { Bounds, TotalsAnswer } from '../answers.ts';
import type { Terminal } from '../terminal.ts';
import { asOfInWords } from './as-of.ts';
import { labelColour } from './label-colours.ts';
import { renderTable, type Cell } from './table.ts';
import { hang } from './text-width.ts';
import { intervalInWords, labelInWords, whoToWhom } from './words.ts';

type Look = Pick<Terminal, 'width' | 'paint'>;

/** The sums, the commitments they run over, and those left out with the reason for each. */
export function renderTotals(
  { sums, items, leftOut, perhapsLeftOut, asOf }: TotalsAnswer,
  look: Look,
): string {
  const { paint, width } = look;
  const style = { width, bold: paint.bold, dim: paint.dim };
  const parts = [
    sums.length === 0
      ? 'Nothing to add up.'
      : renderTable({ columns: SUM_COLUMNS, rows: sums.map(sumRow) }, style),
    items.length === 0
      ? ''
      : renderTable({ columns: ITEM_COLUMNS, rows: items.map((item) => itemRow(item, look)) }, style),
    leftOut.length === 0
      ? ''
      : [paint.bold('Left out'), ...leftOut.map((each) => why(each, look))].join('\n'),
    perhapsLeftOut.length === 0
      ? ''
      : [paint.bold('Perhaps told twice'), ...perhapsLeftOut.map((each) => why(each, look))].join('\n'),
    paint.dim(asOfInWords(asOf)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const AMOUNTS = [
  { title: 'PROMISED', align: 'right' },
  { title: 'RECORDED', align: 'right' },
  { title: 'DELIVERED', align: 'right' },
] as const;
const SUM_COLUMNS = [{ title: 'UNIT' }, { title: 'COMMITMENTS', align: 'right' }, ...AMOUNTS] as const;
const ITEM_COLUMNS = [
  { title: 'COMMITMENT', whole: true },
  { title: 'WHO → TO WHOM' },
  { title: 'UNIT' },
  ...AMOUNTS,
  { title: 'STATE' },
] as const;

const sumRow = ({
  unit,
  commitments,
  joint,
  ...amounts
}: TotalsAnswer['sums'][number]): readonly string[] => [
  unit,
  countInWords(commitments, joint),
  ...amountCells(amounts),
];

function itemRow(item: TotalsAnswer['items'][number], { paint }: Look): readonly (Cell | string)[] {
  const { id, committers, beneficiaries, joint, unit, label } = item;
  return [
    id,
    `${whoToWhom(committers, beneficiaries)}${joint ? ' (joint)' : ''}`,
    unit,
    ...amountCells(item),
    { text: labelInWords(label), colour: labelColour(label, paint) },
  ];
}

const why = ({ id, from, reason }: TotalsAnswer['leftOut'][number], { width }: Look): string =>
  hang('  ', `${id}${from === 'promised' ? ' (of what is promised)' : ''}: ${reason}`, width);

/** Promised, recorded and delivered, for three cells. */
const amountCells = ({
  promised,
  recorded,
  delivered,
}: Record<'promised' | 'recorded' | 'delivered', Bounds>) =>
  [promised, recorded, delivered].map((amount) => (amount ? intervalInWords(amount) : ''));

/** How many, and how many of them are joint: `5 (1 joint)`. */
export const countInWords = (commitments: number, joint: number): string =>
  joint === 0 ? String(commitments) : `${commitments} (${joint} joint)`;
