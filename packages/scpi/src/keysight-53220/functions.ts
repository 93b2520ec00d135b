import type { CounterFunction } from '../classes/frequency-counter.ts';
import { excerpt, malformed } from '../codec/fault.ts';
import { parseString } from '../codec/string-data.ts';

/** How the counter names a function, and how many inputs it takes. */
export interface FunctionEntry {
  readonly name: CounterFunction;
  /** Where it stands under `CONF`. */
  readonly node: string;
  /** What `FUNC` calls it, where that is something else. */
  readonly sense?: string;
  readonly inputs: 1 | 2;
}

/** Sheet counter-keysight-53220.md, "Measure / configure". */
const all: readonly FunctionEntry[] = [
  { name: 'frequency', node: 'FREQ', inputs: 1 },
  { name: 'period', node: 'PER', inputs: 1 },
  { name: 'positiveWidth', node: 'PWID', inputs: 1 },
  { name: 'negativeWidth', node: 'NWID', inputs: 1 },
  { name: 'positiveDutyCycle', node: 'PDUT', inputs: 1 },
  { name: 'negativeDutyCycle', node: 'NDUT', inputs: 1 },
  { name: 'riseTime', node: 'RISE:TIME', sense: 'RTIM', inputs: 1 },
  { name: 'fallTime', node: 'FALL:TIME', sense: 'FTIM', inputs: 1 },
  { name: 'frequencyRatio', node: 'FREQ:RAT', inputs: 2 },
  { name: 'timeInterval', node: 'TINT', inputs: 2 },
  { name: 'phase', node: 'PHAS', inputs: 2 },
];

/** The functions of a model; the 53210A has one input and counts frequencies only. */
export function functionsOf(model: string): readonly FunctionEntry[] {
  return model.includes('53210A') ? all.slice(0, 2) : all;
}

/** The setting of `FUNC`: the function, and the input that is measured. */
export interface CounterSetting {
  readonly entry: FunctionEntry;
  readonly input: number;
}

/**
 * The answer to `FUNC?`: `"FREQ 1"`, `"TINT 1, 2"`.
 *
 * @throws FourwireError of kind `protocol`, code `scpi-reply-malformed`, for anything else
 */
export function parseFunction(reply: string, functions: readonly FunctionEntry[]): CounterSetting {
  const [, word = '', input = '1'] = /^([A-Z:]+)(?:\s+\(?@?(\d))?/.exec(parseString(reply.trim())) ?? [];
  // Unconfirmed: how it answers the rise and fall times.
  const entry = functions.find(({ node, sense }) => node === word || sense === word);
  if (entry !== undefined) return { entry, input: Number(input) };
  throw malformed(
    'scpi-reply-malformed',
    `Expected a function such as "FREQ 1", got ${excerpt(reply)}.`,
    reply,
  );
}

/** What `FUNC` is written with: `FREQ 1`, `TINT 1,2`. */
export function formatFunction({ entry, input }: CounterSetting): string {
  const name = entry.sense ?? entry.node;
  return entry.inputs === 1 ? `${name} ${input}` : `${name} ${input},${other(input)}`;
}

/** The other of two inputs. */
export function other(input: number): number {
  return input === 1 ? 2 : 1;
}
