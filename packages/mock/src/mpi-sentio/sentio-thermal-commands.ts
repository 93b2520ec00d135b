import type { ChuckModel } from '../physics/chuck-model.ts';
import { thermalState } from '../prober/thermal-state.ts';
import type { SentioArguments } from './sentio-arguments.ts';
import type { SentioCommand, SentioCommands } from './sentio-command.ts';
import type { SentioModel } from './sentio-model.ts';
import { SentioRefusal } from './sentio-refusal.ts';

/** Unconfirmed range of a thermal chuck, in °C. */
const range = { lowest: -60, highest: 300 } as const;

/** Unconfirmed: how long the station soaks at any temperature, in s. */
const soakingTime = 60;

const modes = ['Normal', 'Standby', 'Defrost', 'Purge', 'Turbo', 'Eco'] as const;
const energyModes = ['Fast', 'Optimal', 'HighPower', 'Customized'] as const;
const holdModes = ['Active', 'Nonactive'] as const;

/** Temperature of the chuck (sheet mpi-sentio.md, section 4.4); error 13 without a thermal chuck. */
export function thermalCommands(model: SentioModel): SentioCommands {
  let mode: (typeof modes)[number] = 'Normal';
  const settings = new Map<string, string>();
  const withChuck =
    (count: number, command: (chuck: ChuckModel, args: SentioArguments) => string): SentioCommand =>
    (args) => {
      args.expect(count);
      const { chuck } = model.prober;
      if (chuck === undefined) throw new SentioRefusal('notSupported');
      return command(chuck, args);
    };
  const setter = (name: string, words: readonly string[]): SentioCommand =>
    withChuck(1, (_chuck, args) => {
      settings.set(name, args.oneOf(0, words));
      return 'OK';
    });
  const getter = (name: string, initial: string): SentioCommand =>
    withChuck(0, () => settings.get(name) ?? initial);
  const state = (chuck: ChuckModel): string => (mode === 'Standby' ? 'standby' : thermalState(chuck));
  return {
    'status:get_chuck_temp': withChuck(0, (chuck) => chuck.reading.toFixed(2)),
    'status:get_chuck_temp_setpoint': withChuck(0, (chuck) => chuck.setpoint.toFixed(2)),
    'status:get_chuck_thermo_state': withChuck(0, state),
    'status:set_chuck_temp': async (args) => {
      args.expect(2);
      const { chuck } = model.prober;
      if (chuck === undefined) throw new SentioRefusal('notSupported');
      const temperature = args.number(0);
      const lower = args.flag(1);
      if (temperature < range.lowest || temperature > range.highest) throw new SentioRefusal('outOfBounds');
      if (model.active.contactSet && model.drop.length > 0) {
        if (!lower) throw new SentioRefusal('invalidOperation', 'Chuck must be lowered first');
        await model.move(model.drop, false);
      }
      chuck.setpoint = temperature;
      chuck.running = mode !== 'Standby';
      return 'OK';
    },
    'status:set_chuck_thermo_mode': withChuck(1, (chuck, args) => {
      mode = args.oneOf(0, modes);
      chuck.running = mode !== 'Standby';
      return 'OK';
    }),
    'status:set_chuck_thermo_energy_mode': setter('energy', energyModes),
    'status:get_chuck_thermo_energy_mode': getter('energy', 'Optimal'),
    'status:set_chuck_thermo_hold_mode': setter('hold', holdModes),
    'status:get_chuck_thermo_hold_mode': getter('hold', 'Nonactive'),
    'status:set_high_purge': setter('purge', ['ON', 'OFF']),
    'status:get_high_purge_state': getter('purge', 'OFF'),
    'status:get_soaking_time': withChuck(1, (_chuck, args) => {
      const temperature = args.number(0);
      if (temperature < range.lowest || temperature > range.highest) throw new SentioRefusal('outOfBounds');
      return String(soakingTime);
    }),
  };
}
