import {
  amountCriteria,
  criteriaOf,
  daysBefore,
  earliest,
  erasOf,
  evolveAll,
  factId,
  fundsMilestones,
  goodsMilestones,
  isOfCommitments,
  latest,
  occurredOf,
  partyName,
  singleCriteria,
  statedRelations,
  targetOf,
  termsInForce,
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

/** The events that change what a row holds besides its position. */
const TOLD_ANEW: readonly CommitmentEvent['type'][] = [
  'CommitmentAnnounced',
  'CorrectionRecorded',
  'CommitmentAmended',
  'CommitmentSpecified',
  'CommitmentRelated',
];

/** The position of the last event that may have changed the announcement as it stands, its terms or its relations. */
export const announcedPositionOf = (
  before: Pick<Tracked, 'announcedPosition'> | undefined,
  news: readonly Placed[],
): number =>
  news.findLast(({ event }) => TOLD_ANEW.includes(event.type))?.position ?? before?.announcedPosition ?? 0;

/**
 * The row of a commitment. One whose announcement is retracted is between nobody, on no day, and found by nothing.
 *
 * @param day for its row by the terms in force on that day alone; left out, the one that is kept.
 */
export const trackingRow = (tracked: Standing, day?: Day): TrackingRow => ({
  ...shortRow(tracked, day),
  words: tracked.known.retracted ? '' : once(termsIn(tracked.known, day).flatMap(wordsOf)).join(' '),
  announced: tracked.known.announced,
});

type Standing = Pick<Tracked, 'known' | 'firstPosition' | 'announcedPosition' | 'position'>;

/** The row without what is long, costs more to work out than all the rest, and is changed by few events. */
export type ShortRow = Omit<TrackingRow, (typeof LONG)[number]>;
export const LONG = ['words', 'announced'] as const;

/** A row as a {@link ShortRow}. */
export function shortRow(
  { known, firstPosition, announcedPosition, position }: Standing,
  day?: Day,
): ShortRow {
  const { retracted } = known;
  const terms = termsIn(known, day);
  const { commitment, title, kind, strength, due, announced } = terms[0] ?? known.announced;
  const bounds = due === undefined ? undefined : dayColumns(due);
  return {
    commitment,
    title,
    kind,
    strength,
    committers: retracted ? [] : once(terms.flatMap(({ committers }) => committers)),
    beneficiaries: retracted ? [] : once(terms.flatMap(({ beneficiaries }) => beneficiaries)),
    related: retracted ? [] : relatedIn(known),
    relations: retracted ? [] : statedRelations(known),
    units: retracted ? [] : once(terms.flatMap(({ criterion }) => targetOf(criterion)?.unit ?? [])),
    due: due ?? null,
    dueEarliest: bounds?.earliest ?? 'infinity',
    dueLatest: bounds?.latest ?? 'infinity',
    announcedFrom: (retracted ? null : latest(announced)) ?? 'infinity',
    varies: !retracted && changesTerms(known),
    firstPosition,
    announcedPosition,
    position,
  };
}

/**
 * The terms of which a row tells: those in force on a day, or all that were ever stated, be it after an end: a row is to
 * change with as few events as may be.
 */
const termsIn = (known: Known, day: Day | undefined): readonly Known['announced'][] =>
  day === undefined
    ? erasOf({ ...known, ends: [] }).map(({ announced }) => announced)
    : [termsInForce(known, day)];

/** Whether the terms of a commitment are not the same on all days. */
export const changesTerms = (known: Known): boolean => erasOf({ ...known, ends: [] }).length > 1;

const once = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** The commitments that it names in its relations, and those that may be the same or were said to be, whatever became of it. */
export const relatedIn = (known: Known): readonly string[] =>
  once([
    ...statedRelations(known).map((relation) => relation.commitment),
    ...known.samenesses
      .filter((sameness) => isOfCommitments(sameness, known.announced.commitment))
      .map((sameness) => sameness.with),
  ]);

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
  const criteria = criteriaOf(known);
  if (isOfEveryDay(event)) return null;
  if (event.type === 'MilestonePassed')
    return known.contentions.length > 0 ? null : movedSince(event.data.of, known);
  if ('milestone' in event.data && isBeyond(event.data.milestone, criteria)) return null;
  const said = earliest(occurredOf(event));
  if (event.type !== 'CoverageDeclared') return said;
  // What counts from another day than the announcement on is ruled out before it as well.
  if (criteria.some((criterion) => targetOf(criterion) === undefined)) return null;
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
function movedSince(id: string, known: Known): Day | null {
  const moved = known.happenings.findLast((happening) => happening.id === id);
  if (moved?.milestone === undefined) return null;
  const claims = [{ milestone: moved.milestone, passed: moved.happened }, ...(moved.passages ?? [])];
  if (claims.some(({ milestone }) => isBeyond(milestone, criteriaOf(known)))) return null;
  const days = claims.map(({ passed }) => earliest(passed));
  return days.reduce((one, other) => (one === null || other === null ? null : one < other ? one : other));
}

const isBeyond = (milestone: string, criteria: readonly Known['announced']['criterion'][]): boolean =>
  criteria.flatMap(amountCriteria).some((wanted) => {
    const way: readonly string[] = wanted.type === 'sum-reached' ? fundsMilestones : goodsMilestones;
    return way.indexOf(milestone) > way.indexOf(wanted.milestone);
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
}: Known['announced']): readonly string[] {
  const parties = [...committers, ...beneficiaries].flatMap((party) => [party, partyName(party)]);
  const wanted = singleCriteria(criterion).map(wantedIn);
  return wordsIn([commitment, title, ...parties, ...wanted, note ?? ''].join(' '));
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
