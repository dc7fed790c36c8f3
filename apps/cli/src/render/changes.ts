import { z } from 'zod';
import { maybeText, text } from '../answers.ts';
import type { Paint } from '../terminal.ts';
import { labelColour } from './label-colours.ts';
import { type Cell, type Column } from './table.ts';
import { labelInWords, percent } from './words.ts';

const stood = z
  .object({ label: text, share: z.object({ lo: text }).nullish().catch(null) })
  .nullish()
  .catch(null);

/** A change as the ledger publishes it, and what of it fits into a line. */
export const change = z.object({
  number: z.number(),
  position: z.number(),
  data: z.object({
    commitment: text,
    title: maybeText,
    from: stood,
    to: stood,
    event: z.object({ type: text, recordedAt: text }),
  }),
});

export const CHANGE_COLUMNS: readonly Column[] = [
  { title: 'NUMBER', align: 'right' },
  { title: 'RECORDED' },
  { title: 'COMMITMENT', whole: true },
  { title: 'FROM' },
  { title: 'TO' },
  { title: 'BY' },
  { title: 'POSITION', align: 'right' },
];

/** One change as cells: when, of what, from where to where, and by which event. */
export function changeRow(
  { number, position, data: { commitment, from, to, event } }: z.output<typeof change>,
  paint: Paint,
): readonly (Cell | string)[] {
  return [
    { text: String(number), colour: paint.dim },
    event.recordedAt.replace('T', ' ').replace(/\.\d+Z$|Z$/, 'Z'),
    commitment,
    stoodInWords(from),
    { text: stoodInWords(to), ...(to && { colour: labelColour(to.label, paint) }) },
    event.type,
    { text: String(position), colour: paint.dim },
  ];
}

/** The same on one line, its values without a table around them. */
export function changeLine(it: z.output<typeof change>, paint: Paint): string {
  const [, recorded, commitment, from, to, by] = changeRow(it, paint).map((cell) =>
    typeof cell === 'string' ? cell : (cell.colour ?? String)(cell.text),
  );
  return [
    paint.dim(String(it.number).padStart(6)),
    paint.dim(recorded ?? ''),
    paint.cyan(commitment ?? ''),
    `${from ?? ''} → ${to ?? ''}`,
    by,
  ]
    .join('  ')
    .replaceAll('\n', ' ');
}

const stoodInWords = (at: z.output<typeof stood>): string =>
  at ? `${labelInWords(at.label)}${at.share ? `, ${percent(at.share.lo)} %` : ''}` : '–';
