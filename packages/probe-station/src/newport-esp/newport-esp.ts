import { FourwireError, boolean, defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { stageMembers, stageOptions } from '../classes/stage-members.ts';
import type { AxisName, StageAxisDialect } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { unexpected } from '../faults.ts';
import { axisFault } from '../stages/axis-fault.ts';
import { axisScale } from '../stages/axis-scale.ts';
import type { AxisScale, AxisUnit } from '../stages/axis-scale.ts';
import { byAxis, stageAxes, stageAxisOptions, toleranceOf } from '../stages/stage-axes.ts';
import { EspSession } from './esp-session.ts';

const espAxisOptions = record({
  ...stageAxisOptions,
  /** Its number at the controller, 1 to 6. */
  axis: integer({ min: 1, max: 6 }),
  /**
   * How the reference run goes, as the controller numbers it: 0 to the zero count, 1 home switch and index (unless
   * given), 2 home switch, 3 positive limit, 4 negative limit, 5 positive limit and index, 6 negative limit and index.
   */
  homeMode: optionalField(integer({ min: 0, max: 6 })),
});

/** One axis of an ESP controller. */
export interface EspAxis extends ValueOf<typeof espAxisOptions> {}

const espOptions = record({
  ...stageOptions,
  /** Which axis moves what. */
  axes: byAxis(espAxisOptions),
  /**
   * Whether axes may move that this driver has not seen find their reference: the controller cannot say whether they
   * have, so say so only where it has kept its power since. False unless given.
   */
  trustReference: optionalField(boolean()),
});

/** What the driver of ESP controllers must be told. */
export interface EspOptions extends ValueOf<typeof espOptions> {}

/** Units of an axis that mean a length or an angle in degrees (sheet newport-esp.md, `SN`). */
const units: Readonly<Record<number, AxisUnit>> = { 2: 'mm', 3: 'um', 7: 'deg' };

/**
 * Newport ESP300, ESP301 and ESP100 motion controllers on RS-232, USB or GPIB.
 *
 * Source: sheet newport-esp.md, after pymeasure and motorNewport. The unit of each axis is read from the controller, and
 * must be mm, µm or degrees. The controller does not tell whether an axis has its reference: it counts as referenced
 * from a reference run on that this driver has seen end well, until the link is lost. Unconfirmed: the baud rate of the
 * ESP301 on USB, and the GPIB address.
 */
export const newportEsp = defineDriver({
  name: 'newport-esp',
  deviceClass: stage,
  wire: 'bytes',
  // Unconfirmed: 921600 where the ESP301 is connected by USB.
  serial: { baudRate: 19_200, flowControl: 'rts-cts' },
  // After a limit switch was hit it does not answer for 2 to 5 s (section 6).
  bus: { timeout: { seconds: 7 } },
  options: espOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: EspOptions) => {
    const session = new EspSession(bus);
    const { trustReference = false } = options;
    const axes = stageAxes(
      options.axes,
      (axis, name) => new EspAxisDialect(session, name, axis, trustReference),
    );

    return {
      identify: async (call) => {
        const version = await session.ask('VE?', call);
        const [, model, firmware = ''] = /^(ESP\d+)\b(?:.*?\bversion\s+(\S+))?/i.exec(version) ?? [];
        if (model === undefined) throw unexpected('ESP and its version in answer to VE?', version);
        return { manufacturer: 'Newport', model, serialNumber: '', firmware };
      },
      setUp: async (call) => {
        for (const axis of Object.values(axes)) await axis.setUp(call);
      },
      members: stageMembers(
        {
          clock,
          axes,
          haltAll: async (call) => {
            for (const axis of Object.values(axes)) axis.interruptHoming();
            await session.send('ST', call);
          },
        },
        options,
      ),
    };
  },
});

class EspAxisDialect implements StageAxisDialect {
  readonly reference: NonNullable<StageAxisDialect['reference']>;
  readonly velocity: NonNullable<StageAxisDialect['velocity']>;
  readonly #session: EspSession;
  readonly #name: AxisName;
  readonly #axis: number;
  readonly #tolerance: number;
  #scale: AxisScale | undefined;
  /** Whether a reference run is under way, and whether one ended well. */
  #homing = false;
  #referenced = false;

  constructor(session: EspSession, name: AxisName, options: EspAxis, trustReference: boolean) {
    this.#session = session;
    this.#name = name;
    this.#axis = options.axis;
    this.#tolerance = toleranceOf(name, options);
    const { homeMode = 1 } = options;
    this.reference = {
      optional: trustReference,
      referenced: async (call) => this.#isReferenced(call),
      start: async (call) => {
        this.#referenced = false;
        await session.tell(`${this.#axis}MO`, call);
        await session.tell(`${this.#axis}OR${homeMode}`, call);
        this.#homing = true;
      },
    };
    this.velocity = {
      read: async (call) => this.#read('VA?', call),
      write: async (speed, call) => session.tell(`${this.#axis}VA${this.#written(speed)}`, call),
      limits: async (call) => ({ min: this.#units.fromController(1e-6), max: await this.#read('VU?', call) }),
    };
  }

  /** Reads the unit; whether the controller kept its power, and so its reference, nobody can tell. */
  async setUp(call: Call): Promise<void> {
    this.#referenced = false;
    this.#homing = false;
    const code = await this.#session.number(`${this.#axis}SN?`, call);
    const unit = units[code];
    if (unit === undefined || (unit === 'deg') !== (this.#name === 'theta')) {
      throw new FourwireError(
        'device',
        'axis-unit',
        `${this.#name}: axis ${this.#axis} counts in unit ${code} of the controller; set it to ${this.#name === 'theta' ? '7 (degrees)' : '2 (mm) or 3 (µm)'} there with SN.`,
        { device: { code, text: 'unit of the axis' }, retry: 'operator' },
      );
    }
    this.#scale = axisScale(this.#name, unit);
  }

  tolerance(): number {
    return this.#tolerance;
  }

  async position(call: Call): Promise<number> {
    return this.#read('TP', call);
  }

  async moving(call: Call): Promise<boolean> {
    return (await this.#session.number(`${this.#axis}MD?`, call)) === 0;
  }

  async start(position: number, call: Call): Promise<void> {
    if (!(await this.#isOn(call)))
      throw axisFault(this.#name, 'MO', 'its motor is off; reference.home() switches it on');
    await this.#session.tell(`${this.#axis}PA${this.#written(position)}`, call);
  }

  async halt(call: Call): Promise<void> {
    this.interruptHoming();
    await this.#session.send(`${this.#axis}ST`, call);
  }

  /** A reference run that is stopped has found nothing. */
  interruptHoming(): void {
    this.#homing = false;
  }

  async limits(call: Call): Promise<{ readonly min: number; readonly max: number }> {
    return { min: await this.#read('SL?', call), max: await this.#read('SR?', call) };
  }

  /** The end of a run counts only where the controller has nothing to say against it, and the motor is still on. */
  async #isReferenced(call: Call): Promise<boolean> {
    if (!(await this.#isOn(call))) this.#referenced = false;
    else if (this.#homing && !(await this.moving(call))) {
      this.#homing = false;
      this.#referenced = (await this.#session.number('TE?', call)) === 0;
    }
    return this.#referenced;
  }

  async #isOn(call: Call): Promise<boolean> {
    return (await this.#session.number(`${this.#axis}MO?`, call)) === 1;
  }

  get #units(): AxisScale {
    return this.#scale ?? axisScale(this.#name, this.#name === 'theta' ? 'deg' : 'mm');
  }

  async #read(question: string, call: Call): Promise<number> {
    return this.#units.fromController(await this.#session.number(`${this.#axis}${question}`, call));
  }

  #written(value: number): number {
    return this.#units.toController(value);
  }
}
