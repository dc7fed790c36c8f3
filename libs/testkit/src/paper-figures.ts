import { paperLog, type PaperLog } from './paper-log.ts';

/** A figure as it stands in figures.jsonl (docs/report.md). */
export type PaperFigure = Readonly<Record<string, unknown>> & { readonly figure: string };

const quantities = [
  { qualifier: 'exactly', value: '100', unit: 'generators' },
  { qualifier: 'exactly', value: '26', unit: 'generators' },
  { qualifier: 'about', value: '65', unit: 'generators' },
  { qualifier: 'nearly', value: '12.5', unit: 't' },
  { qualifier: 'several', scale: 'hundred', unit: 'drones' },
  { qualifier: 'some', unit: 'generators' },
  { qualifier: 'some', unit: 'USD' },
  { qualifier: 'over', value: '3000000000', unit: 'USD' },
  { qualifier: 'up-to', value: '471900000000', unit: 'JPY' },
  { qualifier: 'between', value: '2', upTo: '3', unit: 'EUR' },
];

/** What the words of each allow, lowest and highest: the table of docs/quantities.md. */
const ends: readonly (readonly [string, string | null])[] = [
  ['100', '100'],
  ['26', '26'],
  ['58', '72'],
  ['11.25', '12.5'],
  ['200', null],
  ['1', null],
  ['0', null],
  ['3000000000', null],
  ['0', '471900000000'],
  ['2', '3'],
];

/** A log whose event at position n has the n-th quantity; the one behind them declares a record complete. */
export const logWithQuantities = (): PaperLog =>
  paperLog(300, {
    event: (position) => {
      const quantity = quantities[position - 1];
      const type = position === quantities.length + 1 ? 'CoverageDeclared' : 'GoodsDelivered';
      return JSON.stringify({ data: quantity ? { quantity } : { step: `Крок ${position}` }, type });
    },
  });

/** Figures of such a log, of every kind: each as it should be. */
export function paperFigures(log: PaperLog): readonly PaperFigure[] {
  const at = (position: number, as: string) => ({ position, pointer: '/event/data/quantity', as });
  const root = Buffer.from(log.checkpoint().split('\n')[2] ?? '', 'base64').toString('hex');
  const given = (name: string, value: unknown): PaperFigure => ({
    ...{ figure: `report.${name}`, value, op: 'given', of: [], note: 'Given.' },
  });
  const one = (
    figure: string,
    value: unknown,
    op: string,
    of: readonly unknown[],
    more: object = {},
  ): PaperFigure => ({
    ...{ figure, value, op, of, ...more, note: 'How.' },
  });
  const coverage = { position: quantities.length + 1 };
  return [
    given('scope', 'all'),
    given('position', log.leaves.length),
    given('root', root),
    ...ends.flatMap(([lo, hi], index) => [
      one(`quantity.${index + 1}.lo`, lo, 'copy', [at(index + 1, 'lo')]),
      one(`quantity.${index + 1}.hi`, hi, 'copy', [at(index + 1, 'hi')]),
    ]),
    one('unit', 'generators', 'copy', [{ position: 1, pointer: '/event/data/quantity/unit' }]),
    one('events', 3, 'count', [{ position: 1 }, { position: 2 }, { position: 3 }]),
    one('sum.lo', '84', 'sum', [at(2, 'lo'), at(3, 'lo')]),
    one('sum.hi', null, 'sum', [at(2, 'hi'), at(6, 'hi')]),
    one('least', '26', 'min', [at(2, 'lo'), at(3, 'lo')]),
    one('most', '72', 'max', [at(2, 'hi'), at(3, 'hi')]),
    one('nothing', '0', 'sum', []),
    one('commitments.met.outcome', 'met', 'rule', [{ position: 1 }]),
    one('commitments.met.floor', '84', 'rule', []),
    one('commitments.met.delivered.lo', '84', 'sum', [], { from: ['sum.lo'] }),
    one('commitments.missed.outcome', 'not-met', 'rule', [{ position: 2 }, coverage]),
    one('commitments.missed.floor', '100', 'copy', [at(1, 'lo')]),
    one('commitments.missed.delivered.lo', '84', 'sum', [], { from: ['sum.lo'] }),
    one('counts.met', 1, 'count', [], { from: ['commitments.met.outcome'], is: 'met' }),
  ];
}

/** The files of a bundle with figures: they stand in report.json where its parts are, and in figures.jsonl a line each. */
export function bundleWithFigures(
  log: PaperLog,
  figures: readonly PaperFigure[],
  reported: readonly PaperFigure[] = figures,
): Map<string, Buffer> {
  const [first, ...rest] = reported;
  const report = { counts: { figures: [first] }, commitments: [{ figures: rest }] };
  const lines = figures.map((figure) => `${JSON.stringify(figure)}\n`).join('');
  return new Map([
    ...log.bundle(),
    ['report.json', Buffer.from(JSON.stringify(report))],
    ['figures.jsonl', Buffer.from(lines)],
  ]);
}

/** Each figure changed so that it is no longer what follows from the leaves, with a name for what was done. */
export const wrongFigures = (
  figures: readonly PaperFigure[],
): readonly (readonly [string, readonly PaperFigure[]])[] => {
  const changed = (id: string, change: object): readonly PaperFigure[] =>
    figures.map((figure) => (figure.figure === id ? { ...figure, ...change } : figure));
  return [
    ['a copy', changed('unit', { value: 'generator' })],
    ['an end of vague words', changed('quantity.3.lo', { value: '59' })],
    ['an open end closed', changed('quantity.8.hi', { value: '4000000000' })],
    ['a count', changed('events', { value: 4 })],
    ['a sum', changed('sum.lo', { value: '85' })],
    ['a sum open above closed', changed('sum.hi', { value: '100' })],
    ['the least', changed('least', { value: '58' })],
    ['the most', changed('most', { value: '71' })],
    ['the root', changed('report.root', { value: '00'.repeat(32) })],
    ['a position behind the checkpoint', changed('report.position', { value: 301 })],
    ['a verdict that its amounts do not reach', changed('commitments.met.floor', { value: '85' })],
    ['a missed promise that is reached', changed('commitments.met.outcome', { value: 'not-met' })],
    ['a missed promise without coverage', changed('commitments.missed.outcome', { of: [{ position: 2 }] })],
    ['a count of what is otherwise', changed('counts.met', { is: 'not-met' })],
    ['a figure from one that is not there', changed('commitments.met.delivered.lo', { from: ['sum'] })],
    [
      'a leaf that is not in the log',
      changed('events', { of: [{ position: 1 }, { position: 2 }, { position: 999 }] }),
    ],
  ];
};
