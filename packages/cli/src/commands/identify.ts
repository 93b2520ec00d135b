import type { Command } from 'commander';
import { firstValueFrom } from 'rxjs';
import { deviceCommand } from '../device/device-options.ts';
import type { DeviceChoice } from '../device/device-options.ts';
import { withDevice } from '../device/with-device.ts';
import type { Io } from '../io.ts';
import { formatJson } from '../text/json.ts';
import { formatTable } from '../text/table.ts';

/** Adds `fourwire identify`. */
export function addIdentify(program: Command, io: Io): void {
  program.addCommand(
    deviceCommand('identify')
      .copyInheritedSettings(program)
      .description('ask a machine who made it and which one it is')
      .option('--json', 'as JSON')
      .action(async (address: string, choice: DeviceChoice & { json?: true }) => {
        const identity = await withDevice(io, address, choice, async (device) =>
          // eslint-disable-next-line rxjs-x/no-ignored-default-value -- an open device has said who it is
          firstValueFrom(device.identity$),
        );
        const { manufacturer, model, serialNumber, firmware } = identity;
        io.out(
          choice.json
            ? formatJson(identity)
            : formatTable(
                [],
                [
                  ['manufacturer', manufacturer],
                  ['model', model],
                  ['serial number', serialNumber],
                  ['firmware', firmware],
                ],
              ),
        );
      }),
  );
}
