import { describe, expect, it } from 'vitest';
import { shellLine } from './shell-line.ts';

describe('shellLine', () => {
  it('quotes what a shell would take for something else', () => {
    expect(shellLine(['read', 'a?b&c', "it's"])).toBe(`  read 'a?b&c' 'it'\\''s'\n`);
  });

  it('breaks a long line, but not between an option and its value', () => {
    const address = `modbus-tcp://${'x'.repeat(60)}:502/1`;
    expect(shellLine(['fourwire', 'read', address, 'temperature', '--driver', 'watlow-f4t'])).toBe(
      `  fourwire read \\\n    ${address} \\\n    temperature --driver watlow-f4t\n`,
    );
  });
});
