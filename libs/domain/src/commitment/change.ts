import type { RecordedEvent } from '../envelope.ts';
import { factId } from '../ledger-event.ts';
import { dayAfter, type Day, type Interval } from '../vocabulary/index.ts';
import type { Step } from './assessment.ts';
import { views, type Verdict, type View } from './assess.ts';
import type { CommitmentEvent } from './commitment-stream.ts';
import { correctionSteps } from './correction-steps.ts';
import type { Known } from './known.ts';
import { shortened } from './shortened.ts';

/** A verdict with the parts of the target by which it is told whether anything moved. */
export interface MeasuredVerdict extends Verdict {
  /** Parts of the target, 0.01 for one per cent; null where nothing is measured. */
  readonly share: Interval | null;
}

/** Where a commitment stands with the last event of its stream: what its next change is told from. */
export interface Standpoint {
  /** The day it is judged on, `YYYY-MM-DD` in UTC. */
  readonly day: Day;
  /** Undefined where, on that day, nothing was certainly announced, or what was is retracted. */
  readonly verdict: MeasuredVerdict | undefined;
}

/** The event by which a change came about. */
export type Cause = Pick<RecordedEvent, 'id' | 'type' | 'position' | 'stream' | 'actor' | 'recordedAt'>;

/** What one event made of one commitment. There is one to an event at most, so the event's id is the change's own. */
export interface Change extends Pick<
  Known['announced'],
  'commitment' | 'title' | 'kind' | 'committers' | 'beneficiaries'
> {
  /** Null for what was not announced before. */
  readonly from: MeasuredVerdict | null;
  /** Null for what is retracted. */
  readonly to: MeasuredVerdict | null;
  /** The day on which `to` holds. */
  readonly validAt: Day;
  readonly event: Cause;
  /** The reasoning that leads to `to`; see {@link shortened} for what is left out of a long one. */
  readonly derivation: readonly Step[];
  /** How many steps are left out; the commitment's own page, asked as of this day and position, has them all. */
  readonly omitted: number;
}

/** What came of one more event: where the commitment stands now, and the change, where it is one. */
export interface Outlook {
  readonly standpoint: Standpoint;
  /** Put together only for whoever asks, since most of what it costs is the derivation. */
  readonly change: (() => Change) | undefined;
}

/** A commitment event as it was recorded. */
export interface RecordedCommitmentEvent {
  readonly recorded: Cause;
  readonly event: CommitmentEvent;
}

/**
 * The day on which a commitment is judged after an event: that of its recording, in UTC, and never before the day of an
 * earlier event. Whose clock announces a deadline may be a little ahead of the one that dates the recording; then the day
 * that has begun is the announced one, or the change would wait for whatever is recorded next. A clock that is more than a
 * day ahead is not believed.
 */
export function dayOf(before: Day | undefined, { recorded, event }: RecordedCommitmentEvent): Day {
  const recordedOn = recorded.recordedAt.slice(0, 10);
  const isBegun = event.type === 'DeadlinePassed' && event.data.passed <= dayAfter(recordedOn);
  const day = isBegun && event.data.passed > recordedOn ? event.data.passed : recordedOn;
  return before !== undefined && before > day ? before : day;
}

/** Where a commitment stands by what is known of it on a day. */
export const standpointOn = (known: Known, day: Day, view = views(known, [day])[0]): Standpoint => ({
  day,
  verdict: measured(view),
});

/**
 * What one more event made of a commitment: a change, where the label or the certain share (`share.lo`) is not what it was
 * after the event before, on the day of that event. It depends on the commitment's stream alone, and time that passes
 * shows with the next event: of a deadline, with `DeadlinePassed`.
 *
 * @param before undefined for the first event of the stream.
 * @param known all that is known with this event.
 * @param viewOn how the commitment is seen on a day, for whoever has worked that out already.
 */
export function changeBy(
  before: Standpoint | undefined,
  known: Known,
  caused: RecordedCommitmentEvent,
  viewOn = (day: Day): View | undefined => views(known, [day])[0],
): Outlook {
  const day = dayOf(before?.day, caused);
  const view = viewOn(day);
  const standpoint = { day, verdict: measured(view) };
  if (!isChange(before?.verdict, standpoint.verdict)) return { standpoint, change: undefined };
  const change = (): Change => {
    const { beneficiaries, commitment, committers, kind, title } = (view ?? known).announced;
    const { actor, id, position, recordedAt, stream, type } = caused.recorded;
    const reasons = shortened(view ? view.derivation() : correctionSteps(known), factId(caused.event));
    return {
      beneficiaries,
      commitment,
      committers,
      derivation: reasons.derivation,
      event: { actor, id, position, recordedAt, stream, type },
      from: before?.verdict ?? null,
      kind,
      omitted: reasons.omitted,
      title,
      to: standpoint.verdict ?? null,
      validAt: day,
    };
  };
  return { standpoint, change };
}

/** Whether two verdicts are told apart: by the label, or by how much is certainly delivered. */
export const isChange = (from: MeasuredVerdict | undefined, to: MeasuredVerdict | undefined): boolean =>
  from?.label !== to?.label || from?.share?.lo !== to?.share?.lo;

function measured(view: View | undefined): MeasuredVerdict | undefined {
  if (!view) return undefined;
  const { delivery, evidence, normative, time } = view.facets;
  const share = view.share();
  return {
    facets: { delivery, evidence, normative, time },
    label: view.label,
    outcome: view.outcome,
    share: share && { hi: share.hi, lo: share.lo },
  };
}
