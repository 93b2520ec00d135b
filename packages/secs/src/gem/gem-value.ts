import type { Item } from '../secs-ii/item.ts';
import { asText } from '../secs-ii/access.ts';

/** A value as a script wants it: one number, text or truth value, an array of several, or a list of values. */
export type GemValue = number | bigint | string | boolean | Uint8Array | readonly GemValue[];

/** The value of an item: a single element stands for itself, several are an array, text is a string. */
export function gemValue(item: Item): GemValue {
  switch (item.format) {
    case 'L':
      return item.value.map((child) => gemValue(child));
    case 'A':
    case 'J':
    case 'W':
      return asText(item, 'text');
    case 'B':
      return item.value.length === 1 ? (item.value[0] ?? 0) : item.value;
    default: {
      const values: readonly GemValue[] = item.value;
      const [first] = values;
      return values.length === 1 && first !== undefined ? first : values;
    }
  }
}
