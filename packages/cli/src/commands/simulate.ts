import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FourwireError, PacedClock, systemClock } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import { serve, simulators } from '@fourwire/mock';
import type { Mount, SimulatorEntry } from '@fourwire/mock';
import { exampleProfile } from '@fourwire/wirebonder';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { isBenchFile } from '../device/target.ts';
import type { Io } from '../io.ts';
import { serveBenchFile, serveVirtualBench, virtualBenches } from '../simulators/served-bench.ts';
import type { ServedBench } from '../simulators/served-bench.ts';
import { formatJson } from '../text/json.ts';
import { formatTable } from '../text/table.ts';
import { shellLine } from '../text/shell-line.ts';

interface SimulateChoice {
  readonly port?: number;
  readonly pty?: true;
  readonly pace?: number;
  readonly json?: true;
}

const about = `
A bench file is served with a simulator for each of its devices. wafer-lab is a
chamber, a prober, a meter on its needles and a bonder, on one clock. The bench
file that is printed leads to them.`;

/** Adds `fourwire simulate`. */
export function addSimulate(program: Command, io: Io): void {
  program
    .command('simulate')
    .description('serve a simulated machine, or all of a bench, on this computer until Ctrl-C')
    .argument(
      '<name>',
      `a bench file, ${Object.keys(virtualBenches).join(', ')}, or one of ${simulators.map(({ name }) => name).join(', ')}`,
    )
    .addOption(
      new Option('--port <number>', 'TCP port; a free one unless given').argParser(port).conflicts('pty'),
    )
    .option('--pty', 'on a pseudo terminal, for machines with a serial line')
    .addOption(
      new Option('--pace <factor>', 'how many times faster than the clock on the wall').argParser(pace),
    )
    .option('--json', 'where it is, as JSON')
    .addHelpText('after', about)
    .action(async (name: string, choice: SimulateChoice) => {
      const clock = choice.pace === undefined ? systemClock : new PacedClock(choice.pace);
      if (isBenchFile(name)) {
        return simulateBench(await serveBenchFile(name, io.variables ?? process.env, clock), choice, io);
      }
      if (name in virtualBenches) return simulateBench(await serveVirtualBench(name, clock), choice, io);
      return simulate(simulatorEntry(name), clock, choice, io);
    });
}

async function simulateBench(bench: ServedBench, choice: SimulateChoice, io: Io): Promise<void> {
  await using served = bench;
  const { file, path } = served;
  if (choice.json) {
    io.out(formatJson({ bench: path, devices: file.devices }));
  } else {
    const rows = Object.entries(file.devices).map(([name, { driver, address }]) => [name, driver, address]);
    io.out(`${file.name} is served at\n\n${formatTable(['DEVICE', 'DRIVER', 'ADDRESS'], rows)}\n`);
    io.out(
      `Open it in another terminal; Ctrl-C here ends it.\n\n${shellLine(['fourwire', 'bench', 'open', path])}${shellLine(['fourwire', 'watch', path])}`,
    );
  }
  await interrupted(io.signal);
}

async function simulate(entry: SimulatorEntry, clock: Clock, choice: SimulateChoice, io: Io): Promise<void> {
  await using served = await onWire(entry, clock, choice);
  await using options = await optionsFile(entry);
  const words = [
    'fourwire',
    ...(entry.member === undefined ? ['identify', served.address] : ['read', served.address, entry.member]),
    '--driver',
    entry.driver,
    ...options.words,
  ];
  if (choice.json) {
    io.out(formatJson({ name: entry.name, driver: entry.driver, address: served.address, read: words }));
  } else {
    io.out(`${entry.name} is served at\n\n  ${served.address}\n\n`);
    io.out(`Read it in another terminal; Ctrl-C here ends it.\n\n${shellLine(words)}`);
  }
  await interrupted(io.signal);
}

async function onWire(entry: SimulatorEntry, clock: Clock, choice: SimulateChoice): Promise<Mount> {
  const simulator = entry.create({ clock });
  if (choice.pty === undefined) {
    try {
      return await serve(simulator, { port: choice.port ?? 0 });
    } catch (cause) {
      const { kind, code, message } = FourwireError.from(cause);
      throw new FourwireError(kind, code, `${message} Choose another with --port.`, { cause });
    }
  }
  const line = (['modbus-rtu', 'serial'] as const).find((wire) => wire in simulator.services);
  if (line !== undefined) return serve(simulator, { on: line });
  throw new FourwireError(
    'range',
    'simulator-without-pty',
    `${entry.name} has no serial line; leave --pty out, and it is served on TCP.`,
  );
}

interface OptionsFile extends AsyncDisposable {
  readonly words: readonly string[];
}

/** Where the driver needs options, a file with those that fit the simulator, so that the command shown works as it is. */
async function optionsFile(entry: SimulatorEntry): Promise<OptionsFile> {
  const driverOptions = entry.driver === 'gem-wirebonder' ? { profile: exampleProfile } : entry.driverOptions;
  if (driverOptions === undefined) return { words: [], [Symbol.asyncDispose]: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'fourwire-'));
  const path = join(folder, 'options.yaml');
  await writeFile(path, stringify(driverOptions));
  return {
    words: ['--options', path],
    [Symbol.asyncDispose]: async () => rm(folder, { recursive: true, force: true }),
  };
}

async function interrupted(signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  await new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

function simulatorEntry(name: string): SimulatorEntry {
  const entry = simulators.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  throw new FourwireError(
    'range',
    'simulator-unknown',
    `There is no simulator "${name}"; there are ${simulators.map((known) => known.name).join(', ')}.`,
  );
}

function pace(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 100_000) return value;
  throw new InvalidArgumentError('It must be a factor above 0 and at most 100000.');
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a port number from 0 to 65535.');
}
