import { commitmentOf, evolveAll, isCommitmentEvent, type Day, type Known } from '#libs/domain';
import { writeRows } from '../event-table.ts';
import { buildOf, factsIn, schemaName, type Projection, type ProjectionTransaction } from '../projection.ts';
import { readFollowed, remember, type Followed } from './followed.ts';
import {
  announcedPositionOf,
  changesSince,
  relatedIn,
  saysTheSame,
  spansOf,
  trackingRow,
  type Placed,
} from './tracked.ts';
import {
  trackingFactsTable,
  trackingSpansTable,
  trackingTable,
  type TrackingFactRow,
  type TrackingRow,
  type TrackingSpanRow,
} from './tracking.tables.ts';

/** Follows every commitment: one read of the rows touched and one write of each table, however large the batch. */
export const tracking: Projection = {
  name: 'tracking',
  project: async (tx, schema, events) => {
    const arrived = byCommitment(events);
    if (arrived.size === 0) return;
    const build = await buildOf(tx, schemaName(schema));
    const before = await readFollowed(tx, schemaName(schema), build, [...arrived.keys()]);
    const changes = [...arrived].flatMap(
      ([commitment, placed]) => changeOf(before.get(commitment), placed) ?? [],
    );
    await write(tx, schemaName(schema), changes);
    for (const { after } of changes) remember(build, after);
  },
};

function byCommitment(events: Parameters<Projection['project']>[2]): ReadonlyMap<string, readonly Placed[]> {
  const arrived = new Map<string, Placed[]>();
  for (const { event, recorded } of factsIn(events)) {
    if (!isCommitmentEvent(event)) continue;
    const commitment = commitmentOf(event);
    const placed = arrived.get(commitment) ?? [];
    arrived.set(commitment, placed);
    placed.push({ event, position: recorded.position });
  }
  return arrived;
}

interface Change {
  readonly before: Followed | undefined;
  readonly after: Followed;
  readonly news: readonly Placed[];
}

/** What new events make of a commitment; undefined where all of them are folded in already. */
function changeOf(before: Followed | undefined, placed: readonly Placed[]): Change | undefined {
  const news = placed.filter(({ position }) => position > (before?.position ?? 0));
  const [first] = news;
  if (!first) return undefined;
  const known = evolveAll(
    before?.known,
    news.map(({ event }) => event),
  );
  const after = {
    known,
    spans: spansOf(known, before?.spans, sinceOf(news, known)),
    firstPosition: before?.firstPosition ?? first.position,
    announcedPosition: announcedPositionOf(before, news),
    position: news.at(-1)?.position ?? first.position,
  };
  return { before, after, news };
}

/** From which day on events may change what is said; null where that is from the beginning. */
function sinceOf(news: readonly Placed[], known: Known): Day | null {
  const days = news.map(({ event }) => changesSince(event, known));
  return days.reduce((one, other) => (one === null || other === null ? null : one < other ? one : other));
}

/** Most events change one stretch of several or none, so only those that changed are written. */
async function write(tx: ProjectionTransaction, schema: string, changes: readonly Change[]): Promise<void> {
  const announced: TrackingRow[] = [];
  const moved: Followed[] = [];
  const facts: TrackingFactRow[] = [];
  const spans: TrackingSpanRow[] = [];
  const gone: TrackingSpanRow[] = [];
  const related: Known[] = [];
  for (const { before, after, news } of changes) {
    const isSame = before?.announcedPosition === after.announcedPosition;
    if (isSame) moved.push(after);
    if (isSame && news.some(({ event }) => event.type === 'SamenessProposed')) related.push(after.known);
    if (!isSame) announced.push(trackingRow(after));
    for (const { event, position } of news) facts.push({ commitment: idOf(after.known), position, event });
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
  ]);
}

async function movePositions(
  tx: ProjectionTransaction,
  schema: string,
  moved: readonly Followed[],
): Promise<void> {
  if (moved.length === 0) return;
  const ids = moved.map(({ known }) => idOf(known));
  await tx.query(positionsUpdate(schema), [ids, moved.map(({ position }) => position)]);
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
