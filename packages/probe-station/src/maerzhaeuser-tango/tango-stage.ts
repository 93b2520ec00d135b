import { defineDriver, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { TangoSession, tangoAxes } from '@fourwire/metrology';
import { stageMembers, stageOptions } from '../classes/stage-members.ts';
import type { AxisName, Place, StageAxisDialect } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { unexpected } from '../faults.ts';
import { axisFault } from '../stages/axis-fault.ts';
import { byAxis, optionRefused, stageAxes, stageAxisOptions, toleranceOf } from '../stages/stage-axes.ts';
import type { StageAxisOptions } from '../stages/stage-axes.ts';
import { twoRuns } from '../stages/two-runs.ts';

const tangoStageOptions = record({
  ...stageOptions,
  /** The axes that the stage has: `x` and `y` unless given; `z` is the focus. */
  axes: optionalField(byAxis(record(stageAxisOptions))),
});

/** What the driver of TANGO stages may be told. */
export interface TangoStageOptions extends ValueOf<typeof tangoStageOptions> {}

/** What `?calst` says once both ends of travel were found. */
const referenced = 3;

/**
 * Märzhäuser TANGO controllers as XYZ stages, on USB or RS-232. The focus alone is a driver of `@fourwire/metrology`.
 *
 * Source: sheet tango-prior.md, part A, after comet and Micro-Manager. Lengths are counted in µm, which is said before
 * each of them. A move is refused in an error and with the joystick on. A reference run goes to both
 * ends of travel. Unconfirmed: the settings of the serial line; the letters of the status beyond `@` and `M`.
 */
export const tangoStage = defineDriver({
  name: 'maerzhaeuser-tango-stage',
  deviceClass: stage,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  // Unconfirmed: from the manual; USB ignores it.
  serial: { baudRate: 57_600, stopBits: 2 },
  options: tangoStageOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: TangoStageOptions) => {
    const { axes: given = { x: {}, y: {} } } = options;
    if (given.theta !== undefined)
      throw optionRefused('axes must name x, y and z only: a TANGO stage has no theta.');
    const session = new TangoSession(bus, clock, Object.keys(given));

    const startTogether = async (targets: Place, call: Call): Promise<void> => {
      for (const name of tangoAxes) {
        if (targets[name] === undefined) continue;
        const now = await session.status(name, call);
        const fault = faults[now];
        if (fault !== undefined) throw axisFault(name, now, fault);
      }
      await session.move(targets, call);
    };

    const axis = (axisOptions: StageAxisOptions, name: AxisName): StageAxisDialect => {
      const letter = tangoAxes.find((one) => one === name) ?? 'x';
      const tolerance = toleranceOf(name, axisOptions);
      const moving = async (call: Call): Promise<boolean> => (await session.status(letter, call)) === 'M';
      return {
        tolerance: () => tolerance,
        position: async (call) => session.position(letter, call),
        moving,
        start: async (position, call) => startTogether({ [name]: position }, call),
        halt: async (call) => session.halt(call),
        limits: async (call) => session.limits(letter, call),
        reference: {
          referenced: async (call) => (await session.calibration(letter, call)) === referenced,
          ...twoRuns({
            moving,
            first: async (call) => session.tell(`!cal ${letter}`, call),
            second: async (call) => session.tell(`!rm ${letter}`, call),
          }),
        },
      };
    };

    return {
      identify: async (call) => {
        const version = await session.version(call);
        const [, model, firmware = ''] = /^(TANGO[^\s,]*)(?:.*?\bversion\s+([^\s,]+))?/i.exec(version) ?? [];
        if (model === undefined) throw unexpected('TANGO in answer to ?version', version);
        return { manufacturer: 'Märzhäuser', model, serialNumber: '', firmware };
      },
      setUp: async (call) => session.begin(call),
      tearDown: session.release,
      members: stageMembers(
        {
          clock,
          axes: stageAxes(given, axis),
          startTogether,
          haltAll: async (call) => session.halt(call),
        },
        options,
      ),
    };
  },
});

/** Why an axis does not move, by the letter of its status. */
const faults: Readonly<Record<string, string>> = {
  E: 'it is in error',
  J: 'the joystick is on',
  '-': 'the controller has no such axis',
};
