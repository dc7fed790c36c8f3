import { partyName } from '../vocabulary/index.ts';
import type { Facets, Step } from './assessment.ts';
import type { End } from './end.ts';
import type { Known } from './known.ts';
import { standingOn } from './measure.ts';
import type { Sight } from './sightings.ts';

/** Each act by which the commitment ended or may have, and what it changes. */
export const endSteps = ({ ends }: Known, facets: Facets, sight: Sight): readonly Step[] =>
  ends
    .filter(({ ended }) => standingOn(sight.validAt, ended) !== 'not-yet')
    .map((end) => ({
      rule: 'end',
      statement: `${end.ended}: ${endInWords(end)}. ${effectOf(end, facets, sight)}`,
      facts: [end.id],
    }));

function endInWords(end: End): string {
  if (end.type === 'supersession') return `superseded by ${end.successor}`;
  return `${end.type === 'withdrawal' ? 'withdrawn' : 'released'} by ${partyName(end.by)}`;
}

function effectOf(end: End, { normative }: Facets, { validAt, ended: first }: Sight): string {
  if (standingOn(validAt, end.ended) === 'possible')
    return 'Whether by this day is not known, so it changes nothing yet.';
  if (first && first.end.id !== end.id) return 'It had ended before.';
  if (normative === 'discharged')
    return 'All of it had certainly been delivered by then, so nothing was left to end.';
  if (normative === 'expired') return 'Its term had run out by then.';
  return `It ended by ${first?.day ?? end.ended}; what is delivered later does not undo that.`;
}
