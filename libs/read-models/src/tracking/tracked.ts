import {
  daysBefore,
  earliest,
  evolve,
  factId,
  latest,
  occurredOf,
  partyName,
  turningPoints,
  verdict,
  type CommitmentEvent,
  type Day,
  type Known,
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
  /** Of the last event folded in. */
  readonly position: number;
}

/**
 * One more event of a commitment's stream; one that is folded in already changes nothing.
 *
 * @throws UnfoldableEvent
 */
export function track(before: Tracked | undefined, event: CommitmentEvent, position: number): Tracked {
  if (before && position <= before.position) return before;
  return {
    known: evolve(before?.known, event),
    facts: { ...before?.facts, [factId(event)]: position },
    firstPosition: before?.firstPosition ?? position,
    position,
  };
}

/** The row of a commitment. */
export function trackingRow({ known, facts, firstPosition, position }: Tracked): TrackingRow {
  const { announced } = known;
  const { commitment, title, kind, strength, committers, beneficiaries, criterion, due } = announced;
  const bounds = due === undefined ? undefined : dayColumns(due);
  return {
    commitment,
    title,
    kind,
    strength,
    committers,
    beneficiaries,
    related: [...new Set((announced.relations ?? []).map((relation) => relation.commitment))],
    unit: 'target' in criterion && typeof criterion.target !== 'string' ? criterion.target.unit : null,
    due: due ?? null,
    dueEarliest: bounds?.earliest ?? 'infinity',
    dueLatest: bounds?.latest ?? 'infinity',
    announcedFrom: latest(announced.announced) ?? 'infinity',
    words: wordsOf(announced),
    known,
    facts,
    firstPosition,
    position,
  };
}

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
  const spans = since === null ? [] : before.filter(({ validFrom }) => validFrom < since);
  const isKept = spans.length > 0;
  for (const validFrom of turningPoints(known)) {
    if (isKept && since !== null && validFrom < since) continue;
    const said = verdict(known, validFrom);
    if (!said) continue;
    const { label, facets, outcome } = said;
    const span = { commitment, validFrom, validTo: OPEN, label, ...facets, outcome };
    const last = spans.at(-1);
    if (last && saysTheSame(last, span)) continue;
    if (last) spans[spans.length - 1] = { ...last, validTo: daysBefore(validFrom, 1) };
    spans.push(span);
  }
  const last = spans.at(-1);
  if (last) spans[spans.length - 1] = { ...last, validTo: OPEN };
  return spans;
}

const OPEN = 'infinity';

/** From which day on an event may change what is said of its commitment; null where that is from the beginning. */
export const changesSince = (event: CommitmentEvent): Day | null =>
  event.type === 'CommitmentAnnounced' ? null : earliest(occurredOf(event));

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
  const wanted =
    criterion.type === 'event-held' ? criterion.event : criterion.type === 'step-taken' ? criterion.step : '';
  return wordsIn([commitment, title, ...parties, wanted, note ?? ''].join(' ')).join(' ');
}
