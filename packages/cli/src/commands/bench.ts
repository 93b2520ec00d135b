import { readBenchFile } from '@fourwire/bench';
import type { BenchFile } from '@fourwire/bench';
import type { Command } from 'commander';
import { timeoutOption } from '../device/device-options.ts';
import type { Io } from '../io.ts';
import { example } from '../text/example.ts';
import { formatJson } from '../text/json.ts';
import { formatTable, widthOf } from '../text/table.ts';
import { identifyBench } from './identify.ts';

/** Adds `fourwire bench check` and `fourwire bench open`. */
export function addBench(program: Command, io: Io): void {
  const bench = program.command('bench').description('work with bench files').helpCommand(false);
  bench
    .command('check')
    .description('check a bench file: its form, drivers and their options, addresses, members')
    .argument('<file>', 'a bench file in YAML')
    .option('--json', 'what the file says, as JSON')
    .addHelpText('after', example('fourwire bench check bench.yaml'))
    .action(async (path: string, { json }: { json?: true }) => {
      const file = await readBenchFile(path, io.variables ?? process.env);
      io.out(json ? formatJson(file) : `ok: ${file.name}\n${table(file, io)}`);
    });
  bench
    .command('open')
    .description('open every device of a bench file, tell who they are, and close them')
    .argument('<file>', 'a bench file in YAML')
    .option('--mock', 'use simulators instead of the machines')
    .addOption(timeoutOption('how long all of it may take'))
    .option('--json', 'as JSON')
    .addHelpText('after', example('fourwire bench open bench.yaml --mock'))
    .action(async (path: string, choice: { timeout: number; mock?: true; json?: true }) =>
      identifyBench(io, path, choice),
    );
}

function table(file: BenchFile, io: Io): string {
  const rows = Object.entries(file.devices).map(([name, { driver, address }]) => [name, driver, address]);
  return formatTable(['DEVICE', 'DRIVER', 'ADDRESS'], rows, widthOf(io));
}
