import { f4tCodes as codes } from './f4t-codes.ts';
import type { F4tModel } from './f4t-model.ts';
import { bounded, choice, shown } from './f4t-parameter.ts';
import type { F4tEntry } from './f4t-parameter.ts';

/** Alarms of an F4T whose part number says D at place 7. */
const alarmCount = 6;

const latching = [
  [codes.latching, true],
  [codes.nonLatching, false],
] as const;

/** Alarm 1 watches for too high a temperature, alarm 2 the sensor, the others nothing (sheet section 4, alarms). */
export function f4tAlarmRegisters(model: F4tModel): readonly F4tEntry[] {
  const { highAlarm } = model;
  return [
    ...Array.from({ length: alarmCount }, (_, index): readonly F4tEntry[] => [
      [1330 + 100 * index, shown('word', () => (index < 2 ? codes.processAlarm : codes.off))],
      [1356 + 100 * index, shown('word', () => alarmState(model, index + 1))],
    ]).flat(),
    [1332, shown('word', () => codes.high)],
    [1334, bounded('temperature', [-1000, 10_000], highAlarm, 'high')],
    [1338, bounded('difference', [0, 1000], highAlarm, 'hysteresis')],
    [1342, choice(latching, highAlarm, 'latching')],
  ];
}

/** Unconfirmed: which code an active alarm shows; the sheet says only which codes mean that there is none. */
function alarmState(model: F4tModel, alarm: number): number {
  if (alarm === 1 && model.tooHot) return codes.high;
  return alarm === 2 && model.sensorOpen ? codes.error : codes.none;
}
