import {
  changeBy,
  dayOf,
  evolveAll,
  standpointOn,
  views,
  type Change,
  type CommitmentEvent,
  type Day,
  type Known,
  type RecordedEvent,
  type Verdict,
  type View,
} from '#libs/domain';
import { type Followed } from './followed.ts';
import { changesSince, spansOf } from './spans.ts';
import { announcedPositionOf, type Placed } from './tracked.ts';

/** An event of a commitment's stream as it came in. */
export interface Arrived extends Placed {
  readonly recorded: RecordedEvent;
  readonly event: CommitmentEvent;
}

/** What new events made of a commitment. */
export interface Progress {
  readonly before: Followed | undefined;
  readonly after: Followed;
  readonly news: readonly Arrived[];
  /** The day on which the commitment is judged after each of them. */
  readonly days: readonly Day[];
}

/** What new events made of a commitment, and what is to be told of it. */
interface Advance {
  readonly progress: Progress;
  /** What each of the events changed, as far as that was not told before. */
  readonly changes: readonly Change[];
}

/**
 * A commitment with more events; undefined where all of them are folded in already. The changes are those that the events
 * make one by one, however many come at once.
 *
 * @param toldUpTo the position up to which the changes of this commitment have been told, so that read models that are made
 * anew tell none again, nor cost what telling them did.
 */
export function goOn(
  before: Followed | undefined,
  arrived: readonly Arrived[],
  toldUpTo: number,
): Advance | undefined {
  const news = arrived.filter(({ position }) => position > (before?.position ?? 0));
  const [first] = news;
  const last = news.at(-1);
  if (!first || !last) return undefined;
  const days = daysOf(before?.standpoint.day, news);
  const known = evolveAll(
    before?.known,
    news.map(({ event }) => event),
  );
  const sight = lookingOn(known, days.at(-1) ?? '');
  const spans = spansOf(known, before?.spans, sinceOf(news, known), sight.verdictsOn);
  const told = changesIn(before, news, days, toldUpTo, { known, view: sight.view });
  const after = {
    known,
    spans,
    firstPosition: before?.firstPosition ?? first.position,
    announcedPosition: announcedPositionOf(before, news),
    position: last.position,
    standpoint: told.standpoint,
  };
  return { progress: { before, after, news, days }, changes: told.changes };
}

function daysOf(before: Day | undefined, news: readonly Arrived[]): readonly Day[] {
  let day = before;
  return news.map((each) => (day = dayOf(day, each)));
}

/** From which day on events may change what is said; null where that is from the beginning. */
function sinceOf(news: readonly Placed[], known: Known): Day | null {
  const days = news.map(({ event }) => changesSince(event, known));
  return days.reduce((one, other) => (one === null || other === null ? null : one < other ? one : other));
}

/** What is found in the one pass over the facts that the stretches of days take, of a further day as well. */
function lookingOn(known: Known, day: Day) {
  let view: View | undefined;
  return {
    view: () => view,
    verdictsOn: (days: readonly Day[]): readonly (Verdict | undefined)[] => {
      const later = days.findIndex((each) => each >= day);
      const at = later < 0 ? days.length : later;
      const isAmong = days[at] === day;
      const all = views(known, isAmong ? days : days.toSpliced(at, 0, day));
      view = all[at];
      return isAmong ? all : all.toSpliced(at, 1);
    },
  };
}

/** What each event changed, of those after the last that is told of, and where the commitment then stands. */
function changesIn(
  before: Followed | undefined,
  news: readonly Arrived[],
  days: readonly Day[],
  toldUpTo: number,
  end: { readonly known: Known; readonly view: () => View | undefined },
): Pick<Followed, 'standpoint'> & Pick<Advance, 'changes'> {
  const told = news.filter(({ position }) => position <= toldUpTo).length;
  let { known, standpoint }: Partial<Followed> = before ?? {};
  const lastDay = days.at(-1) ?? '';
  if (told === news.length) return { changes: [], standpoint: standpointOn(end.known, lastDay, end.view()) };
  if (told > 0) {
    known = evolveAll(
      known,
      news.slice(0, told).map(({ event }) => event),
    );
    standpoint = standpointOn(known, days[told - 1] ?? '');
  }
  const changes: Change[] = [];
  for (const each of news.slice(told)) {
    const isLast = each === news.at(-1);
    known = isLast ? end.known : evolveAll(known, [each.event]);
    const outlook = changeBy(standpoint, known, each, isLast ? end.view : undefined);
    standpoint = outlook.standpoint;
    if (outlook.change) changes.push(outlook.change());
  }
  return { changes, standpoint: standpoint ?? standpointOn(end.known, lastDay) };
}
