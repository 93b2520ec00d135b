import { planProcedure, thermalSoak } from '@fourwire/bench';
import type { ThermalSoakOptions } from '@fourwire/bench';
import { describe, expect, it, vi } from 'vitest';
import { cyclingDevices as devices, cyclingLab, resistance } from './cycling-lab.ts';
import { entriesOf, onBench, tryOut } from './trial.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

const options = {
  values: { temperature: 85, duration: 5 * 3600 },
  channels: [resistance],
  measureEvery: 2 * 3600,
} satisfies ThermalSoakOptions;

const soaking = (lab = cyclingLab()) => ({ lab, devices, procedure: thermalSoak(), options });

describe('a thermal soak', () => {
  it('holds a temperature, measures as often as asked, and holds to its profile', async () => {
    const tried = await tryOut(soaking());
    expect(tried.error).toBeUndefined();
    expect(tried.result).toEqual({ seconds: 18_000, deviations: 0, failures: 0 });
    expect(entriesOf(tried, 'measurement').map(({ target }) => target)).toEqual(
      ['2 h', '4 h', '5 h'].map((point) => ({ part: 'R1', temperature: 85, point })),
    );
    expect(tried.seconds).toBeGreaterThan(18_000);
    expect(tried.seconds).toBeLessThan(20_000);
  });

  it('takes a standard, and its time from a plan', async () => {
    const standard = 'MIL-STD-883 method 1015 class B, 125 °C';
    const values = { tolerance: { minus: 3, plus: 3 } };
    const plan = await onBench(soaking(), async (bench) =>
      planProcedure(thermalSoak(), bench, {
        standard,
        acceptUnconfirmed: ['temperature', 'duration'],
        values,
      }),
    );
    expect(plan.seconds / 3600).toBeCloseTo(160 + 0.55, 1);
  });

  it('notes when the chamber was off its temperature, and does not count that time', async () => {
    const lab = cyclingLab();
    lab.faults.oven.schedule([{ fault: 'door-open', after: { minutes: 90 }, for: { minutes: 5 } }]);
    const tried = await tryOut(soaking(lab));
    expect(tried.result?.deviations).toBe(1);
    const note = entriesOf(tried, 'note').find(({ deviation }) => deviation === true);
    expect(note?.text).toMatch(/^Until 2 h: .* °C; 83 to 87 °C are allowed\.$/);
    expect(tried.seconds).toBeGreaterThan(18_300);
  });

  it('goes on at the hour in which it was killed', async () => {
    const whole = await tryOut(soaking());
    const kept = whole.lines.findIndex((line) => line.includes('85 °C until 4 h'));
    const resumed = await tryOut({ ...soaking(), killedAfter: whole.lines.slice(0, kept + 20) });
    expect(resumed.result).toEqual(whole.result);
    expect(entriesOf(resumed, 'measurement').map(({ target }) => target.point)).toEqual(['4 h', '5 h']);
  });
});
