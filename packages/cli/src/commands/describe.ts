import type { Command } from 'commander';
import { describeDriver } from '../device/describe-driver.ts';
import type { Io } from '../io.ts';
import { formatDescription } from '../text/format-description.ts';
import { example } from '../text/example.ts';
import { formatJson } from '../text/json.ts';

/** Adds `fourwire describe`. */
export function addDescribe(program: Command, io: Io): void {
  program
    .command('describe')
    .description('list the members of the machines of a driver: kinds, units, limits')
    .requiredOption('--driver <name>', 'which driver; see fourwire drivers')
    .option('--json', 'the whole description, values as JSON Schema')
    .addHelpText('after', example('fourwire describe --driver watlow-f4t'))
    .action(async ({ driver, json }: { driver: string; json?: true }) => {
      const description = await describeDriver(driver);
      io.out(json ? formatJson(description) : formatDescription(description));
    });
}
