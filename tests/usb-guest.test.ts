import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { installed } from './setup/programs.ts';
import { kernelFolder, runGuest } from './usb-guest/run-guest.ts';

const hasKernel = existsSync(join(kernelFolder, 'vmlinuz'));
if (!hasKernel && process.env['FOURWIRE_CROSS_CHECKS'] === 'required')
  throw new Error('Cross-checks are required, and tests/usb-guest/fetch-kernel.sh was not run.');
const available =
  hasKernel && process.platform === 'linux' && installed('qemu-system-x86_64', 'busybox', 'python:fcntl');

/** The scenarios that a run must have passed, by the program that ran them. */
const expected = {
  'kernel driver': [
    'identity',
    'long read',
    'lengths around packets',
    'long write',
    'capabilities',
    'status byte',
    'service request',
    'time out and clear',
    'clear with a response queued',
    'trigger',
    'remote and local',
  ],
  transport: [
    'query',
    'long read',
    'lengths around packets',
    'long write',
    'status byte',
    'service request',
    'time-out and recovery',
    'stall and recovery',
    'clear',
    'unplug and replug',
    'close',
  ],
};

describe.skipIf(!available)('a simulated USBTMC instrument on the USB of a virtual machine', () => {
  let lines: string[] = [];
  const resultsOf = (program: string): string[] => lines.filter((line) => line.includes(`ok ${program}: `));

  beforeAll(async () => {
    lines = (await runGuest()).split('\n');
  }, 210_000);

  it.each(Object.entries(expected))('passes every scenario of the %s', (program, scenarios) => {
    const results = resultsOf(program);
    // What the guest wrote explains why a program did not come so far.
    expect(results.length > 0 ? results : lines).toEqual(scenarios.map((name) => `ok ${program}: ${name}`));
  });
});
