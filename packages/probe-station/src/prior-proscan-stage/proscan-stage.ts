import { boolean, defineDriver, optionalField, record, tidy } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { ProScanSession } from '@fourwire/metrology';
import { stageMembers, stageOptions } from '../classes/stage-members.ts';
import type { AxisName, Place, StageAxisDialect } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { byAxis, optionRefused, stageAxes, stageAxisOptions, toleranceOf } from '../stages/stage-axes.ts';
import type { StageAxisOptions } from '../stages/stage-axes.ts';

const proScanStageOptions = record({
  ...stageOptions,
  /** The axes that the stage has: `x` and `y` unless given; `z` is the focus. */
  axes: optionalField(byAxis(record(stageAxisOptions))),
  /**
   * Whether `x` and `y` may move though this driver has not seen them find their reference: the controller cannot say
   * whether they have, so say so only where it has kept its power since. False unless given.
   */
  trustReference: optionalField(boolean()),
});

/** What the driver of ProScan stages may be told. */
export interface ProScanStageOptions extends ValueOf<typeof proScanStageOptions> {}

/** The bits of the motion status that stand for x, y and z. */
const axisBits = 7;

/** So near 0 a stage must stand that has just found its index, in µm; it may still swing. */
const nearIndex = 50;

/**
 * Prior ProScan and OptiScan controllers as XYZ stages, on RS-232 or USB. The focus alone is a driver of
 * `@fourwire/metrology`.
 *
 * Source: sheets tango-prior.md, part B, and microscope-stages-focus.md (`RES,Z`), after the Prior adapter of
 * Micro-Manager. Positions are steps, whose length is read at opening. The controller does not tell its travel: give
 * soft limits. Moves may wait for the one under way, so an axis counts as moving while any of them moves; `K` stops all
 * of them at once. A reference run, of `x` or of `y`, takes both to their switches; the focus has none. It counts until
 * the link is lost. Unconfirmed: whether `R` comes once a move is accepted or at its end, so it is not waited for; the
 * bits of the motion status; that `$` is answered in a reference run, at whose end the stage counts 0.
 */
export const proScanStage = defineDriver({
  name: 'prior-proscan-stage',
  deviceClass: stage,
  wire: 'bytes',
  bus: { timeout: { seconds: 2 } },
  // Unconfirmed: from the manual.
  serial: { baudRate: 9600 },
  options: proScanStageOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: ProScanStageOptions) => {
    const { axes: given = { x: {}, y: {} }, trustReference = false } = options;
    if (given.theta !== undefined)
      throw optionRefused('axes must name x, y and z only: a ProScan stage has no theta.');
    const session = new ProScanSession(bus, clock);
    /** µm a step; read at opening. */
    let stageStep = 1;
    let focusStep = 1;
    /** Whether a reference run is under way, and whether one ended well. */
    let homing = false;
    let referenced = false;

    const stepOf = (name: AxisName): number => (name === 'z' ? focusStep : stageStep);
    const stepsTo = (name: AxisName, position: number): number => Math.round(position / stepOf(name));
    const moving = async (call: Call): Promise<boolean> =>
      ((await session.motionStatus(call)) & axisBits) !== 0;
    const stepsFromHere = async (name: 'x' | 'y', target: number, call: Call): Promise<number> =>
      stepsTo(name, target) - (await session.number(`P${name.toUpperCase()}`, call));

    const startTogether = async ({ x, y, z }: Place, call: Call): Promise<void> => {
      const moves = z === undefined ? [] : [`V,${stepsTo('z', z)}`];
      if (x !== undefined && y !== undefined) moves.push(`G,${stepsTo('x', x)},${stepsTo('y', y)}`);
      // An axis that is not named stays wherever it is by then, so the other goes by a distance.
      else if (x !== undefined) moves.push(`GR,${await stepsFromHere('x', x, call)},0`);
      else if (y !== undefined) moves.push(`GR,0,${await stepsFromHere('y', y, call)}`);
      await session.begin(moves.join('\r'), call);
    };
    const halt = async (call: Call): Promise<void> => {
      // A reference run that is stopped has found nothing.
      homing = false;
      await session.begin('K', call);
    };

    /** The end of a run counts only where the stage has its index there. */
    const isReferenced = async (call: Call): Promise<boolean> => {
      // Asked in any case: what is remembered means nothing of a controller that is gone.
      const isMoving = await moving(call);
      if (!homing || isMoving) return referenced;
      const x = await session.number('PX', call);
      const y = await session.number('PY', call);
      // A halt may have come in between.
      referenced = homing && Math.max(Math.abs(x), Math.abs(y)) * stageStep <= nearIndex;
      homing = false;
      return referenced;
    };

    const axis = (axisOptions: StageAxisOptions, name: AxisName): StageAxisDialect => {
      const tolerance = toleranceOf(name, axisOptions);
      return {
        tolerance: () => Math.max(tolerance, stepOf(name)),
        position: async (call) => tidy((await session.number(`P${name.toUpperCase()}`, call)) * stepOf(name)),
        moving,
        start: async (position, call) => startTogether({ [name]: position }, call),
        halt,
        ...(name !== 'z' && {
          reference: {
            optional: trustReference,
            referenced: isReferenced,
            start: async (call: Call) => {
              referenced = false;
              await session.begin('SIS', call);
              homing = true;
            },
          },
        }),
      };
    };

    return {
      identify: async (call) => {
        await session.leaveCompatibilityMode(call);
        return { manufacturer: 'Prior', model: 'ProScan or OptiScan', serialNumber: '', firmware: '' };
      },
      setUp: async (call) => {
        referenced = false;
        homing = false;
        if (given.x !== undefined || given.y !== undefined) stageStep = await session.resolution('s', call);
        if (given.z !== undefined) focusStep = await session.resolution('Z', call);
      },
      tearDown: session.release,
      members: stageMembers({ clock, axes: stageAxes(given, axis), startTogether, haltAll: halt }, options),
    };
  },
});
