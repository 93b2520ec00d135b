import { describe, expect, it, vi } from 'vitest';
import { fourwire } from '../../test/fourwire.ts';

/** What the shell is told when Tab is pressed at the end of a line. */
async function suggestions(...line: readonly string[]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { out } = await fourwire(['complete', '--', ...line]);
  return `${log.mock.calls.map((words) => words.join(' ')).join('\n')}\n${out}`;
}

describe('completion', () => {
  it('suggests drivers', async () => {
    expect(await suggestions('describe', '--driver', 'watlow')).toMatch(/^watlow-f4t\tthermal-chamber of/m);
  });

  it('suggests members with what they are: those that can be written, read or described', async () => {
    const driver = ['--driver', 'watlow-f4t'];
    expect(await suggestions('write', ...driver, 'ASRL1', 'set')).toMatch(
      /^setpoint\tTarget air temperature/m,
    );
    expect(await suggestions('write', ...driver, 'ASRL1', 'temp')).not.toContain('temperature\t');
    expect(await suggestions('read', ...driver, 'ASRL1', 'temp')).toContain('temperature\t');
    expect(await suggestions('describe', ...driver, 'set')).toMatch(/^settle\tGoes to a temperature/m);
  });

  it('suggests the words that a member takes', async () => {
    const line = ['write', '--driver', 'watlow-f4t', 'ASRL1', 'running', ''];
    expect(await suggestions(...line)).toMatch(/^on\t\noff\t$/m);
  });
});
