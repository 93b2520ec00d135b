/**
 * Runs one of the examples from the command line: on simulators in virtual time, or with `--real` on the machines of its bench.
 * Writes journal, measurements and report into a folder of its own.
 *
 *     npx -y pnpm@12 example thermal-cycling
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { exportCsv, readJournal, renderReport } from '@fourwire/bench';
import { FourwireError } from '@fourwire/core';
import { bondingLot } from './bond-lot.ts';
import { burningIn } from './burn-in.ts';
import { progressLine } from './progress-line.ts';
import { runExample } from './run-example.ts';
import type { Example } from './run-example.ts';
import { thermalCycling } from './thermal-cycling.ts';
import { waferOverTemperature } from './wafer-over-temperature.ts';

const examples: Readonly<Record<string, (real: boolean) => Promise<number>>> = {
  [thermalCycling.name]: async (real) => run(thermalCycling, real),
  [burningIn.name]: async (real) => run(burningIn, real),
  [waferOverTemperature.name]: async (real) => run(waferOverTemperature, real),
  [bondingLot.name]: async (real) => run(bondingLot, real),
};

async function run<O, R>(example: Example<O, R>, real: boolean): Promise<number> {
  await mkdir('fourwire-runs', { recursive: true });
  const folder = await mkdtemp(join('fourwire-runs', `${example.name}-`));
  const path = join(folder, 'journal.jsonl');
  const show = progressLine(process.stdout);
  const outcome = await runExample(example, { journal: path, real, onProgress: show });
  const measurements = join(folder, 'measurements.csv');
  const report = join(folder, 'report.html');
  await writeFile(measurements, exportCsv(readJournal(path), { table: 'measurements' }));
  await writeFile(report, await renderReport(readJournal(path)));
  const safe = outcome.safe.every(({ ok }) => ok);
  const lines = [
    `${example.title}: ${outcome.outcome}.`,
    ...(outcome.error === undefined ? [] : [outcome.error.message]),
    ...(outcome.result === undefined ? [] : [shorten(JSON.stringify(outcome.result))]),
    safe ? 'All devices are safe, read back.' : 'NOT all devices are confirmed safe: see the journal.',
    ...[report, measurements, path].map((file) => `  ${relative('.', file)}`),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  return outcome.outcome === 'completed' && safe ? 0 : 1;
}

function shorten(text: string): string {
  return text.length > 240 ? `${text.slice(0, 240)} …` : text;
}

const [name = '', ...flags] = process.argv.slice(2);
const chosen = examples[name];
try {
  if (chosen === undefined) {
    const names = Object.keys(examples).join(', ');
    throw new FourwireError('range', 'example-unknown', `There is no example "${name}"; there are ${names}.`);
  }
  process.exitCode = await chosen(flags.includes('--real'));
} catch (error) {
  process.stderr.write(`${FourwireError.from(error).message}\n`);
  process.exitCode = 1;
}
