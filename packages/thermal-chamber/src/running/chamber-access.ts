import type { Clock, ImplementationOf, Limits } from '@fourwire/core';
import type { thermalChamber } from '../classes/thermal-chamber.ts';

type Implementation = ImplementationOf<typeof thermalChamber>;

/** What a program that the host runs needs of a chamber. */
export interface ProgramAccess {
  readonly members: Pick<
    Implementation,
    'temperature' | 'setpoint' | 'running' | 'alarms' | 'product' | 'humidity' | 'outputs' | 'inputs'
  >;
  readonly clock: Clock;
  /** The user's own limits, as the driver's context gives them. */
  readonly userLimits: Readonly<Record<string, Limits>>;
}
