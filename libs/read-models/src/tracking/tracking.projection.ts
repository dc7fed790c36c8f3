import { commitmentOf, isCommitmentEvent, type Known } from '#libs/domain';
import { writeRows } from '../event-table.ts';
import { buildOf, factsIn, schemaName, type Projection, type ProjectionTransaction } from '../projection.ts';
import { readToldUpTo, tellChanges, toldChange, type ToldChange } from './changes.ts';
import { goOn, type Arrived, type Progress } from './going-on.ts';
import { readFollowed, remember, type Followed } from './followed.ts';
import { saysTheSame } from './spans.ts';
import { relatedIn, trackingRow } from './tracked.ts';
import {
  trackingFactsTable,
  trackingSpansTable,
  trackingTable,
  type TrackingFactRow,
  type TrackingRow,
  type TrackingSpanRow,
} from './tracking.tables.ts';

/**
 * Follows every commitment, and tells what each event changed of it: one read of the rows touched and one write of each
 * table, however large the batch.
 */
export const tracking: Projection = {
  name: 'tracking',
  project: async (tx, schema, events) => {
    const arrived = byCommitment(events);
    if (arrived.size === 0) return;
    const ids = [...arrived.keys()];
    const build = await buildOf(tx, schemaName(schema));
    const [before, toldUpTo] = await Promise.all([
      readFollowed(tx, schemaName(schema), build, ids),
      readToldUpTo(tx, ids),
    ]);
    const progress: Progress[] = [];
    const told: ToldChange[] = [];
    for (const [commitment, placed] of arrived) {
      const advance = goOn(before.get(commitment), placed, toldUpTo.get(commitment) ?? 0);
      if (!advance) continue;
      progress.push(advance.progress);
      for (const change of advance.changes) told.push(toldChange(change));
    }
    await write(tx, schemaName(schema), progress, told);
    for (const { after } of progress) remember(build, after);
  },
};

function byCommitment(events: Parameters<Projection['project']>[2]): ReadonlyMap<string, readonly Arrived[]> {
  const arrived = new Map<string, Arrived[]>();
  for (const { event, recorded } of factsIn(events)) {
    if (!isCommitmentEvent(event)) continue;
    const commitment = commitmentOf(event);
    const placed = arrived.get(commitment) ?? [];
    arrived.set(commitment, placed);
    placed.push({ event, recorded, position: recorded.position });
  }
  return arrived;
}

/** Most events change one stretch of several or none, so only those that changed are written. */
async function write(
  tx: ProjectionTransaction,
  schema: string,
  progress: readonly Progress[],
  told: readonly ToldChange[],
): Promise<void> {
  const announced: TrackingRow[] = [];
  const moved: Followed[] = [];
  const facts: TrackingFactRow[] = [];
  const spans: TrackingSpanRow[] = [];
  const gone: TrackingSpanRow[] = [];
  const related: Known[] = [];
  for (const { before, after, news, days } of progress) {
    const isSame = before?.announcedPosition === after.announcedPosition;
    if (isSame) moved.push(after);
    if (isSame && news.some(({ event }) => event.type === 'SamenessProposed')) related.push(after.known);
    if (!isSame) announced.push(trackingRow(after));
    for (const [index, { event, position }] of news.entries())
      facts.push({ commitment: idOf(after.known), position, toldOn: days[index] ?? '', event });
    const old = new Map(before?.spans.map((span) => [span.validFrom, span]));
    for (const span of after.spans) {
      const was = old.get(span.validFrom);
      old.delete(span.validFrom);
      if (!was || was.validTo !== span.validTo || !saysTheSame(was, span)) spans.push(span);
    }
    gone.push(...old.values());
  }
  // Each sends its one statement now, in this order, so that none is sent after another has failed.
  await Promise.all([
    writeRows(tx, schema, trackingTable, announced, 'replace'),
    movePositions(tx, schema, moved),
    relate(tx, schema, related),
    writeRows(tx, schema, trackingFactsTable, facts, 'keep'),
    deleteSpans(tx, schema, gone),
    writeRows(tx, schema, trackingSpansTable, spans, 'replace'),
    tellChanges(tx, told),
  ]);
}

async function movePositions(
  tx: ProjectionTransaction,
  schema: string,
  moved: readonly Followed[],
): Promise<void> {
  if (moved.length === 0) return;
  const ids = moved.map(({ known }) => idOf(known));
  const values = [ids, moved.map(({ position }) => position)];
  await tx.query({ name: `${schema}-positions`, text: positionsUpdate(schema), values });
}

async function relate(tx: ProjectionTransaction, schema: string, related: readonly Known[]): Promise<void> {
  if (related.length === 0) return;
  const rows = related.map((known) => ({ commitment: idOf(known), related: relatedIn(known) }));
  await tx.query(relatedUpdate(schema), [JSON.stringify(rows)]);
}

async function deleteSpans(
  tx: ProjectionTransaction,
  schema: string,
  gone: readonly TrackingSpanRow[],
): Promise<void> {
  if (gone.length === 0) return;
  const ids = gone.map(({ commitment }) => commitment);
  await tx.query(spansDelete(schema), [ids, gone.map(({ validFrom }) => validFrom)]);
}

const idOf = ({ announced }: Known): string => announced.commitment;

const positionsUpdate = (schema: string): string => `
update ${schema}.tracking t set position = moved.position
  from unnest($1::text[], $2::bigint[]) as moved (commitment, position)
 where t.commitment = moved.commitment`;

const relatedUpdate = (schema: string): string => `
update ${schema}.tracking t set related = given.related
  from json_to_recordset($1::json) as given (commitment text, related text[])
 where t.commitment = given.commitment`;

const spansDelete = (schema: string): string => `
delete from ${schema}.tracking_spans s
 using unnest($1::text[], $2::date[]) as gone (commitment, valid_from)
 where s.commitment = gone.commitment and s.valid_from = gone.valid_from`;
