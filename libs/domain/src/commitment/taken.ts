import { unreachable } from '../decider.ts';
import { earliest, type Quantity } from '../vocabulary/index.ts';
import type { Effect } from './contested.ts';
import { targetOf } from './criterion.ts';
import { days } from './hull.ts';
import type { Happening } from './happening.ts';
import type { Known } from './known.ts';
import type { Passage } from './passage.ts';

/** What is known, with one fact of it taken otherwise than it was recorded. */
export function withEffect(known: Known, about: string, effect: Effect): Known {
  switch (effect.type) {
    case 'quantity':
      return withQuantity(known, about, effect.quantity);
    case 'date':
      return {
        ...known,
        happenings: changed(known.happenings, about, {
          happening: (each) => ({ ...each, happened: effect.date }),
          passage: (each) => ({ ...each, passed: effect.date }),
        }),
        ends: known.ends.map((each) => (each.id === about ? { ...each, ended: effect.date } : each)),
        statements: known.statements.map((each) =>
          each.id === about ? { ...each, stated: effect.date } : each,
        ),
      };
    case 'possible':
      return perhaps(known, about);
    case 'struck':
      return without(known, about);
    case 'muted':
      return muted(known, about, effect.source);
    default:
      return unreachable(effect);
  }
}

/** What becomes of the happening, or of the passage, that a contention is about. */
interface Changes {
  readonly happening: (happening: Happening) => Happening;
  readonly passage: (passage: Passage) => Passage;
}

const changed = (happenings: readonly Happening[], about: string, change: Changes): readonly Happening[] =>
  happenings.map((each) => {
    if (each.id === about) return change.happening(each);
    if (!each.passages?.some(({ id }) => id === about)) return each;
    return { ...each, passages: each.passages.map((one) => (one.id === about ? change.passage(one) : one)) };
  });

function withQuantity(known: Known, about: string, quantity: Quantity): Known {
  const { announced, happenings } = known;
  const { criterion } = announced;
  if (about !== announced.commitment) {
    const change = <Each extends Happening | Passage>(each: Each): Each => ({ ...each, quantity });
    return { ...known, happenings: changed(happenings, about, { happening: change, passage: change }) };
  }
  if (targetOf(criterion) === undefined) return known;
  const disputed = { ...criterion, target: quantity } as typeof criterion;
  return { ...known, announced: { ...announced, criterion: disputed } };
}

/** Possible from the same day on, and never certain; what came of it is as uncertain as itself. */
function perhaps(known: Known, about: string): Known {
  const from = (date: string): string => days(earliest(date), null);
  const passage = (each: Passage): Passage => ({ ...each, passed: from(each.passed) });
  const happening = (each: Happening): Happening => ({
    ...each,
    happened: from(each.happened),
    ...(each.passages && { passages: each.passages.map(passage) }),
  });
  return {
    ...known,
    happenings: changed(known.happenings, about, { happening, passage }),
    ends: known.ends.map((each) => (each.id === about ? { ...each, ended: from(each.ended) } : each)),
    coverages: known.coverages.filter(({ id }) => id !== about),
    statements: known.statements.map((each) =>
      each.id === about ? { ...each, stated: from(each.stated) } : each,
    ),
  };
}

/** Without a fact, what came of it, and what speaks for either. A promise that nobody made was only talked of. */
function without(known: Known, about: string): Known {
  const { announced, happenings, ends, coverages, supports, statements } = known;
  const gone = new Set([
    about,
    ...happenings.flatMap(({ id, passages = [] }) => (id === about ? passages.map((each) => each.id) : [])),
  ]);
  const others = <Each extends { readonly id: string }>(all: readonly Each[]): readonly Each[] =>
    all.filter(({ id }) => !gone.has(id));
  return {
    ...known,
    announced: about === announced.commitment ? { ...announced, strength: 'discussed' } : announced,
    happenings: others(happenings).map((each) =>
      each.passages ? { ...each, passages: others(each.passages) } : each,
    ),
    ends: others(ends),
    coverages: others(coverages),
    statements: others(statements),
    supports: others(supports).filter(({ supports: fact }) => !gone.has(fact)),
  };
}

/** Without what one source says of a fact. */
function muted(known: Known, about: string, source: string): Known {
  const silent = <Each extends { readonly evidence: Known['announced']['evidence'] }>(each: Each): Each => ({
    ...each,
    evidence: each.evidence.filter((item) => item.source !== source),
  });
  const ifAbout = <Each extends { readonly id: string } & Parameters<typeof silent>[0]>(each: Each): Each =>
    each.id === about ? silent(each) : each;
  const { announced } = known;
  return {
    ...known,
    announced: about === announced.commitment ? silent(announced) : announced,
    happenings: changed(known.happenings, about, { happening: silent, passage: silent }),
    ends: known.ends.map(ifAbout),
    coverages: known.coverages.map(ifAbout),
    statements: known.statements.map(ifAbout),
    supports: known.supports.map((each) => (each.supports === about ? silent(each) : ifAbout(each))),
  };
}
