import type { ChamberProgram, ProgramSegment } from '../chamber-controller/chamber-program.ts';

/** Words of one program in the controller's memory: the header and 16 segments of 8. */
export const programWords = 136;

/** Types of segments (sheet section 4). */
export const segmentTypes = { end: 0, rampRate: 1, rampTime: 2, dwell: 3, step: 4, call: 5 } as const;

/** Offsets that may be written, by type of segment. */
const fields: readonly (readonly number[])[] = [
  [0, 1, 3, 4],
  [0, 1, 2, 4, 5],
  [0, 1, 2, 4, 5],
  [0, 2, 4, 5],
  [0, 1, 4, 5],
  [0, 3, 4],
];

/** Programs that call each other go no deeper. Unconfirmed. */
const deepestCall = 4;

/** s in a unit of time: 0 s, 1 min, 2 h. */
const unitSeconds = [1, 60, 3600] as const;

/** Whether a word of a program may be written, as far as its segment's type has it. */
export function writableWord(words: readonly number[], offset: number, value: number): boolean {
  if (offset < 8) return offset <= 4 && inHeader(offset, value);
  const field = offset % 8;
  if (field === 0) return value >= 0 && value <= 5;
  return fields[words[offset - field] ?? 0]?.includes(field) === true;
}

function inHeader(offset: number, value: number): boolean {
  if (offset === 0) return value >= 0 && value <= 3;
  if (offset === 1) return value >= 0;
  return offset === 4 ? value >= 1 : value >= 0 && value <= 2;
}

/**
 * What the controller runs for a stored program. Unconfirmed: that durations are whole units of their time, and rates
 * have the decimals of the process value.
 */
export function eurothermProgram(
  programs: ReadonlyMap<number, readonly number[]>,
  number: number,
  scale: number,
  ended: () => void,
): ChamberProgram {
  const words = programs.get(number) ?? [];
  const segments = segmentsOf(programs, number, scale, 0);
  const cycles = words[4] ?? 1;
  const endType = endOf(words)?.[3] ?? 0;
  return {
    segments,
    loops: cycles > 1 ? [{ after: segments.length - 1, to: 0, repeats: cycles - 1 }] : [],
    end: endType === 1 ? 'hold' : 'manual',
    ended,
  };
}

function segmentsOf(
  programs: ReadonlyMap<number, readonly number[]>,
  number: number,
  scale: number,
  depth: number,
): readonly ProgramSegment[] {
  const words = programs.get(number) ?? [];
  const [holdback = 0, band = 0, rampUnit = 0, dwellUnit = 0] = words;
  const rampSeconds = unitSeconds[rampUnit] ?? 1;
  const dwellSeconds = unitSeconds[dwellUnit] ?? 1;
  const made: ProgramSegment[] = [];
  for (let at = 8; at < programWords; at += 8) {
    const [type = 0, target = 0, duration = 0, called = 0, logic = 0] = words.slice(at, at + 8);
    const common = {
      outputs: Array.from({ length: 8 }, (_, bit) => ((logic >> bit) & 1) === 1),
      ...(holdback !== 0 && { band: band / scale }),
    };
    if (type === segmentTypes.end) break;
    if (type === segmentTypes.rampRate) {
      const rate = ((duration / scale) * 60) / rampSeconds;
      made.push({ ...common, temperature: target / scale, ramp: true, seconds: 0, rate });
    } else if (type === segmentTypes.rampTime) {
      made.push({ ...common, temperature: target / scale, ramp: true, seconds: duration * rampSeconds });
    } else if (type === segmentTypes.dwell) {
      made.push({ ...common, ramp: false, seconds: duration * dwellSeconds });
    } else if (type === segmentTypes.step) {
      made.push({ ...common, temperature: target / scale, ramp: false, seconds: 0 });
    } else if (depth < deepestCall) {
      const inner = segmentsOf(programs, called, scale, depth + 1);
      for (let cycle = 0; cycle < Math.max(1, logic); cycle++) made.push(...inner);
    }
  }
  return made;
}

/** The words of the end segment. */
function endOf(words: readonly number[]): readonly number[] | undefined {
  for (let at = 8; at < words.length; at += 8)
    if (words[at] === segmentTypes.end) return words.slice(at, at + 8);
  return undefined;
}
