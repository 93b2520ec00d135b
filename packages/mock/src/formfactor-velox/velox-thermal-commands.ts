import type { ChuckModel } from '../physics/chuck-model.ts';
import { thermalState } from '../prober/thermal-state.ts';
import type { VeloxArguments, VeloxCommand, VeloxCommands } from './velox-arguments.ts';
import type { VeloxModel } from './velox-model.ts';
import { VeloxRefusal } from './velox-refusal.ts';

/** Unconfirmed range of a thermal chuck, in °C. */
const range = { lowest: -60, highest: 300 } as const;

/**
 * The bits of `ReadTemperatureChuckStatus`, as a public driver for Velox names them, and the words of `GetHeaterTemp`,
 * whose spelling is unconfirmed.
 */
const states = {
  uncontrolled: [0, 'Unknown'],
  heating: [1, 'Heating'],
  cooling: [2, 'Cooling'],
  controlling: [4, 'At Temperature'],
  standby: [32, 'Standby'],
} as const;

/** How often `HeatChuck` looks, in s. */
const look = 5;

/** Temperature of the chuck (sheet formfactor-velox.md, section 5.5). */
export function thermalCommands(model: VeloxModel): VeloxCommands {
  let standby = false;
  const withChuck =
    (command: (chuck: ChuckModel, args: VeloxArguments) => string | Promise<string>): VeloxCommand =>
    (args) => {
      const { chuck } = model.prober;
      if (chuck === undefined) throw new VeloxRefusal('There is no thermal chuck.');
      return command(chuck, args);
    };
  const state = (chuck: ChuckModel): (typeof states)[keyof typeof states] =>
    states[standby ? 'standby' : thermalState(chuck)];
  const start = async (args: VeloxArguments): Promise<void> => {
    const celsius = args.number(0, 25);
    args.letter(1, 'C', 'C');
    if (celsius < range.lowest || celsius > range.highest)
      throw new VeloxRefusal('The temperature is outside the range of the chuck.');
    const careful = args.flag(2, 1);
    if (careful && model.active.contactSet && model.drop.length > 0) await model.move(model.drop, false);
    const { chuck } = model.prober;
    if (chuck === undefined) throw new VeloxRefusal('There is no thermal chuck.');
    standby = false;
    chuck.setpoint = celsius;
    chuck.running = true;
  };
  return {
    SetHeaterTemp: withChuck(async (chuck, args) => {
      await start(args);
      return `${chuck.setpoint.toFixed(1)} C`;
    }),
    HeatChuck: withChuck(async (_chuck, args) => {
      await start(args);
      for (;;) {
        const { chuck } = model.prober;
        if (chuck === undefined || !chuck.running) throw new VeloxRefusal('Heating was ended.');
        if (thermalState(chuck) === 'controlling') return `${chuck.reading.toFixed(1)} C`;
        await model.clock.sleep({ seconds: look });
      }
    }),
    GetHeaterTemp: withChuck((chuck, args) => {
      args.letter(0, 'C', 'C');
      return `${chuck.reading.toFixed(1)} C ${state(chuck)[1]}`;
    }),
    GetTargetTemp: withChuck((chuck) => `${chuck.setpoint.toFixed(1)} C`),
    StopHeatChuck: withChuck((chuck) => {
      chuck.setpoint = chuck.reading;
      return `${chuck.setpoint.toFixed(1)} C`;
    }),
    ReadTemperatureChuckStatus: withChuck((chuck) => `${state(chuck)[0]} 0 0 0`),
    EnableHeaterStandby: withChuck((chuck, args) => {
      standby = args.flag(0, 1);
      chuck.running = !standby;
      return '';
    }),
  };
}
