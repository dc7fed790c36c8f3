import { unreachable } from '../decider.ts';
import { earliest, type Quantity } from '../vocabulary/index.ts';
import type { Effect } from './contested.ts';
import { targetOf } from './criterion.ts';
import { days } from './hull.ts';
import type { Known, Support } from './known.ts';

/** What is known, with one fact of it taken otherwise than it was recorded. */
export function withEffect(known: Known, about: string, effect: Effect): Known {
  switch (effect.type) {
    case 'quantity':
      return withQuantity(known, about, effect.quantity);
    case 'date':
      return dated(known, about, () => effect.date);
    case 'possible': {
      const { coverages, ...rest } = dated(known, about, (date) => days(earliest(date), null));
      return { ...rest, coverages: coverages.filter(({ id }) => id !== about) };
    }
    case 'struck':
      return without(known, about);
    case 'muted':
      return muted(known, about, effect.source);
    default:
      return unreachable(effect);
  }
}

function withQuantity(known: Known, about: string, quantity: Quantity): Known {
  const { announced } = known;
  const { criterion } = announced;
  if (about !== announced.commitment) {
    return {
      ...known,
      happenings: known.happenings.map((each) => (each.id === about ? { ...each, quantity } : each)),
    };
  }
  return targetOf(criterion) === undefined
    ? known
    : {
        ...known,
        announced: { ...announced, criterion: { ...criterion, target: quantity } as typeof criterion },
      };
}

const dated = (known: Known, about: string, date: (before: string) => string): Known => ({
  ...known,
  happenings: known.happenings.map((each) =>
    each.id === about ? { ...each, happened: date(each.happened) } : each,
  ),
  ends: known.ends.map((each) => (each.id === about ? { ...each, ended: date(each.ended) } : each)),
});

/** Without a fact and what speaks for it. A promise that nobody made was only talked of. */
function without(known: Known, about: string): Known {
  const { announced, happenings, ends, coverages, supports } = known;
  const others = <Each extends { readonly id: string }>(all: readonly Each[]): readonly Each[] =>
    all.filter(({ id }) => id !== about);
  return {
    ...known,
    announced: about === announced.commitment ? { ...announced, strength: 'discussed' } : announced,
    happenings: others(happenings),
    ends: others(ends),
    coverages: others(coverages),
    supports: others(supports).filter(({ supports: fact }) => fact !== about),
  };
}

/** Without what one source says of a fact. */
function muted(known: Known, about: string, source: string): Known {
  const silent = <Each extends Pick<Support, 'evidence'>>(each: Each): Each => ({
    ...each,
    evidence: each.evidence.filter((item) => item.source !== source),
  });
  const ifAbout = <Each extends Support | Known['happenings'][number]>(each: Each): Each =>
    each.id === about || ('supports' in each && each.supports === about) ? silent(each) : each;
  const { announced } = known;
  return {
    ...known,
    announced: about === announced.commitment ? silent(announced) : announced,
    happenings: known.happenings.map(ifAbout),
    ends: known.ends.map((each) => (each.id === about ? silent(each) : each)),
    coverages: known.coverages.map((each) => (each.id === about ? silent(each) : each)),
    supports: known.supports.map(ifAbout),
  };
}
