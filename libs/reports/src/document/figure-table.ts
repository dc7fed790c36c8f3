import { type Figure } from '../figure.ts';
import { type Table } from './blocks.ts';

/** Figures with their ids, as they stand in every format, and a sentence to each. */
export const figureTable = (caption: string, figures: readonly Figure[]): Table => ({
  type: 'table',
  caption,
  columns: [
    { title: 'Figure', width: 42 },
    { title: 'Value', width: 20 },
    { title: 'How it is found', width: 38 },
  ],
  rows: figures.map(({ figure, value, op, note }) => [
    figure,
    value === null ? 'none' : String(value),
    `${op}: ${note}`,
  ]),
});
