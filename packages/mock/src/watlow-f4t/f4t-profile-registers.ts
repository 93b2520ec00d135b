import { f4tCodes as codes } from './f4t-codes.ts';
import type { F4tModel } from './f4t-model.ts';
import { bounded, shown } from './f4t-parameter.ts';
import type { F4tEntry, F4tParameter } from './f4t-parameter.ts';

/** Time that remains, current profile and step: all zero while nothing runs. */
const zeros = [16570, 16572, 16588, 16590, 16622, 16624, 16626, 48000];

/**
 * Profile control of a controller in which no profile is stored (sheet section 4): the state is off, everything that
 * remains is zero, and a start is refused as an illegal value. Unconfirmed: how the F4T refuses to start, pause or
 * resume what is not there.
 */
export function f4tProfileRegisters(model: F4tModel): readonly F4tEntry[] {
  const { temperature, humidity } = model;
  const selected = { profile: 1, step: 1 };
  const classes = [
    codes.absoluteTemperature,
    humidity === undefined ? codes.notSourced : codes.relativeHumidity,
    codes.notSourced,
    codes.notSourced,
  ];
  return [
    ...classes.map((code, index): F4tEntry => [16536 + 2 * index, shown('word', () => code)]),
    [16558, bounded('word', [1, 40], selected, 'profile')],
    [16560, bounded('word', [1, 50], selected, 'step')],
    [16562, without(codes.none)],
    [16564, without(codes.none)],
    [16566, without(codes.none, codes.terminate)],
    [16568, shown('word', () => codes.off)],
    [16592, shown('word', () => codes.none)],
    ...zeros.map((address): F4tEntry => [address, shown('word', () => 0)]),
    [16602, shown('temperature', () => temperature.setpoint)],
    ...(humidity === undefined ? [] : [[16604, shown('float', () => humidity.setpoint)] as const]),
    ...Array.from({ length: 40 * 20 }, (_, index): F4tEntry => {
      const profile = Math.floor(index / 20);
      return [16886 + 40 * profile + (index % 20), shown('character', () => 0)];
    }),
  ];
}

/** A command that does nothing, and so takes only the codes that ask for nothing. */
function without(...allowed: readonly number[]): F4tParameter {
  return { type: 'word', get: () => codes.none, set: (code) => allowed.includes(code) };
}
