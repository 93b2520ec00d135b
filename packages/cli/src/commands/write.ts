import { findWritable, memberOf } from '@fourwire/core';
import type { Command } from 'commander';
import { deviceCommand } from '../device/device-options.ts';
import type { DeviceChoice } from '../device/device-options.ts';
import { describeDriver } from '../device/driver-entry.ts';
import { withDevice } from '../device/with-device.ts';
import type { Io } from '../io.ts';
import { formatValue } from '../text/format-value.ts';
import { parseValue } from '../text/parse-value.ts';

const values = `
VALUE is a number in the member's unit, true or false (on, off), a word, a text,
bytes in base64, or JSON for lists and records. It is checked before anything is
sent.`;

/** Adds `fourwire write`. */
export function addWrite(program: Command, io: Io): void {
  program.addCommand(
    deviceCommand('write')
      .copyInheritedSettings(program)
      .description('write a member of a machine, within its limits')
      .argument('<member>', 'for example setpoint; see fourwire describe')
      .argument('<value>', 'in the unit of the member')
      .addHelpText('after', values)
      .action(async (address: string, member: string, text: string, choice: DeviceChoice) => {
        const { schema, confirm } = findWritable(await describeDriver(choice.driver), member);
        const value = parseValue(schema, text, member);
        await withDevice(io, address, choice, async (device, options) =>
          memberOf(device, member).write(value, options),
        );
        const meaning = confirm === 'readback' ? 'written and read back' : 'written and accepted';
        io.out(`${member} ${meaning}: ${formatValue(schema, value)}`);
      }),
  );
}
