import {
  erasOf,
  evolveAll,
  factId,
  isOfCommitments,
  latest,
  partyName,
  singleCriteria,
  statedRelations,
  targetOf,
  termsInForce,
  unreachable,
  type CommitmentEvent,
  type Day,
  type Known,
  type SingleCriterion,
} from '#libs/domain';
import { dayColumns } from '../days.ts';
import { type TrackingRow } from './tracking.tables.ts';
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

const once = (texts: readonly string[]): readonly string[] =>
  texts.length < 2 ? texts : [...new Set(texts)];

/** The commitments that it names in its relations, and those that may be the same or were said to be, whatever became of it. */
export const relatedIn = (known: Known): readonly string[] =>
  once([
    ...statedRelations(known).map((relation) => relation.commitment),
    ...known.samenesses
      .filter((sameness) => isOfCommitments(sameness, known.announced.commitment))
      .map((sameness) => sameness.with),
  ]);

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
