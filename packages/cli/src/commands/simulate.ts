import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FourwireError } from '@fourwire/core';
import { serve, simulators } from '@fourwire/mock';
import type { Mount, SimulatorEntry } from '@fourwire/mock';
import { exampleProfile } from '@fourwire/wirebonder';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import type { Io } from '../io.ts';
import { shellLine } from '../text/shell-line.ts';

interface SimulateChoice {
  readonly port?: number;
  readonly pty?: true;
}

/** Adds `fourwire simulate`. */
export function addSimulate(program: Command, io: Io): void {
  program
    .command('simulate')
    .description('serve a simulated machine on this computer until Ctrl-C')
    .argument('<name>', `one of ${simulators.map(({ name }) => name).join(', ')}`)
    .addOption(
      new Option('--port <number>', 'TCP port; a free one unless given').argParser(port).conflicts('pty'),
    )
    .option('--pty', 'on a pseudo terminal, for machines with a serial line')
    .action(async (name: string, choice: SimulateChoice) => simulate(simulatorEntry(name), choice, io));
}

async function simulate(entry: SimulatorEntry, choice: SimulateChoice, io: Io): Promise<void> {
  await using served = await onWire(entry, choice);
  await using options = await optionsFile(entry);
  const words = [
    'fourwire',
    ...(entry.member === undefined ? ['identify', served.address] : ['read', served.address, entry.member]),
    '--driver',
    entry.driver,
    ...options.words,
  ];
  io.out(`${entry.name} is served at\n\n  ${served.address}\n\n`);
  io.out(`Read it in another terminal; Ctrl-C here ends it.\n\n${shellLine(words)}`);
  await interrupted(io.signal);
}

async function onWire(entry: SimulatorEntry, choice: SimulateChoice): Promise<Mount> {
  const simulator = entry.create();
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

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a port number from 0 to 65535.');
}
