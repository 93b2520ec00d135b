import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { BOOLEAN, F4, F8, I1, I2, I4, U1, U2, U4, gemValue } from '@fourwire/secs';
import type { ConstantDescription, GemHost, GemValue, Item } from '@fourwire/secs';
import type { wirebonder } from '../classes/wirebonder.ts';

type Constants = NonNullable<(typeof wirebonder.members.constants)['valueType']>;

/** The machine's equipment constants, with names and limits. */
export class BonderConstants {
  readonly #host: GemHost;

  constructor(host: GemHost) {
    this.#host = host;
  }

  /** All constants with a number as their id. */
  async list(call: Call): Promise<Constants> {
    const described = (await this.#host.constants.describe([], call)).filter(hasNumber);
    if (described.length === 0) return [];
    const values = await this.#host.constants.read(
      described.map(({ id }) => id),
      call,
    );
    return described.map(({ id, name, unit, min, max }, index) => ({
      id,
      name: name.trim(),
      unit: unit.trim(),
      ...valueField(values[index]),
      ...field('min', min),
      ...field('max', max),
    }));
  }

  /**
   * Sets one, within the limits that the machine tells, and reads it back.
   *
   * @throws FourwireError of kind `range` outside the limits or for one that is no number; of kind `device` when the
   * machine refuses it or does not keep it
   */
  async set(id: number, value: number, call: Call): Promise<void> {
    const [description] = await this.#host.constants.describe([id], call);
    const [current] = await this.#host.constants.values([id], call);
    const name = description?.name.trim() || `constant ${id}`;
    const item = current === undefined ? undefined : itemOf(current, value);
    if (item === undefined) {
      const kind = current?.format ?? 'nothing';
      const text = `${name} takes no number such as ${value}: the machine holds it as ${kind}.`;
      throw new FourwireError('range', 'constant-refused', text);
    }
    checkLimits(name, value, description);
    await this.#host.constants.write([{ id, item }], call);
    const [found] = await this.#host.constants.read([id], call);
    if (numberOf(found) === numberOf(gemValue(item))) return;
    throw new FourwireError(
      'device',
      'not-confirmed',
      `${name} was set to ${value}, but the machine holds ${String(found)}.`,
    );
  }
}

function checkLimits(name: string, value: number, description: ConstantDescription | undefined): void {
  const [min, max] = [numberOf(description?.min) ?? -Infinity, numberOf(description?.max) ?? Infinity];
  if (value >= min && value <= max) return;
  const unit = description?.unit.trim() ?? '';
  throw new FourwireError(
    'range',
    'constant-refused',
    `${name} cannot be ${value}${unit === '' ? '' : ` ${unit}`}: the machine allows ${min} to ${max}.`,
  );
}

function hasNumber(one: ConstantDescription): one is ConstantDescription & { readonly id: number } {
  return typeof one.id === 'number';
}

function valueField(value: GemValue | undefined): { value?: number; text?: string } {
  const number = numberOf(value);
  if (number !== undefined) return { value: number };
  return typeof value === 'string' ? { text: value } : {};
}

function field<N extends 'min' | 'max'>(name: N, value: GemValue | undefined): { [K in N]?: number } {
  const number = numberOf(value);
  return number === undefined ? {} : ({ [name]: number } as { [K in N]?: number });
}

function numberOf(value: GemValue | undefined): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : undefined;
}

const numbers = { U1, U2, U4, I1, I2, I4, F4, F8 } as const;

/** The number in the format that the machine holds; undefined where that cannot be. */
function itemOf(current: Item, value: number): Item | undefined {
  const { format } = current;
  if (format === 'BOOLEAN') return value === 0 || value === 1 ? BOOLEAN(value === 1) : undefined;
  if (!(format in numbers)) return undefined;
  const whole = format !== 'F4' && format !== 'F8';
  if (whole && !Number.isInteger(value)) return undefined;
  try {
    return numbers[format as keyof typeof numbers](value);
  } catch {
    // Beyond what the format can hold.
    return undefined;
  }
}
