import { FourwireError, VirtualClock, integer, optionalField, record } from '@fourwire/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '../bench/bench.ts';
import { InterlockKeeper } from '../interlocks/interlock-keeper.ts';
import type { JournalEntry } from '../records/entry.ts';
import { openJournal } from '../records/journal.ts';
import type { Journal } from '../records/journal.ts';
import { parseJournal } from '../records/read-journal.ts';
import { memorySink } from '../records/sink.ts';
import type { MemorySink } from '../records/sink.ts';
import { checkpoint, parallel, prompt, step } from './action.ts';
import { planProcedure } from './plan-procedure.ts';
import { defineProcedure } from './procedure.ts';
import { runProcedure } from './run-procedure.ts';
import type { RunProcedureOptions } from './run-procedure.ts';
import { readStepRecord } from './step-record.ts';

let clock: VirtualClock;
let bench: Bench;
let sink: MemorySink;
let journal: Journal;
/** What was really done, in order. */
let done: string[];

beforeEach(async () => {
  clock = new VirtualClock();
  bench = new Bench({ name: 'lab', clock, entries: [], interlocks: new InterlockKeeper('lab', {}, clock) });
  sink = memorySink();
  journal = await openJournal(sink, { clock });
  done = [];
});

/** `cycles` times: warm for 60 s, bond once, measure. */
const cycling = defineProcedure({
  name: 'cycling',
  title: 'Warms, bonds and measures',
  options: record({ cycles: integer({ min: 1 }), failAt: optionalField(integer()) }),
  devices: {},
  *steps({ options: { cycles, failAt } }) {
    const values: number[] = [];
    for (let cycle = 1; cycle <= cycles; cycle++) {
      yield* checkpoint(`cycle ${cycle}`);
      yield* step(
        'warm',
        async (context) => {
          const { clock: time, signal } = context;
          await time.sleep({ seconds: 30 }, signal);
          context.progress(0.5, 'half warm');
          await time.sleep({ seconds: 30 }, signal);
          done.push(`warm ${cycle}`);
        },
        { seconds: 60 },
      );
      yield* step(
        'bond',
        async ({ clock: time }) => {
          done.push(`bond ${cycle}`);
          await time.sleep({ seconds: 1 });
          if (cycle === failAt) throw new FourwireError('device', 'non-stick', 'The bond did not stick.');
        },
        { once: true, seconds: 1 },
      );
      values.push(
        yield* step('measure', () => {
          done.push(`measure ${cycle}`);
          return cycle * 10;
        }),
      );
    }
    return values;
  },
});

const base = (): Pick<RunProcedureOptions<never>, 'bench' | 'journal'> => ({ bench, journal });

function entries(type: JournalEntry['type']): JournalEntry[] {
  return sink.text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalEntry)
    .filter((entry) => entry.type === type);
}

/** The record of a run that was killed after so many lines of its journal. */
async function killedAfter(lines: number) {
  const text = `${sink.text.split('\n').slice(0, lines).join('\n')}\n`;
  return readStepRecord(parseJournal(text));
}

describe('a procedure', () => {
  it('does its steps in order, gives its result, and writes every step into the journal', async () => {
    await clock.run(async () => {
      expect(await runProcedure(cycling, { ...base(), options: { cycles: 2 } })).toEqual([10, 20]);
    });
    await journal.flush();
    expect(done).toEqual(['warm 1', 'bond 1', 'measure 1', 'warm 2', 'bond 2', 'measure 2']);
    expect(entries('step').slice(0, 7)).toMatchObject([
      { key: '0', name: 'cycle 1', phase: 'reached' },
      { key: '1', name: 'warm', phase: 'started' },
      { key: '1', name: 'warm', phase: 'finished' },
      { key: '2', name: 'bond', phase: 'started', once: true },
      { key: '2', name: 'bond', phase: 'finished', once: true },
      { key: '3', name: 'measure', phase: 'started' },
      { key: '3', name: 'measure', phase: 'finished', output: 10 },
    ]);
  });

  it('can be planned without doing anything', async () => {
    const plan = await planProcedure(cycling, bench, { cycles: 2 });
    expect(plan.seconds).toBe(122);
    expect(plan.actions.map(({ key, name, seconds, once }) => [key, name, seconds, once])).toEqual([
      ['0', 'cycle 1', 0, false],
      ['1', 'warm', 60, false],
      ['2', 'bond', 1, true],
      ['3', 'measure', 0, false],
      ['4', 'cycle 2', 0, false],
      ['5', 'warm', 60, false],
      ['6', 'bond', 1, true],
      ['7', 'measure', 0, false],
    ]);
    expect(done).toEqual([]);
  });

  it('tells how far it is and how long it takes', async () => {
    const seen: [number, number | undefined, string][] = [];
    await clock.run(async () => {
      const run = runProcedure(cycling, { ...base(), options: { cycles: 2 } });
      run.progress$.subscribe({
        next: ({ fraction, secondsLeft, step: name, text }) => {
          seen.push([
            Math.round(fraction * 1000) / 1000,
            secondsLeft,
            `${name}${text === '' ? '' : `: ${text}`}`,
          ]);
        },
        error: () => {},
      });
      await run;
    });
    expect(seen).toContainEqual([0.246, 92, 'warm: half warm']);
    expect(seen.at(-1)).toEqual([1, 0, 'measure']);
  });

  it('is refused before its first step when an option does not fit or a later step would be refused', async () => {
    await expect(runProcedure(cycling, { ...base(), options: { cycles: 0 } })).rejects.toMatchObject({
      kind: 'range',
      code: 'procedure-options-refused',
    });
    const hot = defineProcedure({
      name: 'hot',
      title: 'Too hot at the end',
      options: record({}),
      devices: {},
      *steps() {
        yield* step('warm', () => done.push('warm'));
        yield* step('heat', () => done.push('heat'), { check: () => 'setpoint must be at most 130 °C' });
      },
    });
    await expect(runProcedure(hot, { ...base(), options: {} })).rejects.toMatchObject({
      code: 'step-refused',
      message:
        'hot was not begun, because its step "heat" would be refused: setpoint must be at most 130 °C.',
    });
    expect(done).toEqual([]);
  });

  it('pauses between two steps and goes on', async () => {
    await clock.run(async () => {
      const run = runProcedure(cycling, { ...base(), options: { cycles: 1 } });
      const states: string[] = [];
      run.progress$.subscribe({ next: ({ state }) => states.push(state), error: () => {} });
      await clock.sleep({ seconds: 10 });
      run.pause();
      await clock.sleep({ hours: 1 });
      expect(done).toEqual(['warm 1']);
      run.resume();
      expect(await run).toEqual([10]);
      expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
        'running',
        'pausing',
        'paused',
        'running',
        'ended',
      ]);
    });
  });

  it('is stopped in the middle of a step, also while it pauses', async () => {
    await clock.run(async () => {
      const run = runProcedure(cycling, { ...base(), options: { cycles: 1 } });
      await clock.sleep({ seconds: 10 });
      run.stop('enough');
      await expect(run).rejects.toMatchObject({
        kind: 'aborted',
        message: 'The procedure was stopped: enough.',
      });
      const paused = runProcedure(cycling, { ...base(), options: { cycles: 1 } });
      paused.pause();
      await clock.sleep({ seconds: 10 });
      const controller = new AbortController();
      const signalled = runProcedure(cycling, {
        ...base(),
        options: { cycles: 1 },
        signal: controller.signal,
      });
      controller.abort();
      await expect(signalled).rejects.toMatchObject({ kind: 'aborted' });
      paused.stop();
      await expect(paused).rejects.toMatchObject({ kind: 'aborted' });
    });
    expect(done).toEqual([]);
  });
});

describe('a procedure that was interrupted', () => {
  it('goes on at its last checkpoint wherever it was killed, and never bonds twice', async () => {
    await clock.run(async () => {
      await runProcedure(cycling, { ...base(), options: { cycles: 3 } });
    });
    await journal.flush();
    const lines = sink.text.split('\n').length - 1;
    for (let kept = 1; kept < lines; kept++) {
      const earlier = await killedAfter(kept);
      const bonded = new Set(
        sink.text
          .split('\n')
          .slice(0, kept)
          .filter((line) => line.includes('"name":"bond"') && line.includes('started'))
          .map((line) => (JSON.parse(line) as { key: string }).key),
      );
      done = [];
      const again = await openJournal(memorySink(), { clock });
      await clock.run(async () => {
        const run = runProcedure(cycling, { bench, journal: again, options: { cycles: 3 }, record: earlier });
        const outcome = await Promise.resolve(run).then(
          (values) => values,
          (error: unknown) => FourwireError.from(error).code,
        );
        expect([[10, 20, 30], 'step-interrupted'], `after ${kept} lines`).toContainEqual(outcome);
      });
      const bondedAgain = done.filter((what) => what.startsWith('bond')).map((what) => Number(what.slice(5)));
      for (const cycle of bondedAgain) expect(bonded).not.toContain(String(4 * (cycle - 1) + 2));
      expect(done.filter((what) => what === 'warm 1').length).toBe(kept < 9 ? 1 : 0);
    }
  });

  it('hands a failure that was recorded on again', async () => {
    await clock.run(async () => {
      await expect(
        runProcedure(cycling, { ...base(), options: { cycles: 2, failAt: 1 } }),
      ).rejects.toMatchObject({ code: 'non-stick' });
      await journal.flush();
      const earlier = await readStepRecord(parseJournal(sink.text));
      await expect(
        runProcedure(cycling, { ...base(), options: { cycles: 2, failAt: 1 }, record: earlier }),
      ).rejects.toMatchObject({ kind: 'device', code: 'non-stick', message: 'The bond did not stick.' });
    });
    expect(done).toEqual(['warm 1', 'bond 1', 'warm 1']);
  });

  it('is not resumed by another procedure, nor when it had ended', async () => {
    const other = defineProcedure({
      ...cycling,
      devices: {},
      options: record({}),
      *steps() {
        yield* checkpoint('cycle 1');
        yield* step('bond', () => done.push('bond'), { once: true });
        yield* step('bond', () => done.push('bond'), { once: true });
      },
    });
    await clock.run(async () => {
      await runProcedure(cycling, { ...base(), options: { cycles: 1 } });
      await journal.flush();
      const earlier = await readStepRecord(parseJournal(sink.text));
      await expect(runProcedure(other, { ...base(), options: {}, record: earlier })).rejects.toMatchObject({
        code: 'procedure-changed',
      });
      journal.end({ outcome: 'completed' });
      await journal.flush();
      await expect(readStepRecord(parseJournal(sink.text))).rejects.toMatchObject({
        kind: 'state',
        code: 'nothing-to-resume',
      });
      await expect(readStepRecord([])).rejects.toMatchObject({ code: 'nothing-to-resume' });
    });
  });
});

describe('branches and prompts', () => {
  const twoSides = defineProcedure({
    name: 'two-sides',
    title: 'Waits on two sides',
    options: record({ failRight: optionalField(integer()) }),
    devices: {},
    *steps({ options }) {
      const side = function* (name: string, seconds: number, fails: boolean) {
        yield* step(
          name,
          async ({ clock: time, signal }) => {
            await time.sleep({ seconds }, signal);
            if (fails) throw new FourwireError('device', 'broken', `${name} is broken.`);
            done.push(name);
          },
          { seconds },
        );
        return seconds;
      };
      const { left, right } = yield* parallel({
        left: side('left', 100, false),
        right: side('right', 40, options.failRight === 1),
      });
      return left + right;
    },
  });

  it('run side by side; the longest counts', async () => {
    const plan = await planProcedure(twoSides, bench, {});
    expect(plan.seconds).toBe(100);
    expect(plan.actions.map(({ key }) => key)).toEqual(['0', '0/left/0', '0/right/0']);
    await clock.run(async () => {
      const from = clock.monotonic();
      expect(await runProcedure(twoSides, { ...base(), options: {} })).toBe(140);
      expect(clock.monotonic() - from).toBe(100_000);
    });
    expect(done).toEqual(['right', 'left']);
  });

  it('may all wait for the signal of the run, without a warning of a leak', async () => {
    const waiting = () =>
      step('wait', async ({ clock: time, signal }) =>
        Promise.all(Array.from({ length: 64 }, async () => time.sleep({ seconds: 1 }, signal))),
      );
    const crowd = defineProcedure({
      name: 'crowd',
      title: 'Waits for many at once',
      options: record({}),
      devices: {},
      *steps() {
        yield* waiting();
        yield* parallel({ left: waiting(), right: waiting() });
      },
    });
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    await clock.run(async () => runProcedure(crowd, { ...base(), options: {} }));
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });

  it('end together when one fails', async () => {
    await clock.run(async () => {
      const from = clock.monotonic();
      await expect(runProcedure(twoSides, { ...base(), options: { failRight: 1 } })).rejects.toMatchObject({
        code: 'broken',
      });
      expect(clock.monotonic() - from).toBe(40_000);
    });
    expect(done).toEqual([]);
  });

  it('ask the operator, and refuse an answer that is none', async () => {
    const asking = defineProcedure({
      name: 'asking',
      title: 'Asks',
      options: record({}),
      devices: {},
      *steps() {
        return yield* prompt('Is the wafer on the chuck?', ['yes', 'no']);
      },
    });
    const answer = async (text: string) =>
      runProcedure(asking, { ...base(), options: {}, operator: async () => text });
    await clock.run(async () => {
      expect(await answer('no')).toBe('no');
      await expect(answer('maybe')).rejects.toMatchObject({ code: 'answer-unknown' });
      await expect(runProcedure(asking, { ...base(), options: {} })).rejects.toMatchObject({
        code: 'operator-missing',
      });
    });
    await journal.flush();
    expect(entries('step')).toContainEqual(
      expect.objectContaining({ name: 'Is the wafer on the chuck?', output: 'no' }),
    );
  });
});
