import { FourwireError } from '@fourwire/core';
import type { Device, Identity } from '@fourwire/core';
import { identify } from '@fourwire/transport';
import type { Command } from 'commander';
import { firstValueFrom } from 'rxjs';
import { deviceCommand } from '../device/device-options.ts';
import type { DeviceChoice } from '../device/device-options.ts';
import { benchTarget, isBenchFile, refuseForBench, targetOf } from '../device/target.ts';
import { withBench } from '../device/with-bench.ts';
import type { Io } from '../io.ts';
import { example } from '../text/example.ts';
import { formatJson } from '../text/json.ts';
import { formatTable, widthOf } from '../text/table.ts';

const asking = `
Without --driver it is asked with *IDN?: leave the driver out for instruments
that speak SCPI only.`;

/** Adds `fourwire identify`. */
export function addIdentify(program: Command, io: Io): void {
  program.addCommand(
    deviceCommand('identify')
      .copyInheritedSettings(program)
      .description('ask machines who made them and which ones they are')
      .option('--json', 'as JSON')
      .addHelpText('after', asking)
      .addHelpText(
        'after',
        example('fourwire identify TCPIP0::10.0.0.8::5025::SOCKET', 'fourwire identify bench.yaml'),
      )
      .action(async (address: string, choice: DeviceChoice & { json?: true }) => {
        if (isBenchFile(address)) {
          refuseForBench(address, choice);
          return identifyBench(io, address, choice);
        }
        const identity = await (choice.driver === undefined
          ? asked(io, address, choice.timeout)
          : opened(io, address, choice));
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
        return undefined;
      }),
  );
}

/** Opens all devices of a bench, and tells who they are. */
export async function identifyBench(
  io: Io,
  path: string,
  choice: DeviceChoice & { json?: true },
): Promise<void> {
  const { file } = await benchTarget(io, path, choice);
  const found = await withBench(io, file, choice, async (bench) =>
    Promise.all(
      bench.entries.map(async ({ name, device, address }) => ({
        name,
        driver: file.devices[name]?.driver ?? '',
        address,
        ...(await identityOf(device)),
      })),
    ),
  );
  const rows = found.map((one) => [
    one.name,
    one.driver,
    `${one.manufacturer} ${one.model}`,
    one.serialNumber,
    one.firmware,
  ]);
  io.out(
    choice.json
      ? formatJson(found)
      : formatTable(['DEVICE', 'DRIVER', 'MACHINE', 'SERIAL', 'FIRMWARE'], rows, widthOf(io)),
  );
}

async function opened(io: Io, address: string, choice: DeviceChoice): Promise<Identity> {
  const { file } = await targetOf(io, address, choice);
  return withBench(io, file, choice, async (bench) => {
    const [entry] = bench.entries;
    if (entry === undefined) throw new FourwireError('internal', 'unexpected', 'The bench has no device.');
    return identityOf(entry.device);
  });
}

async function asked(io: Io, address: string, timeout: number): Promise<Identity> {
  return identify(address, {
    timeout: { seconds: timeout },
    ...(io.signal === undefined ? {} : { signal: io.signal }),
  });
}

async function identityOf(device: Device): Promise<Identity> {
  // eslint-disable-next-line rxjs-x/no-ignored-default-value -- an open device has said who it is
  return firstValueFrom(device.identity$);
}
