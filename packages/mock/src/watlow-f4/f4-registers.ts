import type { CalendarTime } from '@fourwire/core';
import { boundedRegister, wordRegister } from '../modbus/word-bank.ts';
import type { RegisterEntry } from '../modbus/word-bank.ts';
import type { F4Model } from './f4-model.ts';
import { f4ProfileRegisters } from './f4-profile-registers.ts';
import { differenceCounts, differenceOf, temperatureCounts, temperatureOf } from './f4-scale.ts';

/** A register and its address. */
export type F4Entry = readonly [address: number, entry: RegisterEntry];

/** Counts of a sensor that is open. Unconfirmed: the sheet says that the process value is meaningless then. */
const openCounts = 0x7fff;
/** Unconfirmed: the sheet says only that an error is not 0. */
const openError = 3;

/** The registers of sheet watlow-f4.md, section 4. Left out: calibration offsets, PID sets, humidity outputs. */
export function f4Registers(model: F4Model, serialNumber: number): ReadonlyMap<number, RegisterEntry> {
  return new Map([
    ...systemRegisters(model, serialNumber),
    ...inputRegisters(model),
    ...loopRegisters(model),
    ...switchRegisters(model),
    ...clockRegisters(model),
    ...f4ProfileRegisters(model),
  ]);
}

/** A register for °C that may be written within limits, when `write` is there. */
function temperatureRegister(
  model: F4Model,
  get: () => number,
  write?: (celsius: number) => boolean,
): RegisterEntry {
  const { scale } = model;
  return wordRegister(
    () => temperatureCounts(scale, get()),
    write === undefined ? undefined : (counts) => write(temperatureOf(scale, counts)),
  );
}

/** The same for %RH. */
function humidityRegister(
  model: F4Model,
  get: () => number,
  write?: (percent: number) => boolean,
): RegisterEntry {
  const factor = (): number => 10 ** model.scale.humidityDecimals;
  return wordRegister(
    () => get() * factor(),
    write === undefined ? undefined : (counts) => write(counts / factor()),
  );
}

/** Whether counts, which were rounded, are within limits. */
function within(value: number, low: number, high: number): boolean {
  return value > low - 1e-6 && value < high + 1e-6;
}

/** Unconfirmed: registers 0 to 4, and that 24 and 25 take these values only. */
function systemRegisters(model: F4Model, serialNumber: number): readonly F4Entry[] {
  const { scale } = model;
  const unit = wordRegister(
    () => (scale.unit === 'celsius' ? 1 : 0),
    (value) => {
      if (value !== 0 && value !== 1) return false;
      scale.unit = value === 1 ? 'celsius' : 'fahrenheit';
      return true;
    },
  );
  const memory = { volatile: 0 };
  return [
    [0, wordRegister(() => 5270)],
    [1, wordRegister(() => serialNumber >> 16)],
    [2, wordRegister(() => serialNumber)],
    [3, wordRegister(() => 6000)],
    [4, wordRegister(() => 400)],
    [24, boundedRegister(memory, 'volatile', 0, 1)],
    [
      25,
      wordRegister(
        () => 0,
        (value) => value === 0,
      ),
    ],
    [901, unit],
  ];
}

function inputRegisters(model: F4Model): readonly F4Entry[] {
  const { controller, scale } = model;
  const { range } = controller;
  const air = [
    [
      100,
      wordRegister(() => (controller.sensorOpen ? openCounts : temperatureCounts(scale, model.analog(1)))),
    ],
    [101, wordRegister(() => (controller.sensorOpen ? openError : 0))],
    [600, wordRegister(() => 1)],
    [
      602,
      temperatureRegister(
        model,
        () => range.low,
        (low) => within(low, -200, range.high) && put(range, 'low', low),
      ),
    ],
    [
      603,
      temperatureRegister(
        model,
        () => range.high,
        (high) => within(high, range.low, 800) && put(range, 'high', high),
      ),
    ],
    [606, boundedRegister(scale, 'decimals', 0, 3)],
    [608, wordRegister(() => 0)],
  ] as const;
  const humidity = [
    [104, humidityRegister(model, () => model.analog(2))],
    [105, wordRegister(() => 0)],
    [610, wordRegister(() => 2)],
    [
      612,
      humidityRegister(
        model,
        () => model.humidityRange.low,
        (low) => within(low, 0, model.humidityRange.high) && put(model.humidityRange, 'low', low),
      ),
    ],
    [
      613,
      humidityRegister(
        model,
        () => model.humidityRange.high,
        (high) => within(high, model.humidityRange.low, 100) && put(model.humidityRange, 'high', high),
      ),
    ],
    [616, boundedRegister(scale, 'humidityDecimals', 0, 3)],
    [618, wordRegister(() => 1)],
  ] as const;
  const product = [
    [108, temperatureRegister(model, () => model.analog(3))],
    [109, wordRegister(() => 0)],
    [620, wordRegister(() => 1)],
    [622, temperatureRegister(model, () => range.low)],
    [623, temperatureRegister(model, () => range.high)],
    [626, boundedRegister(scale, 'decimals', 0, 3)],
    [628, wordRegister(() => 0)],
  ] as const;
  const off = wordRegister(() => 4);
  return [
    ...air,
    ...(controller.hasHumidity ? humidity : [[610, off] as const]),
    ...(controller.hasProduct ? product : [[620, off] as const]),
  ];
}

function loopRegisters(model: F4Model): readonly F4Entry[] {
  const { controller, scale, alarm } = model;
  const { range, program } = controller;
  const once = wordRegister(
    () => 0,
    (value) => value === 1,
  );
  const entries: F4Entry[] = [
    [102, wordRegister(() => alarm.condition)],
    [103, wordRegister(() => Math.max(0, controller.outputPower * 100))],
    // Unconfirmed: that cooling shows as a negative number.
    [107, wordRegister(() => Math.min(0, controller.outputPower * 100))],
    [200, wordRegister(() => (program.active ? (program.state === 'paused' ? 3 : 2) : 0))],
    [
      300,
      temperatureRegister(
        model,
        () => controller.setpoint,
        (celsius) => {
          if (!within(celsius, range.low, range.high)) return false;
          model.staticSetpoint = celsius;
          return true;
        },
      ),
    ],
    [
      302,
      temperatureRegister(
        model,
        () => alarm.low,
        (low) => low <= alarm.high && put(alarm, 'low', low),
      ),
    ],
    [
      303,
      temperatureRegister(
        model,
        () => alarm.high,
        (high) => high >= alarm.low && put(alarm, 'high', high),
      ),
    ],
    [311, once],
    [331, once],
    [332, once],
  ];
  if (controller.hasHumidity)
    entries.push([
      319,
      humidityRegister(
        model,
        () => model.humiditySetpoint,
        (percent) => {
          // A set point below the low limit is how some builders switch humidity off.
          return (
            within(percent, Math.min(0, model.humidityRange.low) - 1, model.humidityRange.high) &&
            put(model, 'humiditySetpoint', percent)
          );
        },
      ),
    ]);
  if (controller.hasProduct) {
    const { cascadeLimits } = controller.chamber;
    entries.push(
      [1922, temperatureRegister(model, () => controller.chamber.airTarget)],
      [1925, wordRegister(() => 1)],
      [
        1926,
        wordRegister(
          () => -differenceCounts(scale, cascadeLimits.below),
          (counts) => counts <= 0 && put(cascadeLimits, 'below', -differenceOf(scale, counts)),
        ),
      ],
      [
        1927,
        wordRegister(
          () => differenceCounts(scale, cascadeLimits.above),
          (counts) => counts >= 0 && put(cascadeLimits, 'above', differenceOf(scale, counts)),
        ),
      ],
    );
  }
  return entries;
}

function put<Key extends string>(owner: { [key in Key]: number }, key: Key, value: number): true {
  owner[key] = value;
  return true;
}

function switchRegisters(model: F4Model): readonly F4Entry[] {
  const { controller } = model;
  const events = controller.outputs.map((_, index): F4Entry => [
    2000 + 10 * index,
    wordRegister(
      // Output 8 is the compressor's: what is written there changes nothing.
      () => Number(index === 7 ? controller.chamber.compressor.running : controller.outputs[index] === true),
      (value) => {
        if (value !== 0 && value !== 1) return false;
        controller.outputs[index] = value === 1;
        return true;
      },
    ),
  ]);
  const inputs = [1, 2, 3, 4].flatMap((number): readonly F4Entry[] => [
    [1058 + 2 * number, wordRegister(() => (number > 2 ? 10 : 0))],
    [1059 + 2 * number, wordRegister(() => 0)],
    [189 + 12 * number, wordRegister(() => Number(model.digitalInput(number)))],
  ]);
  return [...events, ...inputs];
}

const clockParts: readonly (readonly [part: keyof CalendarTime, low: number, high: number])[] = [
  ['hour', 0, 23],
  ['minute', 0, 59],
  ['second', 0, 59],
  ['month', 1, 12],
  ['day', 1, 31],
  ['year', 1998, 2100],
];

function clockRegisters({ clock }: F4Model): readonly F4Entry[] {
  return clockParts.map(([part, low, high], index): F4Entry => [
    1916 + index,
    wordRegister(
      () => clock.time[part],
      (value) => {
        if (value < low || value > high) return false;
        clock.set({ [part]: value });
        return true;
      },
    ),
  ]);
}
