import { createInterface } from 'node:readline/promises';
import { FourwireError } from '@fourwire/core';
import { openScpi } from '@fourwire/scpi';
import type { ScpiConnection } from '@fourwire/scpi';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { timeoutOption } from '../device/device-options.ts';
import type { Io } from '../io.ts';
import { example } from '../text/example.ts';
import { filled } from '../text/parse-words.ts';
import { isBenchFile } from '../device/target.ts';
import { plain } from '../text/plain.ts';

interface ScpiChoice {
  readonly timeout: number;
  readonly baud?: number;
  readonly json?: true;
}

/** What became of one message to an instrument. */
interface Exchange {
  readonly command: string;
  readonly reply?: string;
  readonly error?: string;
}

/** Adds `fourwire query` and `fourwire shell`. */
export function addScpi(program: Command, io: Io): void {
  scpiCommand(program, 'query', 'send a SCPI message to an instrument, and give its answer')
    .argument('<message>', "for example '*IDN?' or 'VOLT 2.5'", filled)
    .addHelpText(
      'after',
      '\nThe error queue is read afterwards; an error of the instrument ends with code 1.',
    )
    .addHelpText('after', example("fourwire query TCPIP0::10.0.0.7::5025::SOCKET 'MEAS:VOLT:DC?'"))
    .action(async (address: string, message: string, choice: ScpiChoice) => {
      await using instrument = await open(io, address, choice);
      const reply = await send(instrument, message, choice, io);
      if (choice.json) io.out(`${JSON.stringify({ command: message, ...answered(reply) })}\n`);
      else if (reply !== undefined) io.out(`${plain(reply)}\n`);
    });
  scpiCommand(program, 'shell', 'talk to an instrument in SCPI, line by line')
    .addHelpText('after', '\nEnds at exit, Ctrl-C, Ctrl-D, or the end of what is piped in.')
    .addHelpText(
      'after',
      example(
        'fourwire shell ASRL/dev/ttyUSB0::INSTR --baud 115200',
        "echo '*IDN?' | fourwire shell ADDRESS",
      ),
    )
    .action(shell(io));
}

function scpiCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('<address>', 'where it is, for example TCPIP0::10.0.0.7::5025::SOCKET', instrumentAddress)
    .addOption(timeoutOption('how long an answer may take', 10))
    .option('--baud <rate>', 'on a serial line; 9600 unless given', baud)
    .option('--json', 'as JSON, one line a message');
}

async function open(
  io: Io,
  address: string,
  { timeout, baud: baudRate }: ScpiChoice,
): Promise<ScpiConnection> {
  return openScpi(address, {
    timeout: { seconds: timeout },
    ...(baudRate === undefined ? {} : { serial: { baudRate } }),
    ...(io.signal === undefined ? {} : { signal: io.signal }),
  });
}

/** Sends a message; what has a question mark outside of strings is answered. */
async function send(
  instrument: ScpiConnection,
  message: string,
  { timeout }: ScpiChoice,
  io: Io,
): Promise<string | undefined> {
  const call = {
    timeout: { seconds: timeout },
    ...(io.signal === undefined ? {} : { signal: io.signal }),
  };
  if (/\?/.test(message.replaceAll(/"[^"]*"|'[^']*'/g, ''))) {
    return instrument.device.query(message, call);
  }
  await instrument.device.send(message, call);
  return undefined;
}

function shell(io: Io): (address: string, choice: ScpiChoice) => Promise<void> {
  return async (address, choice) => {
    const { input, terminal, signal } = io;
    if (input === undefined) {
      throw new FourwireError('range', 'input-missing', 'A shell needs something to read from.');
    }
    await using instrument = await open(io, address, choice);
    if (terminal !== undefined) io.out(`Connected to ${address}; exit or Ctrl-D ends it.\n`);
    const lines = createInterface({
      input,
      ...(terminal === undefined ? {} : { output: terminal, prompt: 'scpi> ' }),
    });
    signal?.addEventListener('abort', () => lines.close(), { once: true });
    lines.on('SIGINT', () => lines.close());
    if (terminal !== undefined) lines.prompt();
    for await (const line of lines) {
      const message = line.trim();
      if (message === 'exit' || message === 'quit') break;
      if (message !== '') tell(io, await exchange(instrument, message, choice, io), choice);
      if (terminal !== undefined) lines.prompt();
    }
    lines.close();
  };
}

async function exchange(
  instrument: ScpiConnection,
  command: string,
  choice: ScpiChoice,
  io: Io,
): Promise<Exchange> {
  try {
    return { command, ...answered(await send(instrument, command, choice, io)) };
  } catch (caught) {
    const { kind, message } = FourwireError.from(caught);
    // Without a link there is nothing more to say.
    if (kind === 'link' || kind === 'aborted') throw caught;
    return { command, error: message };
  }
}

function tell(io: Io, exchanged: Exchange, { json }: ScpiChoice): void {
  if (json) io.out(`${JSON.stringify(exchanged)}\n`);
  else if (exchanged.error !== undefined) io.err(`${plain(exchanged.error)}\n`);
  else if (exchanged.reply !== undefined) io.out(`${plain(exchanged.reply)}\n`);
}

function answered(reply: string | undefined): { readonly reply?: string } {
  return reply === undefined ? {} : { reply };
}

function baud(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 50) return value;
  throw new InvalidArgumentError('It must be a baud rate, such as 9600.');
}

function instrumentAddress(text: string): string {
  if (!isBenchFile(text)) return text;
  throw new InvalidArgumentError(
    'It is a bench file; give the address of one of its instruments, such as TCPIP0::10.0.0.7::5025::SOCKET.',
  );
}
