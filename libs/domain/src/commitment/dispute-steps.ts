import { unreachable } from '../decider.ts';
import { quantityInWords } from '../vocabulary/index.ts';
import type { Step } from './assessment.ts';
import { openedOn, STANDS, type Challenge, type Dispute, type Reading, type Resolution } from './dispute.ts';
import type { Known } from './known.ts';
import { resolutionOf } from './settled.ts';

/** Everything that was contested, and what it changes. */
export const disputeSteps = (known: Known): readonly Step[] =>
  known.contentions.map((contention) => {
    const resolution = resolutionOf(known, contention);
    const statement =
      contention.type === 'dispute'
        ? disputed(contention, resolution, contention.about === known.announced.commitment)
        : challenged(contention, resolution);
    const facts = [contention.id, ...(resolution ? [resolution.id] : [])];
    return { rule: 'dispute', statement: `Since ${openedOn(contention)} ${statement}`, facts };
  });

function disputed(dispute: Dispute, resolution: Resolution | undefined, isPromise: boolean): string {
  const said = dispute.readings
    .map((reading) => `${readingInWords(reading)} (${reading.attribution.saidBy})`)
    .join('; ');
  const subject = `sources disagree ${subjectInWords(dispute)}: ${said}.`;
  if (!resolution) return `${subject} ${effectOf(dispute, isPromise)}`;
  const held = dispute.readings.find(({ id }) => id === resolution.held);
  const outcome = held ? `${readingInWords(held)} holds` : 'none of it holds';
  return `${subject} Resolved ${resolution.resolved}: ${outcome}. ${resolution.reason}`;
}

function challenged(challenge: Challenge, resolution: Resolution | undefined): string {
  const { about, contestedSource, grounds, attribution } = challenge;
  const what = contestedSource === undefined ? about : `what ${contestedSource} says of ${about}`;
  const subject = `${what} is contested by ${attribution.saidBy}: ${grounds}`;
  if (!resolution) return subject;
  const outcome = resolution.held === STANDS ? 'it stands' : 'it does not count';
  return `${subject} Resolved ${resolution.resolved}: ${outcome}. ${resolution.reason}`;
}

/** About what sources disagree, as the end of a sentence: `on the quantity of batch-1`. */
export function subjectInWords({
  about,
  aspect,
  figure,
}: Pick<Dispute, 'about' | 'aspect' | 'figure'>): string {
  switch (aspect) {
    case 'quantity':
      return `on the quantity of ${about}`;
    case 'date':
      return `on the date of ${about}`;
    case 'occurrence':
      return `on whether ${about} happened at all`;
    case 'figure':
      return `on the ${figure ?? 'figure'} of ${about}`;
    default:
      return unreachable(aspect);
  }
}

/** What a reading says: `137 generators`, `2024-12-20`, `it happened`. */
export function readingInWords({
  quantity,
  date,
  occurred,
}: Pick<Reading, 'quantity' | 'date' | 'occurred'>): string {
  if (quantity) return quantityInWords(quantity);
  return date ?? (occurred ? 'it happened' : 'it did not happen');
}

function effectOf({ aspect }: Dispute, isPromise: boolean): string {
  switch (aspect) {
    case 'quantity':
      return isPromise
        ? 'Until that is resolved it is held to the most that any of them asks for.'
        : 'Until that is resolved it counts as all that they leave possible.';
    case 'date':
      return 'Until that is resolved it may have been on any day that they leave possible.';
    case 'occurrence':
      return 'Until that is resolved it counts as possible, and not as certain.';
    case 'figure':
      return 'It decides nothing.';
    default:
      return unreachable(aspect);
  }
}
