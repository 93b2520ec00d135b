import { allDrivers } from '@fourwire/bench';
import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { example } from '../text/example.ts';
import { formatJson } from '../text/json.ts';
import { formatTable, widthOf } from '../text/table.ts';

/** Adds `fourwire drivers`. */
export function addDrivers(program: Command, io: Io): void {
  program
    .command('drivers')
    .description('list the drivers and how far each was checked')
    .option('--json', 'all that is known of each, as JSON')
    .addHelpText('after', example('fourwire drivers'))
    .action(({ json }: { json?: true }) => {
      io.out(json ? formatJson(allDrivers) : table(io));
    });
}

function table(io: Io): string {
  const rows = allDrivers
    .toSorted((a, b) => `${a.class} ${a.name}`.localeCompare(`${b.class} ${b.name}`, 'en'))
    .map((entry) => [
      entry.class,
      entry.name,
      `${entry.manufacturer} ${entry.models.join(', ')}`,
      entry.interfaces.join(', '),
      entry.evidence,
    ]);
  return formatTable(['CLASS', 'DRIVER', 'MODELS', 'INTERFACES', 'EVIDENCE'], rows, widthOf(io));
}
