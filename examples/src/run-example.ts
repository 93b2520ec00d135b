/** What the examples have in common: a bench on simulators or on real machines, a journal, and a report. */
import type { Clock } from '@fourwire/core';
import { openBench, openJournal, recordBench, runProcedure, runSafely } from '@fourwire/bench';
import type { BenchFile, JournalSink, Procedure, RunOutcome } from '@fourwire/bench';
import { virtualBench } from '@fourwire/mock';
import type { BenchContext, Simulator } from '@fourwire/mock';
import type { Progress } from './qualify-wafer.ts';

/** A test that a lab runs. */
export interface Example<O, R> {
  /** Its file in `examples/src`, without the ending. */
  readonly name: string;
  readonly title: string;
  /** The question that the run is to answer. */
  readonly why: string;
  readonly bench: BenchFile;
  /** What stands at the addresses of the bench when no real machines are wanted. */
  readonly simulators: (context: BenchContext) => Readonly<Record<string, Simulator>>;
  readonly procedure: Procedure<O, R>;
  readonly options: O;
}

/** How an example is run. */
export interface RunExample {
  /** A path, or where its lines are kept. */
  readonly journal: string | JournalSink;
  /** Whether the machines are real; simulators in virtual time unless given. */
  readonly real?: boolean;
  readonly signal?: AbortSignal;
  readonly watchProcess?: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

/** Runs an example and gives how it ended; the devices are safe afterwards. */
export async function runExample<O, R>(
  example: Example<O, R>,
  { journal: target, real = false, signal, watchProcess = true, onProgress }: RunExample,
): Promise<RunOutcome<R>> {
  if (real) return perform(undefined);
  const lab = virtualBench(example.simulators);
  return lab.run(async () => perform(lab.links));

  async function perform(links: { readonly clock: Clock } | undefined): Promise<RunOutcome<R>> {
    await using bench = await openBench(example.bench, links);
    const { clock } = bench;
    // What is done on the disk is no part of a virtual time.
    const journal = await clock.outside(openJournal(target, { clock }));
    journal.start({
      title: example.title,
      who: process.env['USER'] ?? 'unknown',
      why: example.why,
      script: `examples/src/${example.name}.ts`,
      command: `npx -y pnpm@12 example ${example.name}`,
      versions: { node: process.version },
      simulated: !real,
    });
    const recording = recordBench(bench, journal);
    const outcome = await runSafely(
      bench,
      async (stop) => {
        const { procedure, options } = example;
        const run = runProcedure(procedure, { bench, journal, options, signal: stop });
        run.progress$.subscribe({
          next: ({ fraction, step, text }) => {
            onProgress?.({ fraction, text: text === '' ? step : `${step}: ${text}` });
          },
          error: () => {},
        });
        return run;
      },
      { watchProcess, journal, ...(signal === undefined ? {} : { signal }) },
    );
    recording.unsubscribe();
    const { error } = outcome;
    journal.end({ outcome: outcome.outcome, ...(error === undefined ? {} : { reason: error.message }) });
    await clock.outside(journal.close());
    return outcome;
  }
}
