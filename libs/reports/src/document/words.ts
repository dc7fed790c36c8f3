import { intervalInWords, partyName, type Attribution, type Evidence, type Interval } from '#libs/domain';
import { type Dated } from '#libs/read-models';

/** An identifier as words: `overdue-unproven` is `overdue, unproven`. */
export const inWords = (code: string): string => code.replace(/^(overdue)-/, '$1, ').replaceAll('-', ' ');

/** A date as stated, and the days it can mean where it names no single one. */
export function dateInWords({ edtf, earliest, latest }: Dated): string {
  if (earliest === edtf) return edtf;
  return `${edtf} (${earliest ?? 'open'} to ${latest ?? 'open'})`;
}

/** Who said it, and for whom. */
export const saidBy = ({ saidBy: who, onBehalfOf, reporter }: Attribution): string =>
  `${who}, for ${partyName(onBehalfOf)} (${reporter.replace('-', ' ')})`;

/** The sources named, each once. */
export const sourcesIn = (evidence: readonly Evidence[]): string =>
  [...new Set(evidence.map(({ source }) => source))].join(', ');

/** An interval in words; a dash for none. */
export const amountInWords = (interval: Interval | null, unit: string | null): string =>
  interval === null || unit === null ? '—' : intervalInWords(interval, unit);

/** Positions, ascending, with those that follow on one another as a range: `3, 7–12`. */
export function positionsInWords(positions: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const position of positions) {
    const last = ranges.at(-1);
    if (last && position === last[1] + 1) last[1] = position;
    else if (position !== last?.[1]) ranges.push([position, position]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}
