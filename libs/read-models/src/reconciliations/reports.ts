import { interval, type EventData, type Interval } from '#libs/domain';
import { dated, dayColumns, isCertainBy, type Dated } from '../days.ts';
import { columns, tableOf, type EventTable } from '../event-table.ts';

type Reported = EventData<'CumulativeReported'>;

/** One total that somebody stated. */
export interface ReportRow {
  readonly position: number;
  readonly earliest: string;
  readonly latest: string;
  readonly recordedAt: string;
  readonly committers: readonly string[];
  readonly beneficiaries: readonly string[];
  readonly data: Reported;
}

export const reports: EventTable<ReportRow> = {
  table: tableOf<ReportRow>('reports', {
    position: columns.key('bigint'),
    earliest: columns.day(),
    latest: columns.day(),
    recordedAt: columns.text('recorded_at'),
    committers: columns.texts(),
    beneficiaries: columns.texts(),
    data: columns.json(),
  }),
  rowOf: ({ event, recorded: { position, recordedAt } }) => {
    if (event.type !== 'CumulativeReported') return undefined;
    const { reported, committers, beneficiaries } = event.data;
    return { position, ...dayColumns(reported), recordedAt, committers, beneficiaries, data: event.data };
  },
};

/** A total as it was stated. It is in no sum and is no commitment. */
export interface ReportAnswer {
  readonly id: string;
  readonly reported: Dated;
  /** False where its date leaves open whether it had been reported by the day asked for. */
  readonly certain: boolean;
  readonly stated: Stated;
  readonly committers: readonly string[];
  readonly beneficiaries: readonly string[];
  readonly meeting: string | null;
  readonly attribution: Reported['attribution'];
  readonly evidence: Reported['evidence'];
  readonly position: number;
  readonly recordedAt: string;
}

/** What the words say: how much of what, over what time, and what is said to have been done with it. */
export interface Stated extends Interval {
  readonly quantity: Reported['total'];
  readonly unit: string;
  readonly period: Dated;
  readonly verb: string;
  readonly reporter: Reported['attribution']['reporter'];
}

/** A reported total for an answer. */
export const reportAnswer = (
  { data, position, recordedAt }: Pick<ReportRow, 'data' | 'position' | 'recordedAt'>,
  validAt: string,
): ReportAnswer => ({
  id: data.report,
  reported: dated(data.reported),
  certain: isCertainBy(validAt, data.reported),
  stated: {
    quantity: data.total,
    ...interval(data.total),
    unit: data.total.unit,
    period: dated(data.period),
    verb: data.verb,
    reporter: data.attribution.reporter,
  },
  committers: data.committers,
  beneficiaries: data.beneficiaries,
  meeting: data.meeting ?? null,
  attribution: data.attribution,
  evidence: data.evidence,
  position,
  recordedAt,
});
