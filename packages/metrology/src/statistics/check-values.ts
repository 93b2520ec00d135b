import { FourwireError } from '@fourwire/core';

/**
 * Refuses what no statistic can be made of.
 *
 * @throws FourwireError of kind `range`, code `samples-too-few` or `statistics-input`
 */
export function checkValues(values: ArrayLike<number>, least: number, argument = 'values'): number[] {
  const data = Array.from(values);
  if (data.length < least) {
    throw new FourwireError(
      'range',
      'samples-too-few',
      `${argument} must hold at least ${least} numbers; got ${data.length}.`,
    );
  }
  const index = data.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) {
    throw new FourwireError(
      'range',
      'statistics-input',
      `${argument}[${index}] is ${data[index]}; leave out what is no measurement, and say that you did.`,
    );
  }
  return data;
}

/** @throws FourwireError of kind `range`, code `statistics-input` */
export function refuseInput(text: string): never {
  throw new FourwireError('range', 'statistics-input', text);
}
