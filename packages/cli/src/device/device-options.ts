import { Command, InvalidArgumentError } from 'commander';

/** What every command that opens a device is told. */
export interface DeviceChoice {
  readonly driver: string;
  /** Path of a YAML file with the driver's own options. */
  readonly options?: string;
  /** In seconds. */
  readonly timeout: number;
}

const defaultTimeout = 30;

/** A command that opens the device at an address, with the options that go with it. */
export function deviceCommand(name: string): Command {
  return new Command(name)
    .argument('<address>', 'where it is, for example modbus-tcp://10.0.0.7:502/1')
    .requiredOption('--driver <name>', 'what drives it; see fourwire drivers')
    .option('--options <file>', "YAML file with the driver's own options")
    .option('--timeout <seconds>', 'how long all of it may take', seconds, defaultTimeout);
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError('It must be a number of seconds, above 0 and at most 86400.');
}
