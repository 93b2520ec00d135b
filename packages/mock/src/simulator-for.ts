import { FourwireError } from '@fourwire/core';
import type { Simulator } from './simulator.ts';
import { simulators } from './simulators.ts';
import type { SimulatorPlace } from './simulators.ts';

/**
 * A simulated machine that a driver can be opened on, by the driver's name, for example `watlow-f4t`.
 *
 * Where several machines go by one driver, `driverOptions` choose: `{ controller: 'MB1' }` with `binder`.
 *
 * @throws {FourwireError} kind `range`, code `driver-without-simulator`, where there is none.
 */
export function simulatorFor(
  driver: string,
  driverOptions: unknown = {},
  options: SimulatorPlace = {},
): Simulator {
  const candidates = simulators.filter((entry) => entry.driver === driver);
  const given = Object.entries(driverOptions ?? {});
  const entry =
    candidates.find((candidate) => {
      const needed = new Map(Object.entries(candidate.driverOptions ?? {}));
      return given.every(([name, value]) => !needed.has(name) || needed.get(name) === value);
    }) ?? candidates[0];
  if (entry !== undefined) return entry.create(options);
  throw new FourwireError(
    'range',
    'driver-without-simulator',
    `There is no simulator for driver "${driver}".`,
  );
}
