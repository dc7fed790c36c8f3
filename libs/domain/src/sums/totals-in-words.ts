import { intervalInWords, namesInWords } from '../commitment/in-words.ts';
import { pathInWords, type Kinship } from './kinship.ts';
import type { LeftOut, Summand } from './summand.ts';
import type { Sum, Totals } from './totals.ts';

/** The reasoning of sums in sentences: what was added, by what rule, and what a reader must not conclude from it. */
export function derivationOfTotals(totals: Totals, kinship: Kinship): readonly string[] {
  const { items, leftOut, sums, perhapsLeftOut } = totals;
  return [
    ...sums.map(sumInWords),
    ...(sums.length === 0 ? ['No commitment asked for is measured in an amount.'] : []),
    ...(sums.length > 1 ? ['Different units are not added.'] : []),
    ...(leftOut.some(({ standsFor }) => standsFor !== null)
      ? [
          'Of commitments that contain one another or say the same, one is in the sum and stands for the others.',
        ]
      : []),
    ...perhapsLeftOut.map(({ id, reason }) => `${id} may be another promise told again. If so: ${reason}`),
    ...(perhapsLeftOut.length > 0 ? ['Until that is decided, each sum allows for either.'] : []),
    ...acrossUnits(items, kinship),
    ...items.filter(({ joint }) => joint).map(jointInWords),
    ...leftOut.flatMap(recordedElsewhere),
  ];
}

function sumInWords({ unit, commitments, promised, recorded, delivered }: Sum): string {
  const count = `${commitments} commitment${commitments === 1 ? '' : 's'}`;
  return (
    `${unit}, over ${count}: promised ${intervalInWords(promised, unit)}; ` +
    `recorded ${intervalInWords(recorded, unit)}; delivered ${intervalInWords(delivered, unit)}.`
  );
}

/** One promise may stand in the sums of two units, which is no double count until somebody converts and adds them. */
function acrossUnits(items: readonly Summand[], kinship: Kinship): readonly string[] {
  const units = new Map(items.map(({ id, unit }) => [id, unit]));
  return items.flatMap(({ id, unit }) => {
    const other = [...kinship.reached(id).keys()].find((kin) => (units.get(kin) ?? unit) !== unit);
    const path = other === undefined ? undefined : kinship.path(id, other);
    if (other === undefined || !path) return [];
    return `${id} ${pathInWords(path)}: its ${unit} and the ${units.get(other) ?? ''} must not be converted and added.`;
  });
}

function jointInWords({ id, committers, beneficiaries }: Summand): string {
  const by = committers.length > 1 ? ` by ${namesInWords(committers)}` : '';
  const to = beneficiaries.length > 1 ? ` to ${namesInWords(beneficiaries)}` : '';
  return `${id} is promised${by}${to} jointly: no shares are stated, so the whole of it is in the sum.`;
}

function recordedElsewhere({ id, from, unit, recorded }: LeftOut): readonly string[] {
  if (from === 'promised' || !recorded || unit === null || recorded.hi === '0') return [];
  return [`Recorded with ${id}, which is left out, and in no sum: ${intervalInWords(recorded, unit)}.`];
}
