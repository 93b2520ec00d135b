import { f4tCodes as codes } from './f4t-codes.ts';
import type { F4tLoop, F4tModel } from './f4t-model.ts';
import { bounded, choice, shown } from './f4t-parameter.ts';
import type { F4tEntry } from './f4t-parameter.ts';

const offAuto = [
  [codes.off, false],
  [codes.auto, true],
] as const;

const rampActions = [
  [codes.off, 'off'],
  [codes.startup, 'start'],
  [codes.setPoint, 'change'],
  [codes.both, 'both'],
] as const;

const rampScales = [
  [codes.minutes, 'minutes'],
  [codes.hours, 'hours'],
] as const;

/** The other way round than one would think: on is the simple set-point mode. */
const cascadeFunctions = [
  [codes.off, false],
  [codes.on, true],
] as const;

/**
 * Control loops and cascade (sheet section 4). Left out: manual mode, which the physics has no open loop for and which
 * is refused as an illegal value; ramps of the humidity; PID sets; deviations and inner set point of the cascade.
 */
export function f4tLoopRegisters(model: F4tModel): readonly F4tEntry[] {
  return [...temperatureLoop(model), ...humidityLoop(model), ...cascadeLoop(model)];
}

function temperatureLoop(model: F4tModel): readonly F4tEntry[] {
  const { temperature, ramp } = model;
  const inControl = (): boolean => model.running && model.cascade?.auto !== true;
  return [
    [2730, choice(offAuto, temperature, 'auto')],
    ...setpointRegisters(2774, temperature, 'temperature'),
    [2794, choice(rampActions, ramp, 'action')],
    [2796, choice(rampScales, ramp, 'scale')],
    [2798, bounded('difference', [0, 99_999], ramp, 'rate')],
    [2808, shown('float', () => (inControl() ? model.outputPower : 0))],
    [2810, shown('temperature', () => (inControl() ? model.workingSetpoint : temperature.setpoint))],
    [2814, shown('word', () => (inControl() ? codes.auto : codes.off))],
    [2820, shown('temperature', () => model.processValue)],
    [27586, shown('temperature', () => model.processValue)],
  ];
}

function humidityLoop(model: F4tModel): readonly F4tEntry[] {
  const { humidity } = model;
  if (humidity === undefined) return [];
  return [
    [2890, choice(offAuto, humidity, 'auto')],
    ...setpointRegisters(2934, humidity, 'float'),
    [2970, shown('float', () => humidity.setpoint)],
    [2974, shown('word', () => (model.humidifying ? codes.auto : codes.off))],
    [2980, shown('float', () => model.chamber.relativeHumidity)],
    [28906, shown('float', () => model.chamber.relativeHumidity)],
  ];
}

function cascadeLoop(model: F4tModel): readonly F4tEntry[] {
  const { cascade } = model;
  if (cascade === undefined) return [];
  const inControl = (): boolean => model.running && cascade.auto;
  return [
    [4010, choice(offAuto, cascade, 'auto')],
    [4012, shown('word', () => (inControl() ? codes.auto : codes.off))],
    ...setpointRegisters(4034, cascade, 'temperature'),
    [4178, shown('float', () => (inControl() ? model.outputPower : 0))],
    [4180, shown('temperature', () => model.chamber.productReading)],
    [4182, shown('temperature', () => model.processValue)],
    [4190, shown('temperature', () => (inControl() ? model.workingSetpoint : cascade.setpoint))],
    [4200, choice(cascadeFunctions, cascade, 'simple')],
  ];
}

/** Limits, and the user set point eight registers on, in loops and cascades alike. */
function setpointRegisters(first: number, loop: F4tLoop, type: 'temperature' | 'float'): readonly F4tEntry[] {
  return [
    [first, bounded(type, () => [-1000, loop.maximum], loop, 'minimum')],
    [first + 2, bounded(type, () => [loop.minimum, 10_000], loop, 'maximum')],
    [first + 8, bounded(type, () => [loop.minimum, loop.maximum], loop, 'setpoint')],
  ];
}
