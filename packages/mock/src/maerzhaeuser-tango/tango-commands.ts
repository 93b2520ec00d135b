import { tangoLetters, toMicrometres, written } from './tango-axes.ts';
import type { TangoAxis, TangoLetter } from './tango-axes.ts';
import { TangoRefusal } from './tango-controller.ts';
import type { TangoController } from './tango-controller.ts';

/** What was asked of one axis, or of all. */
interface Arguments {
  readonly letters: readonly TangoLetter[];
  readonly numbers: readonly number[];
}

/** Answers a query, its name in small letters. */
export function tangoQuery(tango: TangoController, name: string, given: readonly string[]): string {
  const each = (text: (axis: TangoAxis) => string): string =>
    parse(given)
      .letters.map((letter) => text(tango.axes[letter]))
      .join(' ');
  switch (name) {
    case 'version':
      return 'TANGO-DT, Version 1.66, Jan 13 2020, 10:21:33';
    case 'det':
      // Bits 4 to 7: the number of axes.
      return String(tangoLetters.length << 4);
    case 'err':
      return String(tango.error);
    case 'autostatus':
      return tango.autostatus ? '1' : '0';
    case 'joy':
      return tango.joystick ? '2' : '0';
    case 'pos':
      return each((axis) => written(axis, axis.motor.position));
    case 'dim':
      return each(({ dimension }) => String(dimension));
    case 'calst':
      return each(({ calibration }) => String(calibration));
    case 'vel':
      return each((axis) => (axis.dimension === 9 ? axis.speed : axis.speed / axis.pitch).toFixed(3));
    case 'accel':
      return each(({ acceleration }) => acceleration.toFixed(3));
    case 'pitch':
      return each(({ pitch }) => pitch.toFixed(3));
    case 'backlash':
      return each(({ backlash }) => backlash.toFixed(3));
    case 'lim':
      return each((axis) => {
        const { low, high } = axis.motor.switches;
        return `${written(axis, low)} ${written(axis, high)}`;
      });
    case 'statusaxis': {
      const { letters } = parse(given);
      if (letters.length === 1) return tango.status.charAt(tangoLetters.indexOf(letters[0] ?? 'x'));
      return `${tango.status}.-`;
    }
    default:
      throw new TangoRefusal('invalidInstruction');
  }
}

/** Carries out a command, its name in small letters. */
export function tangoCommand(tango: TangoController, name: string, given: readonly string[]): void {
  switch (name) {
    case 'moa':
    case 'mor':
      return tango.move(targets(tango, given, name === 'mor'));
    case 'speed':
      return tango.run(speeds(given));
    case 'cal':
      return tango.findSwitch(parse(given).letters, 1);
    case 'rm':
      return tango.findSwitch(parse(given).letters, 2);
    case 'a':
      return tango.stop(parse(given).letters);
    case 'err':
      tango.error = 0;
      return undefined;
    case 'autostatus':
      tango.autostatus = oneOf(given, [0, 1]) === 1;
      return undefined;
    case 'joy':
      tango.joystick = oneOf(given, [0, 2]) === 2;
      return undefined;
    case 'pos':
      return set(tango, given, (axis, value) => {
        axis.motor.position = toMicrometres(axis, value);
      });
    case 'dim':
      return set(tango, given, (axis, value) => {
        if (![0, 1, 2, 9].includes(value)) throw new TangoRefusal('outOfRange');
        axis.dimension = value;
      });
    case 'vel':
      return set(tango, given, (axis, value) => {
        if (!(value > 0 && value <= 100)) throw new TangoRefusal('outOfRange');
        axis.speed = axis.dimension === 9 ? value : value * axis.pitch;
      });
    case 'accel':
      return set(tango, given, (axis, value) => {
        if (!(value > 0 && value <= 10)) throw new TangoRefusal('outOfRange');
        axis.acceleration = value;
      });
    case 'backlash':
      return set(tango, given, (axis, value) => {
        axis.backlash = value;
      });
    case 'encpos':
    case 'save':
    case 'restore':
      return undefined;
    case 'reset':
      return tango.restart();
    default:
      throw new TangoRefusal('invalidInstruction');
  }
}

/** `x 1.5` is one axis; numbers alone are x, y and z. */
function parse(given: readonly string[]): Arguments {
  const [first = '', ...rest] = given;
  const letter = tangoLetters.find((known) => known === first.toLowerCase());
  if (letter === undefined && /^[a-z]+$/i.test(first)) throw new TangoRefusal('noAxis');
  const numbers = (letter === undefined ? given : rest).map(Number);
  if (numbers.some(Number.isNaN)) throw new TangoRefusal('notExecutable');
  return { letters: letter === undefined ? tangoLetters : [letter], numbers };
}

function oneOf(given: readonly string[], allowed: readonly number[]): number {
  const [value, ...rest] = given.map(Number);
  if (value === undefined || rest.length > 0) throw new TangoRefusal('parameterCount');
  if (!allowed.includes(value)) throw new TangoRefusal('outOfRange');
  return value;
}

function set(
  tango: TangoController,
  given: readonly string[],
  change: (axis: TangoAxis, value: number) => void,
): void {
  const { letters, numbers } = parse(given);
  if (numbers.length === 0 || numbers.length > letters.length) throw new TangoRefusal('parameterCount');
  numbers.forEach((value, index) => change(tango.axes[letters[index] ?? 'x'], value));
}

/** Unconfirmed: that the unit is mm/s whatever the dimension is. */
function speeds(given: readonly string[]): Partial<Record<TangoLetter, number>> {
  const { letters, numbers } = parse(given);
  if (numbers.length === 0 || numbers.length > letters.length) throw new TangoRefusal('parameterCount');
  if (numbers.some((speed) => !(Math.abs(speed) <= 100))) throw new TangoRefusal('outOfRange');
  return Object.fromEntries(numbers.map((speed, index) => [letters[index], speed]));
}

function targets(
  tango: TangoController,
  given: readonly string[],
  relative: boolean,
): Partial<Record<TangoLetter, number>> {
  const wanted: Partial<Record<TangoLetter, number>> = {};
  const { letters, numbers } = parse(given);
  if (numbers.length === 0 || numbers.length > letters.length) throw new TangoRefusal('parameterCount');
  numbers.forEach((value, index) => {
    const letter = letters[index] ?? 'x';
    const axis = tango.axes[letter];
    wanted[letter] = toMicrometres(axis, value) + (relative ? axis.motor.position : 0);
  });
  return wanted;
}
