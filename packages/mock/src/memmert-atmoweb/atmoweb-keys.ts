import type { ProgramSegment } from '../chamber-controller/chamber-program.ts';
import { clamp } from '../physics/curves.ts';
import type { AtmoWebModel } from './atmoweb-model.ts';

/** One key of AtmoWEB: its value as JSON, and what writing it does. */
export interface AtmoWebKey {
  readonly get: () => string;
  readonly set?: (text: string) => void;
}

/** What a key gives that the chamber does not have (sheet section 2). */
export const absent = '"N/A"';

/** The keys of the sheet's section 3 that the chamber has. */
export function atmoWebKeys(model: AtmoWebModel): ReadonlyMap<string, AtmoWebKey> {
  const { controller, alarms, switches } = model;
  const { low, high } = controller.range;
  const keys = new Map<string, AtmoWebKey>();
  const shown = (name: string, get: () => string): void => void keys.set(name, { get });
  /** A number that is clipped to its range, and shows up a moment after it was written. */
  const number = (
    name: string,
    range: readonly [number, number],
    get: () => number,
    set: (value: number) => void,
    decimals = 1,
  ): void => {
    keys.set(name, {
      get: () => get().toFixed(decimals),
      set: (written) => {
        const value = written.trim() === '' ? Number.NaN : Number(written);
        if (!Number.isNaN(value)) model.set(() => set(clamp(value, ...range)));
      },
    });
    shown(`${name}_Range`, () => `{"min": ${range[0]}, "max": ${range[1]}}`);
  };
  shown('Temp1Read', () => (controller.sensorOpen ? absent : controller.chamber.reading.toFixed(2)));
  if (controller.hasProduct) shown('Temp2Read', () => controller.chamber.productReading.toFixed(2));
  number(
    'TempSet',
    [low, high],
    () => controller.setpoint,
    (value) => (controller.setpoint = value),
  );
  number(
    'AlTempLo',
    [low, high],
    () => alarms.lowTemperature,
    (value) => (alarms.lowTemperature = value),
  );
  number(
    'AlTempHi',
    [low, high],
    () => alarms.highTemperature,
    (value) => (alarms.highTemperature = value),
  );
  if (controller.hasHumidity) {
    shown('HumRead', () => controller.chamber.relativeHumidity.toFixed(1));
    number(
      'HumSet',
      [10, 98],
      () => controller.humiditySetpoint ?? 50,
      (value) => (controller.humiditySetpoint = value),
    );
    number(
      'AlHumLo',
      [0, 100],
      () => alarms.lowHumidity,
      (value) => (alarms.lowHumidity = value),
    );
    number(
      'AlHumHi',
      [0, 100],
      () => alarms.highHumidity,
      (value) => (alarms.highHumidity = value),
    );
  }
  number(
    'FanSet',
    [0, 100],
    () => model.fan,
    (value) => (model.fan = value),
    0,
  );
  shown('FanRead', () => model.fan.toFixed(0));
  number(
    'FlapSet',
    [0, 100],
    () => model.flap,
    (value) => (model.flap = value),
    0,
  );
  number(
    'LightLED',
    [0, 1],
    () => Number(model.light),
    (value) => (model.light = value !== 0),
    0,
  );
  for (const [index, letter] of ['A', 'B', 'C', 'D'].entries()) {
    const write = (value: number): void => void (switches[index] = value !== 0);
    number(`Sw${letter}Set`, [0, 1], () => Number(switches[index] === true), write, 0);
  }
  shown('CurOp', () => text(model.operation));
  // Unconfirmed: the texts.
  shown('InfoTemp', () => text(temperatureInfo(model)));
  shown('InfoMsg', () => text(controller.chamber.doorOpen ? 'Door open' : ''));
  shown('ProgList', () => JSON.stringify(Object.keys(model.programs)));
  shown('ProgCurrent', () => text(model.program ?? ''));
  shown('ProgDuration', () => text(clockTime(duration(model))));
  shown('ProgRemain', () => text(model.program === undefined ? '-00:00:01' : clockTime(remaining(model))));
  keys.set('ProgStart', { get: () => text(''), set: (name) => model.startProgram(name) });
  return keys;
}

function temperatureInfo({ controller, alarms }: AtmoWebModel): string {
  if (controller.sensorOpen) return 'Sensor error';
  if (controller.alarms.includes('over-temperature')) return 'Limiter';
  const { air } = controller.chamber;
  if (air > alarms.highTemperature) return 'Alarm high';
  return air < alarms.lowTemperature ? 'Alarm low' : '';
}

function segmentsOf(model: AtmoWebModel): readonly ProgramSegment[] {
  return model.programs[model.program ?? '']?.segments ?? [];
}

function duration(model: AtmoWebModel): number {
  return segmentsOf(model).reduce((sum, { seconds }) => sum + seconds, 0);
}

function remaining(model: AtmoWebModel): number {
  const { program } = model.controller;
  const after = segmentsOf(model).slice(program.segment + 1);
  return program.remaining + after.reduce((sum, { seconds }) => sum + seconds, 0);
}

function clockTime(seconds: number): string {
  const whole = Math.ceil(seconds);
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

function text(value: string): string {
  return JSON.stringify(value);
}
