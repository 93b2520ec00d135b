import { planProcedure, thermalCycle } from '@fourwire/bench';
import type { ThermalCycleOptions } from '@fourwire/bench';
import { describe, expect, it, vi } from 'vitest';
import { cyclingDevices as devices, cyclingLab, resistance } from './cycling-lab.ts';
import { entriesOf, onBench, tryOut } from './trial.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

const options = {
  standard: 'JESD22-A104 condition G, soak mode 3',
  acceptUnconfirmed: ['dwell'],
  values: { cycles: 3 },
  margin: 5,
  channels: [resistance],
} satisfies ThermalCycleOptions;

const cycling = (extra: Partial<ThermalCycleOptions> = {}, lab = cyclingLab()) => ({
  lab,
  devices,
  procedure: thermalCycle(),
  options: { ...options, ...extra },
});

describe('thermal cycling', () => {
  it('runs a standard on the product, measures in each dwell, and holds to the profile', async () => {
    const tried = await tryOut(cycling());
    expect(tried.error).toBeUndefined();
    expect(tried.result).toEqual({ cycles: 3, deviations: 0, failures: 0 });
    const measured = entriesOf(tried, 'measurement');
    expect(measured.map(({ target }) => target)).toEqual(
      [1, 2, 3].flatMap((cycle) =>
        [-40, 125].map((temperature) => ({ part: 'R1', temperature, point: `cycle ${cycle}` })),
      ),
    );
    const [cold = 0, hot = 0] = measured.map(({ value }) => value ?? 0);
    expect(hot / cold).toBeGreaterThan(1.75);
    expect(hot / cold).toBeLessThan(2);
    expect(entriesOf(tried, 'note').map(({ text }) => text)).toEqual([
      'Holds to JESD22-A104 condition G, soak mode 3; unconfirmed values accepted: dwell; own values: cycles.',
    ]);
    const product = entriesOf(tried, 'reading').filter(({ path }) => path === 'lab/oven/product/temperature');
    expect(Math.min(...product.map(({ value }) => Number(value)))).toBeLessThan(-40);
    // Six dwells of 10 min, and the ways.
    expect(tried.seconds).toBeGreaterThan(6 * 660);
    expect(tried.seconds).toBeLessThan(6 * 1200);
  });

  it('measures in the dwell as often as asked, by values of its own', async () => {
    const values = { low: 0, high: 60, dwell: 300, cycles: 1 };
    const tried = await tryOut({
      ...cycling(),
      options: {
        values,
        channels: [resistance],
        measureEvery: 100,
        first: 'high',
        end: 25,
        rate: 20,
      } as const,
    });
    expect(tried.error).toBeUndefined();
    expect(
      entriesOf(tried, 'measurement').map(({ target: { temperature, point } }) => [temperature, point]),
    ).toEqual(
      [60, 0].flatMap((temperature) =>
        ['cycle 1, 100 s', 'cycle 1, 200 s', 'cycle 1'].map((point) => [temperature, point]),
      ),
    );
    const times = entriesOf(tried, 'measurement').map(({ at }) => at / 1000);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(60);
  });

  it('is planned with its time, and refused where a limit, a sensor or a decision is missing', async () => {
    const plan = await onBench(cycling(), async (bench) =>
      planProcedure(thermalCycle(), bench, { ...options, rates: { heating: 50, cooling: 50 } }),
    );
    expect(plan.actions.map(({ kind, name }) => `${kind} ${name}`).slice(0, 4)).toEqual([
      'step note the profile',
      'checkpoint cycle 1',
      'step cycle 1: -40 °C',
      'step cycle 1: 125 °C',
    ]);
    expect(plan.seconds).toBeGreaterThan(6 * 660);
    expect(plan.seconds).toBeLessThan(6 * 1200);

    const limited = { ...devices, oven: { ...devices.oven, limits: { setpoint: { max: 110 } } } };
    expect((await tryOut({ ...cycling(), devices: limited })).error).toMatchObject({
      code: 'step-refused',
      message: expect.stringMatching(/would be refused: .*110/) as string,
    });
    expect((await tryOut(cycling({ acceptUnconfirmed: [] }))).error?.code).toBe('profile-undecided');
    expect((await tryOut(cycling({ standard: 'JESD22-A104 condition Z' }))).error?.message).toMatch(
      /There is no cycling test "JESD22-A104 condition Z"; there are JESD22-A104 condition A, soak mode 1; /,
    );
    const bare = await tryOut({
      ...cycling(),
      options: { values: { low: -10, high: 10, dwellOn: 'immersion', dwell: 60, cycles: 1 } } as const,
    });
    expect(bare.error?.message).toMatch(/immersion/);
  });

  it('notes where it did not hold to the profile, and stops there where it was told to', async () => {
    const opened = (extra: Partial<ThermalCycleOptions>) => {
      const lab = cyclingLab();
      lab.faults.oven.schedule([{ fault: 'door-open', after: { minutes: 40 }, for: { minutes: 2 } }]);
      return tryOut(cycling(extra, lab));
    };
    const tried = await opened({});
    expect(tried.result).toMatchObject({ cycles: 3, deviations: 1 });
    const note = entriesOf(tried, 'note').find(({ deviation }) => deviation === true);
    expect(note?.text).toMatch(/^Cycle 2: low extreme: .* °C; -50 to -40 °C are allowed\.$/);
    expect((await opened({ stopOnDeviation: true })).error?.code).toBe('profile-deviation');
  });

  it('ends at the first value that does not pass where it was told to', async () => {
    const channels = [{ ...resistance, max: 1200 }];
    expect((await tryOut(cycling({ channels }))).result?.failures).toBe(3);
    const stopped = await tryOut(cycling({ channels, stopOnFailure: true }));
    expect(stopped.error?.message).toBe(
      'At cycle 1 1 value does not pass, and the run was told to stop then.',
    );
  });

  it('goes on at the cycle in which it was killed, wherever that was', async () => {
    const whole = await tryOut(cycling());
    for (const part of [0.2, 0.5, 0.8, 0.97]) {
      const killedAfter = whole.lines.slice(0, Math.floor(whole.lines.length * part));
      const reached = killedAfter.filter((line) => line.includes('"phase":"reached"')).length;
      const resumed = await tryOut({ ...cycling(), killedAfter });
      expect(resumed.result).toEqual(whole.result);
      const points = entriesOf(resumed, 'measurement').map(({ target }) => target.point);
      expect([...new Set(points)]).toEqual(
        [1, 2, 3].filter((cycle) => cycle >= reached).map((cycle) => `cycle ${cycle}`),
      );
    }
  });

  it('pauses between two dwells, and is stopped in one', async () => {
    const paused = await tryOut({
      ...cycling(),
      meanwhile: async (run, clock) => {
        await clock.sleep({ minutes: 5 });
        run.pause();
        await clock.sleep({ hours: 2 });
        run.resume();
      },
    });
    expect(paused.result?.cycles).toBe(3);
    expect(paused.seconds).toBeGreaterThan(7200 + 5 * 660);
    const stopped = await tryOut({
      ...cycling(),
      meanwhile: async (run, clock) => {
        await clock.sleep({ minutes: 15 });
        run.stop('lunch');
      },
    });
    expect(stopped.error).toMatchObject({ kind: 'aborted' });
    expect(stopped.seconds).toBeLessThan(1000);
  });
});
