import { F4, F8, I1, I2, I4, I8, U1, U2, U4, U8 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { isAllowed } from '../secs-ii/values.ts';

const numeric = { I1, I2, I4, U1, U2, U4, F4, F8 } as const;
const big = { I8, U8 } as const;

/**
 * The value of `item` in the format of `like`, and with as many elements; undefined where that format cannot hold it.
 * Hosts send numbers in formats of their own choice. With `number` the value is that number.
 */
export function convertItem(item: Item, like: Item, number?: number): Item | undefined {
  switch (like.format) {
    case 'A':
    case 'J':
      return item.format === 'A' || item.format === 'J'
        ? { format: like.format, value: item.value }
        : undefined;
    case 'L':
    case 'W':
      return item.format === like.format ? item : undefined;
    default: {
      const values = number === undefined ? numbersOf(item) : [number];
      if (values === undefined || (number === undefined && values.length !== like.value.length))
        return undefined;
      return numbersAs(like.format, values);
    }
  }
}

type NumericFormat = Exclude<Item['format'], 'A' | 'J' | 'L' | 'W'>;

function numbersAs(format: NumericFormat, values: readonly (number | bigint)[]): Item | undefined {
  if (format === 'BOOLEAN') return { format, value: values.map(Boolean) };
  if (format === 'I8' || format === 'U8') {
    const whole = values.every((value) => typeof value === 'bigint' || Number.isInteger(value));
    const bigs = whole ? values.map(BigInt) : [];
    return whole && bigs.every((value) => isAllowed(format, value)) ? big[format](bigs) : undefined;
  }
  const numbers = values.map(Number);
  if (!numbers.every((value) => isAllowed(format, value))) return undefined;
  return format === 'B' ? { format, value: Uint8Array.from(numbers) } : numeric[format](numbers);
}

function numbersOf(item: Item): readonly (number | bigint)[] | undefined {
  switch (item.format) {
    case 'A':
    case 'J':
    case 'L':
    case 'W':
      return undefined;
    case 'BOOLEAN':
      return item.value.map(Number);
    default:
      return Array.from<number | bigint>(item.value);
  }
}
