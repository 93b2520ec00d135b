import { afterEach, describe, expect, it, vi } from 'vitest';
import { installed } from './programs.ts';

describe('programs to check against', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('are found as commands and as Python modules', () => {
    vi.stubEnv('FOURWIRE_CROSS_CHECKS', '');
    expect(installed('sh', 'env')).toBe(true);
    expect(installed('sh', 'no-such-program')).toBe(false);
    expect(installed('python:no_such_module')).toBe(false);
  });

  it('are demanded where cross-checks are required', () => {
    vi.stubEnv('FOURWIRE_CROSS_CHECKS', 'required');
    expect(() => installed('sh', 'no-such-program')).toThrow(/not installed: no-such-program/);
  });
});
