import type { WeissChamber } from '../weiss-simserv/weiss-chamber.ts';
import type { Ascii2Channel, Ascii2Layout } from './ascii2-layout.ts';

/** What an open sensor shows, in °C. Unconfirmed. */
const openReading = 999.9;

/** Takes a telegram without its end and gives the reply, or nothing: what is malformed or for others gets no answer. */
export type Ascii2Commands = (telegram: string) => string | undefined;

/** The ASCII-2 protocol of a chamber with an address (sheet weiss-ascii2.md, section 3). */
export function ascii2Commands(chamber: WeissChamber, layout: Ascii2Layout, address: number): Ascii2Commands {
  const own = `$${String(address).padStart(2, '0')}`;
  const written = { bits: '0'.repeat(layout.bits) };
  return (telegram) => {
    const text = telegram.trim();
    if (!text.startsWith(own)) return undefined;
    const letter = text[own.length] ?? '';
    const rest = text.slice(own.length + 1);
    const words = rest.split(/\s+/).filter((word) => word !== '');
    switch (letter) {
      case '?':
        return help(layout);
      case 'I':
        return words.length === 0 ? status(chamber, layout, written.bits) : undefined;
      case 'E':
        return write(chamber, layout, words, written);
      case 'U':
        return gradients(chamber, layout, words);
      case 'P':
        return /^\d{4}$/.test(rest) ? runProgram(chamber, Number(rest)) : undefined;
      case 'F':
        return firstError(chamber);
      case 'Q':
        return acknowledge(chamber);
      default:
        return undefined;
    }
  };
}

/** Sign or digit, in six characters. */
export function field(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && Number(text) !== 0 ? `-${text.padStart(5, '0')}` : text.padStart(6, '0');
}

/** A number of that form; not a number when it is none. */
function numberOf(word: string): number {
  return /^[-\d]\d{3}\.\d$/.test(word) ? Number(word) : Number.NaN;
}

/** Unconfirmed: the words, which differ from chamber to chamber. */
function help({ channels, bits }: Ascii2Layout): string {
  const values = channels.map((name, index) => `${index + 1}: ${name}`).join(', ');
  return `ASCII description of the protocol\r\n$aaI: nominal and actual of ${values}, ${bits} bits\r\n$aaE: nominal of ${values}, ${bits} bits`;
}

function status(chamber: WeissChamber, layout: Ascii2Layout, written: string): string {
  const { controller } = chamber;
  const values = layout.channels.flatMap((channel) => [nominal(chamber, channel), actual(chamber, channel)]);
  const bits = Array.from(written);
  const set = (bit: number | undefined, on: boolean): void => {
    if (bit !== undefined) bits[bit] = on ? '1' : '0';
  };
  const running = controller.running || controller.program.active;
  set(1, running);
  set(layout.controllerBit, running);
  set(layout.alarmBit, chamber.messages.length > 0);
  set(layout.doorBit, controller.chamber.doorOpen);
  for (const [index, on] of controller.outputs.entries()) set(layout.outputBit + index, on);
  return `${values.map(field).join(' ')} ${bits.join('')}`;
}

function nominal(chamber: WeissChamber, channel: Ascii2Channel): number {
  const { controller } = chamber;
  const { program } = controller;
  if (channel === 'temperature') return program.active ? controller.workingSetpoint : controller.setpoint;
  if (channel === 'humidity') return program.active ? (controller.workingHumidity ?? 0) : chamber.humidity;
  return channel === 'fan' ? chamber.fan : 0;
}

function actual(chamber: WeissChamber, channel: Ascii2Channel): number {
  const { controller } = chamber;
  if (channel === 'temperature') return controller.sensorOpen ? openReading : controller.chamber.reading;
  if (channel === 'humidity') return controller.chamber.relativeHumidity;
  if (channel === 'product') return controller.hasProduct ? controller.chamber.productReading : 0;
  return channel === 'fan' ? chamber.fan : 0;
}

/**
 * All set points and all bits at once: without the start bit the chamber stops. Unconfirmed: a set point outside the
 * limits is not answered, and while a program runs the telegram is answered and does nothing.
 */
function write(
  chamber: WeissChamber,
  layout: Ascii2Layout,
  words: readonly string[],
  written: { bits: string },
): string | undefined {
  const { controller } = chamber;
  const bits = words.at(-1) ?? '';
  const values = words.slice(0, -1).map(numberOf);
  if (values.length !== layout.channels.length || !new RegExp(`^[01]{${layout.bits}}$`).test(bits))
    return undefined;
  if (values.some((value) => Number.isNaN(value))) return undefined;
  const value = (channel: Ascii2Channel): number | undefined => values[layout.channels.indexOf(channel)];
  const temperature = value('temperature') ?? controller.setpoint;
  if (temperature < controller.range.low || temperature > controller.range.high) return undefined;
  if (controller.program.active) return '0';
  written.bits = bits;
  controller.setpoint = temperature;
  chamber.humidity = value('humidity') ?? 0;
  chamber.fan = value('fan') ?? chamber.fan;
  for (const index of controller.outputs.keys())
    controller.outputs[index] = bits[layout.outputBit + index] === '1';
  controller.running =
    bits[1] === '1' && (layout.controllerBit === undefined || bits[layout.controllerBit] === '1');
  return '0';
}

function gradients(
  { controller }: WeissChamber,
  layout: Ascii2Layout,
  words: readonly string[],
): string | undefined {
  const values = words.map(numberOf);
  if (values.length !== 2 * layout.gradients || !values.every((value) => value >= 0)) return undefined;
  for (const [index, gradient] of [controller.gradient, controller.humidityGradient].entries()) {
    if (index >= layout.gradients) break;
    gradient.up = values[2 * index] || Number.POSITIVE_INFINITY;
    gradient.down = values[2 * index + 1] || Number.POSITIVE_INFINITY;
  }
  return '0';
}

function runProgram({ programs, controller }: WeissChamber, number: number): string | undefined {
  if (number !== 0) return programs.start(number) ? '0' : undefined;
  programs.stop();
  controller.off();
  return '0';
}

function firstError({ messages }: WeissChamber): string {
  const [first] = messages;
  const count = String(messages.length).padStart(2, '0');
  return first === undefined ? count : `${count} ${first.text.slice(0, 31)}`;
}

function acknowledge(chamber: WeissChamber): string {
  const [first] = chamber.messages;
  if (first !== undefined) chamber.controller.acknowledge(first.alarm);
  return String(chamber.messages.length).padStart(2, '0');
}
