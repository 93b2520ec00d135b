import { allDrivers } from '@fourwire/bench';
import { discover, suggestDriver } from '@fourwire/transport';
import type { DiscoverOptions, Found } from '@fourwire/transport';
import type { Command } from 'commander';
import { NEVER, fromEvent, lastValueFrom, takeUntil, tap } from 'rxjs';
import { timeoutOption } from '../device/device-options.ts';
import type { Io } from '../io.ts';
import { example } from '../text/example.ts';
import { formatJson } from '../text/json.ts';
import { plain } from '../text/plain.ts';
import { formatTable, widthOf } from '../text/table.ts';

interface DiscoverChoice {
  readonly timeout: number;
  readonly serial: boolean;
  readonly usb: boolean;
  readonly vxi11: boolean;
  readonly mdns: boolean;
  readonly sweep?: readonly string[];
  readonly json?: true;
}

const about = `
Machines on serial lines do not say what they are: their port is all that is
known. --sweep tries TCP ports of the hosts that are named, which a network may
take for an attack.`;

/** Adds `fourwire discover`. */
export function addDiscover(program: Command, io: Io): void {
  program
    .command('discover')
    .description('look for machines: serial ports, USB, VXI-11, mDNS')
    .addOption(timeoutOption('how long to look', 3))
    .option('--no-serial', 'leave serial ports out')
    .option('--no-usb', 'leave USB out')
    .option('--no-vxi11', 'leave the VXI-11 broadcast out')
    .option('--no-mdns', 'leave mDNS out')
    .option('--sweep <host...>', 'try the usual TCP ports of these hosts, too')
    .option('--json', 'all that is known of each, as JSON')
    .addHelpText('after', example('fourwire discover --sweep 10.0.0.7 10.0.0.8'))
    .addHelpText('after', about)
    .action(async (choice: DiscoverChoice) => {
      const found = await look(io, choice);
      io.out(
        choice.json ? formatJson(found) : found.length === 0 ? 'Nothing was found.\n' : table(found, io),
      );
    });
}

type Suggested = Found & { readonly driver?: string };

async function look(io: Io, choice: DiscoverChoice): Promise<readonly Suggested[]> {
  const { timeout, serial, usb, vxi11, mdns, sweep } = choice;
  const options: DiscoverOptions = {
    timeout: { seconds: timeout },
    serial,
    usb,
    vxi11,
    mdns,
    ...(sweep === undefined ? {} : { sweep: { hosts: sweep } }),
  };
  const found: Suggested[] = [];
  const interrupted$ = io.signal === undefined ? NEVER : fromEvent(io.signal, 'abort');
  const all$ = discover(options).pipe(
    tap((one) => {
      if (one.type === 'warning') io.err(`fourwire: ${one.source}: ${plain(one.message)}\n`);
      else {
        const driver = suggestDriver(one, allDrivers)?.name;
        found.push(driver === undefined ? one : { ...one, driver });
      }
    }),
    takeUntil(interrupted$),
  );
  await lastValueFrom(all$, { defaultValue: undefined });
  return found;
}

function table(found: readonly Suggested[], io: Io): string {
  const rows = found.map(({ address, manufacturer, model, name, adapter, driver, how, note }) => [
    address,
    [manufacturer, model].filter((word) => word !== undefined).join(' ') || (name ?? adapter ?? ''),
    driver ?? '',
    note === undefined ? how : `${how}: ${note}`,
  ]);
  return formatTable(['ADDRESS', 'MACHINE', 'DRIVER', 'HOW'], rows, widthOf(io));
}
