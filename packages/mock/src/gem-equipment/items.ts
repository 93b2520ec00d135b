import type { Item } from '@fourwire/secs';

/** Items as the simulator writes them, without the checks that a user's items get. */
export const item = {
  list: (...value: readonly Item[]): Item => ({ format: 'L', value }),
  text: (value: string): Item => ({ format: 'A', value }),
  byte: (value: number): Item => ({ format: 'B', value: Uint8Array.of(value) }),
  bytes: (value: Uint8Array): Item => ({ format: 'B', value }),
  u1: (value: number): Item => ({ format: 'U1', value: [value] }),
  u4: (value: number): Item => ({ format: 'U4', value: [value] }),
  f4: (value: number): Item => ({ format: 'F4', value: [Math.fround(value)] }),
};

/** The members of a list; `undefined` when it is none. */
export function listOf(value: Item | undefined): readonly Item[] | undefined {
  return value?.format === 'L' ? value.value : undefined;
}

/** An id, whatever integer format or text it came in: hosts and machines differ, and ids compare by value. */
export function idOf(value: Item | undefined): string | undefined {
  if (value === undefined || value.format === 'L') return undefined;
  if (value.format === 'A' || value.format === 'J') return value.value;
  if (value.format === 'W') return undefined;
  const [first] = value.value;
  return first === undefined || value.value.length !== 1 ? undefined : String(Number(first));
}

/** All ids of an item that is a list of ids or one array of them; `undefined` when it is neither. */
export function idsOf(value: Item | undefined): readonly string[] | undefined {
  const members = listOf(value);
  if (members !== undefined) {
    const ids = members.map(idOf);
    return ids.includes(undefined) ? undefined : (ids as string[]);
  }
  if (value === undefined) return [];
  switch (value.format) {
    case 'A':
    case 'J':
      return value.value === '' ? [] : [value.value];
    case 'L':
    case 'W':
      return undefined;
    default: {
      const numbers: Iterable<number | bigint | boolean> = value.value;
      return Array.from(numbers, (one) => String(Number(one)));
    }
  }
}
