import { describe, expect, it } from 'vitest';
import { parseBoolean } from './boolean.ts';

describe('parseBoolean', () => {
  it.each(['1', 'ON', ' on\r\n', '+1', '2', '0.6', '-1', '1E3'])('reads %j as true', (text) => {
    expect(parseBoolean(text)).toBe(true);
  });

  it.each(['0', 'OFF', 'Off', '+0', '0.4', '-0.2'])('reads %j as false', (text) => {
    expect(parseBoolean(text)).toBe(false);
  });

  it.each(['', 'YES', 'true', '9.91E37', 'NAN', '1A'])('refuses %j', (text) => {
    expect(() => parseBoolean(text)).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });
});
