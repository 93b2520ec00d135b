import { FourwireError } from '@fourwire/core';
import type { Clock, Random } from '@fourwire/core';
import type { MockLinks } from '@fourwire/transport';

/** The environment variable that opens every bench on simulators. */
const variable = 'FOURWIRE_MOCK';

/** Whether a bench is to be opened on simulators: as its caller says, or else as the environment does. */
export function isMocked(mock: boolean | undefined, environment = process.env): boolean {
  if (mock !== undefined) return mock;
  const value = environment[variable]?.toLowerCase();
  if (value === undefined || ['', '0', 'false', 'no'].includes(value)) return false;
  if (['1', 'true', 'yes'].includes(value)) return true;
  throw new FourwireError(
    'range',
    'mock-variable',
    `The environment variable ${variable} is "${environment[variable] ?? ''}"; set it to 1 for simulators, to 0 for the real machines.`,
  );
}

/**
 * The simulators of `@fourwire/mock`, which is loaded only when it is asked for.
 *
 * @throws FourwireError of kind `state`, code `mock-not-installed`
 */
export async function loadMock(options: { clock: Clock; random?: Random }): Promise<MockLinks> {
  try {
    const { mockLinks } = await options.clock.outside(import('@fourwire/mock'));
    return mockLinks(options);
  } catch (cause) {
    throw new FourwireError(
      'state',
      'mock-not-installed',
      'The bench is to be opened on simulators, and @fourwire/mock is not installed; add it with `npm install --save-dev @fourwire/mock`.',
      { cause },
    );
  }
}
