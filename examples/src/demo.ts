/**
 * The demo: starts the simulated lab as a process of its own, opens it by the addresses in `bench.yaml` as a user would
 * open real machines, runs `qualify-wafer.ts`, pulls the meter's cable once on the way, and writes journal, CSV and report.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FourwireError, systemClock } from '@fourwire/core';
import { exportCsv, openBench, openJournal, readJournal, renderReport, runSafely } from '@fourwire/bench';
import { progressLine } from './progress-line.ts';
import { qualifyWafer } from './qualify-wafer.ts';
import type { Progress } from './qualify-wafer.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** When the meter's cable is pulled, as a fraction of the run, and for how long, in ms. */
const pull = { at: 0.52, forMs: 700 };

async function main(): Promise<number> {
  await mkdir('fourwire-runs', { recursive: true });
  const folder = await mkdtemp(join('fourwire-runs', 'demo-'));
  const show = progressLine(process.stdout);
  show({ fraction: 0, text: 'starting the simulated lab' });
  const lab = startSimulators();
  try {
    const addresses = await firstLine(lab);
    const bench = await openBench(here('../bench.yaml'), { variables: { ...process.env, ...addresses } });
    const journal = await openJournal(join(folder, 'journal.jsonl'), { clock: bench.clock });
    journal.start({
      title: 'Qualification of a wafer of platinum heaters',
      who: process.env['USER'] ?? 'unknown',
      why: 'demonstration',
      script: 'examples/src/qualify-wafer.ts',
      command: 'npx -y pnpm@12 demo',
      bench: 'examples/bench.yaml',
      versions: { node: process.version },
      seed: 12,
      simulated: true,
    });
    const pulled = cablePuller(lab);
    const run = await runSafely(
      bench,
      async (signal) =>
        qualifyWafer({
          bench,
          journal,
          signal,
          onProgress: (progress) => {
            show(progress);
            pulled(progress);
          },
        }),
      { journal },
    );
    for (const report of run.safe) {
      journal.append({
        type: 'note',
        text: `${report.path} ${report.ok ? 'is safe, read back' : 'is NOT confirmed safe'}.`,
        deviation: !report.ok,
      });
    }
    journal.end({
      outcome: run.outcome,
      ...(run.result === undefined ? {} : { verdict: run.result.verdict }),
      ...(run.error === undefined ? {} : { reason: run.error.message }),
    });
    await journal.close();
    await bench.close();
    await writeRecords(folder);
    show({ fraction: run.outcome === 'completed' ? 1 : 0, text: run.outcome });
    process.stdout.write(
      `\n${summary(
        folder,
        run.safe.every((report) => report.ok),
      )}\n`,
    );
    if (run.error !== undefined) process.stdout.write(`${run.error.message}\n`);
    return run.outcome === 'completed' ? 0 : 1;
  } finally {
    lab.stdin.end();
    lab.kill();
  }
}

function startSimulators(): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [...process.execArgv, here('simulators.ts')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C is for the script: the machines must still be there when they are made safe.
    detached: true,
  });
  child.stderr.pipe(process.stderr);
  return child;
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<Readonly<Record<string, string>>> {
  for await (const line of createInterface({ input: child.stdout })) {
    return JSON.parse(line) as Record<string, string>;
  }
  throw new FourwireError(
    'link',
    'simulators-ended',
    'The simulators ended before they said where they are.',
  );
}

/** Pulls the meter's cable once, and puts it back. */
function cablePuller(lab: ChildProcessWithoutNullStreams): (progress: Progress) => void {
  let done = false;
  return ({ fraction }) => {
    if (done || fraction < pull.at) return;
    done = true;
    lab.stdin.write('unplug meter\n');
    systemClock.setTimer(pull.forMs, () => lab.stdin.write('plug meter\n'));
  };
}

async function writeRecords(folder: string): Promise<void> {
  const journal = join(folder, 'journal.jsonl');
  await writeFile(
    join(folder, 'measurements.csv'),
    exportCsv(readJournal(journal), { table: 'measurements' }),
  );
  await writeFile(join(folder, 'report.html'), await renderReport(readJournal(journal)));
}

function summary(folder: string, safe: boolean): string {
  const file = (name: string): string => `  ${relative('.', join(folder, name))}`;
  return [
    safe ? 'All devices are safe, read back.' : 'NOT all devices are confirmed safe: see the journal.',
    'Written:',
    file('report.html'),
    file('measurements.csv'),
    file('journal.jsonl'),
  ].join('\n');
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${FourwireError.from(error).message}\n`);
  process.exitCode = 1;
}
