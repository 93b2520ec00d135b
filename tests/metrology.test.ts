import { VirtualClock, seededRandom } from '@fourwire/core';
import { openBalance, openDisplacementSensor, openLengthGauge } from '@fourwire/metrology';
import {
  MettlerMtSicsSimulator,
  MicroEpsilonIldSimulator,
  SylvacSimulator,
  virtualBench,
} from '@fourwire/mock';
import { expect, it } from 'vitest';

const address = 'ASRL/dev/tool::INSTR';

it('never gives a wrong number when somebody switches between mm and inch in the middle of a stream', async () => {
  const clock = new VirtualClock();
  const bench = virtualBench(() => ({ tool: new SylvacSimulator({ clock, random: seededRandom(1) }) }), {
    clock,
  });
  const random = seededRandom(7);
  const seen = { good: 0, inch: 0, wrong: [] as unknown[] };
  await bench.run(async () => {
    const { tool } = bench.simulators;
    tool.model.position = 12.7;
    const gauge = await openLengthGauge(address, { driver: 'sylvac', ...bench.links });
    const judge = (reading: { readonly value: number; readonly displayUnit: string }): void => {
      seen.good++;
      if (reading.displayUnit === '[in_i]') seen.inch++;
      if (Math.abs(reading.value - 12.7) > 0.001) seen.wrong.push(reading);
    };
    const subscriptions = [
      gauge.reading.value$.subscribe(({ quality, value }) => {
        if (quality === 'good') judge(value);
      }),
      gauge.measured$.subscribe(({ value }) => judge(value)),
    ];
    for (let turn = 0; turn < 200; turn++) {
      await clock.sleep(random.integer(0, 400));
      tool.model.unit = random.next() < 0.5 ? 'mm' : '[in_i]';
      await clock.sleep(random.integer(0, 20));
      tool.button.fire();
    }
    for (const subscription of subscriptions) subscription.unsubscribe();
    await gauge.close();
  });
  expect(seen.wrong).toEqual([]);
  expect(seen.good).toBeGreaterThan(50);
  expect(seen.inch).toBeGreaterThan(10);
});

it('never gives an unstable or overloaded weight, or a value of a weak battery, for good', async () => {
  const clock = new VirtualClock();
  const bench = virtualBench(
    () => ({
      balance: new MettlerMtSicsSimulator({ clock, random: seededRandom(1) }),
      tool: new SylvacSimulator({ clock, random: seededRandom(2) }),
    }),
    { clock },
  );
  await bench.run(async () => {
    const scale = await openBalance('ASRL/dev/balance::INSTR', { driver: 'mt-sics', ...bench.links });
    const gauge = await openLengthGauge(address, { driver: 'sylvac', ...bench.links });
    const good: string[] = [];
    const subscriptions = [
      scale.weight.value$.subscribe(({ quality, value }) => {
        if (quality === 'good') good.push(`weight ${value.value}`);
      }),
      gauge.reading.value$.subscribe(({ quality }) => {
        if (quality === 'good') good.push('length');
      }),
    ];
    const { balance, tool } = bench.faults;
    for (const [fault, code] of [
      ['unstable', 'unstable'],
      ['overload', 'overload'],
    ] as const) {
      balance.set(fault);
      await clock.sleep(5000);
      good.length = 0;
      await expect(scale.weight.read()).rejects.toMatchObject({ kind: 'device', code });
      await clock.sleep(5000);
      expect(good.filter((what) => what.startsWith('weight'))).toEqual([]);
      balance.clear(fault);
      await clock.sleep(5000);
    }
    tool.set('low-battery');
    // A look at the battery holds good for ten seconds.
    await clock.sleep(15_000);
    good.length = 0;
    await expect(gauge.reading.read()).rejects.toMatchObject({ kind: 'device', code: 'battery-low' });
    await clock.sleep(5000);
    expect(good.filter((what) => what === 'length')).toEqual([]);
    for (const subscription of subscriptions) subscription.unsubscribe();
    await gauge.close();
    await scale.close();
  });
});

it('counts every sample that is lost on the wire', async () => {
  const clock = new VirtualClock();
  const bench = virtualBench(
    () => ({ tool: new MicroEpsilonIldSimulator({ clock, random: seededRandom(1) }) }),
    {
      clock,
    },
  );
  await bench.run(async () => {
    const sensor = await openDisplacementSensor(address, { driver: 'micro-epsilon-ild', ...bench.links });
    const seen = { samples: 0, lost: 0, next: 0 };
    const subscription = sensor.samples$.subscribe(({ value: { first, samples, lost } }) => {
      seen.samples += samples.value.length;
      seen.lost += lost;
      expect(first).toBe(seen.next + lost);
      seen.next = first + samples.value.length;
    });
    await clock.sleep(1000);
    expect(seen.lost).toBe(0);
    // Whole values are lost, so that nothing is torn.
    bench.faults.tool.set('drop');
    await clock.sleep(500);
    bench.faults.tool.clear('drop');
    await clock.sleep(1000);
    expect(seen.lost).toBe(4000 * 0.5);
    expect(seen.samples + seen.lost).toBeGreaterThan(4000 * 2.4);
    subscription.unsubscribe();
    await sensor.close();
  });
});

it('streams 10,000 samples a second with nothing missing, and counts what is no distance', async () => {
  // FOURWIRE_STREAM_SECONDS=3600 streams for the hour.
  const seconds = Number(process.env['FOURWIRE_STREAM_SECONDS'] ?? 5);
  const clock = new VirtualClock();
  const bench = virtualBench(
    () => ({ tool: new MicroEpsilonIldSimulator({ clock, random: seededRandom(1), series: 'ILD1900' }) }),
    { clock },
  );
  const seen = { samples: 0, invalid: 0, lost: 0, gaps: 0, next: 0, heap: 0 };
  await bench.run(async () => {
    const { tool } = bench.simulators;
    const sensor = await openDisplacementSensor(address, { driver: 'micro-epsilon-ild', ...bench.links });
    const subscription = sensor.samples$.subscribe(({ value: { first, samples, invalid, lost } }) => {
      if (first !== seen.next + lost) seen.gaps++;
      seen.next = first + samples.value.length;
      seen.samples += samples.value.length;
      seen.invalid += invalid;
      seen.lost += lost;
    });
    await clock.sleep(1000);
    const heap = process.memoryUsage().heapUsed;
    await clock.sleep(seconds * 1000);
    seen.heap = (process.memoryUsage().heapUsed - heap) / 2 ** 20;
    expect(seen.samples).toBeGreaterThan(9_990 * (seconds + 0.9));
    expect({ ...seen, samples: 0, next: 0, heap: 0 }).toEqual({
      samples: 0,
      invalid: 0,
      lost: 0,
      gaps: 0,
      next: 0,
      heap: 0,
    });
    tool.faults['out-of-range']?.(true);
    await clock.sleep(100);
    tool.faults['out-of-range']?.(false);
    await clock.sleep(100);
    expect(seen.invalid).toBeGreaterThan(900);
    expect(seen.invalid).toBeLessThan(1100);
    subscription.unsubscribe();
    await sensor.close();
  });
  // A garbage collector is never quite done; a stream that grows would hold 24 bytes and more a sample.
  expect(seen.heap).toBeLessThan(200);
}, 3_600_000);
