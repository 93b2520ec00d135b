import type { Clock, ImplementationOf, Limits } from '@fourwire/core';
import { chamberCommands } from './chamber-commands.ts';
import type { thermalChamber } from './thermal-chamber.ts';

type Implementation = ImplementationOf<typeof thermalChamber>;
type Plain = 'temperature' | 'setpoint' | 'running' | 'alarms';

/** What a driver says of its chamber; a part that is left out is one that this chamber has not. */
export type ChamberParts = Pick<Implementation, Plain> &
  Partial<Omit<Implementation, Plain | 'settle' | 'ramp' | 'alarm$'>>;

/** All members of a chamber, made of those that its controller serves. */
export function chamberMembers(
  parts: ChamberParts,
  context: { readonly clock: Clock; readonly userLimits: Readonly<Record<string, Limits>> },
): Implementation {
  const { product, rampControl, humidity, door, outputs = [] } = parts;
  return {
    ...parts,
    ...chamberCommands({ members: { ...parts, product }, ...context }),
    product,
    rampControl,
    humidity,
    door,
    outputs,
  };
}
