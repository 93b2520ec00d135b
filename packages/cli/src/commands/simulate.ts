import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FourwireError, PacedClock, nearNames, systemClock } from '@fourwire/core';
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
import { example } from '../text/example.ts';
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
      new Option(
        '--pace <factor>',
        'how many times faster than the clock on the wall; 1 unless given',
      ).argParser(pace),
    )
    .option('--json', 'where it is, as JSON')
    .addHelpText('after', about)
    .addHelpText(
      'after',
      example(
        'fourwire simulate watlow-f4t --pace 60',
        'fourwire simulate wafer-lab',
        'fourwire simulate bench.yaml',
      ),
    )
    .action(async (name: string, choice: SimulateChoice) => {
      const clock = choice.pace === undefined ? systemClock : new PacedClock(choice.pace);
      const virtual = Object.hasOwn(virtualBenches, name);
      if (virtual || isBenchFile(name)) refuseOneWire(name, choice);
      if (isBenchFile(name)) {
        return simulateBench(await serveBenchFile(name, io.variables ?? process.env, clock), choice, io);
      }
      if (virtual) return simulateBench(await serveVirtualBench(name, clock), choice, io);
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
  const driver = ['--driver', entry.driver, ...options.words];
  const words = [
    'fourwire',
    ...(entry.member === undefined ? ['identify', served.address] : ['read', served.address, entry.member]),
    ...driver,
  ];
  const watching =
    entry.member === undefined
      ? ''
      : shellLine(['fourwire', 'watch', served.address, entry.member, ...driver]);
  if (choice.json) {
    io.out(formatJson({ name: entry.name, driver: entry.driver, address: served.address, read: words }));
  } else {
    io.out(`${entry.name} is served at\n\n  ${served.address}\n\n`);
    io.out(`Read it in another terminal; Ctrl-C here ends it.\n\n${shellLine(words)}${watching}`);
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

/** A simulator by its name, or by that of the driver that reads it. */
function simulatorEntry(name: string): SimulatorEntry {
  const entry =
    simulators.find((candidate) => candidate.name === name) ??
    simulators.find((candidate) => candidate.driver === name);
  if (entry !== undefined) return entry;
  const near = nearNames(name, [...Object.keys(virtualBenches), ...simulators.map((known) => known.name)]);
  const instead =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : 'fourwire simulate --help lists those there are.';
  throw new FourwireError(
    'range',
    'simulator-unknown',
    `There is no simulator "${name}"; ${instead} A bench file ends in .yaml.`,
  );
}

/** Each machine of a bench has a wire of its own, so that one port or pseudo terminal is of no use to it. */
function refuseOneWire(name: string, { port: number, pty }: SimulateChoice): void {
  if (number === undefined && pty === undefined) return;
  const given = pty === undefined ? '--port' : '--pty';
  throw new FourwireError(
    'range',
    'option-of-bench',
    `${name} is a bench, whose machines have a free TCP port each; leave ${given} out.`,
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
