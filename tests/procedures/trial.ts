import {
  memorySink,
  openBench,
  openJournal,
  parseJournal,
  readStepRecord,
  runProcedure,
} from '@fourwire/bench';
import type {
  Bench,
  BenchFile,
  DeviceOpeners,
  EntryOf,
  EntryType,
  JournalEntry,
  Procedure,
  ProcedureRun,
} from '@fourwire/bench';
import { FourwireError } from '@fourwire/core';
import type { VirtualClock } from '@fourwire/core';
import type { Simulator, VirtualBench } from '@fourwire/mock';

/** A procedure that is tried on a bench of simulators, in virtual time. */
export interface Trial<O, R> {
  readonly lab: VirtualBench<Readonly<Record<string, Simulator>>>;
  /** Driver, address, options and limits of each device, or what opens it. */
  readonly devices: BenchFile['devices'] | DeviceOpeners;
  readonly procedure: Procedure<O, R>;
  readonly options: O;
  /** The lines of the journal of a run that was killed; it is resumed. */
  readonly killedAfter?: readonly string[];
  /** Does something while it runs. */
  readonly meanwhile?: (run: ProcedureRun<R>, clock: VirtualClock) => void | Promise<void>;
}

/** What became of it. */
export interface Tried<R> {
  readonly result: R | undefined;
  readonly error: FourwireError | undefined;
  readonly lines: readonly string[];
  readonly entries: readonly JournalEntry[];
  /** Of the bench's time, in s. */
  readonly seconds: number;
}

/** Runs it to its end, however it ends, and gives what the journal has. */
export async function tryOut<O, R>({
  lab,
  devices,
  procedure,
  options,
  killedAfter,
  meanwhile,
}: Trial<O, R>): Promise<Tried<R>> {
  const { clock } = lab;
  const sink = memorySink();
  let result: R | undefined;
  let error: FourwireError | undefined;
  let seconds = 0;
  await lab.run(async () => {
    await using bench = await open(lab, devices);
    const journal = await openJournal(sink, { clock });
    const record =
      killedAfter === undefined
        ? undefined
        : await readStepRecord(parseJournal(`${killedAfter.join('\n')}\n`));
    const began = clock.monotonic();
    const run = runProcedure(procedure, {
      bench,
      journal,
      options,
      ...(record === undefined ? {} : { record }),
    });
    await meanwhile?.(run, clock);
    try {
      result = await run;
    } catch (caught) {
      error = FourwireError.from(caught);
    }
    seconds = (clock.monotonic() - began) / 1000;
    await bench.safe('the trial is over');
    await journal.close();
  });
  const lines = sink.text.split('\n').filter((line) => line !== '');
  return { result, error, lines, entries: lines.map((line) => JSON.parse(line) as JournalEntry), seconds };
}

/** Opens the bench of a trial and does something with it, such as planning. */
export async function onBench<T>(
  { lab, devices }: Pick<Trial<unknown, unknown>, 'lab' | 'devices'>,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  return lab.run(async () => {
    await using bench = await open(lab, devices);
    return await work(bench);
  });
}

/** The entries of one type. */
export function entriesOf<T extends EntryType>(tried: Tried<unknown>, type: T): readonly EntryOf<T>[] {
  return tried.entries.filter((entry): entry is JournalEntry & EntryOf<T> => entry.type === type);
}

/** Opens the bench of a trial. */
export async function open(
  lab: Trial<unknown, unknown>['lab'],
  devices: Trial<unknown, unknown>['devices'],
): Promise<Bench> {
  return isOpeners(devices)
    ? openBench(devices, { name: 'lab', ...lab.links })
    : openBench({ name: 'lab', devices }, lab.links);
}

function isOpeners(devices: Trial<unknown, unknown>['devices']): devices is DeviceOpeners {
  return Object.values(devices).every((device) => typeof device === 'function');
}
