import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { sentRows, type ColumnType } from './row-arrays.ts';

describe('rows that are sent', () => {
  let database: TestDatabase;
  let pool: ReturnType<TestDatabase['pool']>;
  beforeAll(async () => {
    database = await cloneDatabase();
    pool = database.pool('projector', 1);
  });
  afterAll(() => database.drop());

  /** A column as Postgres then has it, each value as its text. */
  const arrived = async (type: ColumnType, values: readonly unknown[]): Promise<readonly unknown[]> => {
    const { from, columns, values: parameters } = sentRows([{ name: 'it', type, values }]);
    const { rows } = await pool.query<{ it: unknown }>(
      `select (${columns[0] ?? ''})::text as it from ${from}`,
      parameters,
    );
    return rows.map(({ it }) => it);
  };

  it.each<[ColumnType, readonly unknown[], readonly unknown[]]>([
    ['text', ['', 'Київ 🕯', 'it\'s \\ "so"\n'], ['', 'Київ 🕯', 'it\'s \\ "so"\n']],
    ['bigint', [0, 1, 2 ** 32, 2 ** 53 - 1], ['0', '1', '4294967296', '9007199254740991']],
    ['int', [0, 14, -1], ['0', '14', '-1']],
    ['numeric', ['0.01', '471900000000'], ['0.01', '471900000000']],
    [
      'date',
      ['0001-01-01', '1969-12-31', '2000-01-01', '2024-02-29', '9999-12-31', 'infinity', '-infinity'],
      ['0001-01-01', '1969-12-31', '2000-01-01', '2024-02-29', '9999-12-31', 'infinity', '-infinity'],
    ],
    ['boolean', [true, false], ['true', 'false']],
    ['uuid', ['0197fe2d-6f00-7c3c-8e3d-6f2f0c1c2d3e'], ['0197fe2d-6f00-7c3c-8e3d-6f2f0c1c2d3e']],
    [
      'json',
      [{ b: 'Київ', a: [] }, 'text', { of: '\\u0000' }],
      ['{"b":"Київ","a":[]}', '"text"', '{"of":"\\\\u0000"}'],
    ],
  ])('arrive as they were: %s', async (type, values, expected) => {
    expect(await arrived(type, [...values, null, undefined])).toEqual([...expected, null, null]);
  });

  it('arrive as they were: lists of texts, whatever is in them', async () => {
    const lists = [[], [''], ['NULL', 'a,b', '{c}', ' d '], ['"', '\\', '\\"', 'Японія']];
    const { from, columns, values } = sentRows([{ name: 'it', type: 'text[]', values: lists }]);
    const { rows } = await pool.query<{ it: readonly string[] }>(
      `select ${columns[0] ?? ''} as it from ${from}`,
      values,
    );
    expect(rows.map(({ it }) => it)).toEqual(lists);
  });

  it('stay together, in their order, and may be none', async () => {
    const columns = [
      { name: 'position', type: 'bigint', values: [3, 1, 2] },
      { name: 'of', type: 'text', values: ['c', null, 'b'] },
    ] as const;
    const ask = async (some: Parameters<typeof sentRows>[0]) => {
      const sent = sentRows(some);
      const { rows } = await pool.query(`select ${sent.columns.join(', ')} from ${sent.from}`, sent.values);
      return rows;
    };
    expect(await ask(columns)).toEqual([
      { position: '3', of: 'c' },
      { position: '1', of: null },
      { position: '2', of: 'b' },
    ]);
    expect(await ask(columns.map((column) => ({ ...column, values: [] })))).toEqual([]);
  });

  it.each(['nul \u0000', 'half \ud800'])('hold no text that Postgres could not give back: %j', (text) => {
    expect(() => sentRows([{ name: 'it', type: 'json', values: [{ note: [text] }] }])).toThrow(RangeError);
  });
});
