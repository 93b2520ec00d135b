import type { Alarm } from '../classes/alarm-changes.ts';
import { unexpectedReply } from '../wire/errors.ts';

/** What a stage does, by its first status byte SB1 (sheet linkam-t95.md). */
const activities = {
  0x01: 'stopped',
  0x10: 'heating',
  0x20: 'cooling',
  0x30: 'at-limit',
  0x40: 'holding-limit-time',
  0x50: 'held',
} as const;

/**
 * Bits of the error byte EB1 that are alarms. Only the first is in the sheet; unconfirmed: the others, of which only
 * the driver of the BLISS project tells.
 */
const errorBits: readonly (readonly [bit: number, text: string])[] = [
  [0, 'cooling too fast for the pump'],
  [1, 'no stage is connected, or its sensor is open'],
  [2, 'current protection: overload'],
  [5, 'error in the serial data'],
];

const noSensor = 1;

/** The answer to `T`. */
export interface T95Status {
  readonly activity: (typeof activities)[keyof typeof activities];
  readonly alarms: readonly Alarm[];
  /** The alarm with which the temperature is none. */
  readonly sensorFault: Alarm | undefined;
  /** In °C. */
  readonly temperature: number;
}

/** How many bytes an answer to `T` has, with its CR. */
export const t95StatusLength = 11;

/** @throws FourwireError of kind `protocol`, code `reply-unexpected` */
export function parseT95Status(reply: string): T95Status {
  const first = reply.charCodeAt(0);
  const errors = reply.charCodeAt(1);
  const digits = reply.slice(6, 10);
  const activity = isActivity(first) ? activities[first] : undefined;
  if (
    reply.length !== t95StatusLength ||
    !reply.endsWith('\r') ||
    activity === undefined ||
    (errors & 0x80) === 0 ||
    !/^[0-9a-f]{4}$/i.test(digits)
  )
    throw unexpectedReply('a status of ten bytes and CR', reply);
  const tenths = Number.parseInt(digits, 16);
  const alarm = (bit: number, text: string): Alarm => ({ code: `EB1 ${1 << bit}`, text });
  const standing = errorBits.filter(([bit]) => ((errors >> bit) & 1) === 1);
  const sensor = standing.find(([bit]) => bit === noSensor);
  return {
    activity,
    alarms: standing.map(([bit, text]) => alarm(bit, text)),
    sensorFault: sensor && alarm(...sensor),
    temperature: (tenths > 0x7fff ? tenths - 0x1_0000 : tenths) / 10,
  };
}

function isActivity(byte: number): byte is keyof typeof activities {
  return byte in activities;
}
