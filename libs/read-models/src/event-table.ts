import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import {
  factsIn,
  schemaName,
  type Projection,
  type ProjectionTransaction,
  type RecordedFact,
} from './projection.ts';
import { sentRows, type ColumnType } from './row-arrays.ts';

const column = (type: 'text' | 'bigint' | 'int' | 'date' | 'json' | 'boolean') => (name?: string) =>
  ({ type, ...(name !== undefined && { name }) }) satisfies EntitySchemaColumnOptions;

/** Kinds of columns. A name is given where it is not the property's own. */
export const columns = {
  text: column('text'),
  texts: () => ({ type: 'text', array: true }) satisfies EntitySchemaColumnOptions,
  position: column('bigint'),
  number: column('int'),
  day: column('date'),
  json: column('json'),
  yesNo: column('boolean'),
  key: (type: 'bigint' | 'text') => ({ type, primary: true }) satisfies EntitySchemaColumnOptions,
  nullable: <Options extends EntitySchemaColumnOptions>(options: Options) => ({ ...options, nullable: true }),
};

/** A table of `read_models`, each column a property of its row. It is read through TypeORM and written by batches. */
export const tableOf = <Row extends object>(
  tableName: string,
  rowColumns: { readonly [Property in keyof Row]-?: EntitySchemaColumnOptions },
): EntitySchema<Row> =>
  new EntitySchema<Row>({ name: tableName, tableName, schema: 'read_models', columns: rowColumns });

/** A column as both SQL and rows know it. */
export interface TableColumn {
  readonly property: string;
  readonly name: string;
  readonly sqlType: ColumnType;
  readonly isKey: boolean;
}

/** The columns of a table, in the order in which they were declared. */
export const columnsOf = (table: EntitySchema<unknown>): readonly TableColumn[] =>
  Object.entries(table.options.columns).map(([property, options]) => {
    const { name = property, type, array = false, primary = false } = options as EntitySchemaColumnOptions;
    const sqlType = `${String(type)}${array ? '[]' : ''}` as ColumnType;
    return { property, name, sqlType, isKey: primary };
  });

/** `json_to_recordset` of a parameter with the properties of a row for columns, and more if named, to select from. */
export const recordsOf = (
  table: EntitySchema<unknown>,
  parameter: string,
  more: readonly string[] = [],
): string => {
  const all = columnsOf(table).map(({ property, sqlType }) => `"${property}" ${sqlType}`);
  return `json_to_recordset(${parameter}::json) as given (${[...all, ...more].join(', ')})`;
};

/** Writes rows; one that is there under the same key is kept as it is, or replaced. */
export async function writeRows<Row extends object>(
  tx: ProjectionTransaction,
  schema: string,
  table: EntitySchema<Row>,
  rows: readonly Row[],
  ifThere: 'keep' | 'replace',
): Promise<void> {
  if (rows.length === 0) return;
  const all = columnsOf(table);
  const key = all.filter(({ isKey }) => isKey).map(({ name }) => name);
  const rest = all.filter(({ isKey }) => !isKey).map(({ name }) => `${name} = excluded.${name}`);
  const {
    from,
    columns: selected,
    values,
  } = sentRows(
    all.map(({ property, sqlType: type }) => ({
      name: property,
      type,
      values: rows.map((row) => row[property as keyof Row]),
    })),
  );
  const target = `${schemaName(schema)}.${table.options.name}`;
  const text = `insert into ${target} (${all.map(({ name }) => name).join(', ')})
     select ${selected.join(', ')} from ${from}
     on conflict (${key.join(', ')}) do ${ifThere === 'keep' ? 'nothing' : `update set ${rest.join(', ')}`}`;
  await tx.query({ name: `${target}-${ifThere}`, text, values });
}

/** A fact, and what a row keeps of where it stands. */
export interface PlacedFact {
  readonly recorded: Pick<RecordedFact['recorded'], 'position' | 'recordedAt' | 'occurred'>;
  readonly event: RecordedFact['event'];
}

/** A table with one row for each event of some types, which is derived from that event alone. */
export interface EventTable<Row extends { readonly position: number }> {
  readonly table: EntitySchema<Row>;
  /** The row of an event; undefined where it has none here. */
  readonly rowOf: (fact: PlacedFact) => Row | undefined;
}

/** The projection that fills such a table. */
export const projectionOf = <Row extends { readonly position: number }>({
  table,
  rowOf,
}: EventTable<Row>): Projection => ({
  name: table.options.name,
  project: (tx, schema, events) =>
    writeRows(
      tx,
      schema,
      table,
      factsIn(events).flatMap((fact) => rowOf(fact) ?? []),
      'keep',
    ),
});
