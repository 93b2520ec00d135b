import type { ImplementationOf } from '@fourwire/core';
import { alarmChanges } from './alarm-changes.ts';
import { approachCommands } from './approach-commands.ts';
import type { ControlledTemperature } from './approach-commands.ts';
import type { thermalChamber } from './thermal-chamber.ts';
import { programCommands } from '../running/host-program.ts';
import type { ProgramAccess } from '../running/chamber-access.ts';

type Implementation = ImplementationOf<typeof thermalChamber>;
type Commands = Pick<
  Implementation,
  'settle' | 'ramp' | 'alarm$' | 'runProgram' | 'pauseProgram' | 'resumeProgram'
>;

/** What {@link chamberCommands} needs of a driver. */
export interface ChamberAccess extends ProgramAccess {
  /** How often a running command looks at the temperature, in ms; 1000 unless given. */
  readonly lookMs?: number;
}

/**
 * The commands and events of the class, made of a driver's plain members: run by the host, the same for every
 * controller.
 */
export function chamberCommands({ members, clock, userLimits, lookMs = 1000 }: ChamberAccess): Commands {
  const air: ControlledTemperature = { ...members, path: 'setpoint' };
  const approach = approachCommands({
    main: air,
    bySensor: async (sensor, call) => {
      if (sensor === 'air') return air;
      const { product } = members;
      if (product === undefined) return undefined;
      const { temperature, cascade } = product;
      return cascade !== undefined && (await cascade.enabled.read(call))
        ? { temperature, setpoint: cascade.setpoint, path: 'product/cascade/setpoint' }
        : { ...air, temperature };
    },
    running: members.running,
    clock,
    userLimits,
    lookMs,
  });
  return {
    ...approach,
    ...programCommands({ members, clock, userLimits }),
    alarm$: alarmChanges(async (call) => members.alarms.read(call), clock, lookMs),
  };
}
