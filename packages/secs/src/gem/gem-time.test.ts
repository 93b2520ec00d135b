import { describe, expect, it } from 'vitest';
import { formatTime, parseTime } from './gem-time.ts';

const at = Date.UTC(2026, 10, 23, 14, 0, 30, 159);

describe('the time of an equipment', () => {
  it('is written in each of the three formats', () => {
    expect(formatTime(at, 0, 'UTC')).toBe('261123140030');
    expect(formatTime(at, 1, 'UTC')).toBe('2026112314003015');
    expect(formatTime(at, 2)).toBe('2026-11-23T14:00:30.15Z');
    expect(formatTime(at, 1, 'Europe/Berlin')).toBe('2026112315003015');
  });

  it('is read by its length, with years of two digits within 50 years of now', () => {
    expect(parseTime('261123140030', at).iso).toBe('2026-11-23T14:00:30');
    expect(parseTime('751231235959', at).iso).toBe('2075-12-31T23:59:59');
    expect(parseTime('770101000000', at).iso).toBe('1977-01-01T00:00:00');
    expect(parseTime('100101000000', Date.UTC(1970, 0, 1)).iso).toBe('2010-01-01T00:00:00');
    expect(parseTime('2026-11-23T14:00:30.5+01:00', at).iso).toBe('2026-11-23T14:00:30.5+01:00');
  });

  it.each(['2026', '2026-11-23', 'yesterday', '26112314003x'])('refuses %s', (text) => {
    expect(() => parseTime(text, at)).toThrow('TIME: expected');
  });
});
