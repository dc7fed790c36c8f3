import fc from 'fast-check';
import ICAL from 'ical.js';
import { type Calendar, type CalendarEntry, iCalendar } from '#libs/interchange';

const entry = (given: Partial<CalendarEntry> = {}): CalendarEntry => ({
  uid: '5f0c1a52-7c1b-5d0e-9d59-2f3a1f1b0a01',
  sequence: 2,
  changed: '2024-12-02T08:00:00.123456Z',
  day: '2024-12-31',
  title: 'Due: 100 generators this year (partly delivered)',
  description: 'By Japan towards Ukraine.\nDue 2024.',
  status: 'CONFIRMED',
  categories: ['goods', 'partly-delivered'],
  address: 'http://127.0.0.1:3000/v1/commitments/generators-2024',
  ...given,
});

const calendar = (entries: readonly CalendarEntry[]): Calendar => ({
  uid: '5f0c1a52-7c1b-5d0e-9d59-2f3a1f1b0a00',
  title: 'Deadlines of commitments',
  description: 'By when states have promised what.',
  self: 'http://127.0.0.1:3000/calendar.ics?party=UA',
  refreshMinutes: 60,
  entries,
});

const read = (text: string) => new ICAL.Component(ICAL.parse(text) as never[]);
const eventsIn = (text: string) =>
  read(text)
    .getAllSubcomponents('vevent')
    .map((component) => new ICAL.Event(component));

/** What a calendar may show of a text: no half characters, no controls, one kind of line end. */
const shown = (text: string): string =>
  text
    .replace(/\r\n|[\r\n\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/gu, '\ufffd');

const anyText = fc.string({
  unit: fc.constantFrom(...Array.from('a;,:\\n"\n\r\t\u0000\u0085\u2028é日🔌👩‍👩‍👧\ud800 '), 'BEGIN:VEVENT'),
  maxLength: 120,
});

describe('a calendar', () => {
  it('is read by a calendar program with all that it says', () => {
    const whole = read(iCalendar(calendar([entry()])));
    const property = (name: string): unknown => whole.getFirstPropertyValue(name);
    expect([property('version'), property('name'), String(property('refresh-interval'))]).toEqual([
      '2.0',
      'Deadlines of commitments',
      'PT60M',
    ]);
    expect(property('source')).toBe('http://127.0.0.1:3000/calendar.ics?party=UA');
    const [event] = eventsIn(iCalendar(calendar([entry()])));
    expect(event).toMatchObject({
      uid: entry().uid,
      sequence: 2,
      summary: entry().title,
      description: entry().description,
    });
    const value = (name: string): unknown => event?.component.getFirstPropertyValue(name);
    expect(String(event?.startDate)).toBe('2024-12-31');
    expect(String(event?.endDate)).toBe('2025-01-01');
    expect([String(value('last-modified')), String(value('dtstamp'))]).toEqual([
      '2024-12-02T08:00:00Z',
      '2024-12-02T08:00:00Z',
    ]);
    expect([value('status'), value('transp'), value('url')]).toEqual([
      'CONFIRMED',
      'TRANSPARENT',
      entry().address,
    ]);
    expect(event?.component.getFirstProperty('categories')?.getValues()).toEqual([
      'goods',
      'partly-delivered',
    ]);
  });

  it('carries any text in its place, and lets none become a line of its own', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (title, description, category) => {
        const given = entry({ title, description, categories: [category] });
        const events = eventsIn(iCalendar(calendar([given, entry({ uid: 'other' })])));
        expect(events.map(({ summary, description: said }) => [summary, said])).toEqual([
          [shown(title), shown(description)],
          [entry().title, entry().description],
        ]);
        expect(events[0]?.component.getFirstPropertyValue('categories')).toBe(shown(category));
      }),
      { numRuns: 500 },
    );
  });

  it('has lines of 75 octets at most, all ended alike, in which no character is cut', () => {
    fc.assert(
      fc.property(anyText, anyText, (title, description) => {
        const bytes = Buffer.from(iCalendar(calendar([entry({ title, description })])));
        const lines = bytes.toString('latin1').split('\r\n');
        expect(lines.pop()).toBe('');
        for (const line of lines) {
          expect(line.length).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/);
          expect(() =>
            new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(line, 'latin1')),
          ).not.toThrow();
        }
      }),
      { numRuns: 500 },
    );
  });

  it('without entries is one all the same', () => {
    expect(eventsIn(iCalendar(calendar([])))).toEqual([]);
  });
});
