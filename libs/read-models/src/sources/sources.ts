import { type EventData } from '#libs/domain';
import { dated, dayColumns, type Dated } from '../days.ts';
import { columns, tableOf, type EventTable } from '../event-table.ts';
import { chronologicalPage, type ChronologicalPage, type List } from '../page.ts';
import { type AsOf, type Snapshot } from '../snapshot.ts';
import { standingRows, standingWhere, toldAnew, type Parameter } from '../told-anew.ts';
import { timelineTable } from '../timeline/timeline.table.ts';

type Registered = EventData<'SourceRegistered'>;

/** One document, page or statement that facts are taken from. */
export interface SourceRow {
  readonly position: number;
  readonly id: string;
  readonly earliest: string;
  readonly latest: string;
  readonly recordedAt: string;
  readonly data: Registered;
}

export const sources: EventTable<SourceRow> = {
  table: tableOf<SourceRow>('sources', {
    position: columns.key('bigint'),
    id: columns.text(),
    earliest: columns.day(),
    latest: columns.day(),
    recordedAt: columns.text('recorded_at'),
    data: columns.json(),
  }),
  rowOf: ({ event, recorded: { position, recordedAt } }) =>
    event.type === 'SourceRegistered'
      ? { position, id: event.data.source, ...dayColumns(event.data.published), recordedAt, data: event.data }
      : undefined,
};

/** A source as it was registered. */
export interface SourceAnswer {
  readonly id: string;
  readonly publisher: string;
  readonly publisherParty: string | null;
  readonly title: string;
  readonly published: Dated;
  readonly language: string;
  readonly address: string | null;
  readonly document: Registered['document'] | null;
  readonly reliability: string | null;
  readonly position: number;
  readonly recordedAt: string;
}

/** One source, and how much rests on it. */
export interface SourceFound extends SourceAnswer {
  /** How many recorded facts name it as evidence. */
  readonly facts: number;
  readonly asOf: AsOf;
}

/**
 * The sources published by the day asked for, in order of days.
 *
 * @throws BadCursor
 */
export async function sourcesQuery(snapshot: Snapshot, page: ChronologicalPage): Promise<List<SourceAnswer>> {
  const told = await toldAnew(snapshot);
  const from = (parameter: Parameter) => standingRows(sources, told, parameter);
  const { rows, next } = await chronologicalPage({ table: sources.table, from }, page, snapshot);
  return { items: rows.map(sourceAnswer), next, asOf: snapshot.asOf };
}

/** One source by its id, whenever it was published; undefined where none was known by that id. */
export async function sourceQuery(snapshot: Snapshot, id: string): Promise<SourceFound | undefined> {
  const { manager, at, asOf } = snapshot;
  const [row] = await sourcesNamed(snapshot, [id]);
  if (!row || (at.knownAt !== undefined && row.position > at.knownAt)) return undefined;
  const resting = manager
    .getRepository(timelineTable)
    .createQueryBuilder('fact')
    .where('fact.sources @> array[:id]::text[]', { id })
    .andWhere(`fact.type <> 'SourceRegistered'`);
  if (at.knownAt !== undefined) resting.andWhere('fact.position <= :knownAt', { knownAt: at.knownAt });
  return { ...sourceAnswer(row), facts: await resting.getCount(), asOf };
}

/** The sources of some ids, as they stand. */
export function sourcesNamed(
  snapshot: Snapshot,
  ids: readonly string[],
): Promise<readonly Pick<SourceRow, 'id' | 'position' | 'recordedAt' | 'data'>[]> {
  return standingWhere(snapshot, sources, (parameter) => `fact.id = any(${parameter(ids)})`);
}

const sourceAnswer = ({
  data,
  position,
  recordedAt,
}: Pick<SourceRow, 'data' | 'position' | 'recordedAt'>): SourceAnswer => ({
  id: data.source,
  publisher: data.publisher,
  publisherParty: data.publisherParty ?? null,
  title: data.title,
  published: dated(data.published),
  language: data.language,
  address: data.address ?? null,
  document: data.document ?? null,
  reliability: data.reliability ?? null,
  position,
  recordedAt,
});
