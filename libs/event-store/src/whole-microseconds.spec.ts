import { UnreadableTime, wholeMicroseconds } from './whole-microseconds.ts';

describe('a time asked for', () => {
  it('keeps six digits of its fraction and loses the rest, never rounded up', () => {
    expect(wholeMicroseconds('2024-11-16T09:30:00.1234569Z')).toBe('2024-11-16T09:30:00.123456Z');
    expect(wholeMicroseconds('2024-11-16T09:30:00.9999999+02:00')).toBe('2024-11-16T07:30:00.999999Z');
  });

  it('may have fewer digits, or none', () => {
    expect(wholeMicroseconds('2024-11-16T09:30:00.5Z')).toBe('2024-11-16T09:30:00.5Z');
    expect(wholeMicroseconds('2024-11-16T09:30:00Z')).toBe('2024-11-16T09:30:00Z');
  });

  it('is refused without its offset, and when there is no such day', () => {
    expect(() => wholeMicroseconds('2024-11-16T09:30:00')).toThrow(UnreadableTime);
    for (const time of [
      '2024-02-30T09:30:00Z',
      '2024-11-16T24:30:00Z',
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00+05:00',
    ]) {
      expect(() => wholeMicroseconds(time)).toThrow(UnreadableTime);
    }
  });
});
