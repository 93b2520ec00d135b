/** A source of random numbers that a seed determines wholly. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** A normally distributed number. */
  normal(mean?: number, standardDeviation?: number): number;
  /**
   * A generator of its own that depends on this one's seed and on `name` only, not on what was drawn so far: parts
   * of a simulation stay the same when another part draws more.
   */
  fork(name: string): Random;
}

/** A seeded generator (the public-domain sfc32 algorithm, from PractRand). Same seed, same numbers, on every platform. */
export function seededRandom(seed: number | string): Random {
  const text = String(seed);
  let a = hash(text, 0x9e3779b9);
  let b = hash(text, 0x243f6a88);
  let c = hash(text, 0xb7e15162);
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  // The first outputs still show the seed; the algorithm's authors discard a dozen.
  for (let round = 0; round < 15; round++) next();
  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    normal: (mean = 0, standardDeviation = 1) => {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return mean + standardDeviation * radius * Math.cos(2 * Math.PI * next());
    },
    fork: (name) => seededRandom(`${text}/${name}`),
  };
}

/** A generator with a seed drawn from the platform, for jitter where nobody needs to repeat it. */
export function systemRandom(): Random {
  return seededRandom(Math.random());
}

function hash(text: string, start: number): number {
  let value = start;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x85ebca6b);
    value ^= value >>> 13;
  }
  return value | 0;
}
