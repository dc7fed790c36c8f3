import { type EntitySchema } from 'typeorm';
import { columnsOf } from '../event-table.ts';
import { type ReadModels } from '../read-models.ts';
import { trackingFactsTable, trackingSpansTable, trackingTable } from '../tracking/tracking.tables.ts';
import { eventTables } from './ledger-fold.ts';

/** What each table holds, as one hash: equal before and after a rebuild. */
export interface Digest {
  readonly position: number;
  /** By table: SHA-256, in hexadecimal, of the SHA-256 of each row in the order of the key. */
  readonly tables: Readonly<Record<string, string>>;
}

/**
 * Hashes every table within the database, by the text form of its rows.
 *
 * @throws ReadModelsAbsent
 */
export function snapshotDigest(readModels: ReadModels): Promise<Digest> {
  return readModels.snapshot({ validAt: 'infinity' }, async ({ manager, asOf: { position } }) => {
    const tables: Record<string, string> = {};
    for (const table of [
      trackingTable,
      trackingFactsTable,
      trackingSpansTable,
      ...eventTables,
    ] as EntitySchema<unknown>[]) {
      const { name } = table.options;
      const [row] = await manager.query<{ digest: string }[]>(digestSql(table));
      tables[name] = row?.digest ?? '';
    }
    return { position, tables };
  });
}

function digestSql(table: EntitySchema<unknown>): string {
  const all = columnsOf(table).map(({ name }) => `t.${name}`);
  const key = columnsOf(table).filter(({ isKey }) => isKey);
  return `select encode(sha256(coalesce(string_agg(hash, ''::bytea order by ${key.map(({ name }) => name).join(', ')}), '')), 'hex') as digest
    from (
      select ${key.map(({ name }) => name).join(', ')}, sha256(convert_to(row(${all.join(', ')})::text, 'UTF8')) as hash
        from read_models.${table.options.name} t
    ) rows`;
}
