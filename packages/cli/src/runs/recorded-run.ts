import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  judgeJournal,
  openJournal,
  readJournal,
  recordBench,
  recordSettings,
  runSafely,
} from '@fourwire/bench';
import type { Bench, Journal, RunOutcome } from '@fourwire/bench';
import { FourwireError, fileTrouble, isoText, systemClock } from '@fourwire/core';
import type { Target } from '../device/target.ts';
import { withBench } from '../device/with-bench.ts';
import type { Io } from '../io.ts';
import { formatJson } from '../text/json.ts';
import { plain } from '../text/plain.ts';
import { progressDisplay } from '../text/progress.ts';
import type { ProgressDisplay } from '../text/progress.ts';
import { shellLine } from '../text/shell-line.ts';

/** What every recorded run is told. */
export interface RunChoice {
  readonly journal?: string;
  readonly who?: string;
  readonly why?: string;
  readonly mock?: true;
  readonly json?: true;
}

/** What is run, and how the record names it. */
export interface RunSubject {
  readonly target: Target;
  /** Path of the bench file. */
  readonly benchPath: string;
  readonly title: string;
  /** The file or the name of what is run. */
  readonly script: string;
  /** The command that would run it again. */
  readonly command: readonly string[];
  /** Goes on with a journal that is there. */
  readonly resume?: boolean;
}

/** What a run works with. */
export interface RunContext {
  readonly bench: Bench;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  readonly progress: ProgressDisplay;
}

/**
 * Opens a bench and a journal, runs, makes every device safe, and tells how it ended.
 *
 * @throws FourwireError, code `run-not-passed`, when it came to its end and a measurement did not pass; what ended it
 * otherwise
 */
export async function recordedRun(
  io: Io,
  subject: RunSubject,
  choice: RunChoice,
  work: (context: RunContext) => Promise<unknown>,
): Promise<void> {
  const path = choice.journal ?? defaultJournal(subject.title);
  await prepare(path, subject.resume === true);
  const { outcome, error, safe } = await held(async () =>
    withBench(io, subject.target.file, choice, async (bench, { signal }) =>
      record(io, bench, path, subject, choice, work, signal),
    ),
  );
  const verdict = await judgeJournal(readJournal(path));
  const unsafe = safe.filter(({ ok }) => !ok).map((report) => report.path);
  const facts = {
    outcome,
    verdict: verdict.result,
    because: verdict.because,
    safe: unsafe.length === 0,
    journal: path,
  };
  io.out(choice.json ? formatJson(facts) : summary(facts, unsafe));
  if (error !== undefined) throw error;
  if (verdict.result === 'fail' || verdict.result === 'incomplete') {
    throw new FourwireError(
      'device',
      'run-not-passed',
      `The run is ${verdict.word.toLowerCase()}: ${verdict.because}`,
    );
  }
}

/** Keeps a second Ctrl-C from ending the process before the devices are safe and closed, and the journal is whole. */
async function held<R>(work: () => Promise<R>): Promise<R> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const hold = (): void => {};
  for (const name of signals) process.on(name, hold);
  try {
    return await work();
  } finally {
    for (const name of signals) process.off(name, hold);
  }
}

/**
 * Sees that the journal can be written before a machine is opened.
 *
 * @throws FourwireError, code `journal-exists` or `journal-not-opened`
 */
async function prepare(path: string, resume: boolean): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isFile() === true && !resume) {
    throw new FourwireError(
      'state',
      'journal-exists',
      `The journal ${path} is there already and is never overwritten: give another name with --journal, or go on with its run by fourwire procedure resume.`,
    );
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    if (there?.isDirectory() === true) throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
  } catch (cause) {
    const trouble = fileTrouble(cause);
    const why = /already|a part of/.test(trouble) ? `${dirname(path)} is no folder` : trouble;
    throw new FourwireError('link', 'journal-not-opened', `The journal ${path} cannot be written: ${why}.`, {
      cause,
    });
  }
}

async function record(
  io: Io,
  bench: Bench,
  path: string,
  subject: RunSubject,
  choice: RunChoice,
  work: (context: RunContext) => Promise<unknown>,
  signal: AbortSignal,
): Promise<RunOutcome<unknown>> {
  const { resume = false, title, script, command, benchPath } = subject;
  const progress = await progressDisplay(io);
  const journal = await openJournal(path, { clock: bench.clock, resume });
  let recording: ReturnType<typeof recordBench> | undefined;
  try {
    if (!resume) {
      journal.start({
        title,
        who: choice.who ?? process.env['USER'] ?? 'unknown',
        why: choice.why ?? '',
        script,
        command: command.join(' '),
        bench: benchPath,
        versions: {
          node: process.version,
          ...(io.version === undefined ? {} : { '@fourwire/bench': io.version }),
        },
        ...(bench.simulated ? { simulated: true } : {}),
      });
    }
    recording = recordBench(bench, journal);
    await recordSettings(bench, journal, 'start', { signal });
    const run = await runSafely(bench, async (ended) => work({ bench, journal, signal: ended, progress }), {
      signal,
      journal,
    });
    try {
      // After a failure some may not answer, and the record of what happened must not wait for them.
      if (run.outcome === 'completed') await recordSettings(bench, journal, 'end', { signal });
      journal.end({
        outcome: run.outcome,
        ...(run.error === undefined ? {} : { reason: run.error.message }),
      });
      await journal.close();
      return run;
    } catch (error) {
      // Without a whole record too a person must be told whether the devices are safe.
      return { ...run, outcome: 'failed', error: run.error ?? FourwireError.from(error) };
    }
  } finally {
    progress.clear();
    recording?.unsubscribe();
    await journal.close().catch(() => {});
  }
}

interface Facts {
  readonly outcome: string;
  readonly because: string;
  readonly journal: string;
}

function summary({ outcome, because, journal }: Facts, unsafe: readonly string[]): string {
  const report = journal.replace(/\.jsonl$/, '') + '.html';
  return [
    `The run is ${outcome}. ${plain(because.replaceAll(/\s*\n\s*/g, ' '))}`,
    unsafe.length === 0
      ? 'All devices are safe, read back.'
      : `NOT confirmed safe: ${unsafe.join(', ')}. Look at ${unsafe.length === 1 ? 'it' : 'them'} now.`,
    `Its record is ${journal}; for people:`,
    '',
    shellLine(['fourwire', 'record', 'report', journal, '--out', report]),
  ].join('\n');
}

/** `fourwire-runs/2026-01-01T10-00-00-thermal-cycle.jsonl`. */
function defaultJournal(title: string): string {
  const time = isoText(systemClock.now()).slice(0, 19).replaceAll(':', '-');
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return join('fourwire-runs', `${time}-${name}.jsonl`);
}
