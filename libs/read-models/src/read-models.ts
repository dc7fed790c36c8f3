import { type Comparable } from '#libs/domain';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { matrixQuery, type MatrixAnswer, type MatrixFilter } from './matrix/matrix.query.ts';
import { meetingQuery, type MeetingFound } from './meetings/meeting.query.ts';
import { meetingsQuery, type MeetingSummary } from './meetings/meetings.query.ts';
import { meetings } from './meetings/meetings.table.ts';
import { type ChronologicalPage, type List, type Page } from './page.ts';
import {
  positions,
  positionsQuery,
  type PositionAnswer,
  type PositionFilter,
} from './positions/positions.ts';
import {
  reconciliationsQuery,
  type ReconciliationAnswer,
  type ReconciliationFilter,
} from './reconciliations/reconciliations.query.ts';
import { reports } from './reconciliations/reports.ts';
import { packages, registersQuery, type RegisterAnswer, type RegisterFilter } from './register/register.ts';
import { inSnapshot, type At, type Snapshot } from './snapshot.ts';
import {
  sources,
  sourceQuery,
  sourcesQuery,
  type SourceAnswer,
  type SourceFound,
} from './sources/sources.ts';
import { eventPositionsQuery, type EventFilter, type EventPositions } from './timeline/events.query.ts';
import { eventConcernsQuery, type EventConcerns } from './timeline/event-concerns.query.ts';
import { latestQuery, type Latest, type LatestFilter } from './timeline/latest.query.ts';
import { timelineQuery, type TimelineEntry, type TimelineSubject } from './timeline/timeline.query.ts';
import { timelineTable } from './timeline/timeline.table.ts';
import { alikeQuery, type Alike } from './tracking/alike.query.ts';
import { totalsQuery, type TotalsFilter, type TotalsFound } from './totals/totals.query.ts';
import { type CommitmentSummary } from './tracking/commitment-answer.ts';
import { commitmentQuery, type CommitmentFound } from './tracking/commitment.query.ts';
import { commitmentsQuery, type CommitmentFilter } from './tracking/commitments.query.ts';
import { deadlinesQuery, type DeadlineFilter, type Deadlines } from './tracking/deadlines.query.ts';
import { trackingFactsTable, trackingSpansTable, trackingTable } from './tracking/tracking.tables.ts';

/** How to reach the database that the read models are in. */
export interface ReadModelsOptions {
  readonly url: string;
  /** How many connections at most; 10 where it is not given. */
  readonly max?: number;
}

/**
 * The answers of the read models. Each is put together from one unchanging view of them and says what it is true as of;
 * each method throws ReadModelsAbsent while there are none, and those with a page BadCursor.
 */
export class ReadModels {
  constructor(private readonly dataSource: DataSource) {}

  /** Promises, filtered and in order. */
  commitments(filter: CommitmentFilter, at: At): Promise<List<CommitmentSummary>> {
    return this.snapshot(at, (snapshot) => commitmentsQuery(snapshot, filter));
  }

  /** One promise with the rule trace of its state. */
  commitment(id: string, at: At): Promise<CommitmentFound> {
    return this.snapshot(at, (snapshot) => commitmentQuery(snapshot, id));
  }

  /** What happened, in order of days. */
  timeline(subject: TimelineSubject, page: ChronologicalPage, at: At): Promise<List<TimelineEntry>> {
    return this.snapshot(at, (snapshot) => timelineQuery(snapshot, subject, page));
  }

  /** Meetings, conferences and signings. */
  meetings(page: ChronologicalPage, at: At): Promise<List<MeetingSummary>> {
    return this.snapshot(at, (snapshot) => meetingsQuery(snapshot, page));
  }

  /** One of them with all that was said there. */
  meeting(id: string, at: At): Promise<MeetingFound | undefined> {
    return this.snapshot(at, (snapshot) => meetingQuery(snapshot, id));
  }

  /** Registers of sanctions packages. */
  sanctionsPackages(filter: RegisterFilter, page: Page, at: At): Promise<List<RegisterAnswer>> {
    return this.snapshot(at, (snapshot) => registersQuery(snapshot, filter, page));
  }

  /** What parties think and want. */
  positions(filter: PositionFilter, page: ChronologicalPage, at: At): Promise<List<PositionAnswer>> {
    return this.snapshot(at, (snapshot) => positionsQuery(snapshot, filter, page));
  }

  /** Stated totals against what is itemised. */
  reconciliations(
    filter: ReconciliationFilter,
    page: ChronologicalPage,
    at: At,
  ): Promise<List<ReconciliationAnswer>> {
    return this.snapshot(at, (snapshot) => reconciliationsQuery(snapshot, filter, page));
  }

  /** What commitments come to, each amount once. */
  totals(filter: TotalsFilter, at: At): Promise<TotalsFound> {
    return this.snapshot(at, (snapshot) => totalsQuery(snapshot, filter));
  }

  /** Who owes whom what, in which state. */
  matrix(filter: MatrixFilter, at: At): Promise<MatrixAnswer> {
    return this.snapshot(at, (snapshot) => matrixQuery(snapshot, filter));
  }

  /** Where facts are taken from. */
  sources(page: ChronologicalPage, at: At): Promise<List<SourceAnswer>> {
    return this.snapshot(at, (snapshot) => sourcesQuery(snapshot, page));
  }

  /** One source. */
  source(id: string, at: At): Promise<SourceFound | undefined> {
    return this.snapshot(at, (snapshot) => sourceQuery(snapshot, id));
  }

  /** Where the events of a kind stand in the log. */
  eventPositions(filter: EventFilter, at: At): Promise<EventPositions> {
    return this.snapshot(at, (snapshot) => eventPositionsQuery(snapshot, filter));
  }

  /** Whom the events after a position concern, of so many at most. */
  eventConcerns(after: number, limit: number): Promise<EventConcerns> {
    return this.snapshot({ validAt: 'infinity' }, (snapshot) => eventConcernsQuery(snapshot, after, limit));
  }

  /** The events recorded last, told to people. */
  latest(filter: LatestFilter, at: At): Promise<Latest> {
    return this.snapshot(at, (snapshot) => latestQuery(snapshot, filter));
  }

  /** By when commitments are to be kept. */
  deadlines(filter: DeadlineFilter, at: At): Promise<Deadlines> {
    return this.snapshot(at, (snapshot) => deadlinesQuery(snapshot, filter));
  }

  /** The commitments that may be the same as those given, by all that is known today. */
  alike(wanted: readonly Comparable[]): Promise<Alike> {
    return alikeQuery(this.dataSource, wanted);
  }

  /** The position up to which everything recorded is in the answers; 0 while there are no read models. */
  async asOf(): Promise<number> {
    const [row] = await this.dataSource.query<{ position: number }[]>(
      'select ledger.read_models_as_of() as position',
    );
    return row?.position ?? 0;
  }

  /** Waits until a position is reached, so that one can read what one wrote; false where the time was not enough. */
  async waitFor(position: number, timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      if ((await this.asOf()) >= position) return true;
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) return false;
      await new Promise((resolve) => setTimeout(resolve, Math.min(POLL_MS, leftMs)));
    }
  }

  /** An answer of one's own from one view of everything. */
  snapshot<Answer>(at: At, answer: (snapshot: Snapshot) => Promise<Answer>): Promise<Answer> {
    return inSnapshot(this.dataSource, at, answer);
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

const POLL_MS = 20;

/**
 * Connects to the read models as a role that may read them.
 *
 * @throws what Postgres or the network answers where there is no connection to be had.
 */
export async function openReadModels({ url, max = 10 }: ReadModelsOptions): Promise<ReadModels> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    entities: [
      trackingTable,
      trackingFactsTable,
      trackingSpansTable,
      timelineTable,
      ...[meetings.table, positions.table, packages.table, reports.table, sources.table],
    ],
    synchronize: false,
    installExtensions: false,
    applicationName: 'ledger-read-models',
    poolSize: max,
    extra: { types: { getTypeParser }, onConnect: hearEnding },
  });
  await dataSource.initialize();
  return new ReadModels(dataSource);
}

/**
 * A connection that breaks says so by an event, which ends the process if nobody listens. Both the pool and TypeORM leave a
 * moment in which they do not: while a connection goes from the one to the other.
 */
const hearEnding = (client: pg.ClientBase): void => {
  client.on('error', () => undefined);
};

// Of pg_type. pg's own list of them is an enum, which nothing but itself compares to.
const INT8 = 20;
const DATE = 1082;
const usualParser = pg.types.getTypeParser as (oid: number, format?: string) => (text: string) => unknown;

/** Days stay text, which pg would make local midnights of; a bigint is a position, which is a safe integer for ever. */
function getTypeParser(oid: number, format?: 'text'): (text: string) => unknown {
  if (oid === DATE) return (text) => text;
  if (oid === INT8) return Number;
  return usualParser(oid, format);
}
