import {
  memorySink,
  openBench,
  openJournal,
  parseJournal,
  runProcedure,
  thermalCycle,
} from '@fourwire/bench';
import type { Bench } from '@fourwire/bench';
import { VirtualClock, seededRandom } from '@fourwire/core';
import { ramp, thermalChamber, toProgramRecord } from '@fourwire/thermal-chamber';
import { describe, expect, it } from 'vitest';
import { subjectsOf } from './subjects/of-package.ts';

/** Two cycles by a profile of one's own, within 3 K. */
const tolerance = { minus: 3, plus: 3 };
const extremes = { low: 35, high: 50, lowTolerance: tolerance, highTolerance: tolerance };
// Hot first: parts that come from a room are colder than the low extreme here, and that would be noted.
const options = { values: { ...extremes, dwell: 120, cycles: 2 }, first: 'high', rate: 10 } as const;

/** What the script recorded. */
interface Recorded {
  /** Of the air, in °C. */
  readonly temperatures: readonly number[];
  readonly notes: readonly string[];
}

/** Runs the ready-made procedure; gives what it recorded. */
async function cycle(bench: Bench): Promise<Recorded> {
  const sink = memorySink();
  const journal = await openJournal(sink, { clock: bench.clock });
  const result = await runProcedure(thermalCycle(), { bench, journal, options });
  await journal.close();
  const temperatures: number[] = [];
  const notes: string[] = [];
  for await (const entry of parseJournal(sink.text)) {
    if (entry.type === 'note') notes.push(entry.text);
    if (entry.type === 'reading' && entry.path === 'lab/oven/temperature')
      temperatures.push(Number(entry.value));
  }
  expect({ ...result, notes: notes.slice(1) }).toEqual({ cycles: 2, deviations: 0, failures: 0, notes: [] });
  return { temperatures, notes };
}

/** The script that runs on every chamber: only what the bench file says of the chamber differs. */
async function script(bench: Bench): Promise<void> {
  const { clock } = bench;
  const chamber = bench.device('oven', thermalChamber);
  const settled = await chamber.settle({ target: 35, tolerance: 2, dwell: 60, interval: 10 });
  expect(Math.abs(settled.temperature - 35)).toBeLessThanOrEqual(2);

  const began = clock.monotonic();
  const { temperatures } = await cycle(bench);
  expect(clock.monotonic() - began).toBeGreaterThan(1000 * (4 * 120 + 3 * 80));
  const isHot = temperatures.map((temperature) => temperature > 42);
  // Two cycles are four ways up and down.
  expect(isHot.filter((hot, index) => index > 0 && hot !== isHot[index - 1]).length).toBe(4);

  const heating = chamber.runProgram({
    program: toProgramRecord({ name: 'UP', steps: [ramp(60, { rate: 1 })], end: { action: 'off' } }),
    interval: 10,
  });
  heating.progress$.subscribe({ error: () => {} });
  await clock.sleep({ minutes: 3 });
  expect(await heating.stop()).toMatchObject({ mode: 'hold', outcome: 'stopped' });
  await expect(heating).rejects.toMatchObject({ kind: 'aborted' });
  expect(await chamber.setpoint.read()).toBeLessThan(55);

  expect(await chamber.safe('the script is over')).toMatchObject({ ok: true });
  expect(await chamber.running.read()).toBe(false);
}

const chambers = subjectsOf('thermal-chamber').filter(
  ({ deviceClass }) => deviceClass === thermalChamber.name,
);

describe('one script for a thermal cycle', () => {
  it.each(chambers.map((subject) => [subject.driver, subject] as const))(
    'runs on %s',
    async (_driver, subject) => {
      const clock = new VirtualClock();
      const { entry, links } = subject.stand({ clock, random: seededRandom(1) });
      await clock.run(async () => {
        await using bench = await openBench({ name: 'lab', devices: { oven: entry } }, links);
        await script(bench);
      });
      expect(clock.pendingTimers).toBe(0);
    },
  );
});
