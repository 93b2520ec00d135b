import { memorySink, openBench, openJournal, parseBenchFile, recordBench, runSafely } from '@fourwire/bench';
import type { RunOutcome } from '@fourwire/bench';
import type { Activity, VirtualClock } from '@fourwire/core';
import { WatlowF4tSimulator, virtualBench } from '@fourwire/mock';
import { ramp, soak, thermalChamber, toProgramRecord } from '@fourwire/thermal-chamber';
import type { Program, ThermalChamber } from '@fourwire/thermal-chamber';
import { parseAddress } from '@fourwire/transport';
import { describe, expect, it } from 'vitest';

const address = 'modbus-tcp://oven/1';

const hot: Program = {
  name: 'hot',
  steps: [ramp(110), soak(100_000)],
  end: { action: 'off' },
};

interface Run {
  readonly oven: ThermalChamber;
  readonly simulator: WatlowF4tSimulator;
  readonly clock: VirtualClock;
  readonly signal: AbortSignal;
  readonly unplug: () => void;
  readonly plug: () => void;
  readonly activities: Activity[];
}

/** Runs a script on an oven that is heating, and gives how it ended and what was written down. */
async function onHotOven(
  script: (run: Run) => Promise<void>,
  options: {
    readonly signal?: (clock: VirtualClock) => AbortSignal;
    readonly after?: (run: Run) => Promise<void>;
  } = {},
): Promise<{ readonly outcome: RunOutcome<void>; readonly running: boolean; readonly journal: string }> {
  let simulator: WatlowF4tSimulator | undefined;
  const lab = virtualBench(
    ({ clock, random }) => {
      simulator = new WatlowF4tSimulator({ clock, random: random('oven') });
      return { oven: simulator };
    },
    { seed: 1 },
  );
  const { clock } = lab;
  const sink = memorySink();
  let outcome: RunOutcome<void> | undefined;
  await lab.run(async () => {
    const file = parseBenchFile(
      `name: lab\ndevices:\n  oven: { driver: watlow-f4t, address: "${address}" }`,
      'bench.yaml',
      {},
    );
    const journal = await openJournal(sink, { clock });
    journal.start({ title: 'run', who: 'test', why: 'test', script: 'x.ts', versions: {} });
    await using bench = await openBench(file, lab.links);
    const recording = recordBench(bench, journal);
    const oven = bench.device('oven', thermalChamber);
    const activities: Activity[] = [];
    oven.activity$.subscribe({ next: (activity) => activities.push(activity), error: () => {} });
    const link = lab.links.simulators(parseAddress(address));
    const run = {
      oven,
      simulator: simulator ?? new WatlowF4tSimulator(),
      clock,
      unplug: () => link?.unplug(),
      plug: () => link?.plug(),
      activities,
    };
    outcome = await runSafely(
      bench,
      async (signal) => {
        const heating = oven.runProgram({ program: toProgramRecord(hot), interval: 10 }, { signal });
        heating.progress$.subscribe({ error: () => {} });
        await clock.sleep({ minutes: 5 });
        expect(run.simulator.model.running).toBe(true);
        await script({ ...run, signal });
        await heating;
      },
      options.signal === undefined ? {} : { signal: options.signal(clock) },
    );
    await options.after?.({ ...run, signal: new AbortController().signal });
    recording.unsubscribe();
    journal.end({ outcome: 'completed' });
    await journal.close();
  });
  expect(clock.pendingTimers).toBe(0);
  if (outcome === undefined || simulator === undefined) throw new Error('nothing ran');
  return { outcome, running: simulator.model.running, journal: sink.text };
}

describe('a chamber is not left heating', () => {
  it('by a script that throws', async () => {
    const { outcome, running } = await onHotOven(async () => {
      throw new TypeError('x is not a function');
    });
    expect(outcome).toMatchObject({ outcome: 'failed', safe: [{ ok: true, path: 'lab/oven' }] });
    expect(running).toBe(false);
  });

  it('by a script that is aborted', async () => {
    const { outcome, running } = await onHotOven(
      async ({ clock, signal }) => clock.sleep({ hours: 1 }, signal),
      {
        signal: (clock) => {
          const controller = new AbortController();
          clock.setTimer(600_000, () => controller.abort());
          return controller.signal;
        },
      },
    );
    expect(outcome).toMatchObject({ outcome: 'stopped', safe: [{ ok: true }] });
    expect(running).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s', async (name) => {
    const { outcome, running } = await onHotOven(async ({ clock, signal }) => {
      process.emit(name, name);
      await clock.sleep({ hours: 1 }, signal);
    });
    expect(outcome).toMatchObject({ outcome: 'stopped', safe: [{ ok: true }] });
    expect(running).toBe(false);
  });

  it('without somebody being told: when the link is back, its state is read and reported', async () => {
    const { outcome, running, journal } = await onHotOven(
      async ({ unplug, clock, signal }) => {
        unplug();
        await clock.sleep({ hours: 1 }, signal);
      },
      {
        after: async ({ plug, clock, activities, oven, simulator }) => {
          // Nothing can be told to a chamber whose cable is out, and safe() says so.
          expect(simulator.model.running).toBe(true);
          plug();
          await clock.sleep({ minutes: 5 });
          expect(activities.filter(({ type }) => type === 'returned')).toMatchObject([
            { members: [{ path: 'lab/oven/running', value: true, outcome: 'not-confirmed' }] },
          ]);
          expect(await oven.safe('the link is back')).toMatchObject({ ok: true });
        },
      },
    );
    expect(outcome).toMatchObject({
      outcome: 'failed',
      error: { kind: 'link' },
      safe: [{ ok: false, members: [{ outcome: 'not-confirmed' }] }],
    });
    expect(running).toBe(false);
    expect(journal).toContain(
      'lab/oven: found after the link was away: lab/oven/running is true, which is not its safe value.',
    );
  });
});
