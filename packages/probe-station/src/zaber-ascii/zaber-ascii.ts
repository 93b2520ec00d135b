import { FourwireError, defineDriver, integer, optionalField, quantity, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { stageMembers, stageOptions } from '../classes/stage-members.ts';
import type { AxisName, StageAxisDialect } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { axisFault } from '../stages/axis-fault.ts';
import { byAxis, stageAxes, stageAxisOptions, toleranceOf } from '../stages/stage-axes.ts';
import { ZaberSession } from './zaber-session.ts';

const zaberAxisOptions = record({
  ...stageAxisOptions,
  /** Number of the device in the chain, 1 to 99; 1 unless given. */
  device: optionalField(integer({ min: 1, max: 99 })),
  /** Number of the axis of that device, 1 to 9; 1 unless given. */
  axis: optionalField(integer({ min: 1, max: 9 })),
  /**
   * How far one microstep goes, in µm, for `theta` in degrees: the data sheet of the stage says so, the device does not.
   */
  step: quantity('1', { above: 0 }),
});

/** One axis of a Zaber chain. */
export interface ZaberAxis extends ValueOf<typeof zaberAxisOptions> {}

const zaberOptions = record({
  ...stageOptions,
  /** Which device and axis moves what. */
  axes: byAxis(zaberAxisOptions),
});

/** What the driver of Zaber stages must be told. */
export interface ZaberOptions extends ValueOf<typeof zaberOptions> {}

/** Microsteps per second in one unit of `maxspeed` (sheet zaber.md, section 3). */
const speedUnit = 1 / 1.6384;

/** Warnings that mean that the axis does not know where it is. */
const unreferenced = new Set(['WR', 'WH']);

/** Faults by their letters (sheet, section 4); all but FF are from the manual. */
const faults: Readonly<Record<string, string>> = {
  FF: 'critical system error',
  FN: 'peripheral not supported',
  FZ: 'peripheral inactive',
  FD: 'driver disabled',
  FQ: 'encoder error',
  FS: 'stalled and stopped',
  FB: 'stream bounds',
  FP: 'interpolation path',
  FE: 'limit error',
};

/**
 * Stages and controllers of Zaber with firmware 6 or 7, in their ASCII protocol: serial chain, USB, or TCP port 55550.
 *
 * Source: sheet zaber.md, after zproto and Micro-Manager; names of the settings after zproto. Commands carry an id and a
 * check. Moves are refused while a fault is active. Unconfirmed: the meaning of most warnings and rejections, which are
 * passed on with their letters.
 */
export const zaberAscii = defineDriver({
  name: 'zaber-ascii',
  deviceClass: stage,
  wire: 'bytes',
  serial: { baudRate: 115_200 },
  bus: { timeout: { seconds: 5 } },
  options: zaberOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: ZaberOptions) => {
    const session = new ZaberSession(bus, clock);
    const axes = stageAxes(options.axes, (axis, name) => zaberAxis(session, axis, name));
    const [first] = Object.values(options.axes);
    const device = first?.device ?? 1;

    return {
      identify: async (call) => {
        const { data: firmware } = await session.ask(device, 0, 'get version', call);
        const idSetting = Number(firmware.split('.')[0]) >= 7 ? 'device.id' : 'deviceid';
        return {
          manufacturer: 'Zaber',
          model: `device ${(await session.ask(device, 0, `get ${idSetting}`, call)).data}`,
          serialNumber: await serialNumber(session, device, call),
          firmware,
        };
      },
      tearDown: session.release,
      members: stageMembers({ clock, axes }, options),
    };
  },
});

function zaberAxis(session: ZaberSession, options: ZaberAxis, name: AxisName): StageAxisDialect {
  const { device = 1, axis = 1, step } = options;
  const tolerance = toleranceOf(name, options, step);
  const ask = async (command: string, call: Call): Promise<boolean> =>
    (await session.ask(device, axis, command, call)).busy;
  const units = async (setting: string, call: Call): Promise<number> =>
    step * (await session.number(device, axis, setting, call));
  const refuseWithFault = async (call: Call): Promise<void> => {
    const fault = (await session.warnings(device, axis, call)).find((warning) => warning.startsWith('F'));
    if (fault !== undefined) throw axisFault(name, fault, faults[fault] ?? 'see its manual');
  };
  return {
    tolerance: () => tolerance,
    position: async (call) => units('pos', call),
    moving: async (call) => ask('', call),
    start: async (position, call) => {
      await refuseWithFault(call);
      await ask(`move abs ${Math.round(position / step)}`, call);
    },
    halt: async (call) => void (await ask('stop', call)),
    limits: async (call) => ({ min: await units('limit.min', call), max: await units('limit.max', call) }),
    reference: {
      referenced: async (call) =>
        !(await session.warnings(device, axis, call)).some((warning) => unreferenced.has(warning)),
      start: async (call) => void (await ask('home', call)),
    },
    velocity: {
      read: async (call) => speedUnit * (await units('maxspeed', call)),
      write: async (speed, call) =>
        void (await ask(`set maxspeed ${Math.max(1, Math.round(speed / speedUnit / step))}`, call)),
      limits: () => Promise.resolve({ min: speedUnit * step }),
    },
  };
}

/** Empty for firmware that has no such setting. */
async function serialNumber(session: ZaberSession, device: number, call: Call): Promise<string> {
  try {
    return (await session.ask(device, 0, 'get system.serial', call)).data;
  } catch (error) {
    if (FourwireError.is(error) && error.kind === 'device') return '';
    throw error;
  }
}
