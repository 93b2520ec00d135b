import { virtualBench, WatlowF4tSimulator } from '@fourwire/mock';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import { expect, it } from 'vitest';

import { dry } from './dry.ts';

const lab = () =>
  virtualBench(({ clock, random }) => ({
    oven: new WatlowF4tSimulator({ clock, random: random('oven') }),
  }));

it('dries for four hours and switches the oven off', async () => {
  const bench = lab();
  await bench.run(async () => {
    await using oven = await openThermalChamber('modbus-tcp://oven', {
      driver: 'watlow-f4t',
      ...bench.links,
    });
    expect(await dry(oven)).toBeGreaterThan(4);
    expect(bench.simulators.oven.model.running).toBe(false);
  });
});

it('survives a cable that is pulled for half a minute on the way', async () => {
  const bench = lab();
  await bench.run(async () => {
    await using oven = await openThermalChamber('modbus-tcp://oven', {
      driver: 'watlow-f4t',
      ...bench.links,
    });
    bench.faults.oven.schedule([{ fault: 'unplug', after: { hours: 1 }, for: { seconds: 30 } }]);
    expect(await dry(oven)).toBeGreaterThan(4);
  });
});

it('gives up when the sensor breaks, and does not call that dry', async () => {
  const bench = lab();
  await bench.run(async () => {
    await using oven = await openThermalChamber('modbus-tcp://oven', {
      driver: 'watlow-f4t',
      ...bench.links,
    });
    bench.faults.oven.schedule([{ fault: 'sensor-open', after: { hours: 2 } }]);
    await expect(dry(oven)).rejects.toMatchObject({ kind: 'device' });
    expect((await oven.safe('sensor')).ok).toBe(true);
  });
});
