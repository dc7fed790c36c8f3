import { dayAfter, dayBounds, daysBefore, type Day } from '../vocabulary/index.ts';

/** How often something is to be held: once in every calendar period of this length, or more often. */
export const cadences = ['month', 'quarter', 'half-year', 'year'] as const;

export type Cadence = (typeof cadences)[number];

const MONTHS: Readonly<Record<Cadence, number>> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** Ten years of months: each period is judged for itself on every day asked about. */
const MOST_YEARS = 10;

/** One period of a window: the days of it that lie within, and what it is called. */
export interface Period {
  /** `2025`, `2025-H1`, `2025-Q3`, `2025-06` */
  readonly name: string;
  readonly from: Day;
  readonly to: Day;
}

/** What is wrong with a window that is to be divided into periods; undefined where nothing is. */
export function faultOfWindow(text: string): string | undefined {
  const { earliest, latest } = dayBounds(text);
  if (earliest === null || latest === null)
    return 'has no first or no last day: say from when to when, as far as the source does';
  return Number(latest.slice(0, 4)) - Number(earliest.slice(0, 4)) >= MOST_YEARS
    ? `is longer than ${MOST_YEARS} years: divide it into commitments of their own`
    : undefined;
}

/**
 * The calendar periods that a window reaches into, in order; the first and the last may be cut short by it.
 *
 * @param window an EDTF interval with both ends, as {@link faultOfWindow} has it.
 */
export function periodsIn(window: string, every: Cadence): readonly Period[] {
  const { earliest, latest } = dayBounds(window);
  const periods: Period[] = [];
  for (let day = earliest; day !== null && latest !== null && day <= latest;) {
    const { name, to } = periodAround(day, every);
    periods.push({ name, from: day, to: to < latest ? to : latest });
    day = dayAfter(to);
  }
  return periods;
}

function periodAround(day: Day, every: Cadence): { readonly name: string; readonly to: Day } {
  const months = MONTHS[every];
  const year = day.slice(0, 4);
  const index = Math.floor((Number(day.slice(5, 7)) - 1) / months);
  const last = (index + 1) * months;
  const next =
    last === 12 ? `${String(Number(year) + 1).padStart(4, '0')}-01` : `${year}-${twoDigits(last + 1)}`;
  const names: Readonly<Record<Cadence, string>> = {
    month: `${year}-${twoDigits(last)}`,
    quarter: `${year}-Q${index + 1}`,
    'half-year': `${year}-H${index + 1}`,
    year,
  };
  return { name: names[every], to: daysBefore(`${next}-01`, 1) };
}

const twoDigits = (count: number): string => String(count).padStart(2, '0');
