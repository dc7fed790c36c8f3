import edtf from 'edtf';
import { z } from 'zod';

/** A calendar day, `YYYY-MM-DD`. Days compare as text. */
export type Day = string;

/** The days something may fall on. `null` is an open end: before all days, or after all of them. */
export interface DayBounds {
  readonly earliest: Day | null;
  readonly latest: Day | null;
}

/**
 * The first and last day an EDTF expression (ISO 8601-2:2019) can mean: `2024` is 2024-01-01 to 2024-12-31.
 *
 * Dates, months, years, unspecified digits (`202X`) and intervals, open ones included, are understood. Seasons differ
 * by hemisphere, and what `~` and `?` allow is nobody's rule, so both are refused: write the interval that the source
 * supports.
 *
 * @throws RangeError saying what is wrong with the text.
 */
export function dayBounds(text: string): DayBounds {
  const before = remembered.get(text);
  if (before) return before;
  const bounds = boundsOf(text);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(text, bounds);
  return bounds;
}

// Parsing takes edtf 0.3 ms and more, and every fold asks for the same few thousand dates again and again.
const remembered = new Map<string, DayBounds>();
const REMEMBERED = 10_000;

function boundsOf(text: string): DayBounds {
  const plain = plainBounds(text);
  if (plain) return plain;
  if (/[?~%]/.test(text)) {
    throw new RangeError('has a qualifier (?, ~ or %) whose width nobody defines: write an interval instead');
  }
  const parsed = parse(text);
  if (parsed.type === 'Season') {
    throw new RangeError(
      'is a season, whose days depend on the hemisphere: write an interval of months instead',
    );
  }
  if ((parsed.type !== 'Date' && parsed.type !== 'Interval') || !/^(\.\.|\d)/.test(text) || /T/.test(text)) {
    throw new RangeError('is not a date, month, year or interval of them');
  }
  return { earliest: day(parsed.min), latest: day(parsed.max) };
}

/** Of a day, month or year written in full, which nearly all dates are; undefined for all else, valid or not. */
function plainBounds(text: string): DayBounds | undefined {
  const [, year = '0000', month, dayOfMonth] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (year === '0000') return undefined;
  const first = `${year}-${month ?? '01'}-${dayOfMonth ?? '01'}`;
  const date = new Date(first);
  // Date takes the 30th of February for the 1st of March.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== first) return undefined;
  if (dayOfMonth === undefined) date.setUTCMonth(month === undefined ? 12 : date.getUTCMonth() + 1, 0);
  return { earliest: first, latest: date.toISOString().slice(0, 10) };
}

/** The bounds of a text already checked by {@link edtfDate}. */
export const earliest = (text: string): Day | null => dayBounds(text).earliest;

/** The last day of a text already checked by {@link edtfDate}. */
export const latest = (text: string): Day | null => dayBounds(text).latest;

/** An EDTF date or interval, as {@link dayBounds} understands it. */
export const edtfDate = z
  .string()
  .max(40)
  .superRefine((text, context) => {
    try {
      dayBounds(text);
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message: (error as Error).message,
        params: { example: '2024-11-16' },
      });
    }
  })
  .meta({
    id: 'EdtfDate',
    description: 'An EDTF (ISO 8601-2) date, month, year or interval; seasons and qualifiers are refused',
    examples: ['2024-11-16', '2024-02', '2024', '2022-02-24/2024-11-16'],
  });

/** One calendar day. */
export const calendarDay = z.iso
  .date({ error: 'is not a calendar day, YYYY-MM-DD' })
  .meta({ id: 'CalendarDay', examples: ['2024-11-16'] });

/** The day after a day. */
export const dayAfter = (text: Day): Day => daysBefore(text, -1);

/** The day `count` days before a day. */
export function daysBefore(text: Day, count: number): Day {
  const own = counted.get(count) ?? new Map<Day, Day>();
  const before = own.get(text);
  if (before !== undefined) return before;
  const day = new Date(Date.parse(text) - count * MS_PER_DAY).toISOString().slice(0, 10);
  if (own.size >= REMEMBERED) own.clear();
  counted.set(count, own.set(text, day));
  return day;
}

// Every assessment of every day asks from when on the same few days are due soon. By count and day and not by a text of
// both, which would have to be made to look it up; the counts are few.
const counted = new Map<number, Map<Day, Day>>();

const MS_PER_DAY = 86_400_000;

interface ParsedDate {
  readonly type: string;
  readonly min: number | null;
  readonly max: number | null;
}

function parse(text: string): ParsedDate {
  try {
    return edtf(text);
  } catch {
    throw new RangeError(
      'is not an EDTF date: write 2024-11-16, 2024-11, 2024 or an interval such as 2024-10/2024-12',
    );
  }
}

// A `null` bound is EDTF's "unknown" end (`2024/`): what is not known may be any day.
function day(ms: number | null): Day | null {
  if (ms === null || !Number.isFinite(ms)) return null;
  const text = new Date(ms).toISOString();
  // Other years have a sign and more digits, and would neither compare as text nor be a day to Postgres.
  if (!/^\d{4}-/.test(text) || text.startsWith('0000'))
    throw new RangeError('is in a year that is not from 0001 to 9999');
  return text.slice(0, 10);
}
