import type { Clock, ImplementationOf, Limits } from '@fourwire/core';
import { chamberCommands } from './chamber-commands.ts';
import type { thermalChamber } from './thermal-chamber.ts';

type Implementation = ImplementationOf<typeof thermalChamber>;
type Commands = 'settle' | 'ramp' | 'alarm$' | 'runProgram' | 'pauseProgram' | 'resumeProgram';
type Plain = 'temperature' | 'setpoint' | 'running' | 'alarms';
type Humidity = NonNullable<Implementation['humidity']>;

/** What a driver says of its chamber; a part that is left out is one that this chamber has not. */
export type ChamberParts = Pick<Implementation, Plain> &
  Partial<Omit<Implementation, Plain | Commands | 'humidity'>> & {
    readonly humidity?: (Omit<Humidity, 'control'> & Partial<Pick<Humidity, 'control'>>) | undefined;
  };

/**
 * All members of a chamber, made of those that its controller serves. A mode that is left out is told by whether the
 * chamber runs, which is right for controllers without programs of their own.
 */
export function chamberMembers(
  parts: ChamberParts,
  context: { readonly clock: Clock; readonly userLimits: Readonly<Record<string, Limits>> },
): Implementation {
  const { humidity, running } = parts;
  const members = {
    rampControl: undefined,
    product: undefined,
    door: undefined,
    fan: undefined,
    alarmLimits: undefined,
    alarmControl: undefined,
    programs: undefined,
    outputs: [],
    inputs: [],
    mode: { read: async (call) => ((await running.read(call)) ? 'constant' : 'off') },
    ...parts,
    humidity: humidity === undefined ? undefined : { control: undefined, ...humidity },
  } satisfies Omit<Implementation, Commands>;
  return { ...members, ...chamberCommands({ members, ...context }) };
}
