import { boundedRegister, wordRegister } from '../modbus/word-bank.ts';
import type { RegisterEntry } from '../modbus/word-bank.ts';
import { loopErrors } from './ezt-model.ts';
import type { EztModel } from './ezt-model.ts';

type EztEntry = readonly [address: number, entry: RegisterEntry];

/** Counts of a sensor that is open. Unconfirmed: the sheet has the error code of the loop only. */
const openCounts = 0x7fff;

/**
 * The control registers 0 to 56 of sheet csz-ezt.md, section 2. Registers without a meaning read 0. Unconfirmed: the bits
 * of registers 4, 5 and 38, and that the set point of a loop shows where a program is while one runs.
 */
export function eztRegisters(model: EztModel): ReadonlyMap<number, RegisterEntry> {
  return new Map([
    ...Array.from({ length: 60 }, (_, address): EztEntry => [address, wordRegister(() => 0)]),
    ...systemRegisters(model),
    ...programRegisters(model),
    ...loopRegisters(model),
    ...alarmRegisters(),
  ]);
}

function systemRegisters(model: EztModel): readonly EztEntry[] {
  const { controller } = model;
  const memory = { override: 0, autotune: 0 };
  return [
    [0, wordRegister(() => Number(model.offline))],
    [
      1,
      wordRegister(
        () => 0,
        (value) => {
          if (value === 1) controller.acknowledge();
          return value === 0 || value === 1;
        },
      ),
    ],
    [4, wordRegister(() => Number(controller.sensorOpen))],
    [
      5,
      wordRegister(
        () =>
          Number(controller.alarms.includes('over-temperature')) +
          2 * Number(controller.alarms.includes('compressor-tripped')),
      ),
    ],
    [9, boundedRegister(memory, 'override', 0, 3)],
    [10, boundedRegister(memory, 'autotune', 0, 3)],
    [
      12,
      wordRegister(
        () => controller.outputs.reduce((bits, on, index) => bits | (Number(on) << index), 0),
        (bits) => {
          if (bits < 0 || bits >= 2 ** controller.outputs.length) return false;
          for (const index of controller.outputs.keys())
            controller.outputs[index] = (bits >> index) % 2 === 1;
          return true;
        },
      ),
    ],
  ];
}

function programRegisters(model: EztModel): readonly EztEntry[] {
  const { controller, program } = model;
  const runner = controller.program;
  const characters = (index: number): number =>
    (program.name.padEnd(14).charCodeAt(2 * index) << 8) | program.name.padEnd(14).charCodeAt(2 * index + 1);
  const target = (): number =>
    runner.active ? (program.segments[runner.segment]?.temperature ?? controller.workingSetpoint) : 0;
  return [
    [14, boundedRegister(model, 'startStep', 1, 64)],
    [
      15,
      wordRegister(
        () => model.programState,
        (state) => model.setProgramState(state),
      ),
    ],
    ...Array.from({ length: 7 }, (_, index): EztEntry => [16 + index, wordRegister(() => characters(index))]),
    [23, wordRegister(() => (runner.active ? runner.segment + 1 : 0))],
    [24, wordRegister(() => program.segments.length)],
    [25, wordRegister(() => clockCounts(runner.active ? runner.remaining + runner.elapsed : 0))],
    [26, wordRegister(() => clockCounts(runner.remaining))],
    [31, wordRegister(() => target() * 10 ** model.decimals)],
  ];
}

function loopRegisters(model: EztModel): readonly EztEntry[] {
  const { controller } = model;
  const { range } = controller;
  const scale = 10 ** model.decimals;
  const humidityScale = 10 ** model.humidityDecimals;
  const temperature: readonly EztEntry[] = [
    [35, wordRegister(() => (controller.sensorOpen ? openCounts : controller.chamber.reading * scale))],
    [
      36,
      wordRegister(
        () => controller.workingSetpoint * scale,
        (counts) => {
          const celsius = counts / scale;
          if (celsius < range.low || celsius > range.high) return false;
          controller.setpoint = celsius;
          return true;
        },
      ),
    ],
    [37, wordRegister(() => controller.outputPower * 100)],
    [38, wordRegister(() => Number(controller.conditioning))],
    [39, wordRegister(() => (controller.sensorOpen ? loopErrors.sensorBreak : loopErrors.none))],
  ];
  const humidity: readonly EztEntry[] = [
    [40, wordRegister(() => controller.chamber.relativeHumidity * humidityScale)],
    [
      41,
      wordRegister(
        () => (controller.workingHumidity ?? model.humiditySetpoint) * humidityScale,
        (counts) => {
          const percent = counts / humidityScale;
          if (percent < 0 || percent > 100) return false;
          model.humiditySetpoint = percent;
          return true;
        },
      ),
    ],
    [43, wordRegister(() => Number(controller.humiditySetpoint !== undefined))],
  ];
  return [...temperature, ...(controller.hasHumidity ? humidity : [])];
}

/** Set points of the alarms, which are deviations or within the set points of the loop. */
function alarmRegisters(): readonly EztEntry[] {
  return [51, 52, 53, 54, 55, 56].map((address) => [
    address,
    boundedRegister({ setpoint: 0 }, 'setpoint', -18_000, 18_000),
  ]);
}

/** Hours and minutes as a decimal fraction: 1 h 30 min is 1.30. */
function clockCounts(seconds: number): number {
  const minutes = Math.min(99 * 60 + 59, Math.ceil(seconds / 60));
  return Math.floor(minutes / 60) * 100 + (minutes % 60);
}
