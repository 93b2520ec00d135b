import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../setup/bundle.ts';

/** The programs of this folder, and how many megabytes each may have. */
export const programs = {
  '500-simulators': { title: '500 simulators, served on TCP and talked to', most: 300 },
  '1000-links': { title: '1,000 open links, idle, and the server they are open to', most: 150 },
} as const;

/** Runs them, bundled as a user's would be, each in a process of its own; gives the megabytes that each has. */
export async function megabytes(): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'fourwire-memory-'));
  try {
    const names = Object.keys(programs);
    const source = (name: string): string => fileURLToPath(new URL(`${name}.ts`, import.meta.url));
    await bundle(Object.fromEntries(names.map((name) => [name, source(name)])), folder);
    const run = (name: string): string =>
      execFileSync(process.execPath, [join(folder, `${name}.mjs`)], { encoding: 'utf8' });
    return new Map(names.map((name) => [name, Number(run(name))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
