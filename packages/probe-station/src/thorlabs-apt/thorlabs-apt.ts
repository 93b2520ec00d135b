import { FourwireError, defineDriver, integer, optionalField, quantity, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { stageMembers, stageOptions } from '../classes/stage-members.ts';
import type { AxisName, StageAxisDialect } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { unexpected } from '../faults.ts';
import { axisFault } from '../stages/axis-fault.ts';
import { byAxis, stageAxes, stageAxisOptions, toleranceOf } from '../stages/stage-axes.ts';
import { aptAddress } from './apt-message.ts';
import { AptSession } from './apt-session.ts';

const aptAxisOptions = record({
  ...stageAxisOptions,
  /** The bay of a rack, 1 to 10; a controller of one channel unless given. */
  bay: optionalField(integer({ min: 1, max: 10 })),
  /** Counts of the encoder, or microsteps, in a mm, for `theta` in a degree: the manual of the stage says so. */
  counts: quantity('1', { above: 0 }),
  /**
   * The sampling time of the controller in s, in which speeds are counted; without it the speed cannot be set.
   * Unconfirmed: 2048 / 6e6 for TDC001 and KDC101, 102.4e-6 for BBD controllers; steppers have others.
   */
  samplingTime: optionalField(quantity('s', { above: 0 })),
});

/** One axis of an APT controller. */
export interface AptAxis extends ValueOf<typeof aptAxisOptions> {}

const aptOptions = record({
  ...stageOptions,
  /** Which bay moves what; a controller of one channel has one axis. The travel is not told: give `softLimits`. */
  axes: byAxis(aptAxisOptions),
});

/** What the driver of APT controllers must be told. */
export interface AptOptions extends ValueOf<typeof aptOptions> {}

const channel = 1;

/** Questions with the ids of their answers (sheet thorlabs-apt.md, section 3). */
const questions = {
  info: { id: 0x0005, answer: 0x0006, length: 84 },
  position: { id: 0x0411, answer: 0x0412, length: 6 },
  status: { id: 0x0429, answer: 0x042a, length: 6 },
  velocity: { id: 0x0414, answer: 0x0415, length: 14 },
} as const;

const commands = { enable: 0x0210, home: 0x0443, moveTo: 0x0453, stop: 0x0465, setVelocity: 0x0413 } as const;

const isEnabled = 1;
/** By decelerating; 1 would be at once. */
const profiled = 2;

/** Bits of the status (section 3). */
const bit = {
  moving: 0b1111_0000,
  homing: 1 << 9,
  homed: 1 << 10,
  interlock: 1 << 16,
  overTemperature: 1 << 17,
  encoderFault: 1 << 25,
  error: 1 << 30,
  enabled: 1 << 31,
} as const;

/** Why a move is refused, by the bit that says so. */
const faults: readonly (readonly [number, string])[] = [
  [bit.interlock, 'its interlock is open'],
  [bit.overTemperature, 'it is too hot'],
  [bit.encoderFault, 'its encoder has a fault'],
  [bit.error, 'an error that its panel explains'],
];

/** How a speed in counts a second stands in a message: times the sampling time and this. */
const velocityScale = 65_536;

/**
 * Motor controllers of Thorlabs that speak APT (KDC101, TDC001, KST101, BSC20x, BBD30x), on the serial line of their USB
 * port.
 *
 * Source: sheet thorlabs-apt.md, after pyLabLib. Messages are known by their id, so that ends of moves and states may
 * come at any time. Moves are refused until the axis was homed; a reference run enables it. Unconfirmed: the scaling of
 * speeds, therefore an option, and what a hardware response says.
 */
export const thorlabsApt = defineDriver({
  name: 'thorlabs-apt',
  deviceClass: stage,
  wire: 'bytes',
  serial: { baudRate: 115_200, flowControl: 'rts-cts' },
  bus: { timeout: { seconds: 5 } },
  options: aptOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: AptOptions) => {
    const session = new AptSession(bus, clock);
    const axes = stageAxes(options.axes, (axis, name) => aptAxis(session, name, axis));
    const isRack = Object.values(options.axes).some(({ bay }) => bay !== undefined);
    const main = isRack ? aptAddress.rack : aptAddress.unit;

    return {
      identify: async (call) => {
        const info = await session.ask(questions.info, main, 0, call);
        const bytes = new Uint8Array(info.buffer, info.byteOffset, info.byteLength);
        const model = new TextDecoder('latin1').decode(bytes.subarray(4, 12)).replaceAll('\0', '').trim();
        if (!/^[A-Z]{2,4}\d+/.test(model)) throw unexpected('the model of an APT controller', model);
        return {
          manufacturer: 'Thorlabs',
          model,
          serialNumber: String(info.getUint32(0, true)),
          // The highest part of the version stands last.
          firmware: [16, 15, 14].map((at) => info.getUint8(at)).join('.'),
        };
      },
      tearDown: session.release,
      members: stageMembers({ clock, axes }, options),
    };
  },
});

function aptAxis(session: AptSession, name: AxisName, options: AptAxis): StageAxisDialect {
  const { bay, samplingTime } = options;
  const unit = bay === undefined ? aptAddress.unit : aptAddress.firstBay + bay - 1;
  // µm or degrees of one count.
  const step = (name === 'theta' ? 1 : 1000) / options.counts;
  const tolerance = toleranceOf(name, options, step);
  const status = async (call: Call): Promise<number> =>
    (await session.ask(questions.status, unit, channel, call)).getUint32(2, true);
  const has = async (bits: number, call: Call): Promise<boolean> => ((await status(call)) & bits) !== 0;
  const speedStep = samplingTime === undefined ? undefined : step / (samplingTime * velocityScale);

  return {
    tolerance: () => tolerance,
    position: async (call) =>
      (await session.ask(questions.position, unit, channel, call)).getInt32(2, true) * step,
    moving: async (call) => has(bit.moving | bit.homing, call),
    start: async (position, call) => {
      const now = await status(call);
      if ((now & bit.homing) !== 0) {
        throw new FourwireError(
          'busy',
          'stage-moving',
          `${name} refused: it looks for its reference, and a move would be lost; wait, or halt it.`,
        );
      }
      const fault = faults.find(([bits]) => (now & bits) !== 0);
      if (fault !== undefined) throw axisFault(name, hex(now), fault[1]);
      if ((now & bit.enabled) === 0)
        throw axisFault(name, hex(now), 'it is disabled; reference.home() enables it');
      await session.write(commands.moveTo, unit, channel, [Math.round(position / step)], call);
    },
    halt: async (call) => session.tell(commands.stop, unit, [channel, profiled], call),
    reference: {
      referenced: async (call) => has(bit.homed, call),
      start: async (call) => {
        await session.tell(commands.enable, unit, [channel, isEnabled], call);
        await session.tell(commands.home, unit, [channel, 0], call);
      },
    },
    ...(speedStep === undefined ? {} : { velocity: aptVelocity(session, unit, speedStep) }),
  };
}

/** The speed stands in one message with the acceleration, which is written back as it was. */
function aptVelocity(
  session: AptSession,
  unit: number,
  speedStep: number,
): NonNullable<StageAxisDialect['velocity']> {
  const read = async (call: Call): Promise<DataView> => session.ask(questions.velocity, unit, channel, call);
  return {
    read: async (call) => (await read(call)).getInt32(10, true) * speedStep,
    write: async (speed, call) => {
      const now = await read(call);
      const values = [now.getInt32(2, true), now.getInt32(6, true), Math.round(speed / speedStep)];
      await session.write(commands.setVelocity, unit, channel, values, call);
    },
    limits: () => Promise.resolve({ min: speedStep, max: 0x7fff_ffff * speedStep }),
  };
}

function hex(bits: number): string {
  return `0x${(bits >>> 0).toString(16).padStart(8, '0')}`;
}
