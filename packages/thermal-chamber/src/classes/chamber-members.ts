import type { Clock, ImplementationOf, Limits } from '@fourwire/core';
import { chamberCommands } from './chamber-commands.ts';
import { humidityRange, measured, platinumRange } from './measured.ts';
import type { thermalChamber } from './thermal-chamber.ts';

type Implementation = ImplementationOf<typeof thermalChamber>;
type Commands = 'settle' | 'ramp' | 'alarm$' | 'runProgram' | 'pauseProgram' | 'resumeProgram';
type Plain = 'temperature' | 'setpoint' | 'running' | 'alarms';
type Humidity = NonNullable<Implementation['humidity']>;

/** What a driver says of its chamber; a part that is left out is one that this chamber has not. */
export type ChamberParts = Pick<Implementation, Plain> &
  Partial<Omit<Implementation, Plain | Commands | 'humidity'>> & {
    readonly humidity?: (Omit<Humidity, 'control'> & Partial<Pick<Humidity, 'control'>>) | undefined;
    /** What its temperature sensors can measure, in °C; what a platinum sensor can unless given. */
    readonly sensorRange?: Required<Limits>;
  };

/**
 * All members of a chamber, made of those that its controller serves. A mode that is left out is told by whether the
 * chamber runs, which is right for controllers without programs of their own. What no sensor can have measured is refused,
 * so that neither a command nor a record takes an open sensor for a temperature.
 */
export function chamberMembers(
  parts: ChamberParts,
  context: { readonly clock: Clock; readonly userLimits: Readonly<Record<string, Limits>> },
): Implementation {
  const { humidity, product, sensorRange = platinumRange, ...rest } = parts;
  const { running } = rest;
  const members = {
    rampControl: undefined,
    door: undefined,
    fan: undefined,
    alarmLimits: undefined,
    alarmControl: undefined,
    programs: undefined,
    outputs: [],
    inputs: [],
    mode: { read: async (call) => ((await running.read(call)) ? 'constant' : 'off') },
    ...rest,
    temperature: measured(rest.temperature, sensorRange, '°C'),
    product:
      product === undefined
        ? undefined
        : { ...product, temperature: measured(product.temperature, sensorRange, '°C') },
    humidity:
      humidity === undefined
        ? undefined
        : { control: undefined, ...humidity, humidity: measured(humidity.humidity, humidityRange, '%') },
  } satisfies Omit<Implementation, Commands>;
  return { ...members, ...chamberCommands({ members, ...context }) };
}
