import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../setup/bundle.ts';

// Bundled, as `tsx` gives every function its name again each time one is made, and so would slow down what is measured.
const source = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'fourwire-bench-'));
try {
  await bundle({ ratios: source('ratios.ts'), 'simulator-server': source('../simulator-server.ts') }, folder);
  const { status } = spawnSync(process.execPath, [join(folder, 'ratios.mjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
