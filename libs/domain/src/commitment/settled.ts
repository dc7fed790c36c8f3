import { interval } from '../vocabulary/index.ts';
import { effectsOf } from './contested.ts';
import { targetOf } from './criterion.ts';
import { FALLS, openedOn, subjectOf, type Contention, type Resolution } from './dispute.ts';
import { quantityHull } from './hull.ts';
import type { Known, Support } from './known.ts';
import { withEffect } from './taken.ts';

/** What is known with every contested fact taken in one way. */
export interface Settled {
  readonly known: Known;
  /** The facts that a resolution found not to be so, each with it. */
  readonly refuted: ReadonlyMap<string, Resolution>;
  /** What nobody has resolved. */
  readonly open: readonly Contention[];
}

/** A contention taken as if it had been resolved so. */
export interface Supposed {
  readonly contention: Contention;
  readonly held: string;
}

/**
 * What is known as it counts. A resolution holds for all days, as a delivery recorded late does; while a dispute is open,
 * the fact is all that its readings leave possible; of several contentions about the same the last one decides.
 *
 * @param supposed how to take one contention instead.
 */
export function settle(known: Known, supposed?: Supposed): Settled {
  if (known.contentions.length === 0) return { known, refuted: new Map(), open: [] };
  const deciding = new Map(known.contentions.map((each) => [subjectOf(each), each]));
  if (supposed) deciding.set(subjectOf(supposed.contention), supposed.contention);
  const open: Contention[] = [];
  const refuted = new Map<string, Resolution>();
  let taken: Known = { ...known, supports: [...known.supports, ...voicesOf(known)] };
  for (const contention of deciding.values()) {
    const resolution = resolutionOf(known, contention);
    const isSupposed = contention === supposed?.contention;
    const held = isSupposed ? supposed.held : resolution?.held;
    if (held === undefined) open.push(contention);
    for (const effect of effectsOf(contention, held, resolution?.resolved, taken)) {
      if (effect.type === 'struck' && resolution && !isSupposed) refuted.set(contention.about, resolution);
      taken = withEffect(taken, contention.about, effect);
    }
  }
  return { known: taken, refuted, open };
}

/** The resolution of a contention, if there is one. */
export const resolutionOf = ({ resolutions }: Known, { id }: Contention): Resolution | undefined =>
  resolutions.find(({ dispute }) => dispute === id);

/** Who is heard because a reading was found to hold: those who gave it, and those who resolved it. */
function voicesOf(known: Known): readonly Support[] {
  return known.contentions.flatMap((contention) => {
    const resolution = resolutionOf(known, contention);
    const { about: supports } = contention;
    if (!resolution || resolution.held === null || resolution.held === FALLS) return [];
    const reading =
      contention.type === 'dispute'
        ? contention.readings.find(({ id }) => id === resolution.held)
        : undefined;
    if (reading?.occurred === false) return [];
    return [
      ...(reading ? [{ ...reading, supports, attached: openedOn(contention) }] : []),
      { ...resolution, supports, attached: resolution.resolved },
    ].map(({ id, attached, attribution, evidence }) => ({ id, supports, attached, attribution, evidence }));
  });
}

/** How wide the amount of a promise is while sources disagree about it; undefined where they do not. */
export function targetHull({ open }: Settled, { announced }: Known) {
  const target = targetOf(announced.criterion);
  const dispute = open.find(
    (each) => each.type === 'dispute' && each.aspect === 'quantity' && each.about === announced.commitment,
  );
  if (!target || dispute?.type !== 'dispute') return undefined;
  const hull = quantityHull(dispute.readings, target.unit);
  return hull && interval(hull);
}
