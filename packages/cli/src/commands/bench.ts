import { readBenchFile } from '@fourwire/bench';
import type { BenchFile } from '@fourwire/bench';
import type { Command } from 'commander';
import { checkBench } from '../bench/check-bench.ts';
import type { Io } from '../io.ts';
import { formatTable } from '../text/table.ts';

/** Adds `fourwire bench check`. */
export function addBench(program: Command, io: Io): void {
  const bench = program.command('bench').description('work with bench files').helpCommand(false);
  bench
    .command('check')
    .description('check a bench file: its form, drivers, addresses, members in limits')
    .argument('<file>', 'a bench file in YAML')
    .action(async (path: string) => {
      const file = await readBenchFile(path, io.variables ?? process.env);
      await checkBench(path, file);
      io.out(`ok: ${file.name}\n${table(file)}`);
    });
}

function table(file: BenchFile): string {
  const rows = Object.entries(file.devices).map(([name, { driver, address }]) => [name, driver, address]);
  return formatTable(['DEVICE', 'DRIVER', 'ADDRESS'], rows);
}
