import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../setup/bundle.ts';

const runs = {
  cycles: '1,000 thermal cycles with four measured channels (goal: under 10 s)',
  'burn-in': '1,000 hours of burn-in of 64 devices (goal: under 10 s)',
  'jesd22-a104': '1,000 cycles of JESD22-A104, recorded and checked (goal: under 5 s)',
};

/** How often the procedure and the loop are run for their ratio, and how many cycles each time. */
const [trials, trialCycles] = [5, 200];

// `pnpm virtual-time` runs each ready-made procedure at full length and says how long it took; `pnpm virtual-time 20` runs
// each 20 times with one seed and compares what they journal. Then it says how many times the processor's time of a loop
// written by hand the cycles take.
const times = Number(process.argv[2] ?? 1);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const transport = createRequire(here('../../packages/transport/package.json'));
const folder = mkdtempSync(join(tmpdir(), 'fourwire-virtual-time-'));
try {
  // Bundled, as a user's would be: `tsx` and vitest add work of their own to every call.
  await bundle({ program: here('program.ts') }, folder, {
    'modbus-serial': pathToFileURL(transport.resolve('modbus-serial')).href,
  });
  for (const [name, title] of Object.entries(runs)) {
    const outcomes = new Set<string>();
    process.stdout.write(`${title}:`);
    for (let run = 0; run < times; run++) {
      const { seconds, busy, outcome } = once(name, 1000);
      outcomes.add(outcome);
      process.stdout.write(` ${seconds} s (${busy} s of the processor)`);
    }
    process.stdout.write(`\n  ${[...outcomes].join('\n  ')}\n`);
    if (outcomes.size > 1) throw new Error(`${times} runs with one seed gave ${outcomes.size} journals`);
  }
  // In turn, so that both meet the same neighbours on the machine.
  const pairs = Array.from({ length: trials }, () => [busyTime('cycles'), busyTime('by-hand')] as const);
  const [procedure, loop] = [median(pairs.map(([time]) => time)), median(pairs.map(([, time]) => time))];
  process.stdout.write(
    `${trialCycles} cycles, medians of ${trials} runs: ${procedure} s of the processor, by hand ${loop} s, ratio ${(procedure / loop).toFixed(2)} (goal: at most 1.5)\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function once(
  name: string,
  length: number,
): { readonly seconds: string; readonly busy: string; readonly outcome: string } {
  const program = [join(folder, 'program.mjs'), name, String(length)];
  const [seconds = '', busy = '', outcome = ''] = execFileSync(process.execPath, program, {
    encoding: 'utf8',
  }).split('\t');
  return { seconds, busy, outcome };
}

function busyTime(name: string): number {
  return Number(once(name, trialCycles).busy);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
