import {
  bondLot,
  burnIn,
  grid,
  sweep,
  thermalCycle,
  thermalShock,
  thermalSoak,
  waferTest,
} from '@fourwire/bench';
import type { Procedure } from '@fourwire/bench';
import { openDevice } from '@fourwire/core';
import {
  BondTesterSimulator,
  DeviceInSocket,
  GemWirebonderSimulator,
  HeaterResistor,
  Keithley2450Simulator,
  KeysightE36300Simulator,
  WaferLab,
  WatlowF4tSimulator,
  mockOf,
  virtualBench,
} from '@fourwire/mock';
import { thermalShockChamber } from '@fourwire/thermal-chamber';
import { exampleProfile } from '@fourwire/wirebonder';
import { cyclingDevices, cyclingLab, resistance } from './cycling-lab.ts';
import type { Trial } from './trial.ts';

/** A procedure on a bench of its own, with what is true of it alone. */
export interface Subject extends Trial<object, unknown> {
  /** What must not change while the run pauses. */
  readonly state: () => unknown;
  /** The same with a value that a limit of the device or of the user refuses, and what is said then. */
  readonly refused: Pick<Trial<object, unknown>, 'devices' | 'options'> & { readonly says: RegExp };
}

const trial = <O extends object>(
  procedure: Procedure<O>,
  options: O,
  rest: Pick<Subject, 'lab' | 'devices' | 'state'> & {
    readonly limits?: Readonly<Record<string, object>>;
    readonly beyond?: Partial<O>;
    readonly says: RegExp;
  },
): Subject => {
  const { limits = {}, beyond = {}, says, ...own } = rest;
  const { devices } = own;
  const narrow = Object.fromEntries(
    Object.entries(devices).map(([name, device]: [string, object]) => [
      name,
      limits[name] === undefined ? device : { ...device, limits: limits[name] },
    ]),
  ) as typeof devices;
  return {
    ...own,
    procedure,
    options,
    refused: { devices: narrow, options: { ...options, ...beyond }, says },
  };
};

const level = 'source/channels/1/voltage/level';
const sourceDevices = { source: { driver: 'keithley-2450', address: 'TCPIP0::source::5025::SOCKET' } };
const sourceSettings = [
  { member: 'source/channels/1/source', value: 'voltage' },
  { member: 'source/channels/1/current/compliance', value: 0.01 },
  { member: 'source/channels/1/output', value: true },
];
const current = { member: 'source/channels/1/measurement', field: 'current', name: 'current' };

function sourceLab() {
  const lab = virtualBench(({ clock, random }) => ({
    source: new Keithley2450Simulator({
      clock,
      random: random('source'),
      load: new DeviceInSocket({ device: new HeaterResistor({ resistance: 1000 }), temperature: () => 25 }),
    }),
  }));
  return lab;
}

function ovenState(lab: ReturnType<typeof cyclingLab>): unknown {
  const { controller } = lab.simulators.oven.model;
  return [controller.running, controller.setpoint];
}

/** Every ready-made procedure, small enough to be run many times. */
export const everyProcedure: Readonly<Record<string, () => Subject>> = {
  sweep: () => {
    const lab = sourceLab();
    const axis = { member: level, from: 0.1, to: 0.5, points: 3, settle: 2 };
    return trial(
      sweep(),
      { axis, settings: sourceSettings, channels: [current], back: true },
      {
        lab,
        devices: sourceDevices,
        state: () => lab.simulators.source.model.channel.output,
        limits: { source: { 'channels/1/voltage/level': { min: -0.4, max: 0.4 } } },
        says: /"set source\/channels\/1\/voltage\/level 0\.5 V" would be refused: .*0\.4/,
      },
    );
  },
  grid: () => {
    const lab = sourceLab();
    const axes = [
      { member: level, values: [0.1, 0.2], settle: 2 },
      { member: 'source/channels/1/fourWire', values: [true, false] },
    ];
    return trial(
      grid(),
      { axes, settings: sourceSettings, channels: [current], order: 'serpentine' },
      {
        lab,
        devices: sourceDevices,
        state: () => lab.simulators.source.model.channel.output,
        beyond: { axes: [{ member: level, values: [0.1, 500] }] },
        says: /"set source\/channels\/1\/voltage\/level 500 V" would be refused/,
      },
    );
  },
  'thermal-cycle': () => {
    const lab = cyclingLab();
    return trial(
      thermalCycle(),
      {
        values: { low: 0, high: 60, dwell: 300, cycles: 2 },
        channels: [resistance],
        measureEvery: 150,
        rates: { heating: 30, cooling: 30 },
        lookEvery: 30,
      },
      {
        lab,
        devices: cyclingDevices,
        state: () => ovenState(lab),
        limits: { oven: { setpoint: { max: 50 } } },
        says: /"cycle 1: 60 °C" would be refused: .*50/,
      },
    );
  },
  'thermal-shock': () => {
    const lab = virtualBench(() => ({}));
    const mock = mockOf(thermalShockChamber, {
      clock: lab.clock,
      seconds: 5,
      without: ['product'],
      limits: { 'hot/setpoint': { min: 50, max: 200 }, 'cold/setpoint': { min: -80, max: 0 } },
      values: { alarms: [], 'hot/setpoint': 60, 'cold/setpoint': 0, basket: 'cold' },
      outputs: {
        transfer: ({ to }: { to: string }) => {
          mock.machine.set('basket', to);
          return { duration: 5 };
        },
      },
    });
    const measured = { channels: () => [{ name: 'resistance', unit: 'Ohm', read: () => 1000 }] };
    const values = { low: -55, high: 125, dwell: 900, cycles: 2 };
    return trial(
      thermalShock(measured),
      { values },
      {
        lab,
        devices: {
          chamber: async (slot: object) => openDevice(mock.driver, mock.link, { path: 'chamber', ...slot }),
        },
        state: () => [mock.machine.get('running'), mock.machine.get('basket')],
        beyond: { values: { ...values, high: 250 } },
        says: /"cycle 1: 250 °C" would be refused: hot zone: .*200/,
      },
    );
  },
  'thermal-soak': () => {
    const lab = cyclingLab();
    const values = { temperature: 60, duration: 1800 };
    return trial(
      thermalSoak(),
      {
        values,
        channels: [resistance],
        measureEvery: 600,
        rates: { heating: 30, cooling: 30 },
        lookEvery: 60,
      },
      {
        lab,
        devices: cyclingDevices,
        state: () => ovenState(lab),
        limits: { oven: { setpoint: { max: 50 } } },
        says: /"60 °C until 10 min" would be refused: .*50/,
      },
    );
  },
  'burn-in': () => {
    const lab = virtualBench(({ clock, random }) => {
      const load = (ohms: number) =>
        new DeviceInSocket({
          device: { defect: 'none', resistance: () => ohms, capacitance: () => 0 },
          temperature: () => 25,
        });
      return {
        oven: new WatlowF4tSimulator({ clock, random: random('oven') }),
        supply: new KeysightE36300Simulator({
          clock,
          random: random('supply'),
          loads: [load(500), load(510)],
        }),
      };
    });
    const sockets = [1, 2];
    return trial(
      burnIn(),
      {
        values: { temperature: 60, duration: 2 * 3600 },
        parts: sockets.map((socket) => ({
          part: `S${socket}`,
          on: [
            { member: `supply/outputs/${socket}/voltage`, value: 5 },
            { member: `supply/outputs/${socket}/currentLimit`, value: 0.2 },
            { member: `supply/outputs/${socket}/enabled`, value: true },
          ],
          off: [{ member: `supply/outputs/${socket}/enabled`, value: false }],
        })),
        channels: sockets.map((socket) => ({
          part: `S${socket}`,
          name: 'supply current',
          member: `supply/outputs/${socket}/measurement`,
          field: 'current',
          max: 0.02,
        })),
        readEvery: 1,
        drift: [{ channel: 'supply current', max: 10 }],
        lookEvery: 300,
      },
      {
        lab,
        devices: {
          oven: { driver: 'watlow-f4t', address: 'modbus-tcp://oven/1' },
          supply: { driver: 'keysight-e36300', address: 'TCPIP0::supply::5025::SOCKET' },
        },
        state: () => lab.simulators.supply.model.bank.outputs.map(({ on }) => on),
        limits: { supply: { 'outputs/1/voltage': { max: 3 } } },
        says: /"60 °C, read point 0 h" would be refused: supply\/outputs\/1\/voltage: .*3/,
      },
    );
  },
  'wafer-test': () => {
    const lab = virtualBench(({ clock, random }) => {
      const { prober, meter } = new WaferLab({ chuck: true, clock, random: random('lab') });
      return { prober, meter };
    });
    const reading = { member: 'meter/reading', unit: 'Ohm' };
    return trial(
      waferTest(),
      {
        wafer: 'W07',
        layout: { size: '200 mm', pitch: { x: 30_000, y: 30_000 }, edgeExclusion: 3000 },
        sample: 4,
        temperatures: [30, 40],
        settings: [
          { member: 'meter/function', value: 'resistance4w' },
          { member: 'meter/range', value: 10_000 },
        ],
        contact: { ...reading, name: 'contact', max: 9000 },
        tests: [{ ...reading, name: 'resistance', min: 850, max: 1350 }],
        soak: 60,
        retest: 1,
      },
      {
        lab,
        devices: {
          prober: {
            driver: 'mpi-sentio',
            address: 'TCPIP0::prober::35555::SOCKET',
            options: { chuck: { min: 20, max: 150 } },
          },
          meter: { driver: 'keysight-34460', address: 'TCPIP0::meter::5025::SOCKET' },
        },
        // Needles never stand on pads while it pauses.
        state: () => (lab.simulators.prober.model.inContact ? 'in contact' : 'separated'),
        limits: { prober: { 'chuck/setpoint': { max: 35 } } },
        says: /"begin wafer W07 at 40 °C" would be refused: .*35/,
      },
    );
  },
  'bond-lot': () => {
    const lab = virtualBench(({ clock, random }) => {
      const bonder = new GemWirebonderSimulator({ clock, random: random('bonder') });
      return {
        bonder,
        tester: new BondTesterSimulator({ clock, random: random('tester'), bonder: bonder.model }),
      };
    });
    return trial(
      bondLot(),
      {
        lot: 'L1',
        recipe: 'MEMS-GOLD',
        strips: 2,
        sampling: { wires: 3, wait: 60 },
        pull: { minimum: 1 },
        assists: 'resume',
        secondsPerStrip: 80,
        secondsPerPull: 3,
      },
      {
        lab,
        devices: {
          bonder: {
            driver: 'gem-wirebonder',
            address: 'hsms://bonder',
            options: { profile: exampleProfile },
          },
          tester: { driver: 'bond-tester-csv', address: 'TCPIP0::tester::4000::SOCKET' },
        },
        state: () => lab.simulators.bonder.model.made.length,
        // A bonder has no limits that a lot could meet: its recipe is what must be there.
        beyond: { recipe: 'NOT-THERE' },
        says: /PP-SELECT: HCACK 3/,
      },
    );
  },
};
