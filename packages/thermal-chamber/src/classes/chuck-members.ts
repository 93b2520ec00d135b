import type { Clock, ImplementationOf, Limits } from '@fourwire/core';
import { alarmChanges } from './alarm-changes.ts';
import { approachCommands } from './approach-commands.ts';
import { measured, platinumRange } from './measured.ts';
import type { thermalChuck } from './thermal-chuck.ts';

type Implementation = ImplementationOf<typeof thermalChuck>;
type Plain = 'temperature' | 'setpoint' | 'running' | 'state' | 'alarms';
type Part = 'rampControl' | 'dewPointWatch' | 'hold' | 'heatSink';

/** What a driver says of its chuck; a part that is left out is one that this chuck has not. */
export type ChuckParts = Pick<Implementation, Plain> &
  Partial<Pick<Implementation, Part>> & {
    /** What its temperature sensors can measure, in °C; what a platinum sensor can unless given. */
    readonly sensorRange?: Required<Limits>;
  };

/**
 * All members of a chuck, plate or stage, made of those that its controller serves. What no sensor can have measured
 * is refused, so that neither a command nor a record takes an open sensor for a temperature.
 */
export function chuckMembers(
  { sensorRange = platinumRange, ...parts }: ChuckParts,
  { clock, userLimits }: { readonly clock: Clock; readonly userLimits: Readonly<Record<string, Limits>> },
): Implementation {
  const { setpoint, running, alarms, heatSink } = parts;
  const temperature = measured(parts.temperature, sensorRange, '°C');
  return {
    rampControl: undefined,
    dewPointWatch: undefined,
    hold: undefined,
    ...parts,
    temperature,
    heatSink:
      heatSink === undefined ? undefined : { temperature: measured(heatSink.temperature, sensorRange, '°C') },
    alarm$: alarmChanges(async (call) => alarms.read(call), clock),
    ...approachCommands({
      main: { temperature, setpoint, path: 'setpoint' },
      running,
      clock,
      userLimits,
    }),
  };
}
