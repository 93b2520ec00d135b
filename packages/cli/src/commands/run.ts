import { FourwireError } from '@fourwire/core';
import type { Command } from 'commander';
import { example } from '../text/example.ts';
import { filled } from '../text/parse-words.ts';
import { benchTarget } from '../device/target.ts';
import type { Io } from '../io.ts';
import { loadModule } from '../runs/load-module.ts';
import { recordedRun } from '../runs/recorded-run.ts';
import type { RunChoice, RunContext } from '../runs/recorded-run.ts';

/** What a lab script is given: an open bench, a journal, and how to tell how far it is. */
export interface ScriptContext extends RunContext {
  /** What stood behind the bench file on the command line. */
  readonly args: readonly string[];
}

/** What a file for `fourwire run` exports as its default. */
export type Script = (context: ScriptContext) => Promise<unknown>;

const about = `
SCRIPT is a file of JavaScript or TypeScript whose default export is a function:

  export default async ({ bench, journal, signal, progress, args }) => { ... }

Every device is made safe when it ends, however it ends. What happens goes into
the journal.`;

/** The options of what is recorded. */
export function recordedCommand(command: Command): Command {
  return command
    .option('--mock', 'use simulators instead of the machines')
    .option('--journal <file>', 'where the record goes; a new file in fourwire-runs unless given', filled)
    .option('--who <name>', 'who runs it, for the record; $USER unless given')
    .option('--why <text>', 'the question that it answers, for the record')
    .option('--json', 'how it ended, as JSON');
}

/** Adds `fourwire run`. */
export function addRun(program: Command, io: Io): void {
  recordedCommand(program.command('run'))
    .description('run a script of your own on a bench, recorded and made safe')
    .argument('<script>', 'a file of JavaScript or TypeScript')
    .argument('<bench>', 'a bench file in YAML')
    .argument('[args...]', 'for the script')
    .addHelpText('after', about)
    .addHelpText('after', example('fourwire run soak.ts bench.yaml 85 --who "A. Meyer" --why "lot 12"'))
    .action(async (script: string, benchPath: string, args: readonly string[], choice: RunChoice) => {
      const target = await benchTarget(io, benchPath, choice);
      const { default: main } = await loadModule(script);
      if (typeof main !== 'function') {
        throw new FourwireError(
          'range',
          'script-without-main',
          `${script} has no default export that is a function; see fourwire run --help.`,
        );
      }
      const work = main as Script;
      await recordedRun(
        io,
        {
          target,
          benchPath,
          title: script.replace(/^.*\/|\.[^.]*$/g, ''),
          script,
          command: ['fourwire', 'run', script, benchPath, ...args],
        },
        choice,
        async (context) => scripted(script, async () => work({ ...context, args })),
      );
    });
}

/** What a script is rejected with; what is no error of Fourwire is the script's own. */
async function scripted(script: string, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (cause) {
    if (FourwireError.is(cause)) throw cause;
    throw new FourwireError(
      'device',
      'script-failed',
      `${script} ended with ${String(cause)}; --debug shows where.`,
      { cause },
    );
  }
}
