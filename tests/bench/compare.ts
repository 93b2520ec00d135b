/** Two ways of doing the same, one of ours and one written by hand for the purpose, or somebody else's. */
export interface Comparison {
  readonly name: string;
  /** How much of the hand-written speed is asked for. */
  readonly goal: number;
  /** What ours is compared with; `a hand-written loop` unless given. */
  readonly with?: string;
  readonly ours: () => Promise<unknown>;
  readonly byHand: () => Promise<unknown>;
}

const sliceMs = 60;
const warmUpSlices = 6;
const slices = 40;

/**
 * Runs both in turns, in slices so short that whatever else the computer does disturbs both alike, and prints one line: the
 * median of the ratios of neighbouring slices, and the ratio of each one's least disturbed slice.
 */
export async function compare({
  name,
  goal,
  with: other = 'a hand-written loop',
  ours,
  byHand,
}: Comparison): Promise<void> {
  const [oursAtOnce, byHandAtOnce] = [await countIn(ours), await countIn(byHand)];
  const times: { readonly ours: number; readonly byHand: number }[] = [];
  for (let slice = -warmUpSlices; slice < slices; slice++) {
    const pair = { ours: await timeOf(ours, oursAtOnce), byHand: await timeOf(byHand, byHandAtOnce) };
    if (slice >= 0) times.push(pair);
  }
  const ratios = times.map((pair) => pair.byHand / pair.ours).toSorted((a, b) => a - b);
  const least = (way: 'ours' | 'byHand'): number => Math.min(...times.map((pair) => pair[way]));
  const median = (ratios[slices / 2] ?? Number.NaN).toFixed(2);
  const undisturbed = (least('byHand') / least('ours')).toFixed(2);
  process.stdout.write(
    `${name}: ${median} of ${other}, ${undisturbed} least disturbed (goal ${goal}); ${(1000 * least('ours')).toFixed(0)} µs\n`,
  );
}

/** How often `work` can be done in a slice. */
async function countIn(work: () => Promise<unknown>): Promise<number> {
  await work();
  let count = 1;
  for (;;) {
    const ms = count * (await timeOf(work, count));
    if (ms >= sliceMs / 2) return Math.max(1, Math.round((count * sliceMs) / ms));
    count *= 2;
  }
}

/** How long doing `work` once takes, in ms, when it is done `count` times. */
async function timeOf(work: () => Promise<unknown>, count: number): Promise<number> {
  const start = performance.now();
  for (let done = 0; done < count; done++) await work();
  return (performance.now() - start) / count;
}
