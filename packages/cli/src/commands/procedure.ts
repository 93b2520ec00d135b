import {
  describeProcedureOptions,
  planProcedure,
  readJournal,
  readOptionsFile,
  readStepRecord,
  runProcedure,
} from '@fourwire/bench';
import type { Plan, Procedure, ProcedureProgress, StepRecord } from '@fourwire/bench';
import { FourwireError, formatDuration } from '@fourwire/core';
import type { ValueSchema } from '@fourwire/core';
import type { Command } from 'commander';
import { timeoutOption } from '../device/device-options.ts';
import { benchTarget } from '../device/target.ts';
import { withBench } from '../device/with-bench.ts';
import type { Io } from '../io.ts';
import { findProcedure, listProcedures } from '../runs/find-procedure.ts';
import { operatorAt } from '../runs/operator.ts';
import { runKeys } from '../runs/run-keys.ts';
import { recordedRun } from '../runs/recorded-run.ts';
import type { RunChoice, RunContext } from '../runs/recorded-run.ts';
import { example } from '../text/example.ts';
import { formatFields } from '../text/format-schema.ts';
import { formatJson } from '../text/json.ts';
import { formatTable, widthOf } from '../text/table.ts';
import { recordedCommand } from './run.ts';

interface ProcedureChoice {
  readonly options?: string;
  readonly mock?: true;
  readonly json?: true;
}

/** How many steps are listed unless all are asked for. */
const listedSteps = 30;

const nameHelp = 'its name, or FILE#NAME for one of your own';

/** Adds `fourwire procedure list`, `check`, `run` and `resume`. */
export function addProcedure(program: Command, io: Io): void {
  const group = program
    .command('procedure')
    .description('list, check, run and resume procedures')
    .helpCommand(false);
  group
    .command('list')
    .description('list the procedures that come with Fourwire, or those of a file')
    .argument('[file]', 'a file of JavaScript or TypeScript that exports procedures')
    .option('--json', 'with their options as JSON Schema')
    .addHelpText('after', example('fourwire procedure list', 'fourwire procedure list cycle.ts'))
    .action(async (file: string | undefined, { json }: { json?: true }) => {
      const found = await listProcedures(file);
      const all = found.map(({ word, procedure }) => ({ word, ...described(procedure) }));
      const rows = all.map(({ word, title, devices }) => [
        word,
        title,
        Object.entries(devices)
          .map(([name, kind]) => `${name}: ${kind}`)
          .join(', '),
      ]);
      if (found.length === 0) {
        throw new FourwireError(
          'range',
          'procedure-unknown',
          `${file ?? ''} exports no procedure; make one with defineProcedure and export it.`,
        );
      }
      io.out(
        json ? formatJson(all) : formatTable(['PROCEDURE', 'WHAT IT DOES', 'DEVICES'], rows, widthOf(io)),
      );
    });
  group
    .command('describe')
    .description('tell what a procedure does, which devices it needs and what it can be told')
    .argument('<procedure>', nameHelp)
    .option('--json', 'with its options as JSON Schema')
    .addHelpText('after', example('fourwire procedure describe thermal-cycle'))
    .action(async (word: string, { json }: { json?: true }) => {
      const { procedure } = await findProcedure(word);
      const options = await describeProcedureOptions(procedure);
      const about = { ...described(procedure), options };
      io.out(json ? formatJson(about) : formatProcedure(about, widthOf(io)));
    });
  group
    .command('check')
    .description('list the steps of a procedure on a bench, check them, add up their time')
    .argument('<procedure>', nameHelp)
    .argument('<bench>', 'a bench file in YAML')
    .option('--options <file>', "YAML file with the procedure's options")
    .option('--mock', 'use simulators instead of the machines')
    .addOption(timeoutOption('how long opening and planning may take', 120))
    .option('--all', 'list every step')
    .option('--json', 'as JSON')
    .addHelpText('after', example('fourwire procedure check sweep bench.yaml --options sweep.yaml'))
    .action(
      async (word: string, benchPath: string, choice: ProcedureChoice & { all?: true; timeout: number }) => {
        const { procedure } = await findProcedure(word);
        const options = await procedureOptions(procedure, choice);
        const { file } = await benchTarget(io, benchPath, choice);
        const plan = await withBench(io, file, choice, async (bench) =>
          planProcedure(procedure, bench, options),
        );
        io.out(choice.json ? formatJson(plan) : formatPlan(plan, choice.all === true, widthOf(io)));
        const refused = plan.actions.filter(({ refusal }) => refusal !== undefined);
        const [first] = refused;
        if (first !== undefined) {
          throw new FourwireError(
            'range',
            'step-refused',
            `${refused.length} steps would be refused; the first is "${first.name}": ${first.refusal ?? ''}.`,
          );
        }
      },
    );
  recordedCommand(group.command('run'))
    .description('run a procedure on a bench, recorded and made safe')
    .argument('<procedure>', nameHelp)
    .argument('<bench>', 'a bench file in YAML')
    .option('--options <file>', "YAML file with the procedure's options")
    .addHelpText('after', example('fourwire procedure run sweep bench.yaml --options sweep.yaml'))
    .action(async (word: string, benchPath: string, choice: RunChoice & ProcedureChoice) => {
      const { procedure } = await findProcedure(word);
      const options = await procedureOptions(procedure, choice);
      const target = await benchTarget(io, benchPath, choice);
      const optionWords = choice.options === undefined ? [] : ['--options', choice.options];
      const command = ['fourwire', 'procedure', 'run', word, benchPath, ...optionWords];
      const subject = { target, benchPath, title: procedure.name, script: word, command };
      await recordedRun(io, subject, choice, async (context) => follow(io, procedure, options, context));
    });
  group
    .command('resume')
    .description('go on with a run that was interrupted, from its last checkpoint')
    .argument('<journal>', 'the journal of the run')
    .option('--json', 'how it ended, as JSON')
    .addHelpText('after', example('fourwire procedure resume fourwire-runs/2026-01-01T10-00-00-sweep.jsonl'))
    .action(async (journal: string, { json }: { json?: true }) => {
      const started = await startOf(journal);
      const record = await readStepRecord(readJournal(journal));
      const { procedure } = await findProcedure(started.script);
      const target = await benchTarget(io, started.bench, started.simulated ? { mock: true } : {});
      const subject = {
        target,
        benchPath: started.bench,
        title: procedure.name,
        script: started.script,
        command: ['fourwire', 'procedure', 'resume', journal],
        resume: true,
      };
      const choice: RunChoice = {
        journal,
        ...(started.simulated ? { mock: true } : {}),
        ...(json === undefined ? {} : { json }),
      };
      await recordedRun(io, subject, choice, async (context) =>
        follow(io, procedure, record.procedure.options, context, record),
      );
    });
}

/** Runs a procedure and shows how far it is. */
async function follow(
  io: Io,
  procedure: Procedure,
  options: unknown,
  { bench, journal, signal, progress }: RunContext,
  record?: StepRecord,
): Promise<unknown> {
  // A question stands alone on the screen.
  let asking = false;
  const pressed = (letter: string): void => {
    if (letter === 'p') run.pause();
    else if (letter === 'c') run.resume();
    else if (letter === 'q') run.stop('by a key at the terminal');
  };
  const keys = runKeys(io, pressed);
  const ask = operatorAt(io, progress, keys);
  const run = runProcedure(procedure, {
    bench,
    journal,
    options,
    signal,
    operator: async (prompt, ended) => {
      asking = true;
      return ask(prompt, ended).finally(() => (asking = false));
    },
    ...(record === undefined ? {} : { record }),
  });
  const showing = run.progress$.subscribe({
    next: (state) => {
      if (state.state === 'ended' || state.step === '' || asking) return;
      const { fraction, secondsLeft } = state;
      progress.show({
        fraction,
        secondsLeft,
        text: underWay(state),
        ...(keys.active ? { keys: keyHelp[state.state] } : {}),
      });
    },
    error: () => {},
  });
  keys.listen();
  try {
    const result = await run;
    progress.show({ fraction: 1, text: 'done' });
    return result;
  } finally {
    keys.release();
    showing.unsubscribe();
  }
}

const keyHelp = {
  running: 'p pauses after this step, q stops and makes safe',
  pausing: 'c goes on, q stops and makes safe',
  paused: 'c goes on, q stops and makes safe',
} as const;

function underWay({ state, step, text }: ProcedureProgress): string {
  const what = text === '' ? step : `${step}: ${text}`;
  if (state === 'paused') return `PAUSED after ${step}`;
  return state === 'pausing' ? `pausing after ${what}` : what;
}

async function procedureOptions(procedure: Procedure, { options }: ProcedureChoice): Promise<unknown> {
  return options === undefined ? {} : readOptionsFile(options, procedure.options);
}

function described({ name, title, devices, options }: Procedure): {
  readonly name: string;
  readonly title: string;
  readonly devices: Readonly<Record<string, string>>;
  readonly options: unknown;
} {
  const classes = Object.entries(devices).map(([device, deviceClass]) => [device, deviceClass.name] as const);
  return { name, title, devices: Object.fromEntries(classes), options };
}

function formatProcedure(
  { name, title, devices, options }: ReturnType<typeof described> & { readonly options: ValueSchema },
  width: number,
): string {
  const needed = Object.entries(devices);
  return [
    `${name}: ${title}.\n`,
    needed.length === 0 ? '' : `\n${formatTable(['DEVICE', 'CLASS'], needed, width)}`,
    `\n${formatFields('OPTION', options, width)}`,
  ].join('');
}

function formatPlan({ actions, seconds: whole }: Plan, all: boolean, width: number): string {
  const listed = all ? actions : actions.slice(0, listedSteps);
  const rows = listed.map(({ key, kind, name, seconds: time, once, refusal }) => [
    key,
    kind === 'step' ? name : `${kind}: ${name}`,
    time === 0 ? '' : formatDuration({ seconds: time }),
    refusal ?? (once ? 'once' : ''),
  ]);
  const rest = actions.length - listed.length;
  const more = rest > 0 ? `... and ${rest} more; --all lists them.\n` : '';
  return `${formatTable(['STEP', 'WHAT', 'TIME', 'NOTE'], rows, width)}${more}${actions.length} steps, about ${formatDuration({ seconds: Math.round(whole) })}.\n`;
}

/** What the journal says of its run. */
async function startOf(
  journal: string,
): Promise<{ readonly script: string; readonly bench: string; readonly simulated: boolean }> {
  for await (const entry of readJournal(journal)) {
    if (entry.type !== 'run-started') break;
    const { script, bench, simulated = false } = entry;
    if (bench !== undefined) return { script, bench, simulated };
  }
  throw new FourwireError(
    'state',
    'nothing-to-resume',
    `${journal} cannot be resumed: it does not say which bench file and procedure it is of, as fourwire procedure run does.`,
  );
}
