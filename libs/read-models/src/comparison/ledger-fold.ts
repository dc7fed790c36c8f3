import { commitmentOf, dayOf, isCommitmentEvent, type RecordedEvent } from '#libs/domain';
import { type EntitySchema } from 'typeorm';
import { type EventTable } from '../event-table.ts';
import { meetings } from '../meetings/meetings.table.ts';
import { positions } from '../positions/positions.ts';
import { factsIn, type RecordedFact } from '../projection.ts';
import { reports } from '../reconciliations/reports.ts';
import { packages } from '../register/register.ts';
import { sources } from '../sources/sources.ts';
import { timelineRows, type Announcements } from '../timeline/timeline.projection.ts';
import { timelineTable } from '../timeline/timeline.table.ts';
import { spansOf } from '../tracking/spans.ts';
import { track, trackingRow, type Tracked } from '../tracking/tracked.ts';
import { type TrackingFactRow, type TrackingRow, type TrackingSpanRow } from '../tracking/tracking.tables.ts';

/** A row whose key is the position of the event it comes from. */
export interface EventRow {
  readonly position: number;
}

/** The tables with one row per event. */
export const eventTables: readonly EntitySchema<EventRow>[] = [
  timelineTable,
  ...[meetings, positions, packages, reports, sources].map(({ table }) => table as EntitySchema<EventRow>),
];

/** The rows of one commitment. */
export interface FoldedCommitment {
  readonly row: TrackingRow;
  readonly facts: readonly TrackingFactRow[];
  readonly spans: readonly TrackingSpanRow[];
}

/** The rows of one table that some events come to. */
export type RowsByTable = ReadonlyMap<EntitySchema<EventRow>, readonly EventRow[]>;

/**
 * What the read models should hold, folded straight from the log by the same pure functions as the projections use, and
 * by none of the SQL. Like the projector it leaves out an event that a table cannot take, and its stream's later ones.
 */
export class LedgerFold {
  readonly #announcements: Announcements = new Map();
  readonly #tracked = new Map<string, Tracked>();
  readonly #facts = new Map<string, TrackingFactRow[]>();
  readonly #held = new Set<string>();

  /** More events, in order of positions; answers with the rows that are one to an event. */
  take(events: readonly RecordedEvent[]): RowsByTable {
    const rows = new Map<EntitySchema<EventRow>, EventRow[]>(eventTables.map((table) => [table, []]));
    const put = (table: EntitySchema<EventRow>, more: readonly EventRow[]): void => {
      rows.get(table)?.push(...more);
    };
    for (const recorded of events) {
      const fact = this.unlessHeld('', recorded, () => factsIn([recorded])[0]);
      if (!fact) continue;
      put(
        timelineTable,
        this.unlessHeld('timeline', recorded, () => timelineRows([fact], this.#announcements)) ?? [],
      );
      for (const { table, rowOf } of oneRowEach) {
        const row = this.unlessHeld(table.options.name, recorded, () => rowOf(fact));
        if (row) put(table, [row]);
      }
      this.unlessHeld('tracking', recorded, () => {
        this.follow(fact);
      });
    }
    return rows;
  }

  /** Each commitment, in no order. */
  *commitments(): Generator<FoldedCommitment> {
    for (const id of this.#tracked.keys()) {
      const folded = this.commitment(id);
      if (folded) yield folded;
    }
  }

  /** What the tables should hold of one commitment. */
  commitment(id: string): FoldedCommitment | undefined {
    const tracked = this.#tracked.get(id);
    if (!tracked) return undefined;
    return { row: trackingRow(tracked), facts: this.#facts.get(id) ?? [], spans: spansOf(tracked.known) };
  }

  private follow({ event, recorded }: RecordedFact): void {
    if (!isCommitmentEvent(event)) return;
    const commitment = commitmentOf(event);
    const { position } = recorded;
    this.#tracked.set(commitment, track(this.#tracked.get(commitment), [{ event, position }]));
    const facts = this.#facts.get(commitment) ?? [];
    this.#facts.set(commitment, facts);
    facts.push({ commitment, position, toldOn: dayOf(facts.at(-1)?.toldOn, { event, recorded }), event });
  }

  private unlessHeld<Folded>(
    table: string,
    { stream }: RecordedEvent,
    fold: () => Folded,
  ): Folded | undefined {
    const key = `${table} ${stream}`;
    if (this.#held.has(key)) return undefined;
    try {
      return fold();
    } catch {
      this.#held.add(key);
      return undefined;
    }
  }
}

const oneRowEach = [
  meetings,
  positions,
  packages,
  reports,
  sources,
] as unknown as readonly EventTable<EventRow>[];

/** Every row of every table by name, in the order of its key. */
export type FoldedTables = Readonly<Record<string, readonly object[]>>;

/** What all read models should hold after these events, in memory: for tests and small ledgers. */
export function foldAll(pages: Iterable<readonly RecordedEvent[]>): FoldedTables {
  const fold = new LedgerFold();
  const tables: Record<string, object[]> = {};
  for (const table of eventTables) tables[table.options.name] = [];
  for (const events of pages) {
    for (const [table, rows] of fold.take(events)) tables[table.options.name]?.push(...rows);
  }
  const tracked = [...fold.commitments()].sort((left, right) =>
    byText(left.row.commitment, right.row.commitment),
  );
  return {
    ...tables,
    tracking: tracked.map(({ row }) => row),
    tracking_facts: tracked.flatMap(({ facts }) => facts),
    tracking_spans: tracked.flatMap(({ spans }) => spans),
  };
}

const byText = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
