import { isCommitmentEvent, type Day, type Known } from '#libs/domain';
import { columnsOf, writeRows } from '../event-table.ts';
import { factsIn, schemaName, type Projection, type ProjectionTransaction } from '../projection.ts';
import { changesSince, saysTheSame, spansOf, track, trackingRow, type Tracked } from './tracked.ts';
import {
  trackingSpansTable,
  trackingTable,
  type TrackingRow,
  type TrackingSpanRow,
} from './tracking.tables.ts';

/** Follows every commitment: one read of the rows touched and one write of each table, however large the batch. */
export const tracking: Projection = {
  name: 'tracking',
  project: async (tx, schema, events) => {
    const arrived = factsIn(events).flatMap(({ event, recorded }) =>
      isCommitmentEvent(event) ? [{ event, position: recorded.position }] : [],
    );
    if (arrived.length === 0) return;
    const ids = [...new Set(arrived.map(({ event }) => event.data.commitment))];
    const stored = await readStored(tx, schemaName(schema), ids);
    const changes = new Map<string, Change>();
    for (const { event, position } of arrived) {
      const { commitment } = event.data;
      const change = changes.get(commitment) ?? { ...stored.get(commitment), since: undefined };
      const after = track(change.after ?? change.tracked, event, position);
      if (after === (change.after ?? change.tracked)) continue;
      changes.set(commitment, { ...change, after, since: earlier(change.since, changesSince(event)) });
    }
    await write(tx, schemaName(schema), [...changes.values()]);
  },
};

interface Stored {
  readonly tracked?: Tracked;
  readonly spans?: readonly TrackingSpanRow[];
}

interface Change extends Stored {
  readonly after?: Tracked;
  /** From which day on it is to be assessed again: null, from the beginning; undefined, from no day yet. */
  readonly since: Day | null | undefined;
}

function earlier(one: Day | null | undefined, other: Day | null): Day | null {
  if (one === undefined || one === null || other === null) return one === undefined ? other : null;
  return one < other ? one : other;
}

async function readStored(
  tx: ProjectionTransaction,
  schema: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Stored>> {
  const { rows } = await tx.query(storedSelect(schema), [ids]);
  return new Map(
    (rows as readonly StoredColumns[]).map(({ known, facts, firstPosition, position, spans }) => [
      known.announced.commitment,
      { tracked: { known, facts, firstPosition: Number(firstPosition), position: Number(position) }, spans },
    ]),
  );
}

interface StoredColumns {
  readonly known: Known;
  readonly facts: Record<string, number>;
  readonly firstPosition: string;
  readonly position: string;
  readonly spans: readonly TrackingSpanRow[];
}

/** Most events change one stretch of several or none, so only those that changed are written. */
async function write(tx: ProjectionTransaction, schema: string, changes: readonly Change[]): Promise<void> {
  const rows: TrackingRow[] = [];
  const spans: TrackingSpanRow[] = [];
  const gone: { commitment: string; validFrom: string }[] = [];
  for (const { after, spans: before = [], since = null } of changes) {
    if (!after) continue;
    rows.push(trackingRow(after));
    const now = spansOf(after.known, before, since);
    const unchanged = new Set(
      now.filter((span) => before.some((old) => isTheSame(old, span))).map(({ validFrom }) => validFrom),
    );
    const starts = new Set(now.map(({ validFrom }) => validFrom));
    spans.push(...now.filter(({ validFrom }) => !unchanged.has(validFrom)));
    gone.push(...before.filter(({ validFrom }) => !starts.has(validFrom)));
  }
  await writeRows(tx, schema, trackingTable, rows, 'replace');
  if (gone.length > 0) {
    await tx.query(spansDelete(schema), [
      gone.map(({ commitment }) => commitment),
      gone.map(({ validFrom }) => validFrom),
    ]);
  }
  await writeRows(tx, schema, trackingSpansTable, spans, 'replace');
}

const isTheSame = (one: TrackingSpanRow, other: TrackingSpanRow): boolean =>
  one.validFrom === other.validFrom && one.validTo === other.validTo && saysTheSame(one, other);

const storedSelect = (schema: string): string => `
select t.known, t.facts, t.first_position as "firstPosition", t.position,
       (select coalesce(json_agg(json_build_object(${columnsOf(trackingSpansTable)
         .map(({ property, name }) => `'${property}', s.${name}`)
         .join(', ')}) order by s.valid_from), '[]')
          from ${schema}.tracking_spans s where s.commitment = t.commitment) as spans
  from ${schema}.tracking t
 where t.commitment = any($1)`;

const spansDelete = (schema: string): string => `
delete from ${schema}.tracking_spans s
 using unnest($1::text[], $2::date[]) as gone (commitment, valid_from)
 where s.commitment = gone.commitment and s.valid_from = gone.valid_from`;
