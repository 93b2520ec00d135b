import { inspect } from 'node:util';
import { FourwireError } from '@fourwire/core';
import type { ErrorKind } from '@fourwire/core';
import { Command, CommanderError } from 'commander';
import { addBench } from './commands/bench.ts';
import { addCompletion } from './commands/complete.ts';
import { addDescribe } from './commands/describe.ts';
import { addDiscover } from './commands/discover.ts';
import { addDrivers } from './commands/drivers.ts';
import { addIdentify } from './commands/identify.ts';
import { addProcedure } from './commands/procedure.ts';
import { addRead } from './commands/read.ts';
import { addRecord } from './commands/record.ts';
import { addRun } from './commands/run.ts';
import { addScpi } from './commands/scpi.ts';
import { addSimulate } from './commands/simulate.ts';
import { addTape } from './commands/tape.ts';
import { addWatch } from './commands/watch.ts';
import { addWrite } from './commands/write.ts';
import { withoutBench } from './device/target.ts';
import type { Io } from './io.ts';
import { plain } from './text/plain.ts';
import { lineWidth, widthOf } from './text/table.ts';

/** In the order of the help. */
const commands = [
  addDiscover,
  addDrivers,
  addDescribe,
  addIdentify,
  addRead,
  addWrite,
  addWatch,
  addScpi,
  addBench,
  addRun,
  addProcedure,
  addRecord,
  addSimulate,
  addTape,
];

const exit = { ok: 0, failed: 1, badInput: 2, notPassed: 3 } as const;

const afterHelp = `
Exit codes: 0 ok, 1 failed, 2 bad input, 3 measurements did not pass.`;

const afterOverview = `
Start here, without a machine:
  fourwire simulate watlow-f4t
fourwire COMMAND --help says more, with an example. With --json results and
errors are JSON on standard output.`;

/** The commands that write a line of JSON each time, so that an error can follow as one more. */
const lineByLine: ReadonlySet<string> = new Set(['watch', 'shell']);

/**
 * Runs the command `fourwire`: finds, reads, writes and watches machines, runs procedures, serves simulators. Never
 * rejects: what went wrong is one line on `io.err`, with the stack when `--debug` is given.
 *
 * @param argv - the arguments after the name of the command
 * @returns the exit code: 0 ok, 1 failed, 2 bad input, 3 a run came to its end and its measurements did not pass
 *
 * @example
 * ```ts
 * const code = await run(['drivers', '--json'], { out: (text) => process.stdout.write(text), err: () => {} });
 * ```
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let said = false;
  const out = (text: string): void => {
    said = true;
    io.out(text);
  };
  const program = createProgram({ ...io, out });
  try {
    await addCompletion(program, argv, io);
    for (const command of [...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
      command.addHelpText('after', afterHelp);
    }
    await program.parseAsync(argv, { from: 'user' });
    return exit.ok;
  } catch (error) {
    if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')) {
      // Help that was asked for is no error; help shown because the command is missing says enough.
      return error.exitCode === 0 ? exit.ok : exit.badInput;
    }
    const command = commandOn(program, argv);
    const failure = error instanceof CommanderError ? wrongUsage(error, command) : error;
    const message = sentence(failure);
    const { debug } = program.opts<{ debug?: true }>();
    io.err(debug ? `${inspect(error)}\n` : `fourwire: ${message}\n`);
    if (wantsJson(argv)) {
      const { kind, code } = FourwireError.from(failure);
      const line = JSON.stringify({ error: { kind, code, message } });
      if (!said || lineByLine.has(command.name())) io.out(`${line}\n`);
    }
    return exitCode(failure);
  }
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).includes('--json');
}

/** The command that a line is for. */
function commandOn(program: Command, argv: readonly string[]): Command {
  let command = program;
  for (const word of argv) {
    const next = command.commands.find((one) => one.name() === word);
    if (next !== undefined) command = next;
    else if (!word.startsWith('-')) break;
  }
  return command;
}

/** What the parser throws, in the form of every other error. */
function wrongUsage(error: CommanderError, command: Command): FourwireError {
  const names: string[] = [];
  for (let one: Command | null = command; one !== null; one = one.parent) names.unshift(one.name());
  const message = error.message.replaceAll(/^error: |\.$/g, '').replaceAll(/\s*\n\s*/g, ' ');
  return new FourwireError('range', 'usage', `${message}; see ${names.join(' ')} --help`, { cause: error });
}

/** What the user named is not there, or is something else: bad input, whatever kind it is to a program. */
const aboutFiles: ReadonlySet<string> = new Set([
  'journal-exists',
  'journal-not-opened',
  'journal-not-read',
  'nothing-to-resume',
]);

function exitCode(error: unknown): number {
  if (!FourwireError.is(error)) return exit.failed;
  if (error.code === 'run-not-passed') return exit.notPassed;
  return error.kind === 'range' || aboutFiles.has(error.code) ? exit.badInput : exit.failed;
}

function createProgram(io: Io): Command {
  const program = new Command('fourwire')
    .description('Drives the machines of a microsystem lab, and runs tests on them.')
    .option('--debug', 'show the stack of an error')
    .version(io.version ?? 'unknown', '--version', 'show the version')
    .addHelpText('after', afterOverview)
    .addHelpText('after', afterHelp)
    .helpCommand(false)
    // The arguments are in the help of each; here they would leave no room for the descriptions.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      // Said by `run`, in the form of every other error.
      outputError: () => {},
      getOutHelpWidth: () => helpWidth(io),
      getErrHelpWidth: () => helpWidth(io),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  for (const add of commands) add(program, io);
  return program;
}

/** As wide as the terminal; lines that are longer than {@link lineWidth} are hard to read. */
function helpWidth(io: Io): number {
  return Math.min(lineWidth, widthOf(io));
}

/** What to do, where the sentence of the error cannot know it. */
const hints: Partial<Record<ErrorKind, string>> = {
  timeout: 'Check that the machine is on, its address, and that this driver fits it.',
  internal: 'This should not happen; --debug shows where it did.',
};

function sentence(error: unknown): string {
  const { message, kind } = FourwireError.from(error);
  const text = plain(
    withoutBench(message)
      .trim()
      .replaceAll(/\s*\n\s*/g, ' '),
  );
  const hint = hints[kind];
  if (hint === undefined) return text;
  return `${text}${/[.?!]$/.test(text) ? '' : '.'} ${hint}`;
}
