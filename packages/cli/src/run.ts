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
  const program = createProgram(io);
  try {
    await addCompletion(program, argv, io);
    await program.parseAsync(argv, { from: 'user' });
    return exit.ok;
  } catch (error) {
    if (error instanceof CommanderError) return afterUsage(error, io);
    const { debug } = program.opts<{ debug?: true }>();
    io.err(debug ? `${inspect(error)}\n` : `fourwire: ${sentence(error)}\n`);
    return exitCode(error);
  }
}

function exitCode(error: unknown): number {
  if (!FourwireError.is(error)) return exit.failed;
  if (error.code === 'run-not-passed') return exit.notPassed;
  return error.kind === 'range' ? exit.badInput : exit.failed;
}

function createProgram(io: Io): Command {
  const program = new Command('fourwire')
    .description('Drives the machines of a microsystem lab, and runs tests on them.')
    .option('--debug', 'show the stack of an error')
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
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  for (const add of commands) add(program, io);
  for (const command of [...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
    command.addHelpText('after', afterHelp);
  }
  return program;
}

/** Help that was asked for is no error; anything else that the parser throws is wrong usage. */
function afterUsage(error: CommanderError, io: Io): number {
  if (error.exitCode === 0) return exit.ok;
  // Help shown because the command is missing says enough.
  if (error.code !== 'commander.help') {
    const message = error.message.replaceAll(/^error: |\.$/g, '').replaceAll(/\s*\n\s*/g, ' ');
    io.err(`fourwire: ${plain(message)}; see fourwire --help\n`);
  }
  return exit.badInput;
}

/** What to do, where the sentence of the error cannot know it. */
const hints: Partial<Record<ErrorKind, string>> = {
  timeout: ' Check that the machine is on, its address, and that this driver fits it.',
  internal: ' This should not happen; --debug shows where it did.',
};

function sentence(error: unknown): string {
  const { message, kind } = FourwireError.from(error);
  return plain(withoutBench(message).replaceAll(/\s*\n\s*/g, ' ')) + (hints[kind] ?? '');
}
