import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundle } from '../setup/bundle.ts';

/** Runs a program of this folder, bundled as a user's would be, in a process of its own; gives the megabytes it has. */
async function megabytes(program: string): Promise<number> {
  const outDir = mkdtempSync(join(tmpdir(), 'fourwire-memory-'));
  try {
    await bundle({ program: fileURLToPath(new URL(program, import.meta.url)) }, outDir);
    const run = spawnSync(process.execPath, [join(outDir, 'program.mjs')], { encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    return Number(run.stdout);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

describe('memory', () => {
  it('500 simulators, served on TCP and talked to, fit in 300 MB', async () => {
    expect(await megabytes('500-simulators.ts')).toBeLessThan(300);
  });

  it('1,000 open links, idle, and the server they are open to, fit in 150 MB', async () => {
    expect(await megabytes('1000-links.ts')).toBeLessThan(150);
  });
});
