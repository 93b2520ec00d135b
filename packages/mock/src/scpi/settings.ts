import type { NumberRange, Parameter } from './parameter.ts';
import type { ScpiInstrument } from './scpi-instrument.ts';
import { nr3 } from './number-format.ts';

/** A value that a command sets and its query reads. */
export interface Setting<T> {
  get(): T;
  set(value: T): void;
}

/** A switch: answered as `1` or `0`. */
export function onSwitch(instrument: ScpiInstrument, header: string, setting: Setting<boolean>): void {
  instrument.on(header, ({ need }) => setting.set(need(0).boolean()));
  instrument.on(`${header}?`, () => (setting.get() ? '1' : '0'));
}

/** One of a few words, answered in its short form. */
export function onWord(
  instrument: ScpiInstrument,
  header: string,
  words: readonly string[],
  setting: Setting<string>,
): void {
  instrument.on(header, ({ need }) => setting.set(need(0).word(words)));
  instrument.on(`${header}?`, () => setting.get());
}

/** A number; its query takes `MIN`, `MAX` and `DEF`. */
export function onNumber(
  instrument: ScpiInstrument,
  header: string,
  range: () => NumberRange,
  setting: Setting<number>,
  format: (value: number) => string = (value) => nr3(value),
): void {
  instrument.on(header, ({ need }) => setting.set(need(0).number(range())));
  onNumberQuery(instrument, header, range, () => setting.get(), format);
}

/** The query of a number, which takes `MIN`, `MAX` and `DEF`. */
export function onNumberQuery(
  instrument: ScpiInstrument,
  header: string,
  range: () => NumberRange,
  get: () => number,
  format: (value: number) => string = (value) => nr3(value),
): void {
  const named = (parameter: Parameter): number => {
    parameter.word(['MINimum', 'MAXimum', 'DEFault']);
    return parameter.number(range());
  };
  instrument.on(`${header}?`, ({ parameters: [which] }) => format(which ? named(which) : get()), 1);
}

/** A field of something as a setting; `changed` is called after it was written. */
export function field<T, K extends keyof T>(
  target: T,
  key: K,
  changed: () => void = () => {},
): Setting<T[K]> {
  return {
    get: () => target[key],
    set(value) {
      target[key] = value;
      changed();
    },
  };
}

/** A field of something that may be replaced, as by a reset. */
export function property<O extends object, K extends keyof O>(owner: () => O, key: K): Setting<O[K]> {
  return {
    get: () => owner()[key],
    set(value) {
      owner()[key] = value;
    },
  };
}

/** A setting in other words than those that a command has. */
export function mapped<T, U>(setting: Setting<T>, out: (value: T) => U, into: (value: U) => T): Setting<U> {
  return { get: () => out(setting.get()), set: (value) => setting.set(into(value)) };
}

/** A switch or a word that is kept and changes nothing. */
export function kept<T>(initial: T): Setting<T> {
  return field({ value: initial }, 'value');
}
