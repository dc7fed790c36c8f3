import {
  amountCriteria,
  daysBefore,
  earliest,
  evolveAll,
  factId,
  fundsMilestones,
  goodsMilestones,
  isOfCommitments,
  latest,
  occurredOf,
  partyName,
  singleCriteria,
  targetOf,
  turningPoints,
  unreachable,
  verdicts,
  type CommitmentEvent,
  type Day,
  type Known,
  type SingleCriterion,
} from '#libs/domain';
import { dayColumns } from '../days.ts';
import { type TrackingRow, type TrackingSpanRow } from './tracking.tables.ts';
import { wordsIn } from './words.ts';

/** One commitment as the ledger knows it: the domain's fold of its stream, and where each fact stands. */
export interface Tracked {
  readonly known: Known;
  /** The position of each fact by its id, the announcement's under the commitment's own. */
  readonly facts: Readonly<Record<string, number>>;
  readonly firstPosition: number;
  /** Of the announcement, or of the last correction: what is said of it before then may be said of other parties. */
  readonly announcedPosition: number;
  /** Of the last event folded in. */
  readonly position: number;
}

/** An event of a commitment's stream, and where it stands. */
export interface Placed {
  readonly position: number;
  readonly event: CommitmentEvent;
}

/**
 * More events of a commitment's stream, in order; those that are folded in already change nothing.
 *
 * @throws UnfoldableEvent; RangeError for none of a commitment of which nothing is known.
 */
export function track(before: Tracked | undefined, events: readonly Placed[]): Tracked {
  const after = before?.position ?? 0;
  const news = events.filter(({ position }) => position > after);
  const [first] = news;
  if (before && !first) return before;
  const known = evolveAll(
    before?.known,
    news.map(({ event }) => event),
  );
  const facts = { ...before?.facts };
  for (const { event, position } of news) facts[factId(event)] = position;
  return {
    known,
    facts,
    firstPosition: before?.firstPosition ?? first?.position ?? 0,
    announcedPosition: announcedPositionOf(before, news),
    position: news.at(-1)?.position ?? after,
  };
}

/** The position of the last event that may have changed the announcement as it stands. */
export const announcedPositionOf = (
  before: Pick<Tracked, 'announcedPosition'> | undefined,
  news: readonly Placed[],
): number =>
  news.findLast(({ event }) => event.type === 'CommitmentAnnounced' || event.type === 'CorrectionRecorded')
    ?.position ??
  before?.announcedPosition ??
  0;

/** The row of a commitment. One whose announcement is retracted is between nobody, on no day, and found by nothing. */
export const trackingRow = (tracked: Standing): TrackingRow => ({
  ...shortRow(tracked),
  words: tracked.known.retracted ? '' : wordsOf(tracked.known.announced),
  announced: tracked.known.announced,
});

type Standing = Pick<Tracked, 'known' | 'firstPosition' | 'announcedPosition' | 'position'>;

/** The row without what is long, costs more to work out than all the rest, and is changed by nothing but corrections. */
export type ShortRow = Omit<TrackingRow, (typeof LONG)[number]>;
export const LONG = ['words', 'announced'] as const;

/** A row as a {@link ShortRow}. */
export function shortRow({ known, firstPosition, announcedPosition, position }: Standing): ShortRow {
  const { retracted } = known;
  const announced = retracted ? withoutParties(known.announced) : known.announced;
  const { commitment, title, kind, strength, committers, beneficiaries, criterion, due } = announced;
  const bounds = due === undefined ? undefined : dayColumns(due);
  return {
    commitment,
    title,
    kind,
    strength,
    committers,
    beneficiaries,
    related: retracted ? [] : relatedIn(known),
    unit: retracted ? null : (targetOf(criterion)?.unit ?? null),
    due: due ?? null,
    dueEarliest: bounds?.earliest ?? 'infinity',
    dueLatest: bounds?.latest ?? 'infinity',
    announcedFrom: (retracted ? null : latest(announced.announced)) ?? 'infinity',
    firstPosition,
    announcedPosition,
    position,
  };
}

/** The commitments that it names in its relations, and those that may be the same or were said to be, whatever became of it. */
export const relatedIn = ({ announced, samenesses }: Known): readonly string[] => [
  ...new Set([
    ...(announced.relations ?? []).map((relation) => relation.commitment),
    ...samenesses
      .filter((sameness) => isOfCommitments(sameness, announced.commitment))
      .map((sameness) => sameness.with),
  ]),
];

/**
 * The stretches of days on which nothing changes, in order and without a gap, from the day by which the commitment was
 * certainly announced. What is said of a day is looked up here, and no clock is needed to keep it true.
 *
 * @param before the stretches before some facts came, to begin from: they change nothing before the first day on which
 * one of them may have happened, `since`. A stream of n events would otherwise cost n² assessments.
 */
export function spansOf(
  known: Known,
  before: readonly TrackingSpanRow[] = [],
  since: Day | null = null,
): readonly TrackingSpanRow[] {
  const { commitment } = known.announced;
  const from = isOneSourceContested(known) ? null : since;
  const spans = from === null ? [] : before.filter(({ validFrom }) => validFrom < from);
  const isKept = spans.length > 0;
  const days = turningPoints(known).filter((day) => !isKept || from === null || day >= from);
  const said = verdicts(known, days);
  for (const [index, validFrom] of days.entries()) {
    const verdict = said[index];
    if (!verdict) continue;
    const { label, facets, outcome } = verdict;
    const { normative, delivery, time, evidence } = facets;
    const span = {
      commitment,
      validFrom,
      validTo: OPEN,
      label,
      normative,
      delivery,
      time,
      evidence,
      outcome,
    };
    const last = spans.at(-1);
    if (last && saysTheSame(last, span)) continue;
    if (last) spans[spans.length - 1] = { ...last, validTo: daysBefore(validFrom, 1) };
    spans.push(span);
  }
  const last = spans.at(-1);
  if (last) spans[spans.length - 1] = { ...last, validTo: OPEN };
  return spans;
}

/** Then a further source, of whatever day, keeps the fact from resting on that one alone, on all days of the fact. */
const isOneSourceContested = ({ contentions }: Known): boolean =>
  contentions.some((each) => each.type === 'challenge' && each.contestedSource !== undefined);

const OPEN = 'infinity';

/**
 * From which day on an event may change what is said of its commitment; null where that is from the beginning. What is
 * told to have come to a later milestone than the one that counts may have passed that one long before.
 */
export function changesSince(event: CommitmentEvent, known: Known): Day | null {
  const { criterion } = known.announced;
  if (isOfEveryDay(event)) return null;
  if (event.type === 'MilestonePassed')
    return known.contentions.length > 0 ? null : movedSince(event.data.of, known);
  if ('milestone' in event.data && isBeyond(event.data.milestone, criterion)) return null;
  const said = earliest(occurredOf(event));
  if (event.type !== 'CoverageDeclared') return said;
  // What counts from another day than the announcement on is ruled out before it as well.
  if (targetOf(criterion) === undefined) return null;
  const covered = earliest(event.data.period);
  if (said === null || covered === null) return null;
  return said < covered ? said : covered;
}

/**
 * What is contested, and what may be one with another, is counted otherwise on all days of the facts that it is about; a
 * correction may be of any fact.
 */
const isOfEveryDay = ({ type }: CommitmentEvent): boolean =>
  [
    ...['CommitmentAnnounced', 'CorrectionRecorded'],
    ...['DisputeOpened', 'DisputeResolved', 'EvidenceChallenged'],
    ...['SamenessProposed', 'SamenessConfirmed', 'SamenessRejected'],
  ].includes(type);

/** The first day on which anything of a delivery or disbursement may have passed any milestone. */
function movedSince(id: string, { announced: { criterion }, happenings }: Known): Day | null {
  const moved = happenings.findLast((happening) => happening.id === id);
  if (moved?.milestone === undefined) return null;
  const claims = [{ milestone: moved.milestone, passed: moved.happened }, ...(moved.passages ?? [])];
  if (claims.some(({ milestone }) => isBeyond(milestone, criterion))) return null;
  const days = claims.map(({ passed }) => earliest(passed));
  return days.reduce((one, other) => (one === null || other === null ? null : one < other ? one : other));
}

const isBeyond = (milestone: string, criterion: Known['announced']['criterion']): boolean =>
  amountCriteria(criterion).some((wanted) => {
    const way: readonly string[] = wanted.type === 'sum-reached' ? fundsMilestones : goodsMilestones;
    return way.indexOf(milestone) > way.indexOf(wanted.milestone);
  });

const withoutParties = (announced: Known['announced']): Known['announced'] => ({
  ...announced,
  committers: [],
  beneficiaries: [],
});

/** Whether two stretches tell the same, whenever they are. */
export const saysTheSame = (left: TrackingSpanRow, right: TrackingSpanRow): boolean =>
  left.label === right.label &&
  left.normative === right.normative &&
  left.delivery === right.delivery &&
  left.time === right.time &&
  left.evidence === right.evidence &&
  left.outcome === right.outcome;

/** What a commitment is found by. */
function wordsOf({
  commitment,
  title,
  committers,
  beneficiaries,
  criterion,
  note,
}: Known['announced']): string {
  const parties = [...committers, ...beneficiaries].flatMap((party) => [party, partyName(party)]);
  const wanted = singleCriteria(criterion).map(wantedIn);
  return wordsIn([commitment, title, ...parties, ...wanted, note ?? ''].join(' ')).join(' ');
}

/** What a criterion wants in words of its own. */
function wantedIn(criterion: SingleCriterion): string {
  switch (criterion.type) {
    case 'event-held':
      return criterion.event;
    case 'step-taken':
      return criterion.step;
    case 'stage-reached':
      return criterion.agreement;
    case 'sessions-held':
      return criterion.session;
    case 'sum-reached':
    case 'count-reached':
    case 'acts-after':
    case 'standing':
    case 'unstated':
      return '';
    default:
      return unreachable(criterion);
  }
}
