import { isDeepStrictEqual } from 'node:util';
import type { Device, Writable } from '@fourwire/core';
import {
  GemWirebonderSimulator,
  Keysight34461Simulator,
  SentioSimulator,
  WatlowF4tSimulator,
} from '@fourwire/mock';
import type { BenchContext, Simulator, VirtualBenchLinks } from '@fourwire/mock';
import { openProbeStation } from '@fourwire/probe-station';
import { openMultimeter } from '@fourwire/scpi';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import { exampleProfile, openWirebonder } from '@fourwire/wirebonder';

/** What is done to a device while something is wrong: it throws a {@link WrongValue}, or what the device throws. */
type Action = () => Promise<void>;

/** An opened device and what is done to it. */
export interface Patient {
  readonly device: Device;
  readonly actions: Readonly<Record<string, Action>>;
}

/** A driver with the simulator that it is tried on. */
export interface Subject {
  readonly driver: string;
  /** Where it stands on the virtual bench; its name there is `subject`. */
  readonly address: string;
  /** Whether a garbled byte is found out: by a checksum, or because nothing but text and numbers it knows can come. */
  readonly checked: boolean;
  readonly simulate: (context: BenchContext) => Simulator;
  readonly open: (address: string, links: VirtualBenchLinks, simulator: Simulator) => Promise<Patient>;
}

/** A value that was given as good and is not what the machine has. */
export class WrongValue extends Error {}

function same(got: unknown, wanted: unknown): void {
  const close =
    typeof got === 'number' && typeof wanted === 'number'
      ? Math.abs(got - wanted) <= 1e-3 * Math.max(1, Math.abs(wanted))
      : isDeepStrictEqual(got, wanted);
  if (!close) throw new WrongValue(`got ${JSON.stringify(got)}, the machine has ${JSON.stringify(wanted)}`);
}

/** Writes one value, then the other: what was confirmed must be what the machine has. */
function alternating<T>(member: Writable<T>, values: readonly [T, T], actual: () => T): Action {
  let turn = 0;
  return async () => {
    const value = values[turn++ % 2 === 0 ? 0 : 1];
    await member.write(value);
    same(actual(), value);
  };
}

const chamber = (address: string): Subject => ({
  driver: 'watlow-f4t',
  address,
  checked: address.startsWith('modbus-rtu'),
  simulate: ({ clock, random }) =>
    // Without noise: what was read and what the machine has a moment later are the same.
    new WatlowF4tSimulator({ clock, random: random('oven'), parameters: { sensorNoise: 0 } }),
  open: async (where, links, simulator) => {
    const { model } = simulator as WatlowF4tSimulator;
    const device = await openThermalChamber(where, { driver: 'watlow-f4t', ...links });
    return {
      device,
      actions: {
        temperature: async () => {
          const before = model.processValue;
          const got = await device.temperature.read();
          const after = model.processValue;
          // It may have changed while the reply was on its way.
          same(got, Math.min(Math.max(got, Math.min(before, after)), Math.max(before, after)));
        },
        setpoint: alternating(device.setpoint, [40, -10], () => model.temperature.setpoint),
        running: alternating(device.running, [true, false], () => model.temperature.auto),
        safe: async () => {
          const report = await device.safe('test');
          if (report.ok && model.temperature.auto) throw new WrongValue('safe() said ok while it conditions');
        },
      },
    };
  },
});

/** Every driver on every kind of wire that it can have. */
export const subjects: readonly Subject[] = [
  chamber('modbus-tcp://subject'),
  chamber('modbus-rtu:///dev/subject'),
  ...['TCPIP0::subject::5025::SOCKET', 'ASRL/dev/subject::INSTR'].map((address): Subject => ({
    driver: 'keysight-34460',
    address,
    checked: false,
    simulate: ({ clock, random }) => {
      const meter = new Keysight34461Simulator({ clock, random: random('meter') });
      meter.model.inputs.voltage = 1.25;
      return meter;
    },
    open: async (where, links, simulator) => {
      const { model } = simulator as Keysight34461Simulator;
      const device = await openMultimeter(where, { driver: 'keysight-34460', ...links });
      return {
        device,
        actions: {
          reading: async () => same(await device.reading.read(), model.stuckAt ?? 1.25),
          range: alternating(device.range, [10, 100], () => model.settings().range),
          autoRange: alternating(device.autoRange, [true, false], () => model.settings().autorange),
          measure: async () =>
            same((await device.measure({ function: 'dcVoltage' })).value, model.stuckAt ?? 1.25),
        },
      };
    },
  })),
  {
    driver: 'mpi-sentio',
    address: 'TCPIP0::subject::35555::SOCKET',
    checked: false,
    simulate: ({ clock, random }) => new SentioSimulator({ clock, random: random('prober') }),
    open: async (where, links, simulator) => {
      const { model } = simulator as SentioSimulator;
      const device = await openProbeStation(where, { driver: 'mpi-sentio', ...links });
      return {
        device,
        actions: {
          position: async () => same((await device.position.read()).x, model.position.x - model.home.x),
          height: async () => {
            const before = model.inContact;
            const got = (await device.height.read()) === 'contact';
            // A move that was given up may still go on, and the answer may have been on its way for a while.
            if (got !== before) same(got, model.inContact);
          },
          vacuum: alternating(device.vacuum, [false, true], () => model.vacuumOn),
          contact: async () => {
            await device.contact();
            same(model.inContact, true);
          },
          separate: async () => {
            await device.separate();
            same(model.inContact, false);
          },
        },
      };
    },
  },
  {
    driver: 'gem-wirebonder',
    address: 'hsms://subject',
    checked: false,
    simulate: ({ clock, random }) => new GemWirebonderSimulator({ clock, random: random('bonder') }),
    open: async (where, links, simulator) => {
      const { model } = simulator as GemWirebonderSimulator;
      const device = await openWirebonder(where, {
        driver: 'gem-wirebonder',
        ...links,
        options: { profile: exampleProfile },
      });
      return {
        device,
        actions: {
          processState: async () => same((await device.processState.read()).name, model.state),
          recipes: async () => same(await device.recipes.read(), [...model.recipes.keys()]),
        },
      };
    },
  },
];
