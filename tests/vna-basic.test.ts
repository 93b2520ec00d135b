import { NetworkAnalyserSimulator, virtualBench } from '@fourwire/mock';
import type { NetworkAnalyserModel } from '@fourwire/mock';
import { openNetworkAnalyser } from '@fourwire/scpi';
import type { NetworkAnalyser } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';

async function onBench(
  model: NetworkAnalyserModel,
  work: (analyser: NetworkAnalyser, simulator: NetworkAnalyserSimulator) => Promise<void>,
): Promise<void> {
  const bench = virtualBench(({ clock, random }) => ({
    vna: new NetworkAnalyserSimulator({ clock, random: random('vna'), model }),
  }));
  await bench.run(async () => {
    await using analyser = await openNetworkAnalyser('TCPIP0::vna::5025::SOCKET', {
      driver: 'vna-basic',
      ...bench.links,
    });
    await work(analyser, bench.simulators.vna);
  });
}

describe.each(['E5062A', 'S5065', 'N5222B', 'ZNB8'] as const)('a simulated %s and its driver', (model) => {
  it('agree on the resonance of the device between the ports', async () => {
    await onBench(model, async (analyser) => {
      await analyser.stopFrequency.write(22e6);
      await analyser.startFrequency.write(18e6);
      await analyser.points.write(401);
      await analyser.bandwidth.write(1000);
      await analyser.powerDbm.write(0);
      const [through, back] = await analyser.sweep({ parameters: ['S21', 'S11'] });
      expect([through?.parameter, back?.parameter]).toEqual(['S21', 'S11']);
      const { frequency, real, imaginary } = through?.points ?? {};
      expect(frequency).toHaveLength(401);
      const size = Array.from(real ?? [], (part, index) => Math.hypot(part, imaginary?.[index] ?? NaN));
      const peak = size.indexOf(Math.max(...size));
      expect(frequency?.[peak]).toBeGreaterThan(19.9e6);
      expect(frequency?.[peak]).toBeLessThan(20.1e6);
      // What does not go through a device in series comes back.
      expect((back?.points.real[peak] ?? NaN) + (real?.[peak] ?? NaN)).toBeCloseTo(1, 2);
    });
  });

  it('refuse a sweep while nothing is put out, and a frequency beyond the model', async () => {
    await onBench(model, async (analyser) => {
      await analyser.output.write(false);
      await expect(analyser.sweep({ parameters: ['S21'] })).rejects.toMatchObject({
        kind: 'state',
        code: 'output-off',
      });
      await expect(analyser.startFrequency.write(1)).rejects.toMatchObject({ kind: 'range' });
    });
  });

  it('tell of a port that is not there at the sweep that asks for it', async () => {
    await onBench(model, async (analyser) => {
      await expect(analyser.sweep({ parameters: ['S43'] })).rejects.toMatchObject({
        code: 'scpi-error',
        device: { code: -224 },
      });
      await expect(analyser.points.read()).resolves.toBe(201);
    });
  });

  it('average as often as is said, and report each sweep', async () => {
    await onBench(model, async (analyser) => {
      await analyser.averaging.count.write(4);
      await analyser.averaging.enabled.write(true);
      const sweeping = analyser.sweep({ parameters: ['S21'] });
      const sweeps: number[] = [];
      sweeping.progress$.subscribe({ next: (progress) => sweeps.push(progress.sweeps), error: () => {} });
      await sweeping;
      expect(sweeps).toEqual([1, 2, 3, 4]);
    });
  });
});
