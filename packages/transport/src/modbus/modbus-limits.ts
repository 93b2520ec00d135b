import { FourwireError, integer } from '@fourwire/core';

const highestUnit = 255;

/**
 * The option `unit` of drivers: which unit behind an address is theirs. Every driver on registers has it, for it is given
 * the one in the address.
 */
export const modbusUnit = integer({ min: 0, max: highestUnit });

/**
 * Refuses a request that no Modbus frame can carry (Modbus application protocol 1.1b3, 6), before anything is sent.
 *
 * @param lowestUnit - 0 on TCP; 1 on RTU, where 0 speaks to all units and nobody answers
 * @throws FourwireError of kind `range`, code `modbus-value-invalid`
 */
export function checkRequest(
  unit: number,
  lowestUnit: number,
  address: number,
  count: number,
  most: number,
): void {
  checkWhole('unit', unit, lowestUnit, highestUnit);
  checkWhole('address', address, 0, 0xffff);
  checkWhole('count', count, 1, Math.min(most, 0x1_0000 - address));
}

/** Refuses what is no register's content. */
export function checkWord(word: number): void {
  checkWhole('word', word, 0, 0xffff);
}

/** Refuses what is no whole number from `low` to `high`. */
export function checkWhole(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new FourwireError(
    'range',
    'modbus-value-invalid',
    `${name} must be a whole number from ${low} to ${high}; got ${value}.`,
  );
}
