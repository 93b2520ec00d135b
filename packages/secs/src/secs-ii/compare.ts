import type { Item } from './item.ts';

/** Whether two items have the same format and the same value, all the way down. NaN equals NaN. */
export function sameItem(a: Item, b: Item): boolean {
  return sameTree(a, b, (x, y) => x.format === y.format && sameElements(elementsOf(x), elementsOf(y)));
}

/**
 * Whether two items mean the same value though their formats differ: whole and floating-point numbers of any size and
 * bytes are numbers, `A` and `J` are text. Ids are compared like this, because hosts send `<U2 3001>` where the
 * machine declared a U4.
 *
 * Source: sheet secs-ii.md section 4.
 */
export function sameValue(a: Item, b: Item): boolean {
  return sameTree(a, b, (x, y) => kindOf(x) === kindOf(y) && sameElements(elementsOf(x), elementsOf(y)));
}

/** Compares without recursion, since items made by hand have no limit of depth. */
function sameTree(a: Item, b: Item, sameLeaf: (a: Item, b: Item) => boolean): boolean {
  const pending: [Item, Item][] = [[a, b]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [x, y] = pair;
    if (x === y) continue;
    if (x.format !== 'L' || y.format !== 'L') {
      if (!sameLeaf(x, y)) return false;
    } else {
      if (x.value.length !== y.value.length) return false;
      for (const [index, child] of x.value.entries()) pending.push([child, y.value[index]!]);
    }
  }
  return true;
}

function kindOf(item: Item): string {
  if (item.format === 'L' || item.format === 'BOOLEAN' || item.format === 'W') return item.format;
  return item.format === 'A' || item.format === 'J' ? 'text' : 'number';
}

function elementsOf(item: Item): ArrayLike<unknown> {
  return item.format === 'W' ? [item.value.encoding, ...item.value.bytes] : item.value;
}

function sameElements(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!sameElement(a[index], b[index])) return false;
  }
  return true;
}

function sameElement(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) && Number.isNaN(b);
  if (typeof a === 'number' && typeof b === 'bigint') return Number.isInteger(a) && BigInt(a) === b;
  return typeof a === 'bigint' && typeof b === 'number' && sameElement(b, a);
}
