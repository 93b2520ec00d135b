import { Keithley2450Simulator, Keithley2600Simulator, virtualBench } from '@fourwire/mock';
import { openSourceMeasureUnit } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';

const address = 'TCPIP0::smu::5025::SOCKET';

describe('a 2450 that is set to TSP', () => {
  it('sweeps and measures, and refuses what is not in force', async () => {
    const bench = virtualBench(({ clock, random }) => ({
      smu: new Keithley2450Simulator({ clock, random: random('smu'), language: 'TSP' }),
    }));
    await bench.run(async () => {
      await using device = await openSourceMeasureUnit(address, { driver: 'keithley-2450', ...bench.links });
      const [channel] = device.channels;
      const points = await channel?.sweep({
        source: 'voltage',
        start: 0,
        stop: 1,
        points: 3,
        compliance: 0.0006,
      });
      expect([...(points?.inCompliance ?? [])]).toEqual([0, 0, 1]);
      // 1 kΩ hangs at the terminals: at 1 V its current is limited.
      expect(points?.current[1]).toBeCloseTo(0.0005, 5);
      expect(points?.voltage[2]).toBeCloseTo(0.6, 2);
      expect(bench.simulators.smu.model.channel.output).toBe(false);
      await expect(channel?.current.level.write(1e-3)).rejects.toMatchObject({
        kind: 'state',
        code: 'setting-missing',
      });
      await channel?.source.write('current');
      await channel?.current.level.write(1e-3);
      expect(bench.simulators.smu.model.channel.current.level).toBeCloseTo(1e-3, 9);
    });
  });
});

describe('a 2602B', () => {
  it('has two channels, and sweeps one of them', async () => {
    const bench = virtualBench(({ clock, random }) => ({
      smu: new Keithley2600Simulator({ clock, random: random('smu'), model: '2602B' }),
    }));
    await bench.run(async () => {
      await using device = await openSourceMeasureUnit(address, { driver: 'keithley-2600', ...bench.links });
      const [first, second] = device.channels;
      const taken: number[] = [];
      const sweeping = second?.sweepList({
        source: 'current',
        levels: [1e-6, 1e-3],
        compliance: 2,
        delay: 0.01,
      });
      sweeping?.progress$.subscribe({ next: (progress) => taken.push(progress.taken), error: () => {} });
      const points = await sweeping;
      expect(taken).toEqual([1, 2]);
      expect(points?.voltage[1]).toBeCloseTo(1, 2);
      expect(await first?.output.read()).toBe(false);
      expect(await second?.output.read()).toBe(false);
      await expect(second?.measurement.read()).rejects.toMatchObject({ kind: 'state', code: 'output-off' });
      await expect(second?.sweep({ source: 'voltage', start: 0, stop: 41, points: 3 })).rejects.toThrow(
        'allowed -40 to 40 V',
      );
    });
  });
});
