import { latest, quantityInWords } from '../vocabulary/index.ts';
import type { Step } from './assessment.ts';
import { targetOf } from './criterion.ts';
import { firstEnd } from './end.ts';
import { criterionInWords, namesInWords } from './in-words.ts';
import { standingOn } from './measure.ts';
import type { Sight } from './sightings.ts';
import type { Statement, TermChanges } from './statement.ts';
import type { Standing } from './terms.ts';

/** Each later statement of the promise by the day asked about, and what it changes. */
export const statementSteps = (standing: Standing, sight: Sight): readonly Step[] =>
  standing.statements
    .filter(({ stated }) => standingOn(sight.validAt, stated) !== 'not-yet')
    .map((statement) => ({
      rule: 'statement',
      statement: `${statement.stated}: ${saidInWords(statement)} ${effectOf(statement, standing, sight)}`,
      facts: [statement.id],
    }));

function saidInWords({ type, by, terms }: Statement): string {
  switch (type) {
    case 'amendment':
      return `amended by ${namesInWords(by)}: ${termsInWords(terms)}.`;
    case 'specification':
      return `specified: ${termsInWords(terms)}.`;
    case 'reaffirmation':
      return 'reaffirmed.';
  }
}

/** The terms that a statement names, as the end of a sentence. */
export function termsInWords({
  title,
  strength,
  committers,
  beneficiaries,
  criterion,
  due,
  fundingSource,
}: TermChanges): string {
  const target = criterion && targetOf(criterion);
  return [
    title,
    strength,
    committers && `promised by ${namesInWords(committers)}`,
    beneficiaries && `promised to ${namesInWords(beneficiaries)}`,
    target ? quantityInWords(target) : criterion && criterionInWords(criterion),
    due === null ? 'no deadline' : due && `due ${due}`,
    fundingSource && `funded from ${fundingSource}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('; ');
}

function effectOf(
  { id, type, stated, terms }: Statement,
  { setBy, kept, ends }: Standing,
  { validAt }: Sight,
): string {
  if (type === 'reaffirmation') return 'It promises nothing further and changes no terms.';
  if (standingOn(validAt, stated) === 'possible')
    return 'Whether by this day is not known, so it changes nothing yet.';
  const [end, day] = [firstEnd(ends)?.day, latest(stated)];
  if (end !== undefined && day !== null && day >= end)
    return 'It had ended by then, so this changes nothing.';
  const changed = Object.keys(terms) as (keyof TermChanges)[];
  if (!changed.some((term) => setBy[term] === id)) return 'Its terms have been stated anew since.';
  if (kept && terms.due !== undefined && setBy.due === id)
    return 'All of it had been delivered by then, so the deadline by which that is judged stays the earlier one.';
  return 'These terms hold from then on.';
}
