import type { CalendarTime } from '@fourwire/core';
import type { Gradient } from '../chamber-controller/chamber-controller.ts';
import { ctsKeys } from './cts-chamber.ts';
import type { CtsChamber } from './cts-chamber.ts';

/** Answers one command, or not: what is not understood gets no answer. */
export type CtsCommands = (command: string) => string | undefined;

/** As fast as possible. */
const fastest = 999.9;
/** What an open sensor shows, in °C. Unconfirmed. */
const openReading = 999.9;

/** Commands by their form (sheet cts.md, section 3). */
type Command = readonly [
  form: RegExp,
  run: (groups: readonly string[], command: string) => string | undefined,
];

/**
 * The commands of a chamber. Left out: `Aa`, `H02`, which only newer firmware has and whose form no source shows.
 * Unconfirmed: a value outside its range is acknowledged and not taken; a program that is not there starts nothing; the
 * forms of `R` and `H01`.
 *
 * @param gradientBase - the index by which gradients call the temperature
 */
export function ctsCommands(chamber: CtsChamber, gradientBase: 0 | 1): CtsCommands {
  const { controller, programs, clock } = chamber;
  const loop = (index: string): Gradient | undefined =>
    [controller.gradient, ...(controller.hasHumidity ? [controller.humidityGradient] : [])][
      Number(index) - gradientBase
    ];
  const target = (index: string): number =>
    Number(index) === gradientBase ? controller.setpoint : chamber.humidity;
  const shown = (rate: number): string => field(Number.isFinite(rate) ? rate : fastest);
  const write = (side: 'up' | 'down', index: string, text: string): void => {
    const gradient = loop(index);
    const rate = Number(text);
    if (gradient === undefined || rate < 0.1) return;
    gradient[side] = rate >= fastest ? Number.POSITIVE_INFINITY : rate;
  };
  const commands: readonly Command[] = [
    [/^T$/, () => `T${timeText(clock.time)}`],
    [
      /^t(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/,
      (groups, command) => {
        const [day = 1, month = 1, year = 0, hour = 0, minute = 0, second = 0] = groups.map(Number);
        clock.set({ day, month, year: 2000 + year, hour, minute, second });
        return command;
      },
    ],
    [/^C$/, () => 'CPLC 4.02;ITC 3.11;59212345'],
    [/^A([0-9:;<=>?])$/, ([index = '0']) => `A${index} ${channel(chamber, index.charCodeAt(0) - 0x30)}`],
    [
      /^a([0-6]) ([-\d]\d\d\.\d)$/,
      ([index, text]) => {
        writeValue(chamber, Number(index), Number(text));
        return 'a';
      },
    ],
    [
      /^E([0-9])$/,
      ([index = '0']) => (loop(index) === undefined ? undefined : `E${index} ${field(target(index))}`),
    ],
    [
      /^([ud])([0-9]) (\d{3}\.\d)$/,
      ([side = 'u', index = '0', text = '']) => {
        write(side === 'u' ? 'up' : 'down', index, text);
        return side;
      },
    ],
    [
      /^U([0-9])$/,
      ([index = '0']) => {
        const gradient = loop(index);
        return gradient === undefined ? undefined : `U${index} ${shown(gradient.up)} ${shown(gradient.down)}`;
      },
    ],
    [
      /^R([0-9])$/,
      ([index = '0']) => {
        const gradient = loop(index);
        if (gradient === undefined) return undefined;
        const controlled = Number.isFinite(gradient.up) || Number.isFinite(gradient.down);
        const ramping =
          controlled && controller.conditioning && controller.workingSetpoint !== controller.setpoint;
        return `R${index} ${Number(ramping)}${Number(controlled)} ${shown(gradient.up)} ${shown(gradient.down)} ${field(target(index))}`;
      },
    ],
    [/^S$/, () => status(chamber)],
    [
      /^O$/,
      () =>
        `O${Array.from({ length: ctsKeys.last }, (_, index) => Number(output(chamber, index + 1))).join('')}`,
    ],
    [
      /^s([1-9:;<=]) ([01])$/,
      ([key = '1', state]) => {
        press(chamber, key.charCodeAt(0) - 0x30, state === '1');
        return `s${key}`;
      },
    ],
    [/^P$/, () => `P${String(programs.running).padStart(3, '0')}`],
    [
      /^p(\d{3})$/,
      ([digits]) => {
        const number = Number(digits);
        if (number === 0) programs.stop();
        else programs.start(number);
        return `p${String(programs.running).padStart(3, '0')}`;
      },
    ],
    [/^F$/, () => `F${(chamber.fault?.[1] ?? '').padEnd(32)}`],
    [/^H01$/, () => `H01 ${chamber.fault?.[0].charCodeAt(0) ?? 0}`],
  ];
  return (command) => {
    for (const [form, run] of commands) {
      const match = form.exec(command);
      if (match !== null) return run(match.slice(1), command);
    }
    return undefined;
  };
}

/** How long a command is, by how it begins: the protocol has no terminator. Nothing when it is none. */
export function commandLength(text: string): number | undefined {
  const first = text[0] ?? '';
  if ('TCSOPF'.includes(first)) return 1;
  if ('AEUR'.includes(first)) return 2;
  if (first === 'H') return 3;
  if ('sp'.includes(first)) return 4;
  if ('aud'.includes(first)) return 8;
  return first === 't' ? 13 : undefined;
}

/** Five characters: `-40.0`, `005.0`; at the limits of the field it stays there. */
export function field(value: number): string {
  const text = Math.min(999.9, Math.abs(value)).toFixed(1);
  return value < 0 && Number(text) !== 0 ? `-${text.padStart(4, '0').slice(-4)}` : text.padStart(5, '0');
}

function timeText({ day, month, year, hour, minute, second }: CalendarTime): string {
  return [day, month, year % 100, hour, minute, second].map((part) => String(part).padStart(2, '0')).join('');
}

/** Actual and set value of an analog channel, as on machine A of the sheet. Channels that are not there show zeros. */
function channel(chamber: CtsChamber, index: number): string {
  const { controller } = chamber;
  const physics = controller.chamber;
  const air = controller.sensorOpen ? openReading : physics.reading;
  const measured: readonly (number | undefined)[] = [
    air,
    controller.hasHumidity ? physics.relativeHumidity : undefined,
    controller.hasProduct ? physics.productReading : undefined,
    air,
    physics.wall,
    undefined,
    undefined,
    undefined,
    controller.hasHumidity ? physics.humidity.dewPoint : undefined,
  ];
  const set = index === 0 ? controller.workingSetpoint : index === 1 ? (controller.workingHumidity ?? 0) : 0;
  return `${field(measured[index] ?? 0)} ${field(set)}`;
}

function writeValue(chamber: CtsChamber, index: number, value: number): void {
  const { controller } = chamber;
  const { low, high } = controller.range;
  if (index === 0 && value >= low && value <= high) controller.setpoint = value;
  if (index === 1 && controller.hasHumidity && value >= 0 && value <= 98) chamber.humidity = value;
}

/** Flags as on machine A: pause, humidity on, door closed, door locked, compressed air, supply-air control. */
function status(chamber: CtsChamber): string {
  const { controller, fault } = chamber;
  const flags = [
    chamber.running,
    fault !== undefined,
    chamber.paused,
    controller.hasHumidity && chamber.humidity > 0,
    !controller.chamber.doorOpen,
    false,
    controller.outputs[ctsKeys.air - 1] === true,
    controller.outputs[ctsKeys.supplyAir - 1] === true,
  ];
  return `S${flags.map(Number).join('')}${fault?.[0] ?? '0'}`;
}

function output(chamber: CtsChamber, key: number): boolean {
  if (key === 1) return chamber.running;
  return key === 3 ? chamber.paused : chamber.controller.outputs[key - 1] === true;
}

function press(chamber: CtsChamber, key: number, on: boolean): void {
  const { controller } = chamber;
  if (key === 1) {
    if (on) controller.running = true;
    else chamber.off();
  } else if (key === 2) {
    if (on) controller.acknowledge();
  } else if (key === 3) chamber.pause(!on);
  else if (key >= ctsKeys.air) controller.outputs[key - 1] = on;
}
