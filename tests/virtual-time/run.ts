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

// `pnpm virtual-time` runs each at full length and says how long it took; `pnpm virtual-time 20` runs each 20 times with one
// seed and compares what they journal.
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
      const printed = execFileSync(process.execPath, [join(folder, 'program.mjs'), name], {
        encoding: 'utf8',
      });
      const [seconds = '', outcome = ''] = printed.split('\t');
      outcomes.add(outcome);
      process.stdout.write(` ${seconds} s`);
    }
    process.stdout.write(`\n  ${[...outcomes].join('\n  ')}\n`);
    if (outcomes.size > 1) throw new Error(`${times} runs with one seed gave ${outcomes.size} journals`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
