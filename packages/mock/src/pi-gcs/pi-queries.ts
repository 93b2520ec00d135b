import { axesOf, axisOf, parameterId } from './pi-arguments.ts';
import { piParameters } from './pi-axis.ts';
import type { PiAxis } from './pi-axis.ts';
import { PiRefusal } from './pi-controller.ts';
import type { PiController } from './pi-controller.ts';

/** What `HLP?` says, beside the queries and commands themselves. Unconfirmed: the words. */
const helped =
  '#3 #4 #5 #7 #24 *IDN? ACC ACC? CST CST? CSV? DEC DEC? DFH ERR? FNL FPL FRF FRF? GOH HLP? HLT HPA? INI LIM? MOV MOV? MVR ONT? OVF? POS POS? RBT RON RON? SAI? SPA SPA? STP SVO SVO? TMN? TMX? TRS? VEL VEL?';

/** Answers a query, its name in capitals with the question mark; the lines of the reply. */
export function piQuery(controller: PiController, name: string, given: readonly string[]): readonly string[] {
  const each = (value: (axis: PiAxis) => string): readonly string[] =>
    axesOf(controller, given).map((axis) => `${axis.id}=${value(axis)}`);
  switch (name) {
    case '*IDN?':
      return ['(c)2015 Physik Instrumente (PI) GmbH & Co. KG, C-884.4DC, 0185500006, 2.03'];
    case 'CSV?':
      return ['2.0'];
    case 'ERR?': {
      const { error } = controller;
      controller.error = 0;
      return [String(error)];
    }
    case 'HLP?':
      return ['The following commands are valid:', ...helped.split(' '), 'end of help'];
    case 'HPA?':
      return [
        'The following parameters are valid:',
        ...Object.entries(piParameters).map(listed),
        'end of help',
      ];
    case 'SAI?':
      if (given.some((word) => word.toUpperCase() !== 'ALL')) throw new PiRefusal('parameterSyntax');
      return controller.axes.map(({ id }) => id);
    case 'CST?':
      return each(({ stage }) => stage);
    case 'SVO?':
      return each(({ servo }) => bit(servo));
    case 'FRF?':
      return each(({ controlled }) => bit(controlled.referenced));
    case 'TRS?':
    case 'LIM?':
      return each(() => '1');
    case 'RON?':
      return each(({ referencing }) => bit(referencing));
    case 'POS?':
      return each(({ controlled }) => decimal(controlled.position / 1000));
    case 'MOV?':
      return each(({ controlled }) => decimal(controlled.target / 1000));
    case 'ONT?':
      return each(({ onTarget }) => bit(onTarget));
    case 'VEL?':
      return each(({ controlled }) => decimal(controlled.speed / 1000));
    case 'ACC?':
      return each(({ controlled }) => decimal(controlled.acceleration / 1000));
    case 'DEC?':
      return each(({ deceleration }) => decimal(deceleration));
    case 'TMN?':
      return each(({ limits }) => decimal(limits.low));
    case 'TMX?':
      return each(({ limits }) => decimal(limits.high));
    case 'OVF?':
      return each(() => '0');
    case 'SPA?':
      return parameters(controller, given);
    default:
      throw new PiRefusal('unknownCommand');
  }
}

/** A line of `HPA?`: id, level of command, number of items, type, group and name, as PIPython reads it. */
function listed([name, id]: readonly [string, number]): string {
  return `0x${hex(id)}=\t0\t1\tFLOAT\tmotorcontroller\t${name}`;
}

/** Answers what is asked with one byte, without an end of line; undefined for a byte that asks nothing. */
export function piSingleByte(controller: PiController, byte: number): readonly string[] | undefined {
  const { axes } = controller;
  switch (byte) {
    case 0x03:
      return axes.map(({ id, controlled }) => `${id}=${decimal(controlled.position / 1000)}`);
    case 0x04:
      return [
        `0x${axes.map((axis) => hex(axis.statusWord(controller.error !== 0)).padStart(4, '0')).join('')}`,
      ];
    case 0x05:
      return [
        hex(axes.reduce((mask, { controlled }, bits) => mask | (Number(controlled.moving) << bits), 0)),
      ];
    case 0x07:
      return [controller.referencing ? '\u00b0' : '\u00b1'];
    case 0x08:
      return ['0'];
    default:
      return undefined;
  }
}

function parameters(controller: PiController, given: readonly string[]): readonly string[] {
  if (given.length === 0) throw new PiRefusal('missingParameter');
  if (given.length % 2 !== 0) throw new PiRefusal('parameterCount');
  return Array.from({ length: given.length / 2 }, (_, index) => {
    const [id = '', parameter = ''] = given.slice(2 * index);
    const value = axisOf(controller, id).parameter(parameterId(parameter));
    if (value === undefined) throw new PiRefusal('unknownParameter');
    return `${id} ${parameter}=${decimal(value)}`;
  });
}

function bit(on: boolean): string {
  return on ? '1' : '0';
}

function decimal(value: number): string {
  const text = value.toFixed(6);
  return text === '-0.000000' ? '0.000000' : text;
}

function hex(value: number): string {
  return value.toString(16).toUpperCase();
}
