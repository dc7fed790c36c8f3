/** A time that is not an RFC 3339 date-time. */
export class UnreadableTime extends Error {
  override readonly name = 'UnreadableTime';
  readonly code = 'unreadable-time';
  constructor(readonly time: string) {
    super(`${JSON.stringify(time)} is not a time like 2024-11-16T09:30:00Z`);
  }
}

const RFC_3339 =
  /^(?<date>\d{4}-\d\d-\d\d)[Tt](?<time>\d\d:\d\d:\d\d)(?<fraction>\.\d+)?(?<offset>[Zz]|[+-]\d\d:\d\d)$/;

/**
 * The time in UTC with its fraction cut to six digits. Postgres would round it instead, up to the microsecond after: the
 * time of an event recorded later than the one asked for.
 *
 * @throws UnreadableTime
 */
export function wholeMicroseconds(text: string): string {
  const groups = RFC_3339.exec(text)?.groups;
  if (!groups) throw new UnreadableTime(text);
  const { date, time, fraction = '', offset } = groups;
  const day = new Date(`${date}T00:00:00Z`);
  const instant = new Date(`${date}T${time}${offset?.toUpperCase()}`);
  // A Date takes the 30th of February for the 1st of March; Postgres knows no year 0.
  const isCalendarDay = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === date;
  if (!isCalendarDay || Number.isNaN(instant.getTime()) || !/^(?!0000)\d{4}-/.test(instant.toISOString())) {
    throw new UnreadableTime(text);
  }
  return `${instant.toISOString().slice(0, 19)}${fraction.slice(0, 7)}Z`;
}
