import { FourwireError } from '@fourwire/core';

/** How many lists may lie in one another unless said otherwise. Real messages stay under about 8. */
const defaultMaxDepth = 64;

/** The deepest nesting that can be asked for: it keeps the recursion of codecs and printers far from the stack's end. */
export const highestMaxDepth = 512;

/** `maxDepth` itself, or the default; kind `range` when it is not a whole number from 1 to 512. */
export function checkMaxDepth(maxDepth: number = defaultMaxDepth): number {
  if (!Number.isInteger(maxDepth) || maxDepth < 1 || maxDepth > highestMaxDepth) {
    throw new FourwireError(
      'range',
      'secs-max-depth',
      `maxDepth must be a whole number from 1 to ${highestMaxDepth}, not ${maxDepth}.`,
    );
  }
  return maxDepth;
}

/** A place in a tree of items as text: `the root item`, or `item [2][0]` with indices counted from 0. */
export function formatPath(path: readonly number[]): string {
  return path.length === 0 ? 'the root item' : `item [${path.join('][')}]`;
}
