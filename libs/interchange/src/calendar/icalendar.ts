/** A day in people's calendars, all of it. */
export interface CalendarEntry {
  /** Never another entry's, and always the same for the same thing (RFC 7986 §5.3: a UUID). */
  readonly uid: string;
  /** Grows with every change of the entry. */
  readonly sequence: number;
  /** When it last changed: RFC 3339 in UTC. */
  readonly changed: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly title: string;
  readonly description: string;
  readonly status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
  readonly categories: readonly string[];
  /** Where to read more: absolute. */
  readonly address: string;
}

/** A calendar to subscribe to. */
export interface Calendar {
  /** As {@link CalendarEntry.uid}. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Where it is had from: absolute. */
  readonly self: string;
  /** How often to ask again, in minutes. */
  readonly refreshMinutes: number;
  readonly entries: readonly CalendarEntry[];
}

/** The media type of {@link iCalendar}; its charset is UTF-8, which RFC 5545 §8.1 has for the default. */
export const CALENDAR_TYPE = 'text/calendar';

/**
 * A calendar as iCalendar (RFC 5545, with the properties of RFC 7986). Entries are events and not to-dos: many
 * calendars leave out the to-dos of a subscription without a word. They last all day, in no time zone, and take nobody's time.
 */
export function iCalendar({ uid, title, description, self, refreshMinutes, entries }: Calendar): string {
  const refresh = `PT${refreshMinutes}M`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Commitment Ledger//Deadlines//EN',
    'CALSCALE:GREGORIAN',
    `UID:${text(uid)}`,
    `NAME:${text(title)}`,
    // What most programs read, from the time before RFC 7986.
    `X-WR-CALNAME:${text(title)}`,
    `DESCRIPTION:${text(description)}`,
    `SOURCE;VALUE=URI:${uri(self)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${refresh}`,
    `X-PUBLISHED-TTL:${refresh}`,
    ...entries.flatMap(eventOf),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventOf(entry: CalendarEntry): readonly string[] {
  const { uid, sequence, changed, day, title, description, status, categories, address } = entry;
  const stamp = utc(changed);
  return [
    'BEGIN:VEVENT',
    `UID:${text(uid)}`,
    // Of what is published and not sent to somebody, DTSTAMP is when it last changed (RFC 5545 §3.8.7.2).
    `DTSTAMP:${stamp}`,
    `LAST-MODIFIED:${stamp}`,
    `SEQUENCE:${sequence}`,
    // Without DTEND it lasts that day (§3.6.1).
    `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
    `SUMMARY:${text(title)}`,
    `DESCRIPTION:${text(description)}`,
    `STATUS:${status}`,
    'TRANSP:TRANSPARENT',
    ...(categories.length > 0 ? [`CATEGORIES:${categories.map(text).join(',')}`] : []),
    `URL:${uri(address)}`,
    'END:VEVENT',
  ];
}

/** `2024-11-17T08:00:00.000001Z` as `20241117T080000Z`. */
const utc = (time: string): string => `${time.slice(0, 19).replace(/[-:]/g, '')}Z`;

/** What a TEXT may not hold (§3.3.11), half characters, and what some programs take for the end of a line. */
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/gu;

/** A TEXT value. */
const text = (value: string): string =>
  value
    .replace(/\r\n|[\r\n\u0085\u2028\u2029]/g, '\n')
    .replace(UNSPEAKABLE, '\ufffd')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');

/** A URI value is written as it is (§3.3.13), so nothing in it may end its line. */
const uri = (address: string): string => new URL(address).href;

const LINE_OCTETS = 75;

/** The line in pieces of 75 octets at most without their ends, each but the first behind a space (§3.1). No character is cut. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= LINE_OCTETS) return line;
  const pieces: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      pieces.push(piece);
      piece = '';
      octets = 1;
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join('\r\n ');
}
