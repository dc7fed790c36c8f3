import {
  amountCriteria,
  criteriaOf,
  daysBefore,
  earliest,
  fundsMilestones,
  goodsMilestones,
  occurredOf,
  targetOf,
  turningPoints,
  verdicts,
  type CommitmentEvent,
  type Day,
  type Known,
  type Verdict,
} from '#libs/domain';
import { type TrackingSpanRow } from './tracking.tables.ts';

/**
 * The stretches of days on which nothing changes, in order and without a gap, from the day by which the commitment was
 * certainly announced. What is said of a day is looked up here, and no clock is needed to keep it true.
 *
 * @param before the stretches before some facts came, to begin from: they change nothing before the first day on which
 * one of them may have happened, `since`. A stream of n events would otherwise cost n² assessments.
 * @param verdictsOn for whoever asks of further days in the same pass over the facts.
 */
export function spansOf(
  known: Known,
  before: readonly TrackingSpanRow[] = [],
  since: Day | null = null,
  verdictsOn = (days: readonly Day[]): readonly (Verdict | undefined)[] => verdicts(known, days),
): readonly TrackingSpanRow[] {
  const { commitment } = known.announced;
  const from = isOneSourceContested(known) ? null : since;
  const spans = from === null ? [] : before.filter(({ validFrom }) => validFrom < from);
  const isKept = spans.length > 0;
  const days = turningPoints(known).filter((day) => !isKept || from === null || day >= from);
  const said = verdictsOn(days);
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
