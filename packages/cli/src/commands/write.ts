import { findWritable, memberOf } from '@fourwire/core';
import type { Command } from 'commander';
import { deviceCommand } from '../device/device-options.ts';
import type { DeviceChoice } from '../device/device-options.ts';
import { targetOf } from '../device/target.ts';
import { deviceOf, withBench } from '../device/with-bench.ts';
import type { Io } from '../io.ts';
import { formatValue } from '../text/format-value.ts';
import { example } from '../text/example.ts';
import { formatJson } from '../text/json.ts';
import { parseValue } from '../text/parse-value.ts';
import { shapeOf } from '../text/shape.ts';

const values = `
VALUE is a number in the member's unit, or with a unit that measures the same
(85, 85°C, 358K, 100mV); true or false (on, off, yes, no, 1, 0); a word, a text,
bytes in base64, or JSON for lists and records. It is checked before anything is
sent.`;

/** Adds `fourwire write`. */
export function addWrite(program: Command, io: Io): void {
  program.addCommand(
    deviceCommand('write')
      .copyInheritedSettings(program)
      .description('write a member of a machine, within its limits')
      .argument('<member>', 'for example setpoint; see fourwire describe')
      .argument('<value>', 'in the unit of the member unless it says another')
      .option('--json', 'as JSON, with the unit as a UCUM code')
      .addHelpText('after', values)
      .addHelpText(
        'after',
        example(
          'fourwire write bench.yaml oven/setpoint -40',
          'fourwire write modbus-tcp://10.0.0.7:502/1 setpoint 358K --driver watlow-f4t',
        ),
      )
      .action(async (address: string, path: string, text: string, choice: DeviceChoice & { json?: true }) => {
        const target = await targetOf(io, address, choice);
        const { device, description, member } = await target.place(path);
        const { schema, confirm } = findWritable(description, member);
        const value = parseValue(schema, text, path);
        await withBench(io, target.only([device]), choice, async (bench, options) =>
          memberOf(deviceOf(bench, device), member).write(value, options),
        );
        const { unit } = shapeOf(schema);
        const meaning = confirm === 'readback' ? 'written and read back' : 'written and accepted';
        io.out(
          choice.json
            ? formatJson({ member: path, value, ...(unit === undefined ? {} : { unit }), confirm })
            : `${path} ${meaning}: ${formatValue(schema, value)}`,
        );
      }),
  );
}
