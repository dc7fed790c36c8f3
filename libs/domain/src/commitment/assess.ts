import { latest, type Day } from '../vocabulary/index.ts';
import type { Assessment } from './assessment.ts';
import { derivationOf } from './derivation.ts';
import { facetsOf, labelOf } from './facets.ts';
import type { Known } from './known.ts';
import { measure } from './measure.ts';

/**
 * What held of a commitment on a day, by the facts' own dates and by nothing else: the same facts and day give the
 * same answer for ever. Write side, read models, reports and time travel all ask here.
 *
 * @param validAt the day, `YYYY-MM-DD`, as it stood at its end.
 * @returns undefined where, on that day, it was not yet certainly announced.
 */
export function assess(known: Known, validAt: Day): Assessment | undefined {
  const from = latest(known.announced.announced);
  if (from === null || from > validAt) return undefined;
  const measured = measure(known, validAt);
  const facets = facetsOf(known, measured, validAt);
  const label = labelOf(facets, known, measured);
  return {
    label,
    facets,
    fulfilment: {
      outcome: measured?.outcome ?? 'undetermined',
      delivered: measured?.delivered ?? null,
      recorded: measured?.recorded ?? null,
      target: measured?.yardstick.target ?? null,
      unit: measured?.yardstick.unit ?? null,
      share: measured?.share ?? null,
      derivation: derivationOf(known, measured, facets, label, validAt),
    },
  };
}
