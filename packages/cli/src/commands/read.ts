import { findReadable, memberOf } from '@fourwire/core';
import type { Command } from 'commander';
import { deviceCommand } from '../device/device-options.ts';
import type { DeviceChoice } from '../device/device-options.ts';
import { targetOf } from '../device/target.ts';
import { deviceOf, withBench } from '../device/with-bench.ts';
import type { Io } from '../io.ts';
import { formatValue } from '../text/format-value.ts';
import { example } from '../text/example.ts';
import { formatJson } from '../text/json.ts';
import { shapeOf } from '../text/shape.ts';

/** Adds `fourwire read`. */
export function addRead(program: Command, io: Io): void {
  program.addCommand(
    deviceCommand('read')
      .copyInheritedSettings(program)
      .description('read a member of a machine, with its unit')
      .argument('<member>', 'for example temperature or humidity/humidity; see fourwire describe')
      .option('--json', 'as JSON, with the unit as a UCUM code')
      .addHelpText(
        'after',
        example(
          'fourwire read bench.yaml oven/temperature',
          'fourwire read modbus-tcp://10.0.0.7:502/1 temperature --driver watlow-f4t',
        ),
      )
      .action(async (address: string, path: string, choice: DeviceChoice & { json?: true }) => {
        const target = await targetOf(io, address, choice);
        const { device, description, member } = await target.place(path);
        const { schema } = findReadable(description, member);
        const value = await withBench(io, target.only([device]), choice, async (bench, options) =>
          memberOf(deviceOf(bench, device), member).read(options),
        );
        const { unit } = shapeOf(schema);
        io.out(
          choice.json
            ? formatJson({ member: path, value, ...(unit === undefined ? {} : { unit }) })
            : formatValue(schema, value),
        );
      }),
  );
}
