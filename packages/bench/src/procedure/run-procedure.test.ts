import { FourwireError, VirtualClock, record } from '@fourwire/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '../bench/bench.ts';
import { InterlockKeeper } from '../interlocks/interlock-keeper.ts';
import type { JournalEntry } from '../records/entry.ts';
import { openJournal } from '../records/journal.ts';
import { parseJournal } from '../records/read-journal.ts';
import { memorySink } from '../records/sink.ts';
import type { Operator } from './ask-operator.ts';
import { checkpoint, parallel, prompt, step } from './action.ts';
import type { Action, Actions } from './action.ts';
import { planProcedure } from './plan-procedure.ts';
import { defineProcedure } from './procedure.ts';
import type { Procedure } from './procedure.ts';
import { runProcedure } from './run-procedure.ts';
import type { ProcedureProgress, ProcedureRun } from './run-procedure.ts';
import { readStepRecord } from './step-record.ts';

let clock: VirtualClock;
let bench: Bench;
/** What was really done, in order. */
let done: string[];

beforeEach(() => {
  clock = new VirtualClock();
  bench = new Bench({ name: 'lab', clock, entries: [], interlocks: new InterlockKeeper('lab', {}, clock) });
  done = [];
});

/** A procedure without options and devices. */
const procedureOf = (steps: () => Actions<unknown>, name = 'trial'): Procedure<object> =>
  defineProcedure({ name, title: 'A trial', options: record({}), devices: {}, steps });

/** Takes so many seconds, and then fails where it is told to. */
function* work(name: string, seconds = 1, extra: { once?: boolean; fails?: boolean } = {}) {
  const { once = false, fails = false } = extra;
  return yield* step(
    name,
    async ({ clock: time, signal }) => {
      done.push(name);
      await time.sleep({ seconds }, signal);
      if (fails) throw new FourwireError('device', 'broken', `${name} is broken.`);
      return name;
    },
    { once, seconds },
  );
}

interface Told {
  readonly operator?: Operator;
  /** Lines of the journal of the run that was killed. */
  readonly after?: readonly string[];
  readonly meanwhile?: (run: ProcedureRun<unknown>) => Promise<void>;
  readonly onProgress?: (progress: ProcedureProgress) => void;
}

/** Runs it; gives its result or the code of its error, and its journal. */
async function tried(procedure: Procedure<object>, { operator, after, meanwhile, onProgress }: Told = {}) {
  const sink = memorySink();
  const journal = await openJournal(sink, { clock });
  const earlier =
    after === undefined ? undefined : await readStepRecord(parseJournal(`${after.join('\n')}\n`));
  let outcome: unknown;
  await clock.run(async () => {
    const run = runProcedure(procedure, {
      bench,
      journal,
      options: {},
      ...(operator === undefined ? {} : { operator }),
      ...(earlier === undefined ? {} : { record: earlier }),
    });
    if (onProgress !== undefined) run.progress$.subscribe({ next: onProgress, error: () => {} });
    await meanwhile?.(run);
    outcome = await Promise.resolve(run).catch((error: unknown) => FourwireError.from(error).code);
  });
  await journal.close();
  const lines = sink.text.split('\n').filter((line) => line !== '');
  return { outcome, lines, entries: lines.map((line) => JSON.parse(line) as JournalEntry) };
}

describe('a run that is stopped', () => {
  it('ends, also where its procedure catches whatever a step throws and tries again', async () => {
    const stubborn = procedureOf(function* () {
      for (let left = 100; left > 0; left--) {
        try {
          yield* work('try', 10);
        } catch {
          yield* work('try again', 10);
        }
      }
    });
    const { outcome } = await tried(stubborn, {
      meanwhile: async (run) => {
        await clock.sleep({ seconds: 25 });
        run.stop('lunch');
      },
    });
    expect(outcome).toBe('stopped');
    expect(done).toEqual(['try', 'try', 'try']);
  });

  it('does not wait for an operator who does not answer', async () => {
    const asking = procedureOf(() => prompt('Is the wafer on the chuck?'));
    const { outcome } = await tried(asking, {
      operator: async () => new Promise<string>(() => {}),
      meanwhile: async (run) => {
        await clock.sleep({ hours: 3 });
        run.stop();
      },
    });
    expect(outcome).toBe('stopped');
  });
});

describe('a run that pauses', () => {
  it('asks nobody meanwhile, and notes from when to when it stood', async () => {
    const asked: number[] = [];
    const asking = procedureOf(function* () {
      yield* work('warm', 60);
      return yield* prompt('Is it warm?', ['yes', 'no']);
    });
    const { outcome, entries } = await tried(asking, {
      operator: async () => {
        asked.push(clock.monotonic());
        return 'yes';
      },
      meanwhile: async (run) => {
        run.pause();
        await clock.sleep({ hours: 1 });
        run.resume();
        run.pause();
        await clock.sleep({ hours: 1 });
        expect(asked).toEqual([]);
        run.resume();
      },
    });
    expect(outcome).toBe('yes');
    expect(entries.flatMap((entry) => (entry.type === 'note' ? [entry.text] : []))).toEqual([
      expect.stringMatching(/^It pauses before "(warm|Is it warm\?)"\.$/),
      expect.stringMatching(/^It went on after a pause of (1|2) h/),
    ]);
  });
});

describe('an operator', () => {
  const asking = procedureOf(function* () {
    yield* checkpoint('begin');
    const first = yield* prompt('Is the wafer on the chuck?', ['yes', 'no']);
    yield* work('test', 10);
    const second = yield* prompt('Is it to be kept?', ['yes', 'no']);
    return [first, second];
  });

  it('is not asked again, when a run is resumed, what was answered', async () => {
    const whole = await tried(asking, { operator: async () => 'no' });
    expect(whole.outcome).toEqual(['no', 'no']);
    const answered = whole.lines.findIndex((line) => line.includes('"output":"no"')) + 1;
    const asked: string[] = [];
    const operator: Operator = async ({ question }) => {
      asked.push(question);
      return 'yes';
    };
    const resumed = await tried(asking, { operator, after: whole.lines.slice(0, answered) });
    expect(resumed.outcome).toEqual(['no', 'yes']);
    expect(asked).toEqual(['Is it to be kept?']);
    const unanswered = await tried(asking, { operator, after: whole.lines.slice(0, answered - 1) });
    expect(unanswered.outcome).toEqual(['yes', 'yes']);
  });

  it('who does not answer in time, or declines, ends the run with what was said', async () => {
    const late = new FourwireError('timeout', 'no-answer', 'Nobody answered within 10 min.');
    expect((await tried(asking, { operator: async () => Promise.reject(late) })).outcome).toBe('no-answer');
    // And may be asked again when the run is resumed.
    const { lines } = await tried(asking);
    expect((await tried(asking, { operator: async () => 'yes', after: lines })).outcome).toEqual([
      'yes',
      'yes',
    ]);
  });
});

describe('parallel branches', () => {
  it('of branches end together, with the failure of the one that failed', async () => {
    const nested = procedureOf(() =>
      parallel({
        left: parallel({ slow: work('slow', 100), broken: work('broken', 10, { fails: true }) }),
        right: work('right', 50),
      }),
    );
    expect((await tried(nested)).outcome).toBe('broken');
    expect(clock.monotonic()).toBe(10_000);
  });

  it('report what failed first, also where a branch that was ended complains in its own words', async () => {
    const complaining = procedureOf(() =>
      parallel({
        left: step('move', async ({ signal, clock: time }) => {
          await time.sleep({ seconds: 100 }, signal).catch(() => {
            throw new FourwireError('device', 'move-cut-short', 'The move was cut short.');
          });
        }),
        right: work('right', 10, { fails: true }),
      }),
    );
    const { outcome, entries } = await tried(complaining);
    expect(outcome).toBe('broken');
    const failed = entries.filter((entry) => entry.type === 'step' && entry.phase === 'failed');
    expect(failed).toMatchObject([
      { name: 'right', error: { code: 'broken' } },
      { name: 'move', error: { code: 'branch-stopped' } },
    ]);
  });

  it('whose failure the procedure caught fail the same way when the run is resumed behind them', async () => {
    const caught = procedureOf(function* () {
      let met: string;
      try {
        yield* parallel({
          long: work('long', 100, { once: true }),
          short: (function* (): Generator<Action, void, unknown> {
            yield* work('first', 5);
            yield* work('second', 5, { fails: true });
          })(),
        });
        met = 'nothing';
      } catch (error) {
        met = FourwireError.from(error).code;
      }
      yield* checkpoint('behind');
      yield* work('after');
      return met;
    });
    const whole = await tried(caught);
    expect(whole.outcome).toBe('broken');
    done = [];
    const behind = whole.lines.findIndex((line) => line.includes('"reached"')) + 1;
    expect((await tried(caught, { after: whole.lines.slice(0, behind) })).outcome).toBe('broken');
    expect(done).toEqual(['after']);
  });

  it('count as long as the longest in what is left of the run', async () => {
    const sides = procedureOf(function* () {
      yield* parallel({ left: work('left', 100), right: work('right', 60) });
      yield* work('after', 100);
    });
    expect((await planProcedure(sides, bench, {})).seconds).toBe(200);
    const seen: number[] = [];
    await tried(sides, {
      onProgress: ({ step: name, secondsLeft }) => {
        if (name === 'after') seen.push(Math.round(secondsLeft ?? NaN));
      },
    });
    expect(seen[0]).toBe(100);
  });
});

describe('a record', () => {
  /** Measures, and bonds where the value is bad. */
  const branching = (isBad: boolean, name?: string): Procedure<object> =>
    procedureOf(function* () {
      yield* checkpoint('begin');
      yield* work('measure');
      if (isBad) yield* work('look', 1);
      yield* work('bond', 1, { once: true });
      return 'done';
    }, name);

  it('lets a run go another way behind its last checkpoint, for it measures again', async () => {
    const { lines } = await tried(branching(true));
    const looking = lines.findIndex((line) => line.includes('"look"')) + 1;
    expect((await tried(branching(false), { after: lines.slice(0, looking) })).outcome).toBe('done');
  });

  it('does not let it bond again what was bonded at another place', async () => {
    const { lines } = await tried(branching(true));
    done = [];
    expect((await tried(branching(false), { after: lines })).outcome).toBe('procedure-changed');
    const other = await tried(branching(false));
    done = [];
    expect((await tried(branching(true), { after: other.lines })).outcome).toBe('procedure-changed');
    expect(done).not.toContain('bond');
  });

  it('is not that of another procedure', async () => {
    const { lines } = await tried(branching(false));
    done = [];
    expect((await tried(branching(false, 'other'), { after: lines })).outcome).toBe('procedure-changed');
    expect(done).toEqual([]);
  });
});
