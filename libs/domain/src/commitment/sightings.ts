import {
  addIntervals,
  earliest,
  latest,
  subtractDecimals,
  type Attribution,
  type Day,
  type DayBounds,
  type Evidence,
  type Interval,
} from '../vocabulary/index.ts';
import { afterCompletion, completed, completionOf, type Completion } from './completion.ts';
import type { Contribution } from './contribution.ts';
import { completeUntil } from './coverage.ts';
import { firstEnd, type CertainEnd } from './end.ts';
import type { Known } from './known.ts';
import { ALWAYS, mayBeginOn } from './claims.ts';
import { groupedBy, type Tally } from './sameness-tally.ts';
import type { Yardstick } from './yardstick.ts';

/** What the facts show by the end of a day, in the form in which the rules look at it. */
export interface Sight {
  readonly validAt: Day;
  /**
   * What is known of the amount that counts: every certain happening in full, every possible one from nothing to its
   * whole, and what a delivery of all that remained makes of them.
   */
  readonly recorded: Interval;
  /** The same by the last day on which it was due, where that is before. */
  readonly recordedInTime: Interval;
  /** Whether something that counts has certainly happened. */
  readonly begun: boolean;
  /** Whether means have certainly been set aside. */
  readonly allocated: boolean;
  /** Whether a delivery or payment, whatever it counts, may have happened. */
  readonly underWay: boolean;
  /** The act by which it had certainly ended, with what was recorded by that day. */
  readonly ended: EndSeen | undefined;
  /** Whether all that counts by this day is declared to be recorded. */
  readonly complete: boolean;
  /** Whether the deadline has passed, and all that counts by then is declared to be recorded. */
  readonly completeInTime: boolean;
  /** How many sources speak for each side, a source for the side on which it was heard last. */
  readonly voices: Readonly<Record<Attribution['reporter'], number>>;
}

export interface EndSeen extends CertainEnd {
  readonly recorded: Interval;
}

/** Something that begins to be so on a day, and is so from then on. */
interface Change {
  readonly from: Day;
  readonly make: () => void;
}

/** Whatever sources are heard in. */
interface Told {
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

const NOTHING: Interval = { lo: '0', hi: '0' };

/**
 * What the facts show on each of some days. Nothing that has happened unhappens, so one pass over the facts in the order
 * of their days serves all of them; asked day by day, a commitment of n facts cost n² (at 250 facts some 6 ms an event).
 *
 * @param days ascending.
 */
export function* sightings(
  known: Known,
  yardstick: Yardstick | undefined,
  days: readonly Day[],
): Generator<Sight, void> {
  const gathered = new Gathered(yardstick);
  const changes = changesOf(known, yardstick, gathered).sort(byDay);
  let next = 0;
  const upTo = (day: Day): void => {
    for (let change = changes[next]; change && change.from <= day; change = changes[next]) {
      change.make();
      next += 1;
    }
  };
  const due = known.announced.due === undefined ? null : latest(known.announced.due);
  const end = firstEnd(known.ends);
  const until = completeUntil(known.coverages, yardstick?.opens ?? null);
  const marks = [...(due === null ? [] : [due]), ...(end ? [end.day] : [])].sort();
  const recordedBy = new Map<Day, Interval>();
  for (const validAt of days) {
    for (let [mark] = marks; mark !== undefined && mark <= validAt; [mark] = marks) {
      upTo(mark);
      recordedBy.set(mark, gathered.recorded);
      marks.shift();
    }
    upTo(validAt);
    const { recorded, begun, allocated, underWay, voices } = gathered;
    const byEnd = end && recordedBy.get(end.day);
    yield {
      validAt,
      recorded,
      recordedInTime: (due === null ? undefined : recordedBy.get(due)) ?? recorded,
      begun,
      allocated,
      underWay,
      ended: end && byEnd && { ...end, recorded: byEnd },
      complete: reaches(until, validAt, yardstick),
      completeInTime: due !== null && validAt > due && reaches(until, due, yardstick),
      voices: { ...voices },
    };
  }
}

/**
 * Whether the record is complete as far as a day, or as far as anything could count. What is judged at its end is not
 * over before its last day.
 */
function reaches(until: Day | null, day: Day, yardstick: Yardstick | undefined): boolean {
  const { closes = null, isJudgedAtItsEnd = false } = yardstick ?? {};
  if (until === null || (isJudgedAtItsEnd && closes !== null && day < closes)) return false;
  return until >= day || (closes !== null && until >= closes);
}

const byDay = (left: Change, right: Change): number =>
  left.from < right.from ? -1 : Number(left.from > right.from);

function changesOf(known: Known, yardstick: Yardstick | undefined, gathered: Gathered): Change[] {
  const { announced, happenings, supports, ends, coverages, statements } = known;
  const changes: Change[] = [{ from: ALWAYS, make: gathered.hear(0, announced) }];
  let order = 1;
  const counted = happenings.map((happening) => yardstick?.counts(happening));
  const grouped = groupedBy(known, (happening) => yardstick?.counts(happening));
  const completion = completionOf(
    happenings.flatMap((happening, index) => {
      const contribution = counted[index];
      return contribution?.isRemainder ? [grouped.countsWithin(happening, contribution)] : [];
    }),
  );
  for (const [index, happening] of happenings.entries()) {
    const { happened, type } = happening;
    changes.push({ from: earliest(happened) ?? ALWAYS, make: gathered.hear(order++, happening) });
    for (const passage of happening.passages ?? [])
      changes.push({ from: earliest(passage.passed) ?? ALWAYS, make: gathered.hear(order++, passage) });
    const window = grouped.windowOf(happening);
    if (type === 'delivery' || type === 'disbursement') {
      const from = sooner(window.earliest ?? ALWAYS, mayBeginOn(happening));
      changes.push({ from, make: gathered.see('underWay') });
    }
    if (type === 'allocation' && window.latest !== null)
      changes.push({ from: window.latest, make: gathered.see('allocated') });
    const contribution = counted[index];
    if (contribution?.isRemainder)
      changes.push(...restOf(grouped.countsWithin(happening, contribution), gathered));
    else if (contribution && !grouped.holds(happening))
      changes.push(...countsOf(contribution, completion, gathered));
  }
  for (const step of grouped.steps(completion)) {
    changes.push({
      from: step.from,
      make: () => {
        gathered.addTally(step);
      },
    });
  }
  const hear = (on: string, told: Told): void => {
    changes.push({ from: earliest(on) ?? ALWAYS, make: gathered.hear(order++, told) });
  };
  for (const support of supports) hear(support.attached, support);
  for (const end of ends) hear(end.ended, end);
  for (const coverage of coverages) hear(coverage.declared, coverage);
  for (const statement of statements) hear(statement.stated, statement);
  return changes;
}

/** A delivery of all that remained: it is no amount, and completes the promise from when it counts. */
function restOf({ earliest: from, latest: by }: DayBounds, gathered: Gathered): readonly Change[] {
  const perhaps = {
    from: from ?? ALWAYS,
    make: () => {
      gathered.rest.perhaps = true;
    },
  };
  if (by === null) return [perhaps];
  const certainly = {
    from: by,
    make: () => {
      gathered.rest.certain = true;
      gathered.begun = true;
    },
  };
  return [perhaps, certainly];
}

/** How what a happening adds is gathered: all of it from when it may count, and of it what is certain, as it becomes so. */
function countsOf(
  { amount, window, certain }: Contribution,
  completion: Completion | undefined,
  gathered: Gathered,
): readonly Change[] {
  const after = completion && afterCompletion(window, completion);
  const changes: Change[] = [
    {
      from: window.earliest ?? ALWAYS,
      make: () => {
        gathered.add({ lo: '0', hi: amount.hi }, after?.perhaps);
      },
    },
  ];
  let proved = '0';
  for (const { day, lo } of certain) {
    const more = subtractDecimals(lo, proved);
    proved = lo;
    changes.push({
      from: day,
      make: () => {
        gathered.begun = true;
        gathered.add({ lo: more, hi: '0' }, after?.certain);
      },
    });
  }
  return changes;
}

const sooner = (one: Day, other: Day): Day => (one < other ? one : other);

class Gathered {
  begun = false;
  allocated = false;
  underWay = false;
  /** Whether all that remained has been delivered. */
  readonly rest = { perhaps: false, certain: false };
  readonly voices = { committer: 0, beneficiary: 0, 'third-party': 0 };
  readonly #bySource = new Map<string, { readonly order: number; readonly side: Attribution['reporter'] }>();
  readonly #yardstick: Yardstick | undefined;
  #stated = NOTHING;
  #later = NOTHING;

  constructor(yardstick: Yardstick | undefined) {
    this.#yardstick = yardstick;
  }

  /** @param isLater whether it came after all that remained had been delivered. */
  add(amount: Interval, isLater = false): void {
    this.#stated = addIntervals(this.#stated, amount);
    if (isLater) this.#later = addIntervals(this.#later, amount);
  }

  /** What some happenings that may be one come to more. */
  addTally({ stated, later, begun }: Tally): void {
    this.#stated = addIntervals(this.#stated, stated);
    this.#later = addIntervals(this.#later, later);
    this.begun ||= begun;
  }

  get recorded(): Interval {
    if (!this.#yardstick || !this.rest.perhaps) return this.#stated;
    return completed(this.#yardstick, this.#stated, this.#later, this.rest);
  }

  see(what: 'allocated' | 'underWay') {
    return (): void => {
      this[what] = true;
    };
  }

  /** Hears sources; of what one source says on several sides, what was recorded last counts, whenever it was said. */
  hear(order: number, told: Told) {
    return (): void => {
      const side = told.attribution.reporter;
      for (const { source } of told.evidence) {
        const before = this.#bySource.get(source);
        if (before && before.order > order) continue;
        if (before) this.voices[before.side] -= 1;
        this.voices[side] += 1;
        this.#bySource.set(source, { order, side });
      }
    };
  }
}
