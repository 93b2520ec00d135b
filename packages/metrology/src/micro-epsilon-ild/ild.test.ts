import { InProcessTransport, VirtualClock, openDevice } from '@fourwire/core';
import type { BytePeer, ByteService, Timer } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import type { DisplacementBatch } from '../classes/displacement-sensor.ts';
import { microEpsilonIld } from './ild.ts';

/** The bytes of a sensor that streams words while its output is on, amid its answers. */
class Sensor implements ByteService {
  readonly sent: string[] = [];
  readonly #clock: VirtualClock;
  readonly periodMs: number;
  /** How many words come at once. */
  readonly burst: number;
  word: (index: number) => readonly number[] = (index) => wordOf(1000 + (index % 60_000));
  /** The same words again and again, where making them would take longer than reading them. */
  fixed: Uint8Array | undefined;
  streaming = true;
  index = 0;
  rate = 2;
  #timer: Timer | undefined;
  #peer: BytePeer | undefined;

  constructor(clock: VirtualClock, periodMs = 1, burst = 1) {
    this.#clock = clock;
    this.periodMs = periodMs;
    this.burst = burst;
  }

  connect(peer: BytePeer): { receive(bytes: Uint8Array): void; closed(): void } {
    this.#peer = peer;
    this.#tick();
    let pending = '';
    return {
      receive: (bytes) => {
        const lines = (pending + String.fromCharCode(...bytes)).split('\n');
        pending = lines.pop() ?? '';
        for (const line of lines) this.#answer(line);
      },
      closed: () => this.#timer?.cancel(),
    };
  }

  #answer(line: string): void {
    this.sent.push(line);
    if (line === 'OUTPUT NONE') this.streaming = false;
    if (line === 'OUTPUT RS422') this.streaming = true;
    const rate = /^MEASRATE (\S+)/.exec(line)?.[1];
    if (rate !== undefined) this.rate = Number(rate);
    const known: Readonly<Record<string, string>> = {
      GETINFO: '\r\nName: ILD1420-10\r\nSerial: 10000001\r\nMeasuring range: 10.00mm\r\nVersion: 001.092',
      MEASRATE: ` ${this.rate.toFixed(3)}`,
      WRONG: '\r\nE210 Unknown command',
    };
    this.#peer?.send(new TextEncoder().encode(`${line}${known[line] ?? ''}\r\n->`));
  }

  #next(): Uint8Array {
    return Uint8Array.from(Array.from({ length: this.burst }, () => this.word(this.index++)).flat());
  }

  #tick(): void {
    this.#timer = this.#clock.setTimer(this.periodMs, () => {
      if (this.streaming) {
        this.#peer?.send(this.fixed ?? this.#next());
      }
      this.#tick();
    });
  }
}

const wordOf = (x: number): number[] => [x & 0x3f, 0x40 | ((x >> 6) & 0x3f), 0x80 | ((x >> 12) & 0x3f)];

async function onSensor(
  work: (
    device: Awaited<ReturnType<typeof open>>['device'],
    sensor: Sensor,
    clock: VirtualClock,
  ) => Promise<void>,
  periodMs?: number,
  burst?: number,
): Promise<Sensor> {
  const clock = new VirtualClock();
  const sensor = new Sensor(clock, periodMs, burst);
  await clock.run(async () => {
    const { device } = await open(sensor, clock);
    await work(device, sensor, clock);
    await device.close();
    expect(sensor.streaming).toBe(false);
  });
  return sensor;
}

async function open(sensor: Sensor, clock: VirtualClock) {
  const link = new InProcessTransport(sensor, 'sensor', { unsolicited: true });
  return { device: await openDevice(microEpsilonIld, link, { path: 'sensor', clock }), link };
}

describe('micro-epsilon-ild', () => {
  it('quietens a sensor that streams since it was switched on, and reads one distance', async () => {
    const sensor = await onSensor(async (device) => {
      const { value, resolution } = await device.reading.read();
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(10);
      expect(resolution).toBeCloseTo(0.000_155_7, 6);
    });
    expect(sensor.sent[0]).toBe('OUTPUT NONE');
    expect(sensor.sent).toContain('MASTERMV NONE');
  });

  it('streams whole words only, in batches, and stops the sensor when nobody listens', async () => {
    await onSensor(async (device, sensor, clock) => {
      const batches: DisplacementBatch[] = [];
      const subscription = device.samples$.subscribe({
        next: ({ value }) => batches.push(value),
        error: () => {},
      });
      await clock.sleep(1000);
      subscription.unsubscribe();
      await clock.sleep(100);
      expect(sensor.streaming).toBe(false);
      const samples = batches.flatMap((batch) => [...batch.samples.value]);
      expect(samples.length).toBeGreaterThan(900);
      // The sensor counts up by one each time.
      const steps = samples.slice(1).map((sample, index) => sample - (samples[index] ?? 0));
      for (const step of steps) expect(step).toBeCloseTo((102 / 65_520 / 100) * 10, 9);
      expect(batches.length).toBeLessThan(80);
      expect(batches.map((batch) => batch.first)).toEqual(
        batches.map((_, index) =>
          batches.slice(0, index).reduce((sum, batch) => sum + batch.samples.value.length, 0),
        ),
      );
      expect((await device.reading.read()).value).toBeGreaterThan(0);
    });
  });

  it('marks samples without a target, and tells of words that were torn', async () => {
    await onSensor(async (device, sensor, clock) => {
      sensor.word = (index) =>
        index % 10 === 3 ? wordOf(262_076) : index % 10 === 7 ? wordOf(5000).slice(0, 2) : wordOf(5000);
      const batches: DisplacementBatch[] = [];
      const subscription = device.samples$.subscribe({
        next: ({ value }) => batches.push(value),
        error: () => {},
      });
      await clock.sleep(1000);
      subscription.unsubscribe();
      const total = (pick: (batch: DisplacementBatch) => number): number =>
        batches.reduce((sum, batch) => sum + pick(batch), 0);
      expect(total(({ lost }) => lost)).toBeGreaterThan(90);
      expect(total(({ invalid }) => invalid)).toBeGreaterThan(90);
      const last = batches.at(-1);
      expect((last?.first ?? 0) + (last?.samples.value.length ?? 0)).toBe(
        total(({ samples, lost }) => samples.value.length + lost),
      );
    });
  });

  it("gives an error in place of a distance, with the sensor's own number", async () => {
    await onSensor(async (device, sensor) => {
      sensor.word = () => wordOf(262_078);
      await expect(device.reading.read()).rejects.toMatchObject({ kind: 'device', code: 'overload' });
      sensor.word = () => wordOf(262_082);
      await expect(device.reading.read()).rejects.toMatchObject({
        code: 'sensor-error',
        device: { code: 262_082 },
      });
      expect(device.reading.last?.quality).toBe('bad');
    });
  });

  it('gathers and sums up so many samples, and can be stopped', async () => {
    await onSensor(async (device, sensor) => {
      sensor.word = (index) => wordOf(index % 2 === 0 ? 20_000 : 20_002);
      const result = await device.acquire({ count: 500 });
      const step = (102 / 65_520 / 100) * 10;
      expect(result.samples.value.length).toBe(500);
      expect(result.max - result.min).toBeCloseTo(2 * step, 9);
      expect(result.deviation).toBeCloseTo(step * Math.sqrt(500 / 499), 9);
      expect(result.duration).toBeGreaterThan(0.4);
      const endless = device.acquire({ count: 1_000_000 });
      expect(await endless.stop()).toMatchObject({ outcome: 'stopped' });
      sensor.word = () => wordOf(262_076);
      await expect(device.acquire({ count: 10 })).rejects.toMatchObject({ code: 'no-reading' });
    });
  });

  it('changes the rate between streams and refuses it during one', async () => {
    await onSensor(async (device, sensor, clock) => {
      await device.measuringRate?.rate.write(500);
      expect(sensor.rate).toBe(0.5);
      await expect(device.measuringRate?.rate.write(300)).rejects.toMatchObject({ kind: 'range' });
      const subscription = device.samples$.subscribe({ next: () => {}, error: () => {} });
      await clock.sleep(50);
      await expect(device.measuringRate?.rate.read()).rejects.toMatchObject({
        kind: 'busy',
        code: 'acquiring',
      });
      subscription.unsubscribe();
      expect(await device.measuringRate?.rate.read()).toBe(500);
    });
  });

  it('goes on with the stream after the cable was pulled and plugged in again', async () => {
    const clock = new VirtualClock();
    const sensor = new Sensor(clock);
    await clock.run(async () => {
      const { device, link } = await open(sensor, clock);
      let samples = 0;
      const subscription = device.samples$.subscribe({
        next: ({ value }) => {
          samples += value.samples.value.length;
        },
        error: () => {},
      });
      await clock.sleep(200);
      link.unplug();
      await clock.sleep(1000);
      const before = samples;
      link.plug();
      await clock.sleep(20_000);
      expect(samples).toBeGreaterThan(before + 1000);
      subscription.unsubscribe();
      await device.close();
    });
  });

  it('keeps up with 10 kHz for ten minutes of virtual time and drops nothing', async () => {
    await onSensor(
      async (device, sensor, clock) => {
        sensor.fixed = Uint8Array.from(
          Array.from({ length: 1000 }, (_, index) => wordOf(1000 + index)).flat(),
        );
        let [samples, lost, expected] = [0, 0, 0];
        const subscription = device.samples$.subscribe({
          next: ({ value }) => {
            if (value.first !== expected) lost++;
            samples += value.samples.value.length;
            lost += value.lost;
            expected = value.first + value.samples.value.length;
          },
          error: () => {},
        });
        await clock.sleep(600_000);
        subscription.unsubscribe();
        expect(lost).toBe(0);
        expect(samples).toBeGreaterThan(5_998_000);
      },
      100,
      1000,
    );
  });
});
