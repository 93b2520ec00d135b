import { until } from '@fourwire/core';
import type { VirtualClock } from '@fourwire/core';
import { CombDrive, WaferLab, virtualBench } from '@fourwire/mock';
import type { WaferLabOptions } from '@fourwire/mock';
import { openProbeStation } from '@fourwire/probe-station';
import type { ProbeStation } from '@fourwire/probe-station';
import { openMultimeter } from '@fourwire/scpi';
import type { Multimeter } from '@fourwire/scpi';
import { expect, it } from 'vitest';

/** A lab on a virtual bench, its prober and its meter opened. */
async function inLab(
  options: WaferLabOptions,
  work: (prober: ProbeStation, meter: Multimeter, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const bench = virtualBench(({ clock, random }) => {
    const { oven, prober, meter } = new WaferLab({ ...options, clock, random: random('lab') });
    return { oven, prober, meter };
  });
  await bench.run(async () => {
    await using prober = await openProbeStation('TCPIP0::prober::35555::SOCKET', {
      driver: 'mpi-sentio',
      ...bench.links,
      options: { chuck: { min: 20, max: 150 } },
    });
    await using meter = await openMultimeter('TCPIP0::meter::5025::SOCKET', {
      driver: 'keysight-34460',
      ...bench.links,
    });
    await work(prober, meter, bench.clock);
  });
  expect(bench.clock.pendingTimers).toBe(0);
}

it('reads another resistance on each die, only in contact, and more on a warmer chuck', async () => {
  await inLab({ chuck: true }, async (prober, meter, clock) => {
    // On this range the test current of 0.1 mA does not warm the heaters; 1 mA makes it 5 % more.
    const ohms = async (): Promise<number> =>
      (await meter.measure({ function: 'resistance4w', range: 10_000 })).value;
    await prober.stepTo({ column: 0, row: 0 });
    await expect(ohms()).rejects.toMatchObject({ kind: 'device', code: 'overload' });
    await prober.contact();
    const first = await ohms();
    expect(first).toBeGreaterThan(900);
    expect(first).toBeLessThan(1100);
    await prober.separate();
    await prober.stepTo({ column: 3, row: 2 });
    await prober.contact();
    const other = await ohms();
    expect(Math.abs(other - first)).toBeGreaterThan(0.1);
    // The chuck grows as it warms up, so the needles come up first.
    await prober.separate();
    await prober.chuck?.setpoint.write(75);
    if (prober.chuck !== undefined)
      await until(prober.chuck.temperature, (celsius) => Math.abs(celsius - 75) < 0.5, {
        clock,
        timeout: { hours: 2 },
      });
    await clock.sleep({ minutes: 10 });
    await prober.contact();
    expect((await ohms()) / other).toBeCloseTo(1 + 3.85e-3 * 50, 2);
  });
});

it('carries whatever device is on the wafer', async () => {
  await inLab({ device: (die) => CombDrive.on(die) }, async (prober, meter) => {
    await prober.stepTo({ column: 0, row: 0 });
    await prober.contact();
    const { value } = await meter.measure({ function: 'capacitance' });
    expect(value).toBeGreaterThan(5e-12);
    expect(value).toBeLessThan(20e-12);
  });
});
