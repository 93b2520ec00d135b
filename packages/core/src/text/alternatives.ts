/** How many names are suggested at most. */
const mostNear = 3;

/**
 * The names that a word may have been meant for, the nearest first: those that differ by capitals or a few letters, that
 * it is the last step of, or a part of. Empty when nothing is near.
 *
 * @param known - the names there are
 */
export function nearNames(word: string, known: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  if (wanted === '') return [];
  return known
    .map((name) => ({ name, distance: distanceTo(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= 1)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, mostNear)
    .map(({ name }) => name);
}

/**
 * What to say after "there is no such thing": the names that may have been meant, or all of them.
 *
 * @returns for example `did you mean setpoint?`, or `there are oven, meter.`
 */
export function alternatives(word: string, known: readonly string[], all = 'there are'): string {
  const near = nearNames(word, known);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  return known.length === 0 ? 'there are none.' : `${all} ${known.join(', ')}.`;
}

/** From 0, the same, to 1, just near enough; more is something else. Both in small letters. */
function distanceTo(word: string, name: string): number {
  if (word === name) return 0;
  // A whole step of a path, or the beginning or the end of a longer name.
  const steps = name.split('/');
  if (steps.includes(word)) return 0.5;
  if (word.length >= 4 && name.includes(word)) return 0.9;
  const edits = Math.min(...[name, steps.at(-1) ?? name].map((candidate) => editsBetween(word, candidate)));
  return edits / Math.max(1, Math.floor(Math.max(word.length, 3) / 3));
}

/** How many letters must be put in, left out, changed, or exchanged with their neighbour, to make one word of the other. */
function editsBetween(a: string, b: string): number {
  let [beforeLast, last]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? (beforeLast?.[column - 2] ?? 0) + 1
          : Infinity;
      next.push(
        Math.min(
          (last?.[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (last?.[column - 1] ?? 0) + changed,
          swapped,
        ),
      );
    }
    [beforeLast, last] = [last ?? [], next];
  }
  return last?.[b.length] ?? 0;
}
