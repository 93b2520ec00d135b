import { describeDriver, describeDriverOptions } from '@fourwire/bench';
import { FourwireError, listMembers } from '@fourwire/core';
import type { DeviceDescription, ListedMember } from '@fourwire/core';
import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { example } from '../text/example.ts';
import { formatDescription, formatMember } from '../text/format-description.ts';
import { formatFields } from '../text/format-schema.ts';
import { formatJson } from '../text/json.ts';
import { shapeOf } from '../text/shape.ts';
import { widthOf } from '../text/table.ts';

/** Adds `fourwire describe`. */
export function addDescribe(program: Command, io: Io): void {
  program
    .command('describe')
    .description("list the members of the machines of a driver, and the driver's options")
    .requiredOption('--driver <name>', 'which driver; see fourwire drivers')
    .argument('[member]', 'all that is known of this one, for example humidity/setpoint')
    .option('--json', 'the whole description, values and options as JSON Schema')
    .addHelpText(
      'after',
      example('fourwire describe --driver watlow-f4t', 'fourwire describe --driver watlow-f4t settle'),
    )
    .action(
      async (
        path: string | undefined,
        { driver, json }: { readonly driver: string; readonly json?: true },
      ) => {
        const description = await describeDriver(driver);
        const width = widthOf(io);
        if (path !== undefined) {
          const listed = memberOf(description, path);
          io.out(json ? formatJson(listed) : formatMember(listed, width));
          return;
        }
        const options = await describeDriverOptions(driver);
        if (json) {
          io.out(formatJson({ ...description, options }));
          return;
        }
        const hasOptions = Object.keys(shapeOf(options).properties ?? {}).length > 0;
        io.out(
          `${formatDescription(description, width)}${hasOptions ? `\n${formatFields('OPTION', options, width)}` : ''}`,
        );
      },
    );
}

function memberOf(description: DeviceDescription, path: string): ListedMember {
  const members = listMembers(description);
  const found = members.find((one) => one.path === path);
  if (found !== undefined) return found;
  throw new FourwireError(
    'range',
    'member-unknown',
    `${description.driver} has no member "${path}"; there are ${members.map((one) => one.path).join(', ')}.`,
  );
}
