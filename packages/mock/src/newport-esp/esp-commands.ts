import { isHoming } from './esp-axis.ts';
import type { EspAxis } from './esp-axis.ts';
import { EspAxisRefusal, EspRefusal } from './esp-controller.ts';
import type { EspController } from './esp-controller.ts';

/** One command: the axis where one is named, two letters, and what follows them. */
export interface EspCommand {
  readonly axis: number | undefined;
  readonly name: string;
  readonly given: string;
}

/** What a command of the whole controller does; it gives the reply, if any. */
type General = (controller: EspController, given: string) => string | undefined;

/** What a command of an axis does. `given` is a number, or a question mark. */
interface OfAxis {
  readonly ask?: (axis: EspAxis, controller: EspController) => string;
  readonly set?: (axis: EspAxis, value: number | undefined, controller: EspController) => void;
  /** Whether it asks without a question mark, too. */
  readonly asksBare?: boolean;
}

/** Carries out a command; gives the reply, if it has one. */
export function espCommand(controller: EspController, { axis, name, given }: EspCommand): string | undefined {
  const general = generals[name];
  if (general !== undefined && (axis === undefined || ofAxis[name] === undefined))
    return general(controller, given);
  const command = ofAxis[name];
  if (command === undefined) throw new EspRefusal('commandUnknown');
  if (axis === undefined) throw new EspRefusal('axisMissing');
  const one = controller.axes[axis - 1];
  if (one === undefined) throw new EspRefusal('axisNumber');
  if (given === '?' || (given === '' && command.asksBare === true)) {
    if (command.ask === undefined) throw new EspRefusal('commandUnknown');
    return command.ask(one, controller);
  }
  if (command.set === undefined) throw new EspRefusal('commandUnknown');
  command.set(one, given === '' ? undefined : number(given), controller);
  return undefined;
}

function number(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) throw new EspRefusal('parameterRange');
  return Number(text);
}

function needed(value: number | undefined): number {
  if (value === undefined) throw new EspRefusal('parameterMissing');
  return value;
}

const generals: Readonly<Record<string, General>> = {
  VE: () => 'ESP300 Version 3.04 07/27/01',
  TE: (controller) => String(controller.popError().code),
  TB: (controller) => {
    const { code, ticks, text } = controller.popError();
    return `${code}, ${ticks}, ${text}`;
  },
  // Bits 0 to 3: axes that move; bit 4: motors with current. Unconfirmed: bit 4.
  TS: ({ axes }) => {
    const bits = axes.reduce((sum, { controlled }, bit) => sum | (Number(controlled.moving) << bit), 0);
    return String.fromCharCode(bits | (axes.some(({ controlled }) => controlled.enabled) ? 0x10 : 0) | 0x40);
  },
  PH: ({ axes }) => {
    const word = axes.reduce((sum, { controlled }, bit) => {
      const { activeSwitch } = controlled.motor;
      return sum | (activeSwitch === 'high' ? 1 << bit : 0) | (activeSwitch === 'low' ? 0x100 << bit : 0);
    }, 0);
    return `${hex(word)},${hex(0)}`;
  },
  AB: (controller) => {
    controller.abort();
    return undefined;
  },
  ST: ({ axes }) => {
    for (const { controlled } of axes) controlled.stop();
    return undefined;
  },
  SM: ({ axes }) => {
    for (const axis of axes) axis.save();
    return undefined;
  },
};

function hex(word: number): string {
  return `${word.toString(16).toUpperCase()}H`;
}

const ofAxis: Readonly<Record<string, OfAxis>> = {
  ID: { ask: () => 'UTM100PP.1, SN:1234' },
  MO: {
    ask: ({ controlled }) => (controlled.enabled ? '1' : '0'),
    set: (axis, _value, controller) => {
      if (controller.emergency) throw new EspRefusal('emergencyStop');
      if (axis.feedbackFault) throw new EspAxisRefusal('feedbackFault');
      axis.controlled.enabled = true;
    },
  },
  MF: {
    ask: ({ controlled }) => (controlled.enabled ? '0' : '1'),
    set: ({ controlled }) => {
      controlled.halt();
      controlled.enabled = false;
    },
  },
  OR: {
    set: (axis, value = 2) => {
      requireMovable(axis);
      if (!isHoming(value)) throw new EspAxisRefusal('parameterRange');
      axis.findHome(value);
    },
  },
  PA: { ask: target, set: (axis, value) => move(axis, needed(value) * axis.unitLength) },
  PR: {
    ask: target,
    set: (axis, value) => move(axis, axis.controlled.position + needed(value) * axis.unitLength),
  },
  DP: { ask: target },
  TP: { ask: (axis) => written(axis, axis.controlled.position), asksBare: true },
  MD: { ask: ({ controlled }) => (controlled.moving ? '0' : '1'), asksBare: true },
  ST: { set: ({ controlled }) => controlled.stop() },
  VA: {
    ask: (axis) => written(axis, axis.controlled.speed),
    set: (axis, value) => {
      axis.controlled.speed = within(axis, needed(value), most(axis).speed, 'maxVelocity');
    },
  },
  VU: { ask: (axis) => written(axis, most(axis).speed) },
  AC: {
    ask: (axis) => written(axis, axis.controlled.acceleration),
    set: (axis, value) => {
      axis.controlled.acceleration = within(axis, needed(value), most(axis).acceleration, 'maxAcceleration');
    },
  },
  AG: {
    ask: (axis) => written(axis, axis.deceleration),
    set: (axis, value) => {
      axis.deceleration = within(axis, needed(value), most(axis).acceleration, 'maxAcceleration');
    },
  },
  SL: {
    ask: (axis) => written(axis, axis.softLimits.low),
    set: (axis, value) => setLimits(axis, { low: needed(value) * axis.unitLength }),
  },
  SR: {
    ask: (axis) => written(axis, axis.softLimits.high),
    set: (axis, value) => setLimits(axis, { high: needed(value) * axis.unitLength }),
  },
  SN: {
    ask: ({ unit }) => String(unit),
    set: (axis, value) => {
      if (!axis.setUnit(needed(value))) throw new EspAxisRefusal('parameterRange');
    },
  },
  SU: { ask: (axis) => written(axis, 0.1) },
  FR: { ask: (axis) => written(axis, 1) },
  QS: { ask: () => '10' },
  ZB: { ask: () => '300H' },
  ZH: { ask: () => '24H' },
  DH: {
    ask: (axis) => written(axis, 0),
    set: (axis, value = 0) => {
      requireStill(axis);
      axis.controlled.position = value * axis.unitLength;
    },
  },
};

/** Six digits after the point in mm, as the transcript of the sheet shows them; whole counts. */
function written(axis: EspAxis, micrometres: number): string {
  const text = (micrometres / axis.unitLength).toFixed(axis.unit === 0 ? 0 : 6);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}

function target(axis: EspAxis): string {
  return written(axis, axis.controlled.target);
}

function most({ controlled }: EspAxis): { readonly speed: number; readonly acceleration: number } {
  return controlled.motor.stage.parameters;
}

function within(
  axis: EspAxis,
  value: number,
  highest: number,
  error: 'maxVelocity' | 'maxAcceleration',
): number {
  const rate = value * axis.unitLength;
  if (!(rate > 0)) throw new EspAxisRefusal('parameterRange');
  if (rate > highest * 1.000_001) throw new EspAxisRefusal(error);
  return rate;
}

function setLimits(axis: EspAxis, change: { readonly low?: number; readonly high?: number }): void {
  const limits = { ...axis.softLimits, ...change };
  if (limits.low > limits.high) throw new EspAxisRefusal('parameterRange');
  axis.setSoftLimits(limits);
}

function requireMovable(axis: EspAxis): void {
  if (!axis.controlled.enabled) throw new EspAxisRefusal('motorOff');
  if (axis.controlled.run === 'reference') throw new EspAxisRefusal('homing');
}

function requireStill({ controlled }: EspAxis): void {
  if (controlled.moving) throw new EspRefusal('notAllowed');
}

/** A target beyond a software limit refuses the whole move. */
function move(axis: EspAxis, to: number): void {
  requireMovable(axis);
  const beyond = axis.beyond(to);
  if (beyond !== undefined)
    throw new EspAxisRefusal(beyond === 'high' ? 'softwareLimitHigh' : 'softwareLimitLow');
  axis.controlled.move(to);
}
