import {
  assess,
  latest,
  occurredOf,
  standingOn,
  termsInForce,
  type Assessment,
  type CommitmentEvent,
  type Day,
  type Known,
} from '#libs/domain';
import { type AsOf, type Snapshot } from '../snapshot.ts';
import { becomesOne, crossesOne } from '../timeline/changed.sql.ts';
import { trackedColumns, trackedIn, type TrackedColumns } from './tracked-at.ts';

/** Which deadlines are asked for: all conditions given must hold, each by any of its values. */
export interface DeadlineFilter {
  readonly commitment?: readonly string[];
  /** Committer or beneficiary. */
  readonly party?: readonly string[];
  readonly kind?: readonly string[];
  /** As the commitment stood on the day asked for. */
  readonly label?: readonly string[];
  /** Of an event of the commitment, at whatever time; that one event is all that is wished of events. */
  readonly type?: readonly string[];
  /** The label to which that event changed it. */
  readonly becomes?: readonly string[];
  /** Decimals: that event took the certain share from below one of them to it or above. */
  readonly crosses?: readonly string[];
}

/** A commitment that is, or once was, to be kept by a day. */
export interface Deadline {
  readonly commitment: string;
  readonly title: string;
  readonly kind: Known['announced']['kind'];
  readonly committers: readonly string[];
  readonly beneficiaries: readonly string[];
  /** As it was stated. */
  readonly due: string;
  /** The last day it can mean. */
  readonly day: Day;
  /** Whether that day still counts: the promise was not retracted, and has a deadline. */
  readonly isDue: boolean;
  /** On the day asked for; null where the announcement is retracted. */
  readonly assessment: Assessment | null;
  /** How many events its stream has: it grows with each. */
  readonly version: number;
  /** When the last of them was recorded. */
  readonly recordedAt: string;
}

/** Deadlines, by their days and then by commitment. */
export interface Deadlines {
  readonly deadlines: readonly Deadline[];
  readonly asOf: AsOf;
}

/** Some 3 MB of facts, at five to a commitment; between two reads others get their turn. */
const AT_ONCE = 500;

/**
 * Every commitment announced by the day asked for that has or had a deadline with a last day, as it stood at the end of
 * that day. Deadlines that were taken away stay with what they last were, so that who noted them can strike them out.
 */
export async function deadlinesQuery(snapshot: Snapshot, filter: DeadlineFilter): Promise<Deadlines> {
  const { at, asOf } = snapshot;
  const deadlines: Deadline[] = [];
  let after = '';
  for (;;) {
    const rows = await rowsAfter(snapshot, filter, after);
    for (const row of rows) {
      const deadline = deadlineIn(row, at.validAt);
      if (deadline && isWanted(deadline, filter)) deadlines.push(deadline);
    }
    if (rows.length < AT_ONCE) break;
    after = rows.at(-1)?.commitment ?? after;
  }
  deadlines.sort((one, other) => compare(one.day, other.day) || compare(one.commitment, other.commitment));
  return { deadlines, asOf };
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

interface DatedColumns extends TrackedColumns {
  readonly recordedAt: string;
}

/** Of a retracted commitment rows name no party, so those are looked at one by one. */
function rowsAfter(
  { manager }: Snapshot,
  { commitment, party, kind, type, becomes, crosses }: DeadlineFilter,
  after: string,
): Promise<readonly DatedColumns[]> {
  const values: unknown[] = [after];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [
    't.commitment > $1',
    // A deadline that is not in the row was taken away by an amendment or a correction.
    '(t.due is not null or t.announced_position > t.first_position)',
    ...(commitment ? [`t.commitment = any(${parameter(commitment)}::text[])`] : []),
    ...(kind ? [`t.kind = any(${parameter(kind)}::text[])`] : []),
  ];
  if (type || becomes || crosses) {
    const ofEvents = [
      "event.stream = 'commitment-' || t.commitment",
      ...(type ? [`event.type = any(${parameter(type)}::text[])`] : []),
      ...(becomes ? [becomesOne('c', `${parameter(becomes)}::text[]`)] : []),
      ...(crosses ? [crossesOne('c', parameter(crosses))] : []),
    ];
    conditions.push(`exists (select from read_models.timeline event
                              left join ledger.changes c on c.position = event.position
                              where ${ofEvents.join(' and ')})`);
  }
  if (party) {
    const wanted = `${parameter(party)}::text[]`;
    conditions.push(`(t.committers && ${wanted} or t.beneficiaries && ${wanted} or t.committers = '{}')`);
  }
  return manager.query<DatedColumns[]>(
    `select ${trackedColumns()},
            (select e.recorded_at from read_models.timeline e where e.position = t.position) as "recordedAt"
       from read_models.tracking t
      where ${conditions.join(' and ')}
      order by t.commitment limit ${AT_ONCE}`,
    values,
  );
}

function deadlineIn(row: DatedColumns, validAt: Day): Deadline | undefined {
  const { known } = trackedIn(row);
  const assessment = known.retracted ? null : assess(known, validAt);
  if (assessment === undefined) return undefined;
  const terms = known.retracted ? known.announced : termsInForce(known, validAt);
  const stated = known.retracted ? undefined : terms.due;
  const due =
    stated ??
    lastDueTold(
      row.facts.map(({ event }) => event),
      validAt,
    );
  const day = due === undefined ? null : latest(due);
  if (due === undefined || day === null) return undefined;
  const { title, kind, committers, beneficiaries } = terms;
  return {
    ...{ commitment: row.commitment, title, kind, committers, beneficiaries },
    ...{ due, day, isDue: stated !== undefined, assessment },
    version: row.facts.length,
    recordedAt: row.recordedAt,
  };
}

/** The last deadline that anybody told of by a day, whatever became of it. */
function lastDueTold(events: readonly CommitmentEvent[], validAt: Day): string | undefined {
  const told = events.flatMap((event) => {
    const fact = event.type === 'CorrectionRecorded' ? event.data.replacement : event;
    if (fact?.type === 'CommitmentAnnounced') return fact.data.due ?? [];
    if (fact?.type !== 'CommitmentAmended' && fact?.type !== 'CommitmentSpecified') return [];
    return standingOn(validAt, occurredOf(fact)) === 'certain' ? (fact.data.terms.due ?? []) : [];
  });
  return told.at(-1);
}

function isWanted(deadline: Deadline, { party, kind, label }: DeadlineFilter): boolean {
  const { committers, beneficiaries, assessment } = deadline;
  return (
    (party?.some((each) => committers.includes(each) || beneficiaries.includes(each)) ?? true) &&
    (kind?.includes(deadline.kind) ?? true) &&
    (label === undefined || (assessment !== null && label.includes(assessment.label)))
  );
}
