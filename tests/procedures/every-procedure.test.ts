import {
  Ledger,
  judgeJournal,
  memorySink,
  openJournal,
  parseJournal,
  planProcedure,
  procedures,
  readStepRecord,
  recordBench,
  runProcedure,
  runSafely,
} from '@fourwire/bench';
import type { JournalEntry, ProcedureRun, RunOutcome } from '@fourwire/bench';
import { seededRandom } from '@fourwire/core';
import { describe, expect, it, vi } from 'vitest';
import { everyProcedure } from './every-procedure-trials.ts';
import type { Subject } from './every-procedure-trials.ts';
import { onBench, open, tryOut } from './trial.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

interface Attempt {
  readonly run: RunOutcome<unknown>;
  readonly lines: readonly string[];
  /** Of the bench's time, in s. */
  readonly seconds: number;
}

const entriesIn = (lines: readonly string[]): readonly JournalEntry[] =>
  lines.map((line) => JSON.parse(line) as JournalEntry);

/** Runs it as the command line does: recorded, made safe, its record ended; `after` goes on with a record. */
async function attempt(
  { lab, devices, procedure, options }: Subject,
  {
    after,
    meanwhile,
  }: {
    readonly after?: readonly string[];
    readonly meanwhile?: (run: ProcedureRun<unknown>) => Promise<void>;
  } = {},
): Promise<Attempt> {
  const { clock } = lab;
  const sink = memorySink();
  let run: RunOutcome<unknown> | undefined;
  let seconds = 0;
  await lab.run(async () => {
    await using bench = await open(lab, devices);
    const journal = await openJournal(sink, { clock });
    const record =
      after === undefined ? undefined : await readStepRecord(parseJournal(`${after.join('\n')}\n`));
    // As a journal that is gone on with: it knows what was measured.
    for (const entry of entriesIn(after ?? [])) {
      if (entry.type === 'declaration' || entry.type === 'measurement') journal.append(entry);
    }
    journal.start({ title: procedure.name, who: 'a test', why: '', script: procedure.name, versions: {} });
    const recording = recordBench(bench, journal);
    const began = clock.monotonic();
    run = await runSafely(
      bench,
      async (signal) => {
        const given = { bench, journal, options, signal, ...(record === undefined ? {} : { record }) };
        const running = runProcedure(procedure, given);
        await meanwhile?.(running);
        return running;
      },
      { watchProcess: false },
    );
    seconds = (clock.monotonic() - began) / 1000;
    journal.end({ outcome: run.outcome });
    recording.unsubscribe();
    await journal.close();
  });
  if (run === undefined) throw new Error('It did not run.');
  return { run, lines: sink.text.split('\n').filter((line) => line !== ''), seconds };
}

/** What was measured where, with its last verdict. */
function measured(lines: readonly string[]): readonly string[] {
  const ledger = new Ledger();
  for (const entry of entriesIn(lines)) ledger.add(entry);
  const words = [...ledger.items()].map(
    ({ name, target, last }) => `${name} ${JSON.stringify(target)} ${last?.verdict ?? 'open'}`,
  );
  return words.toSorted();
}

/** Names of the steps that must be done once and were begun, as often as they were. */
function begunOnce(lines: readonly string[]): readonly string[] {
  return entriesIn(lines).flatMap((entry) =>
    entry.type === 'step' && entry.once === true && entry.phase === 'started'
      ? [`${entry.key} ${entry.name}`]
      : [],
  );
}

/** Codes of errors with which a run is not resumed, for it was interrupted where only a person can look. */
const asksForALook = new Set(['step-interrupted', 'lot-not-running']);

it('every ready-made procedure is listed and tried here', () => {
  expect(procedures.map(({ name }) => name).toSorted()).toEqual(Object.keys(everyProcedure).toSorted());
});

describe.each(Object.entries(everyProcedure))('%s', (name, make) => {
  /** A run from the beginning to the end, with which the others are compared. */
  let uninterrupted: Promise<Attempt> | undefined;
  const runWhole = async (): Promise<Attempt> => (uninterrupted ??= attempt(make()));

  it('is planned without a byte, near the time that it takes, and ends with everything measured', async () => {
    const subject = make();
    const plan = await onBench(subject, async (bench) => {
      let exchanges = 0;
      for (const { device } of bench.entries) {
        device.trace$.subscribe({ next: () => exchanges++, error: () => {} });
      }
      const before = exchanges;
      const planned = await planProcedure(subject.procedure, bench, subject.options);
      expect(exchanges).toBe(before);
      return planned;
    });
    expect(plan.actions.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
    const { run, lines, seconds } = await runWhole();
    expect(run.error?.message).toBeUndefined();
    expect(run.safe.filter(({ ok }) => !ok)).toEqual([]);
    expect(measured(lines).filter((word) => /open$|not-measured$|error$/.test(word))).toEqual([]);
    expect(plan.seconds / seconds).toBeGreaterThan(0.5);
    expect(plan.seconds / seconds).toBeLessThan(2);
  });

  it('is refused, in one sentence that names the value, before anything is set', async () => {
    const { refused, ...subject } = make();
    const { run, lines } = await attempt({ ...subject, ...refused, refused });
    expect(run.error?.message).toMatch(refused.says);
    expect(run.error?.message).not.toContain('\n');
    const done = entriesIn(lines).filter(({ type }) => type === 'setting' || type === 'command');
    // Which recipes there are only the bonder knows: it is asked to select one.
    expect(done.length).toBe(name === 'bond-lot' ? done.filter(({ type }) => type === 'command').length : 0);
    const missing = await tryOut({ ...subject, options: { nonsense: 1 } });
    expect(missing.error?.code).toBe('procedure-options-refused');
  });

  it('pauses wherever it is told to, with everything as it stands, and goes on to the same record', async () => {
    const whole = await runWhole();
    const random = seededRandom(`pause ${name}`);
    const subject = make();
    const paused = await attempt(subject, {
      meanwhile: async (run) => {
        const { clock } = subject.lab;
        await clock.sleep({ seconds: whole.seconds * (0.2 + 0.6 * random.next()) });
        run.pause();
        // The step under way comes to its end first.
        await clock.sleep({ seconds: whole.seconds });
        const before = subject.state();
        expect(before).not.toBe('in contact');
        await clock.sleep({ minutes: 20 });
        expect(subject.state()).toEqual(before);
        run.resume();
      },
    });
    expect(paused.run.error?.message).toBeUndefined();
    expect(measured(paused.lines)).toEqual(measured(whole.lines));
    expect(paused.seconds).toBeGreaterThan(1200);
  });

  it('is stopped wherever it is, with devices safe and a verdict that is no pass, and is resumed there', async () => {
    const whole = await runWhole();
    const random = seededRandom(`stop ${name}`);
    for (let round = 0; round < 2; round++) {
      const subject = make();
      const after = whole.seconds * (0.05 + 0.9 * random.next());
      const stopped = await attempt(subject, {
        meanwhile: async (run) => {
          await subject.lab.clock.sleep({ seconds: after });
          run.stop('lunch');
        },
      });
      expect(stopped.run.error?.kind, `after ${after} s`).toBe('aborted');
      expect(stopped.run.safe.filter(({ ok }) => !ok)).toEqual([]);
      expect(measured(stopped.lines).filter((word) => word.endsWith('open'))).toEqual([]);
      const { result } = await judgeJournal(parseJournal(`${stopped.lines.join('\n')}\n`));
      expect(result).not.toBe('pass');
      const again = await attempt(subject, { after: stopped.lines });
      const all = [...stopped.lines, ...again.lines];
      expect(new Set(begunOnce(all)).size).toBe(begunOnce(all).length);
      if (again.run.error !== undefined && asksForALook.has(again.run.error.code)) continue;
      expect(again.run.error?.message, `after ${after} s`).toBeUndefined();
      expect(measured(all)).toEqual(measured(whole.lines));
    }
  });

  it('goes on wherever it was killed, does nothing twice that is done once, and measures the same', async () => {
    const whole = await runWhole();
    const random = seededRandom(`kill ${name}`);
    const cuts = whole.lines.flatMap((line, index) =>
      /"type":"(reading|setting)"/.test(line) ? [] : [index],
    );
    const from = cuts.findIndex((index) => whole.lines[index]?.includes('"type":"procedure"') === true);
    for (let round = 0; round < 2; round++) {
      const cut = (cuts[random.integer(from, cuts.length - 2)] ?? 0) + 1;
      const killed = whole.lines.slice(0, cut);
      const again = await attempt(make(), { after: killed });
      const all = [...killed, ...again.lines];
      expect(new Set(begunOnce(all)).size, `after line ${cut}`).toBe(begunOnce(all).length);
      const { error } = again.run;
      // Its wires are on no machine that is new.
      if (error !== undefined && [...asksForALook, 'sample-incomplete'].includes(error.code)) continue;
      expect(error?.message, `after line ${cut}`).toBeUndefined();
      expect(measured(all), `after line ${cut}`).toEqual(measured(whole.lines));
    }
  });
});
