import { FourwireError, defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { stageMembers, stageOptions } from '../classes/stage-members.ts';
import type { AxisName, StageAxisDialect } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { unexpected } from '../faults.ts';
import { axisFault } from '../stages/axis-fault.ts';
import { axisScale, axisUnit } from '../stages/axis-scale.ts';
import { byAxis, stageAxes, stageAxisOptions, toleranceOf } from '../stages/stage-axes.ts';
import { twoRuns } from '../stages/two-runs.ts';
import { VenusSession } from './venus-session.ts';

const hydraAxisOptions = record({
  ...stageAxisOptions,
  /** Its number at the controller, 1 or 2. */
  axis: integer({ min: 1, max: 2 }),
  /** What the controller counts in; mm, for `theta` degrees, unless given. */
  unit: optionalField(axisUnit),
});

/** One axis of a Hydra. */
export interface HydraAxis extends ValueOf<typeof hydraAxisOptions> {}

const hydraOptions = record({
  ...stageOptions,
  /** Which axis moves what. */
  axes: byAxis(hydraAxisOptions),
});

/** What the driver of Hydra controllers must be told. */
export interface HydraOptions extends ValueOf<typeof hydraOptions> {}

/** Bits of the status of an axis (sheet venus-corvus.md, section 4). */
const status = {
  moving: 0x01,
  manual: 0x02,
  calibrated: 0x08,
  measured: 0x10,
  emergencyStopped: 0x80,
  powerOff: 0x100,
  emergencySwitch: 0x200,
  busy: 0x400,
} as const;

const referenced = status.calibrated | status.measured;

/** The lowest speed that is set, in the units of the controller; it tells none. */
const leastSpeed = 0.001;

/**
 * SMC Hydra controllers (DT, TT, CM) in Venus-3: TCP port 400, or RS-232.
 *
 * Source: sheet venus-corvus.md, after comet and motorMicos. Moves are refused while the emergency stop is pressed or the
 * motor has no power; a reference run switches it on, and goes to both ends of travel. Unconfirmed: the settings of the
 * serial line.
 */
export const venusHydra = defineDriver({
  name: 'venus-hydra',
  deviceClass: stage,
  wire: 'bytes',
  // Unconfirmed.
  serial: { baudRate: 115_200 },
  bus: { timeout: { seconds: 5 } },
  options: hydraOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: HydraOptions) => {
    const session = new VenusSession(bus, clock);
    const axes = stageAxes(options.axes, (axis, name) => hydraAxis(session, name, axis));
    return {
      identify: async (call) => {
        const product = await session.ask('getproductid', call);
        if (!/hydra/i.test(product)) throw unexpected('hydra in answer to getproductid', product);
        const firmware = await session.ask('version', call);
        return { manufacturer: 'SMC', model: 'Hydra', serialNumber: '', firmware };
      },
      members: stageMembers({ clock, axes }, options),
    };
  },
});

function hydraAxis(session: VenusSession, name: AxisName, options: HydraAxis): StageAxisDialect {
  const { axis } = options;
  const scale = axisScale(name, options.unit ?? (name === 'theta' ? 'deg' : 'mm'));
  const tolerance = toleranceOf(name, options);
  const bits = async (call: Call): Promise<number> => session.number(`${axis} nst`, call);
  const moving = async (call: Call): Promise<boolean> =>
    ((await bits(call)) & (status.moving | status.manual)) !== 0;
  return {
    tolerance: () => tolerance,
    position: async (call) => scale.fromController(await session.number(`${axis} np`, call)),
    moving,
    start: async (position, call) => {
      const now = await bits(call);
      if ((now & (status.emergencyStopped | status.emergencySwitch)) !== 0)
        throw axisFault(name, now, 'the emergency stop is, or was, pressed');
      if ((now & status.powerOff) !== 0)
        throw axisFault(name, now, 'its motor has no power; reference.home() switches it on');
      if ((now & status.busy) !== 0) {
        throw new FourwireError(
          'busy',
          'stage-moving',
          `${name} refused: the controller is busy and would discard the move; try again later.`,
        );
      }
      await session.tell(`${scale.toController(position)} ${axis} nm`, call);
    },
    halt: async (call) => session.send(`${axis} nabort`, call),
    limits: async (call) => {
      const [min = Number.NaN, max = Number.NaN] = await session.numbers(`${axis} getnlimit`, 2, call);
      return { min: scale.fromController(min), max: scale.fromController(max) };
    },
    reference: {
      // Both bits: one of them alone means that one end of travel is not known.
      referenced: async (call) => ((await bits(call)) & referenced) === referenced,
      ...twoRuns({
        moving,
        first: async (call) => {
          if (((await bits(call)) & status.powerOff) !== 0) await session.tell(`${axis} init`, call);
          await session.tell(`${axis} ncal`, call);
        },
        second: async (call) => session.tell(`${axis} nrm`, call),
      }),
    },
    velocity: {
      read: async (call) => scale.fromController(await session.number(`${axis} gnv`, call)),
      write: async (speed, call) => session.tell(`${scale.toController(speed)} ${axis} snv`, call),
      limits: () => Promise.resolve({ min: scale.fromController(leastSpeed) }),
    },
  };
}
