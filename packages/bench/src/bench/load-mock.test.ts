import { systemClock } from '@fourwire/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isMocked, loadMock } from './load-mock.ts';

afterEach(() => {
  vi.doUnmock('@fourwire/mock');
});

describe('simulators instead of machines', () => {
  it.each([
    [undefined, {}, false],
    [undefined, { FOURWIRE_MOCK: '0' }, false],
    [undefined, { FOURWIRE_MOCK: '' }, false],
    [undefined, { FOURWIRE_MOCK: '1' }, true],
    [undefined, { FOURWIRE_MOCK: 'TRUE' }, true],
    [false, { FOURWIRE_MOCK: '1' }, false],
    [true, {}, true],
  ])('are taken as %s and %o say', (asked, environment, expected) => {
    expect(isMocked(asked, environment)).toBe(expected);
  });

  it('say how to get them where they are not installed', async () => {
    vi.doMock('@fourwire/mock', () => {
      throw new Error("Cannot find package '@fourwire/mock'");
    });
    await expect(loadMock({ clock: systemClock })).rejects.toMatchObject({
      kind: 'state',
      code: 'mock-not-installed',
      message: expect.stringContaining('npm install --save-dev @fourwire/mock') as string,
    });
  });
});
