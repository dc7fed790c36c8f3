import { renderTable, type Table } from './table.ts';

const plain = (text: string): string => text;
const style = (width: number) => ({ width, bold: plain, dim: plain });

const table: Table = {
  columns: [{ title: 'Commitment', whole: true }, { title: 'Who to whom' }, { title: 'Promised' }],
  rows: [
    ['generators-2024', 'Japan → Ukraine', '100 generators'],
    ['sanctions-pressure', 'Japan and Ukraine', 'at least 1 further package after 2024-11-16'],
  ],
};

describe('a table', () => {
  it('stands in columns, a row to a line, where there is room', () => {
    expect(renderTable(table, style(Infinity))).toBe(
      [
        'Commitment          Who to whom        Promised',
        'generators-2024     Japan → Ukraine    100 generators',
        'sanctions-pressure  Japan and Ukraine  at least 1 further package after 2024-11-16',
      ].join('\n'),
    );
  });

  it('wraps its widest cells to fit a terminal, never an id, and then sets rows apart', () => {
    const text = renderTable(table, style(60));
    expect(text).toBe(
      [
        'Commitment          Who to whom        Promised',
        '────────────────────────────────────────────────────────────',
        'generators-2024     Japan → Ukraine    100 generators',
        '────────────────────────────────────────────────────────────',
        'sanctions-pressure  Japan and Ukraine  at least 1 further',
        '                                       package after',
        '                                       2024-11-16',
      ].join('\n'),
    );
  });

  it('becomes a block of lines to a row where even that is too wide', () => {
    expect(renderTable(table, style(32))).toBe(
      [
        'Commitment   generators-2024',
        'Who to whom  Japan → Ukraine',
        'Promised     100 generators',
        '',
        'Commitment   sanctions-pressure',
        'Who to whom  Japan and Ukraine',
        'Promised     at least 1 further',
        '             package after',
        '             2024-11-16',
      ].join('\n'),
    );
  });

  it('colours each line of a cell by itself', () => {
    const red = (text: string): string => `\u001B[31m${text}\u001B[39m`;
    const text = renderTable(
      { columns: [{ title: 'State' }], rows: [[{ text: 'overdue, unproven', colour: red }]] },
      style(9),
    );
    expect(text).toBe(['State', '─────────', red('overdue,'), red('unproven')].join('\n'));
  });
});
