import { Command, Option } from 'commander';
import { filled, seconds } from '../text/parse-words.ts';

/** What every command that opens devices is told. */
export interface DeviceChoice {
  /** Needed where the first argument is an address; a bench file names its own. */
  readonly driver?: string;
  /** Path of a YAML file with the driver's own options. */
  readonly options?: string;
  /** In seconds. */
  readonly timeout: number;
  readonly mock?: true;
}

const benchHelp = `
Instead of ADDRESS, the path of a bench file (.yaml) may be given; a member then
begins with the name of its device, as in oven/setpoint. Limits and interlocks
of the bench hold.`;

/** A command that opens the device at an address or those of a bench file, with the options that go with it. */
export function deviceCommand(name: string, { timeout = true } = {}): Command {
  const command = new Command(name)
    .argument('<address>', 'where it is, for example modbus-tcp://10.0.0.7:502/1')
    .option('--driver <name>', 'what drives it; see fourwire drivers')
    .option('--options <file>', "YAML file with the driver's own options", filled)
    .option('--mock', 'use simulators instead of the machines')
    .addHelpText('after', benchHelp);
  return timeout ? command.addOption(timeoutOption('how long all of it may take')) : command;
}

/** `--timeout`, in seconds or with a unit. */
export function timeoutOption(description: string, usual = 30): Option {
  return new Option('--timeout <time>', description).argParser(seconds).default(usual, `${usual} s`);
}
