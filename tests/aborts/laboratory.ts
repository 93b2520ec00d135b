import { openBench } from '@fourwire/bench';
import type { Bench, BenchSlot, OpenedDevices } from '@fourwire/bench';
import type { Clock } from '@fourwire/core';
import {
  ErsChuckSimulator,
  EspecP300Simulator,
  Keithley2450Simulator,
  KeysightB2900Simulator,
  KeysightE36300Simulator,
  RsHmpSimulator,
  SentioSimulator,
  WatlowF4tSimulator,
  virtualBench,
} from '@fourwire/mock';
import type { BenchContext, VirtualBench } from '@fourwire/mock';
import { openProbeStation } from '@fourwire/probe-station';
import { openPowerSupply, openSourceMeasureUnit } from '@fourwire/scpi';
import type { SmuChannel, SupplyOutput } from '@fourwire/scpi';
import { openThermalChamber, openThermalChuck } from '@fourwire/thermal-chamber';

function machines({ clock, random }: BenchContext) {
  const time = (name: string) => ({ clock, random: random(name) });
  return {
    oven: new WatlowF4tSimulator(time('oven')),
    climate: new EspecP300Simulator({ ...time('climate'), humidity: true }),
    chuck: new ErsChuckSimulator(time('chuck')),
    prober: new SentioSimulator(time('prober')),
    smu: new Keithley2450Simulator(time('smu')),
    source: new KeysightB2900Simulator({ ...time('source'), model: 'B2901A' }),
    supply: new KeysightE36300Simulator(time('supply')),
    heater: new RsHmpSimulator(time('heater')),
  };
}

export type Laboratory = VirtualBench<ReturnType<typeof machines>>;

/** Eight machines, each with something that must not be left on. */
export function laboratory(seed: number): Laboratory {
  return virtualBench(machines, { seed });
}

/** What opens them. */
const openers = {
  oven: async (slot: BenchSlot) => openThermalChamber('modbus-tcp://oven', { ...slot, driver: 'watlow-f4t' }),
  climate: async (slot: BenchSlot) =>
    openThermalChamber('TCPIP0::climate::57732::SOCKET', { ...slot, driver: 'espec-p300' }),
  chuck: async (slot: BenchSlot) =>
    openThermalChuck('ASRL/dev/chuck::INSTR', {
      ...slot,
      driver: 'ers-ac3',
      options: { temperatureRange: { min: -60, max: 300 } },
    }),
  prober: async (slot: BenchSlot) =>
    openProbeStation('TCPIP0::prober::35555::SOCKET', { ...slot, driver: 'mpi-sentio' }),
  smu: async (slot: BenchSlot) =>
    openSourceMeasureUnit('TCPIP0::smu::5025::SOCKET', { ...slot, driver: 'keithley-2450' }),
  source: async (slot: BenchSlot) =>
    openSourceMeasureUnit('TCPIP0::source::5025::SOCKET', { ...slot, driver: 'keysight-b2900' }),
  supply: async (slot: BenchSlot) =>
    openPowerSupply('TCPIP0::supply::5025::SOCKET', { ...slot, driver: 'keysight-e36300' }),
  heater: async (slot: BenchSlot) =>
    openPowerSupply('TCPIP0::heater::5025::SOCKET', { ...slot, driver: 'rs-hmp' }),
};

export type OpenLaboratory = Bench<OpenedDevices<typeof openers>>;

/** Opens them on their simulators. */
export async function openLaboratory(lab: Laboratory): Promise<OpenLaboratory> {
  return openBench(openers, { name: 'lab', ...lab.links });
}

/** The names of the machines. */
export type MachineName = keyof typeof openers;

const standby = 2;

/** Whether a machine is really safe, whatever its driver says: what its model does. */
export const reallySafe: { readonly [K in MachineName]: (lab: Laboratory) => boolean } = {
  oven: ({ simulators: { oven } }) => !oven.model.temperature.auto && !oven.model.program.active,
  climate: ({ simulators: { climate } }) => !climate.model.controller.conditioning,
  chuck: ({ simulators: { chuck } }) => chuck.model.mode === standby,
  prober: ({ simulators: { prober } }) => !prober.model.inContact,
  smu: ({ simulators: { smu } }) => !smu.model.channel.output,
  source: ({ simulators: { source } }) => source.channels.every(({ smu }) => !smu.output),
  supply: ({ simulators: { supply } }) => supply.model.bank.outputs.every(({ on }) => !on),
  heater: ({ simulators: { heater } }) => heater.model.bank.outputs.every(({ on }) => !on),
};

/** What each machine is at while the run goes on, again and again. */
export const work: {
  readonly [K in MachineName]: (bench: OpenLaboratory, signal: AbortSignal) => Promise<unknown>;
} = {
  oven: async ({ devices: { oven } }, signal) => {
    await oven.settle({ target: 85, tolerance: 2, dwell: 60 }, { signal });
    await oven.settle({ target: 0, tolerance: 2, dwell: 60 }, { signal });
  },
  climate: async ({ devices: { climate } }, signal) =>
    climate.settle({ target: 60, tolerance: 2, dwell: 600 }, { signal }),
  chuck: async ({ devices: { chuck } }, signal) => {
    await chuck.settle({ target: 120, tolerance: 2, dwell: 30 }, { signal });
    await chuck.settle({ target: 40, tolerance: 2, dwell: 30 }, { signal });
  },
  prober: async ({ devices: { prober }, clock }, signal) => {
    for (let column = -2; column <= 2; column++) {
      await prober.stepTo({ column, row: 0 }, { signal });
      await prober.contact({ signal });
      await clock.sleep({ seconds: 20 }, signal);
      await prober.separate({ signal });
    }
  },
  smu: async ({ devices: { smu }, clock }, signal) => pulses(smu.channels, clock, signal),
  source: async ({ devices: { source }, clock }, signal) => pulses(source.channels, clock, signal),
  supply: async ({ devices: { supply }, clock }, signal) => switching(supply.outputs, clock, signal),
  heater: async ({ devices: { heater }, clock }, signal) => {
    if (heater.master !== undefined) await heater.master.enabled.write(true, { signal });
    await switching(heater.outputs, clock, signal);
  },
};

async function pulses(channels: readonly SmuChannel[], clock: Clock, signal: AbortSignal): Promise<void> {
  for (const { output, measurement } of channels) {
    await output.write(true, { signal });
    for (let count = 0; count < 5; count++) {
      await clock.sleep({ seconds: 7 }, signal);
      await measurement.read({ signal });
    }
    await output.write(false, { signal });
    await clock.sleep({ seconds: 5 }, signal);
  }
}

async function switching(outputs: readonly SupplyOutput[], clock: Clock, signal: AbortSignal): Promise<void> {
  for (const { voltage, enabled } of outputs) {
    await voltage.write(1.5, { signal });
    await enabled.write(true, { signal });
    await clock.sleep({ seconds: 11 }, signal);
  }
  for (const { enabled } of outputs) {
    await enabled.write(false, { signal });
    await clock.sleep({ seconds: 3 }, signal);
  }
}
