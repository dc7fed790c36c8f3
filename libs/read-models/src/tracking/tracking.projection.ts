import { isCommitmentEvent, type Known } from '#libs/domain';
import { columnsOf, recordsOf } from '../event-table.ts';
import { factsIn, schemaName, type Projection, type ProjectionTransaction } from '../projection.ts';
import { spansOf, track, trackingRow, type Tracked } from './tracked.ts';
import { trackingSpansTable, trackingTable } from './tracking.tables.ts';

/** Follows every commitment: one read of the rows touched and one write of each table, however large the batch. */
export const tracking: Projection = {
  name: 'tracking',
  project: async (tx, schema, events) => {
    const arrived = factsIn(events).flatMap(({ event, recorded }) =>
      isCommitmentEvent(event) ? [{ event, position: recorded.position }] : [],
    );
    if (arrived.length === 0) return;
    const ids = [...new Set(arrived.map(({ event }) => event.data.commitment))];
    const before = await readTracked(tx, schemaName(schema), ids);
    const after = new Map(before);
    for (const { event, position } of arrived) {
      after.set(event.data.commitment, track(after.get(event.data.commitment), event, position));
    }
    const changed = [...after]
      .filter(([id, tracked]) => tracked !== before.get(id))
      .map(([, tracked]) => tracked);
    if (changed.length > 0) await writeTracked(tx, schemaName(schema), changed);
  },
};

interface TrackedColumns {
  readonly known: Known;
  readonly facts: Record<string, number>;
  readonly first_position: string;
  readonly position: string;
}

async function readTracked(
  tx: ProjectionTransaction,
  schema: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Tracked>> {
  const { rows } = await tx.query(
    `select known, facts, first_position, position from ${schema}.tracking where commitment = any($1)`,
    [ids],
  );
  return new Map(
    (rows as readonly TrackedColumns[]).map(({ known, facts, first_position: firstPosition, position }) => [
      known.announced.commitment,
      { known, facts, firstPosition: Number(firstPosition), position: Number(position) },
    ]),
  );
}

async function writeTracked(
  tx: ProjectionTransaction,
  schema: string,
  tracked: readonly Tracked[],
): Promise<void> {
  await tx.query(trackingUpsert(schema), [JSON.stringify(tracked.map(trackingRow))]);
  const spans = tracked.flatMap(({ known }) => spansOf(known));
  await tx.query(spansReplace(schema), [
    tracked.map(({ known }) => known.announced.commitment),
    JSON.stringify(spans),
  ]);
}

const given = (table: typeof trackingTable | typeof trackingSpansTable): string =>
  columnsOf(table)
    .map(({ property }) => `given."${property}"`)
    .join(', ');
const names = (table: typeof trackingTable | typeof trackingSpansTable): string =>
  columnsOf(table)
    .map(({ name }) => name)
    .join(', ');
const assignments = (table: typeof trackingTable | typeof trackingSpansTable): string =>
  columnsOf(table)
    .filter(({ isKey }) => !isKey)
    .map(({ name }) => `${name} = excluded.${name}`)
    .join(', ');

const trackingUpsert = (schema: string): string => `
insert into ${schema}.tracking as mine (${names(trackingTable)})
select ${given(trackingTable)} from ${recordsOf(trackingTable, '$1')}
on conflict (commitment) do update set ${assignments(trackingTable)}
 where excluded.position > mine.position`;

// A span that says what it said is left alone: most events change one span of several, or none.
const spansReplace = (schema: string): string => `
with given as materialized (select * from ${recordsOf(trackingSpansTable, '$2')}),
gone as (
  delete from ${schema}.tracking_spans mine
   where mine.commitment = any($1)
     and not exists (
       select from given where given.commitment = mine.commitment and given."validFrom" = mine.valid_from
     )
)
insert into ${schema}.tracking_spans as mine (${names(trackingSpansTable)})
select ${given(trackingSpansTable)} from given
on conflict (commitment, valid_from) do update set ${assignments(trackingSpansTable)}
 where mine is distinct from excluded`;
