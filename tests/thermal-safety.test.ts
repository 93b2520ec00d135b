import { openBench, parseBenchFile, runSafely } from '@fourwire/bench';
import type { RunOutcome } from '@fourwire/bench';
import { VirtualClock, seededRandom } from '@fourwire/core';
import type { Activity, Device } from '@fourwire/core';
import { ramp, soak, toProgramRecord } from '@fourwire/thermal-chamber';
import type { ThermalChamber, ThermalChuck, ThermalStream } from '@fourwire/thermal-chamber';
import { describe, expect, it } from 'vitest';
import { subjectsOf } from './subjects/of-package.ts';
import type { Subject, SubjectStand } from './subjects/subject.ts';

type Machine = ThermalChamber | ThermalStream | ThermalChuck;

const classes: ReadonlySet<string> = new Set(['thermal-chamber', 'thermal-stream', 'thermal-chuck']);

function isMachine(device: Device | undefined): device is Machine {
  return device !== undefined && classes.has(device.description.name);
}

/** Goes to 80 °C and stays there: a chamber by a program of the host, the others by settling. */
async function heat(machine: Machine, signal: AbortSignal): Promise<void> {
  const hot = { name: 'HOT', steps: [ramp(80), soak(100_000)], end: { action: 'off' } } as const;
  const heating =
    'runProgram' in machine
      ? machine.runProgram({ program: toProgramRecord(hot), interval: 10 }, { signal })
      : machine.settle({ target: 80, tolerance: 1, dwell: 100_000, interval: 10 }, { signal });
  await heating;
}

interface Run extends SubjectStand {
  readonly machine: Machine;
  readonly clock: VirtualClock;
  readonly activities: readonly Activity[];
}

/** Runs a script that heats a machine, and gives how it ended and what `after` found. */
async function onHotMachine(
  subject: Subject,
  script: (run: Run) => Promise<void>,
  after: (run: Run) => Promise<void>,
): Promise<RunOutcome<void>> {
  const clock = new VirtualClock();
  const stand = subject.stand({ clock, random: seededRandom(1) });
  const outcome = await clock.run(async () => {
    const file = parseBenchFile(
      JSON.stringify({ name: 'lab', devices: { machine: stand.entry } }),
      'bench.yaml',
      {},
    );
    await using bench = await openBench(file, stand.links);
    const machine = bench.entries[0]?.device;
    if (!isMachine(machine)) throw new TypeError(`${subject.driver} is no thermal machine`);
    const activities: Activity[] = [];
    machine.activity$.subscribe({ next: (activity) => activities.push(activity), error: () => {} });
    const run = { ...stand, machine, clock, activities };
    const ended = await runSafely(bench, async (signal) => {
      const heating = heat(machine, signal);
      // How it ends is looked at below, or nobody is left to look at it because the script has failed.
      heating.catch(() => {});
      await clock.sleep({ minutes: 2 });
      await script(run);
      await heating;
    });
    await after(run);
    return ended;
  });
  expect(clock.pendingTimers).toBe(0);
  return outcome;
}

/** That it does not go on heating shows in its temperature, whatever it says of itself. */
async function staysCool({ machine, clock }: Run): Promise<void> {
  const before = await machine.temperature.read();
  await clock.sleep({ minutes: 20 });
  expect(await machine.temperature.read()).toBeLessThan(Math.max(before, 25) + 2);
}

const machines = subjectsOf('thermal-chamber').map((subject) => [subject.driver, subject] as const);

/** Their protocols tell of no limiter that tripped: nothing is there that could end a program. */
const silent: ReadonlySet<string> = new Set(['binder MB2', 'sun-ec1x']);

/** Chambers, with each fault of theirs that must end a program. */
const broken = (['sensor-open', 'over-temperature'] as const).flatMap((fault) =>
  machines
    .filter(([, { deviceClass, faults }]) => deviceClass === 'thermal-chamber' && faults.includes(fault))
    .filter(([driver]) => fault === 'sensor-open' || !silent.has(driver))
    .map(([driver, subject]) => [fault, driver, subject] as const),
);

describe('a machine that heats is made safe', () => {
  it.each(machines)('when the script throws: %s', async (_driver, subject) => {
    const outcome = await onHotMachine(
      subject,
      async () => {
        throw new TypeError('x is not a function');
      },
      staysCool,
    );
    expect(outcome).toMatchObject({ outcome: 'failed', safe: [{ ok: true, path: 'lab/machine' }] });
  });

  it.each(machines)('after its link was away, and says how it was found: %s', async (_driver, subject) => {
    const outcome = await onHotMachine(
      subject,
      async ({ unplug, clock }) => {
        unplug();
        await clock.sleep({ hours: 1 });
      },
      async (run) => {
        run.plug();
        await run.clock.sleep({ minutes: 5 });
        const returned = run.activities.filter((activity) => activity.type === 'returned');
        expect(returned.length).toBeGreaterThan(0);
        expect(returned.at(-1)?.members.map((member) => member.outcome)).toContain('not-confirmed');
        expect(await run.machine.safe('the link is back')).toMatchObject({ ok: true });
        await staysCool(run);
      },
    );
    expect(outcome).toMatchObject({ outcome: 'failed', error: { kind: 'link' }, safe: [{ ok: false }] });
  });

  it.each(broken)('when it has %s in the middle of a program: %s', async (fault, _driver, subject) => {
    const outcome = await onHotMachine(
      subject,
      async ({ faults, clock }) => {
        faults.set(fault);
        await clock.sleep({ minutes: 10 });
      },
      async ({ faults, machine }) => {
        faults.clear();
        expect('runProgram' in machine && (await machine.running.read())).toBe(false);
      },
    );
    // The program has switched the chamber off already and read that back.
    expect(outcome).toMatchObject({
      outcome: 'failed',
      error: { kind: 'device', details: { action: 'off', confirmed: true } },
      safe: [{ ok: true }],
    });
  });
});
