import { Bus, findReadable, memberOf, openDevice, optionsOf, systemClock } from '@fourwire/core';
import type { Device, Transport } from '@fourwire/core';
import { describeDriver, driverEntry, readOptionsFile } from '@fourwire/bench';
import { record, replay } from '@fourwire/mock';
import { createTransport, optionsOfAddress, parseAddress } from '@fourwire/transport';
import { Option } from 'commander';
import type { Command } from 'commander';
import { timeoutOption } from '../device/device-options.ts';
import { refuseOtherFile, writtenAside } from '../files/write-whole.ts';
import type { Io } from '../io.ts';
import { example } from '../text/example.ts';
import { formatValue } from '../text/format-value.ts';
import { formatJson } from '../text/json.ts';
import { formatTable } from '../text/table.ts';

interface TapeChoice {
  readonly driver: string;
  readonly options?: string;
  readonly timeout: number;
  readonly json?: true;
}

/** Adds `fourwire tape record` and `fourwire tape replay`. */
export function addTape(program: Command, io: Io): void {
  const tape = program
    .command('tape')
    .description('write down what goes over a wire, and answer from it again')
    .helpCommand(false);
  tapeCommand(tape, 'record', 'read members of a machine, with all bytes on a tape')
    .argument('<tape>', 'the file to write, which a test can be run against')
    .argument('<address>', 'where the machine is')
    .argument('<members...>', 'what to read')
    .addHelpText(
      'after',
      example(
        'fourwire tape record meter.tape TCPIP0::10.0.0.8::5025::SOCKET reading \\',
        '  --driver keysight-34460',
      ),
    )
    .action(async (file: string, address: string, members: readonly string[], choice: TapeChoice) => {
      const { serial } = await driverEntry(choice.driver).load();
      const transport = await createTransport(parseAddress(address), serial === undefined ? {} : { serial });
      const bus = new Bus(transport, { clock: systemClock });
      await refuseOtherFile(file, '{"tape":', 'tape');
      const { values, messages } = await writtenAside(file, async (part) => {
        using recording = record(bus, part);
        const read = await readMembers(bus, wordsOf(address), members, choice, io, (device) =>
          recording.identify(device),
        );
        return { values: read, messages: recording.messages };
      });
      io.out(await told(values, choice, { tape: file, messages }));
    });
  tapeCommand(tape, 'replay', 'read members of the machine that is on a tape')
    .argument('<tape>', 'what fourwire tape record wrote')
    .argument('<members...>', 'what to read')
    .addOption(
      new Option('--order <order>', 'whether requests must come as on the tape')
        .choices(['strict', 'tolerant'])
        .default('tolerant'),
    )
    .addHelpText('after', example('fourwire tape replay meter.tape reading --driver keysight-34460'))
    .action(
      async (
        file: string,
        members: readonly string[],
        choice: TapeChoice & { order: 'strict' | 'tolerant' },
      ) => {
        const link = replay(file, { order: choice.order });
        const values = await readMembers(link, wordsOf(link.tape.address), members, choice, io).catch(
          (error: unknown) => {
            // What differs from the tape says more than what became of it.
            link.check();
            throw error;
          },
        );
        link.check();
        io.out(await told(values, choice, { tape: file }));
      },
    );
}

function tapeCommand(tape: Command, name: string, description: string): Command {
  return tape
    .command(name)
    .description(description)
    .requiredOption('--driver <name>', 'what drives the machine; see fourwire drivers')
    .option('--options <file>', "YAML file with the driver's own options")
    .addOption(timeoutOption('how long each call may take'))
    .option('--json', 'as JSON');
}

/** What an address says to the driver; nothing where it is none, as on the tape of a test. */
function wordsOf(address: string): object {
  try {
    return optionsOfAddress(parseAddress(address));
  } catch {
    return {};
  }
}

/** Opens the device on a link, reads members one after the other, and closes it. */
async function readMembers(
  link: Transport | Bus<Transport>,
  fromAddress: object,
  members: readonly string[],
  choice: TapeChoice,
  io: Io,
  opened: (device: Device) => void = () => {},
): Promise<ReadonlyMap<string, unknown>> {
  const description = await describeDriver(choice.driver);
  for (const member of members) findReadable(description, member);
  const driver = await driverEntry(choice.driver).load();
  const own = choice.options === undefined ? {} : await readOptionsFile(choice.options, optionsOf(driver));
  const options = { ...fromAddress, ...own };
  const call = {
    timeout: { seconds: choice.timeout },
    ...(io.signal === undefined ? {} : { signal: io.signal }),
  };
  await using device = await openDevice(driver, link, { path: choice.driver, options, ...call });
  opened(device);
  const values = new Map<string, unknown>();
  for (const member of members) values.set(member, await memberOf(device, member).read(call));
  return values;
}

async function told(
  values: ReadonlyMap<string, unknown>,
  choice: TapeChoice,
  facts: Readonly<Record<string, unknown>>,
): Promise<string> {
  if (choice.json) return formatJson({ ...facts, values: Object.fromEntries(values) });
  const description = await describeDriver(choice.driver);
  return formatTable(
    [],
    [...values].map(([member, value]) => [
      member,
      formatValue(findReadable(description, member).schema, value).trimEnd().replaceAll('\n', '; '),
    ]),
  );
}
