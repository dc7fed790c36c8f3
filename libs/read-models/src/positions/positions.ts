import { type EventData } from '#libs/domain';
import { dated, dayColumns, isCertainBy, type Dated } from '../days.ts';
import { columns, tableOf, type EventTable } from '../event-table.ts';
import { chronologicalPage, type ChronologicalPage, type List } from '../page.ts';
import { type Snapshot } from '../snapshot.ts';
import { standingRows, toldAnew, type Parameter } from '../told-anew.ts';

type Stated = EventData<'PositionStated'>;

/** One opinion, assessment or appeal. */
export interface PositionRow {
  readonly position: number;
  readonly earliest: string;
  readonly latest: string;
  readonly recordedAt: string;
  /** On whose behalf it was stated. */
  readonly party: string;
  readonly topic: string;
  readonly meeting: string | null;
  readonly data: Stated;
}

export const positions: EventTable<PositionRow> = {
  table: tableOf<PositionRow>('positions', {
    position: columns.key('bigint'),
    earliest: columns.day(),
    latest: columns.day(),
    recordedAt: columns.text('recorded_at'),
    party: columns.text(),
    topic: columns.text(),
    meeting: columns.nullable(columns.text()),
    data: columns.json(),
  }),
  rowOf: ({ event, recorded: { position, recordedAt } }) =>
    event.type === 'PositionStated'
      ? {
          position,
          ...dayColumns(event.data.stated),
          recordedAt,
          party: event.data.attribution.onBehalfOf,
          topic: event.data.topic,
          meeting: event.data.meeting ?? null,
          data: event.data,
        }
      : undefined,
};

/** Which positions are asked for: all conditions given must hold. */
export interface PositionFilter {
  /** On whose behalf it was stated. */
  readonly party?: string;
  /** Words of the topic, whatever their case. */
  readonly topic?: string;
  readonly meeting?: string;
}

/** A position as it was stated; it is never scored. */
export interface PositionAnswer {
  readonly id: string;
  readonly stated: Dated;
  /** False where its date leaves open whether it had been stated by the day asked for. */
  readonly certain: boolean;
  readonly party: string;
  readonly topic: string;
  readonly summary: string;
  readonly basis: string | null;
  readonly meeting: string | null;
  readonly attribution: Stated['attribution'];
  readonly evidence: Stated['evidence'];
  readonly position: number;
  readonly recordedAt: string;
}

/**
 * The positions stated, in order of days.
 *
 * @throws BadCursor
 */
export async function positionsQuery(
  snapshot: Snapshot,
  { party, topic, meeting }: PositionFilter,
  page: ChronologicalPage,
): Promise<List<PositionAnswer>> {
  const told = await toldAnew(snapshot);
  const from = (parameter: Parameter) => standingRows(positions, told, parameter);
  const where = (parameter: Parameter) => [
    ...(party === undefined ? [] : [`fact.party = ${parameter(party)}`]),
    ...(meeting === undefined ? [] : [`fact.meeting = ${parameter(meeting)}`]),
    ...(topic === undefined ? [] : [`strpos(lower(fact.topic), lower(${parameter(topic)})) > 0`]),
  ];
  const { rows, next } = await chronologicalPage({ table: positions.table, from, where }, page, snapshot);
  return { items: rows.map((row) => positionAnswer(row, snapshot.at.validAt)), next, asOf: snapshot.asOf };
}

/** A position for an answer. */
export const positionAnswer = (
  { data, position, recordedAt }: Pick<PositionRow, 'data' | 'position' | 'recordedAt'>,
  validAt: string,
): PositionAnswer => ({
  id: data.position,
  stated: dated(data.stated),
  certain: isCertainBy(validAt, data.stated),
  party: data.attribution.onBehalfOf,
  topic: data.topic,
  summary: data.summary,
  basis: data.basis ?? null,
  meeting: data.meeting ?? null,
  attribution: data.attribution,
  evidence: data.evidence,
  position,
  recordedAt,
});
