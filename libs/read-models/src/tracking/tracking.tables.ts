import { type Assessment, type CommitmentEvent, type Known } from '#libs/domain';
import { columns, tableOf } from '../event-table.ts';

/** How a commitment stands to another, as it states it. */
export type RelationStated = NonNullable<Known['announced']['relations']>[number];

/**
 * One commitment. What does not change with the day stands here; what does, in its spans. Where the terms change with the
 * day (`varies`), the row is one by which it is found and no more: lists name everything that any terms do, and single
 * values are those announced. What holds on a day is then folded.
 */
export interface TrackingRow {
  readonly commitment: string;
  readonly title: string;
  readonly kind: string;
  readonly strength: string;
  readonly committers: readonly string[];
  readonly beneficiaries: readonly string[];
  /** The commitments that this one names in its relations, or that may be the same. */
  readonly related: readonly string[];
  /** Every relation it was ever said to have. */
  readonly relations: readonly RelationStated[];
  /** In what its criterion is measured, where that is an amount. */
  readonly units: readonly string[];
  readonly due: string | null;
  readonly dueEarliest: string;
  /** `infinity` where nothing is due. */
  readonly dueLatest: string;
  /** The day by which it was certainly announced. */
  readonly announcedFrom: string;
  /** What it is found by, each word once. */
  readonly words: string;
  /** As it stands, corrections applied. */
  readonly announced: Known['announced'];
  /** Whether its terms are not the same on all days. */
  readonly varies: boolean;
  /** Of the announcement. */
  readonly firstPosition: number;
  /**
   * Of the last event by which anything in this row was changed but its position: the announcement, a correction, or a
   * statement of terms or relations.
   */
  readonly announcedPosition: number;
  /** Of the last event folded in. */
  readonly position: number;
}

/**
 * An event of a commitment. Each is a row of its own, written once: to keep all that is known of a commitment in
 * one value, it has to be written again with every event (at 250 events to a commitment, 300 µs of Postgres each).
 */
export interface TrackingFactRow {
  readonly commitment: string;
  readonly position: number;
  /** The day on which the commitment is judged after it, to tell what it changed. */
  readonly toldOn: string;
  readonly event: CommitmentEvent;
}

/** A stretch of days, both ends included, on which nothing changes for a commitment. */
export interface TrackingSpanRow {
  readonly commitment: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly label: Assessment['label'];
  readonly normative: Assessment['facets']['normative'];
  readonly delivery: Assessment['facets']['delivery'];
  readonly time: Assessment['facets']['time'];
  readonly evidence: Assessment['facets']['evidence'];
  readonly outcome: Assessment['fulfilment']['outcome'];
}

export const trackingTable = tableOf<TrackingRow>('tracking', {
  commitment: columns.key('text'),
  title: columns.text(),
  kind: columns.text(),
  strength: columns.text(),
  committers: columns.texts(),
  beneficiaries: columns.texts(),
  related: columns.texts(),
  relations: columns.json(),
  units: columns.texts(),
  due: columns.nullable(columns.text()),
  dueEarliest: columns.day('due_earliest'),
  dueLatest: columns.day('due_latest'),
  announcedFrom: columns.day('announced_from'),
  words: columns.text(),
  announced: columns.json(),
  varies: columns.yesNo(),
  firstPosition: columns.position('first_position'),
  announcedPosition: columns.position('announced_position'),
  position: columns.position(),
});

export const trackingFactsTable = tableOf<TrackingFactRow>('tracking_facts', {
  commitment: columns.key('text'),
  position: columns.key('bigint'),
  toldOn: columns.day('told_on'),
  event: columns.json(),
});

export const trackingSpansTable = tableOf<TrackingSpanRow>('tracking_spans', {
  commitment: columns.key('text'),
  validFrom: { ...columns.day('valid_from'), primary: true },
  validTo: columns.day('valid_to'),
  label: columns.text(),
  normative: columns.text(),
  delivery: columns.text(),
  time: columns.text(),
  evidence: columns.text(),
  outcome: columns.text(),
});
