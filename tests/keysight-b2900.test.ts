import { KeysightB2900Simulator, virtualBench } from '@fourwire/mock';
import { openSourceMeasureUnit } from '@fourwire/scpi';
import { expect, it } from 'vitest';

it('drives both channels of a B2902A, each with what is wired to it', async () => {
  const bench = virtualBench(({ clock, random }) => ({
    smu: new KeysightB2900Simulator({ clock, random: random('smu'), model: 'B2902A' }),
  }));
  await bench.run(async () => {
    const address = 'TCPIP0::smu::5025::SOCKET';
    await using device = await openSourceMeasureUnit(address, { driver: 'keysight-b2900', ...bench.links });
    const [first, second] = device.channels;
    await second?.current.compliance.write(0.01);
    await second?.voltage.level.write(1);
    await second?.output.write(true);
    const { voltage, current, inCompliance } = (await second?.measurement.read()) ?? {};
    expect(voltage).toBeCloseTo(1, 4);
    expect(current).toBeCloseTo(1e-3, 6);
    expect(inCompliance).toBe(false);
    expect(await first?.output.read()).toBe(false);
    await device.safe('done');
    expect(bench.simulators.smu.channels.map(({ smu }) => smu.output)).toEqual([false, false]);
  });
});
