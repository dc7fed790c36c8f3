import type { EventData } from '../ledger-event.ts';
import { earliest, latest, type Day } from '../vocabulary/index.ts';
import type { Criterion } from './criterion.ts';
import { firstEnd, type End } from './end.ts';
import type { Known } from './known.ts';
import type { Statement, TermChanges } from './statement.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** The parts of what is known of a commitment that its terms follow from. */
export interface Promised {
  readonly announced: Announced;
  readonly statements: readonly Statement[];
  readonly ends: readonly End[];
}

/** Some days over which the terms of a promise are the same. */
export interface Era {
  /** Its first day; empty, which is before all days, for the terms of the announcement. */
  readonly from: Day;
  /** The announcement with the terms of these days in place of those announced. */
  readonly announced: Announced;
  /** The id of the statement by which a term came to be what it is; terms that are as announced are not in it. */
  readonly setBy: Readonly<Partial<Record<keyof TermChanges, string>>>;
}

/** Before all days: they compare as text. */
const ALWAYS = '';

/**
 * The terms of a promise over time, in order of days. A statement sets them from the day by which it had certainly been
 * made; of two of one day, the one recorded later has the last word. What is stated when the promise had ended changes
 * nothing, in whatever order the two were recorded.
 */
export function erasOf({ announced, statements, ends }: Promised): readonly [Era, ...Era[]] {
  const eras: [Era, ...Era[]] = [{ from: ALWAYS, announced, setBy: {} }];
  if (statements.length === 0) return eras;
  const end = firstEnd(ends)?.day;
  const dated = statements
    .flatMap((statement) => {
      const from = latest(statement.stated);
      const changes = Object.keys(statement.terms).length > 0;
      return from === null || !changes || (end !== undefined && from >= end) ? [] : [{ from, statement }];
    })
    .sort((left, right) => (left.from < right.from ? -1 : Number(left.from > right.from)));
  for (const { from, statement } of dated) {
    const before = eras.at(-1) ?? eras[0];
    const era: Era = {
      from,
      announced: withTerms(before.announced, statement.terms),
      setBy: { ...before.setBy, ...setBy(statement) },
    };
    if (before.from === from) eras.pop();
    eras.push(era);
  }
  return eras;
}

/** The terms in force at the end of a day. */
export function termsOn(promised: Promised, day: Day): Era {
  const [first, ...later] = erasOf(promised);
  return later.findLast(({ from }) => from <= day) ?? first;
}

/** The terms on the last day that a date can mean, and of a date without one, on its first: where a fact so dated looks. */
export const termsAt = (promised: Promised, edtf: string): Announced =>
  termsOn(promised, latest(edtf) ?? earliest(edtf) ?? ALWAYS).announced;

/** The terms after all that was stated. */
export const termsInTheEnd = (promised: Promised): Announced =>
  (erasOf(promised).at(-1) ?? promised).announced;

/** Every criterion by which it was ever to be judged, in the order in which they were told. */
export const criteriaOf = ({
  announced,
  statements,
}: Pick<Promised, 'announced' | 'statements'>): readonly Criterion[] => [
  announced.criterion,
  ...statements.flatMap(({ terms }) => terms.criterion ?? []),
];

/** The announcement with some of its terms replaced. */
export function withTerms(announced: Announced, { due, ...changes }: TermChanges): Announced {
  const stated = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (due === undefined) return { ...announced, ...stated };
  const { due: _, ...rest } = announced;
  return { ...rest, ...stated, ...(due !== null && { due }) };
}

const setBy = ({ id, terms }: Statement): Era['setBy'] =>
  Object.fromEntries(Object.keys(terms).map((term) => [term, id]));

/** A deadline that was kept before it was moved: when a promise was met, in time or not, is not to be changed afterwards. */
export interface KeptDeadline {
  readonly due: string | undefined;
}

/** What is known of a commitment, as it is judged on the days of an era. */
export type Standing = Known & Pick<Era, 'setBy'> & { readonly kept?: KeptDeadline };

/** What is known, with the terms of an era in place of those announced. */
export function standingIn(
  known: Known,
  { announced, setBy }: Era,
  kept: KeptDeadline | undefined,
): Standing {
  if (!kept) return { ...known, announced, setBy };
  return { ...known, announced: withTerms(announced, { due: kept.due ?? null }), setBy, kept };
}
