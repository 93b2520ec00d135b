import { findReadable, memberOf } from '@fourwire/core';
import type { Command } from 'commander';
import { deviceCommand } from '../device/device-options.ts';
import type { DeviceChoice } from '../device/device-options.ts';
import { describeDriver } from '../device/driver-entry.ts';
import { withDevice } from '../device/with-device.ts';
import type { Io } from '../io.ts';
import { formatValue } from '../text/format-value.ts';
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
      .action(async (address: string, member: string, choice: DeviceChoice & { json?: true }) => {
        const { schema } = findReadable(await describeDriver(choice.driver), member);
        const value = await withDevice(io, address, choice, async (device, options) =>
          memberOf(device, member).read(options),
        );
        const { unit } = shapeOf(schema);
        io.out(
          choice.json
            ? formatJson({ member, value, ...(unit === undefined ? {} : { unit }) })
            : formatValue(schema, value),
        );
      }),
  );
}
