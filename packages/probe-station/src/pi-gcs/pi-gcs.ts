import { defineDriver, oneOf, optionalField, record, text } from '@fourwire/core';
import type { ByteTransport, Call, Clock, DriverContext, ValueOf } from '@fourwire/core';
import { stageMembers, stageOptions } from '../classes/stage-members.ts';
import type { AxisName, StageAxisDialect } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { unexpected } from '../faults.ts';
import { axisFault } from '../stages/axis-fault.ts';
import { axisScale, axisUnit } from '../stages/axis-scale.ts';
import { byAxis, optionRefused, stageAxes, stageAxisOptions, toleranceOf } from '../stages/stage-axes.ts';
import { stoppedByCommand, unknownCommand } from './gcs-errors.ts';
import { GcsSession } from './gcs-session.ts';

const piAxisOptions = record({
  ...stageAxisOptions,
  /** Its name at the controller, such as `1`, `X` or `A`; capitals count. */
  axis: text(),
  /** The unit in which the controller counts for the connected stage: the data sheet of the stage says so. */
  unit: axisUnit,
  /** Where the reference run goes: to the reference switch (unless given), or to one end of travel. */
  reference: optionalField(oneOf(['switch', 'negative-limit', 'positive-limit'])),
});

/** One axis of a PI controller. */
export interface PiAxis extends ValueOf<typeof piAxisOptions> {}

const piGcsOptions = record({
  ...stageOptions,
  /** Which axis moves what. */
  axes: byAxis(piAxisOptions),
});

/** What the driver of PI controllers must be told. */
export interface PiGcsOptions extends ValueOf<typeof piGcsOptions> {}

const referenceMoves = { switch: 'FRF', 'negative-limit': 'FNL', 'positive-limit': 'FPL' } as const;

/** How long a closed loop may take to settle after the end of a move, in ms. */
const settlingMs = 1000;

/** How long one speed unit is at least; the controller tells no lowest speed. */
const leastSpeed = 1e-6;

/** What each axis must be able to answer; a controller without it is not told from the ones that have it by its name. */
interface Abilities {
  /** Where its bit stands among the moving ones. */
  readonly index: number;
  readonly references: boolean;
  readonly tellsOnTarget: boolean;
  readonly hasVelocity: boolean;
}

/**
 * Controllers of Physik Instrumente that speak GCS 2.0 (C-863, C-884, E-709, E-727 and others): TCP port 50000,
 * RS-232 or USB.
 *
 * Source: sheet pi-gcs.md, after PIPython, motorPIGCS2 and Micro-Manager. At opening the axes are enabled and their
 * servos switched on; a reference run is never made unasked, since it moves. A servo that went off by itself stays off:
 * the stage must be looked at, and opened again. Unconfirmed: the layout of the answer to `*IDN?` and the serial
 * settings.
 */
export const piGcs = defineDriver({
  name: 'pi-gcs',
  deviceClass: stage,
  wire: 'bytes',
  // Unconfirmed: older Mercury controllers have 38400.
  serial: { baudRate: 115_200 },
  bus: { timeout: { seconds: 5 } },
  options: piGcsOptions,
  connect: async ({ bus, clock }: DriverContext<ByteTransport>, options: PiGcsOptions) => {
    const session = new GcsSession(bus);
    const all = stageAxes(options.axes, (axis, name) => ({ ...axis, name }));
    const configured = (await session.ask('SAI?', {})).split(/\s+/).filter((id) => id !== '');
    const abilities = new Map<string, Abilities>();
    for (const { axis, name } of Object.values(all)) {
      const index = configured.indexOf(axis);
      if (index < 0) {
        throw optionRefused(
          `axes.${name}.axis must be one of ${configured.join(', ')}, the axes of this controller; got ${axis}.`,
        );
      }
      abilities.set(axis, {
        index,
        references: await session.knows(`FRF? ${axis}`, {}),
        tellsOnTarget: await session.knows(`ONT? ${axis}`, {}),
        hasVelocity: await session.knows(`VEL? ${axis}`, {}),
      });
    }
    const axes = stageAxes(options.axes, (axis, name) =>
      piAxis(session, clock, name, axis, abilities.get(axis.axis)),
    );

    return {
      identify: async (call) => {
        const reply = await session.ask('*IDN?', call);
        const [maker = '', model = '', serialNumber = '', firmware = ''] = reply
          .split(',')
          .map((field) => field.trim());
        if (!/physik instrumente|\bPI\b/i.test(maker) || model === '')
          throw unexpected('maker, model, serial number and firmware of a PI controller', reply);
        return { manufacturer: 'Physik Instrumente', model, serialNumber, firmware };
      },
      setUp: async (call) => {
        for (const { axis } of Object.values(all)) {
          // Older controllers have no EAX, those without a closed loop no SVO.
          await session.tell(`EAX ${axis} 1`, call, [unknownCommand]);
          await session.tell(`SVO ${axis} 1`, call, [unknownCommand]);
        }
      },
      members: stageMembers(
        {
          clock,
          axes,
          haltAll: async (call) => session.tell('HLT', call, [stoppedByCommand]),
        },
        options,
      ),
    };
  },
});

function piAxis(
  session: GcsSession,
  clock: Clock,
  name: AxisName,
  options: PiAxis,
  abilities: Abilities | undefined,
): StageAxisDialect {
  const { axis, reference = 'switch' } = options;
  const { index = 0, references = false, tellsOnTarget = false, hasVelocity = false } = abilities ?? {};
  const scale = axisScale(name, options.unit);
  const tolerance = toleranceOf(name, options);
  const read = async (question: string, call: Call): Promise<number> =>
    scale.fromController(await session.number(question, axis, call));
  /** Until when a move that has just ended may settle. */
  let settlesUntil = -Infinity;

  return {
    tolerance: () => tolerance,
    position: async (call) => read('POS?', call),
    moving: async (call) => {
      if (((await session.movingMask(call)) & (1 << index)) !== 0) return true;
      if (settlesUntil === Infinity) settlesUntil = clock.monotonic() + settlingMs;
      if (clock.monotonic() >= settlesUntil || !tellsOnTarget) return false;
      if ((await session.number('ONT?', axis, call)) !== 0) return false;
      // Without its servo, as after a following error or a loss of power, nothing settles.
      return (await session.number('SVO?', axis, call)) !== 0;
    },
    start: async (position, call) => {
      if ((await session.number('SVO?', axis, call)) === 0)
        throw axisFault(name, 'SVO', 'its servo is off, as after a following error');
      await session.tell(`MOV ${axis} ${scale.toController(position)}`, call);
      settlesUntil = Infinity;
    },
    halt: async (call) => {
      settlesUntil = -Infinity;
      await session.tell(`HLT ${axis}`, call, [stoppedByCommand]);
    },
    limits: async (call) => ({ min: await read('TMN?', call), max: await read('TMX?', call) }),
    ...(references
      ? {
          reference: {
            referenced: async (call) => (await session.number('FRF?', axis, call)) === 1,
            start: async (call) => {
              settlesUntil = -Infinity;
              await session.tell(`${referenceMoves[reference]} ${axis}`, call);
            },
            running: async (call) => !(await session.ready(call)) || (await session.movingMask(call)) !== 0,
          },
        }
      : {}),
    ...(hasVelocity
      ? {
          velocity: {
            read: async (call) => read('VEL?', call),
            write: async (speed, call) => session.tell(`VEL ${axis} ${scale.toController(speed)}`, call),
            limits: () => Promise.resolve({ min: scale.fromController(leastSpeed) }),
          },
        }
      : {}),
  };
}
