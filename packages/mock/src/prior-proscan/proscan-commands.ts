import type { ProScanMove } from './proscan-moves.ts';
import type { Percentage, ProScanAxis, ProScanPanel, ProScanPart } from './proscan-panel.ts';

/** What a ProScan refuses a command with (NOT IDLE and so on; Micro-Manager and ProScan manual). */
export const proScanErrors = {
  notIdle: 2,
  noDrive: 3,
  stringParse: 4,
  commandNotFound: 5,
  invalidShutter: 6,
  valueOutOfRange: 8,
  invalidWheel: 9,
  queueFull: 18,
} as const;

/** Thrown by a command that is refused; the client receives it as an error reply. */
export class ProScanRefusal extends Error {
  /** The reply. */
  readonly line: string;

  constructor(error: keyof typeof proScanErrors) {
    const line = `E,${proScanErrors[error]}`;
    super(line);
    this.line = line;
  }
}

/** What a command does: text to answer at once, or a move. */
type Outcome = string | ProScanMove;

/** Carries out a command; its name is in capitals, `given` what followed it. */
export function proScanCommand(panel: ProScanPanel, name: string, given: readonly string[]): Outcome {
  const fixed = queries[name];
  if (fixed !== undefined && given.length === 0) return fixed;
  const percentage = percentages[name];
  if (percentage !== undefined) return percent(panel.percent[percentage.part], percentage.field, given);
  const axes = positions[name];
  if (axes !== undefined) return positionsOf(panel, axes, given);
  switch (name) {
    case 'COMP':
      return compatibility(panel, given);
    case 'G':
    case 'GR':
      return stageMove(panel, name === 'GR', given);
    case 'V':
      return focusMove(panel, false, integers(given, 1)[0]);
    case 'U':
      return focusMove(panel, true, integers(given, 1)[0]);
    case 'D':
      return focusMove(panel, true, -integers(given, 1)[0]);
    case '$':
      return String((panel.x.moving ? 1 : 0) + (panel.y.moving ? 2 : 0) + (panel.z.moving ? 4 : 0));
    case 'RES':
      return resolution(panel, given);
    case 'XD':
    case 'YD':
      return direction(panel, name === 'XD' ? 'x' : 'y', given);
    case 'SIS':
      return setIndex(panel);
    case '7':
      return wheel(panel, given);
    case '8':
      return shutter(panel, given);
    default:
      throw new ProScanRefusal('commandNotFound');
  }
}

/** Unconfirmed: the words of these texts. */
const queries: Readonly<Record<string, string>> = {
  DATE: 'Prior Scientific Instruments ProScan III\rVersion 1.12, compiled Jun 2 2017',
  VERSION: '112',
  SERIAL: '12345',
  '?': [
    'PROSCAN INFORMATION',
    'DSP_1 IS 4-AXIS STEPPER VERSION 2.7',
    'DRIVE CHIPS 000111 (F2 F1 A Z Y X) 0 = Not Fitted',
    'STAGE = H101/2',
    'FOCUS = NORMAL',
    'END',
  ].join('\r'),
};

const percentages: Readonly<Record<string, { readonly part: ProScanPart; readonly field: Percentage }>> = {
  SMS: { part: 'S', field: 'speed' },
  SAS: { part: 'S', field: 'acceleration' },
  SCS: { part: 'S', field: 'curve' },
  SMZ: { part: 'Z', field: 'speed' },
  SAZ: { part: 'Z', field: 'acceleration' },
  SCZ: { part: 'Z', field: 'curve' },
};

const positions: Readonly<Record<string, readonly ProScanAxis[]>> = {
  P: ['x', 'y', 'z'],
  PS: ['x', 'y'],
  PX: ['x'],
  PY: ['y'],
  PZ: ['z'],
};

function integers(given: readonly string[], length: number): readonly [number, ...number[]] {
  const [first = '', ...rest] = given;
  if (given.length !== length || !given.every((text) => /^[+-]?\d+$/.test(text)))
    throw new ProScanRefusal('stringParse');
  return [Number(first), ...rest.map(Number)];
}

function compatibility(panel: ProScanPanel, given: readonly string[]): string {
  if (given.length === 0) return panel.compatible ? '1' : '0';
  const [mode] = integers(given, 1);
  if (mode !== 0 && mode !== 1) throw new ProScanRefusal('valueOutOfRange');
  panel.compatible = mode === 1;
  return '0';
}

function percent(values: Record<Percentage, number>, field: Percentage, given: readonly string[]): string {
  if (given.length === 0) return String(values[field]);
  const [value] = integers(given, 1);
  if (value < 1 || value > 100) throw new ProScanRefusal('valueOutOfRange');
  values[field] = value;
  return '0';
}

/** Tells or sets where axes stand. */
function positionsOf(panel: ProScanPanel, axes: readonly ProScanAxis[], given: readonly string[]): string {
  if (given.length === 0) return axes.map((name) => panel.steps(name)).join(',');
  const steps = integers(given, axes.length);
  if (axes.some((name) => panel[name].moving)) throw new ProScanRefusal('notIdle');
  axes.forEach((name, index) => {
    panel[name].position = panel.length(name, steps[index] ?? 0);
  });
  return '0';
}

function stageMove(panel: ProScanPanel, relative: boolean, given: readonly string[]): ProScanMove {
  const [x, y = 0, z] = integers(given, given.length === 3 ? 3 : 2);
  const to = (name: ProScanAxis, steps: number) => (): number =>
    panel.length(name, steps) + (relative ? panel[name].position : 0);
  return { x: to('x', x), y: to('y', y), ...(z === undefined ? {} : { z: to('z', z) }) };
}

function focusMove(panel: ProScanPanel, relative: boolean, steps: number): ProScanMove {
  return { z: () => panel.length('z', steps) + (relative ? panel.z.position : 0) };
}

/** Drives the stage to its switches and counts from there. */
function setIndex(panel: ProScanPanel): ProScanMove {
  const zero = (name: 'x' | 'y') => (): number => {
    const stop = panel[name].arrived.listen(() => {
      if (panel[name].moving) return;
      stop();
      if (panel[name].end === 'switch') panel[name].position = 0;
    });
    return -1e9;
  };
  return { x: zero('x'), y: zero('y') };
}

/** Which way of the stage counts as positive. Unconfirmed: the answers. */
function direction(panel: ProScanPanel, name: 'x' | 'y', given: readonly string[]): string {
  if (given.length === 0) return String(panel.direction[name]);
  const [sign] = integers(given, 1);
  if (sign !== 1 && sign !== -1) throw new ProScanRefusal('valueOutOfRange');
  panel.direction[name] = sign;
  return '0';
}

function resolution(panel: ProScanPanel, [axis = '', value, ...rest]: readonly string[]): string {
  const part = /^[SXY]$/i.test(axis) ? 'S' : /^Z$/i.test(axis) ? 'Z' : undefined;
  if (part === undefined || rest.length > 0) throw new ProScanRefusal('stringParse');
  if (value === undefined) return String(panel.resolution[part]);
  const micrometres = Number(value);
  if (!(micrometres > 0)) throw new ProScanRefusal('valueOutOfRange');
  panel.resolution[part] = micrometres;
  return '0';
}

function wheel({ filters }: ProScanPanel, [number = '', to = '', ...rest]: readonly string[]): string {
  const index = Number(number) - 1;
  if (rest.length > 0 || to === '') throw new ProScanRefusal('stringParse');
  if (filters[index] === undefined) throw new ProScanRefusal('invalidWheel');
  if (/^F$/i.test(to)) return String(filters[index]);
  const filter = /^H$/i.test(to) ? 1 : Number(to);
  if (!(Number.isInteger(filter) && filter >= 1 && filter <= 10)) throw new ProScanRefusal('valueOutOfRange');
  filters[index] = filter;
  return 'R';
}

function shutter({ closed }: ProScanPanel, [number = '', to, ...rest]: readonly string[]): string {
  const index = Number(number) - 1;
  if (rest.length > 0) throw new ProScanRefusal('stringParse');
  if (closed[index] === undefined) throw new ProScanRefusal('invalidShutter');
  if (to === undefined) return closed[index] ? '1' : '0';
  if (to !== '0' && to !== '1') throw new ProScanRefusal('valueOutOfRange');
  closed[index] = to === '1';
  return 'R';
}
