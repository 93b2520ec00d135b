import { defineDriver, integer, optionalField, quantity, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { stageMembers, stageOptions } from '../classes/stage-members.ts';
import type { AxisName, StageAxisDialect } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { axisFault } from '../stages/axis-fault.ts';
import { byAxis, optionRefused, stageAxes, stageAxisOptions, toleranceOf } from '../stages/stage-axes.ts';
import { joinSteps, splitSteps } from './smc-steps.ts';
import { SmcSession } from './smc-session.ts';

const smcAxisOptions = record({
  ...stageAxisOptions,
  /** How far a full step goes, in µm, for `theta` in degrees: the data sheet of the stage says so. */
  step: quantity('1', { above: 0 }),
  /** Microsteps of a full step, as the controller is set; 256 unless given. */
  microsteps: optionalField(integer({ min: 1, max: 256 })),
});

/** The axis of an 8SMC controller. */
export interface SmcAxis extends ValueOf<typeof smcAxisOptions> {}

const smcOptions = record({
  ...stageOptions,
  /** What the motor moves: one axis. The travel is not told: give `softLimits`. */
  axes: byAxis(smcAxisOptions),
});

/** What the driver of 8SMC controllers must be told. */
export interface SmcOptions extends ValueOf<typeof smcOptions> {}

/** Bytes of data in the answers (sheet standa-8smc.md, section 2). */
const lengths = { gent: 8, gets: 48, gmov: 24 } as const;

/** Where things stand in the status. */
const at = { moving: 0, command: 1, position: 5, microsteps: 9, flags: 35 } as const;

/** What is in them. */
const isMoving = 0x01;
const isRunning = 0x80;
const isHomed = 0x20;
const isAlarmed = 0x40;

/** Leaves the counter of the encoder as it is, when the position is set. */
const ignoreEncoder = 0x02;

/** Types of motors by their number. */
const engines: Readonly<Record<number, string>> = {
  1: 'DC',
  2: 'DC2',
  3: 'stepper',
  4: 'test',
  5: 'brushless',
};

/**
 * Standa 8SMC4-USB and 8SMC5-USB controllers with a stepper motor, on the serial line of their USB port.
 *
 * Source: sheet standa-8smc.md, after pyLabLib. A controller that may be out of step is resynchronised with zeros before
 * it is told anything. A reference run ends at the home position, which becomes 0. Unconfirmed: the bits of the flags
 * other than homed and alarm, which are not used; neither model nor serial number is asked for.
 */
export const standa8smc = defineDriver({
  name: 'standa-8smc',
  deviceClass: stage,
  wire: 'bytes',
  serial: { baudRate: 115_200, stopBits: 2 },
  bus: { timeout: { seconds: 5 } },
  options: smcOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: SmcOptions) => {
    const session = new SmcSession(bus);
    const axes = stageAxes(options.axes, (axis, name) => smcAxis(session, name, axis));
    if (Object.keys(axes).length > 1)
      throw optionRefused(
        `axes must name one axis; got ${Object.keys(axes).join(', ')}: a controller has one motor.`,
      );

    return {
      identify: async (call) => {
        const engine = (await session.ask('gent', lengths.gent, call)).getUint8(0);
        const model = `8SMC, ${engines[engine] ?? 'no'} motor`;
        return { manufacturer: 'Standa', model, serialNumber: '', firmware: '' };
      },
      members: stageMembers({ clock, axes }, options),
    };
  },
});

function smcAxis(session: SmcSession, name: AxisName, options: SmcAxis): StageAxisDialect {
  const { step, microsteps = 256 } = options;
  const tolerance = toleranceOf(name, options, step / microsteps);
  const status = async (call: Call): Promise<DataView> => session.ask('gets', lengths.gets, call);
  const flags = async (call: Call): Promise<number> => (await status(call)).getUint32(at.flags, true);
  const moving = async (call: Call): Promise<boolean> => {
    const now = await status(call);
    return (now.getUint8(at.moving) & isMoving) !== 0 || (now.getUint8(at.command) & isRunning) !== 0;
  };
  /** Whether a reference run is under way, at whose end the position is to be 0. */
  let isHoming = false;

  return {
    tolerance: () => tolerance,
    position: async (call) => {
      const now = await status(call);
      const steps = {
        full: now.getInt32(at.position, true),
        micro: now.getInt16(at.microsteps, true),
      };
      return joinSteps(steps, microsteps) * step;
    },
    moving,
    start: async (position, call) => {
      const now = await flags(call);
      if ((now & isAlarmed) !== 0) throw axisFault(name, `0x${now.toString(16)}`, 'it is in alarm');
      const data = new DataView(new ArrayBuffer(12));
      const { full, micro } = splitSteps(position / step, microsteps);
      data.setInt32(0, full, true);
      data.setInt16(4, micro, true);
      await session.tell('move', new Uint8Array(data.buffer), call);
    },
    halt: async (call) => {
      isHoming = false;
      await session.tell('sstp', undefined, call);
    },
    reference: {
      referenced: async (call) => ((await flags(call)) & isHomed) !== 0,
      start: async (call) => {
        await session.tell('home', undefined, call);
        isHoming = true;
      },
      running: async (call) => {
        if (await moving(call)) return true;
        if (isHoming && ((await flags(call)) & isHomed) !== 0) {
          const data = new Uint8Array(20);
          data[14] = ignoreEncoder;
          await session.tell('spos', data, call);
        }
        isHoming = false;
        return false;
      },
    },
    velocity: {
      read: async (call) => {
        const parameters = await session.ask('gmov', lengths.gmov, call);
        return (parameters.getUint32(0, true) + parameters.getUint8(4) / microsteps) * step;
      },
      write: async (speed, call) => {
        const parameters = await session.ask('gmov', lengths.gmov, call);
        const { full, micro } = splitSteps(speed / step, microsteps);
        parameters.setUint32(0, full, true);
        parameters.setUint8(4, micro);
        await session.tell(
          'smov',
          new Uint8Array(parameters.buffer, parameters.byteOffset, lengths.gmov),
          call,
        );
      },
      limits: () => Promise.resolve({ min: step / microsteps }),
    },
  };
}
