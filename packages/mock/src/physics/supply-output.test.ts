import { VirtualClock, seededRandom } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { DeviceInSocket } from './device-under-needles.ts';
import { Resistor } from './devices/resistor.ts';
import { SupplyOutput } from './supply-output.ts';

interface Bench {
  readonly output: SupplyOutput;
  readonly load: Resistor;
  readonly wait: (seconds: number) => Promise<void>;
}

/** An output of 30 V and 3 A with 1 A set, on 10 Ω behind two leads of 0.5 Ω. */
function bench(): Bench {
  const clock = new VirtualClock();
  const load = new Resistor(10);
  const output = new SupplyOutput(clock, seededRandom(1), {
    rating: { voltage: 30, current: 3 },
    load: new DeviceInSocket({ device: load, temperature: () => 25, leads: 0.5 }),
  });
  output.currentLimit = 1;
  const wait = async (seconds: number): Promise<void> => clock.run(async () => clock.sleep(1000 * seconds));
  return { output, load, wait };
}

describe('SupplyOutput', () => {
  it('holds the voltage below the current limit and the current there', async () => {
    const { output, load, wait } = bench();
    output.voltage = 5.5;
    expect(output.operating).toEqual({ voltage: 0, current: 0, holds: undefined });
    output.turn(true);
    await wait(0.1);
    expect(output.operating.voltage).toBeCloseTo(5.5, 6);
    expect(output.operating.current).toBeCloseTo(0.5, 6);
    expect(output.operating.holds).toBe('voltage');
    load.ohms = 1;
    expect(output.operating.voltage).toBeCloseTo(2, 6);
    expect(output.operating).toMatchObject({ current: 1, holds: 'current' });
    output.disconnected = true;
    expect(output.operating.voltage).toBeCloseTo(5.5, 6);
    expect(output.operating.current).toBe(0);
  });

  it('regulates at the load with remote sense', async () => {
    const { output, wait } = bench();
    output.remoteSense = true;
    output.voltage = 5;
    output.turn(true);
    await wait(0.1);
    expect(output.operating.current).toBeCloseTo(0.5, 6);
  });

  it('takes some 50 ms to settle, up and down', async () => {
    const { output, wait } = bench();
    output.voltage = 10;
    output.turn(true);
    await wait(0.005);
    expect(output.operating.voltage).toBeCloseTo(10 * (1 - Math.exp(-1)), 6);
    await wait(0.05);
    output.turn(false);
    await wait(0.005);
    expect(output.operating.voltage).toBeCloseTo(10 * Math.exp(-1), 3);
    await wait(0.05);
    expect(Math.abs(output.operating.voltage)).toBeLessThan(1e-3);
  });

  it('switches after a delay', async () => {
    const { output, wait } = bench();
    output.voltage = 5;
    output.turn(true, 2);
    expect([output.on, output.live]).toEqual([true, false]);
    await wait(2.1);
    expect(output.live).toBe(true);
    expect(output.operating.voltage).toBeCloseTo(5, 6);
  });

  it('trips above the overvoltage level and stays off until it is cleared', async () => {
    const { output, wait } = bench();
    Object.assign(output.overVoltage, { enabled: true, level: 6 });
    output.voltage = 5;
    output.turn(true);
    await wait(0.1);
    expect(output.live).toBe(true);
    output.voltage = 7;
    await wait(0.1);
    expect([output.on, output.live, [...output.trips]]).toEqual([true, false, ['voltage']]);
    output.voltage = 5;
    output.clearTrip('voltage');
    await wait(0.1);
    expect(output.live).toBe(true);
  });

  it('trips once the current has been limited for the delay', async () => {
    const { output, load, wait } = bench();
    Object.assign(output.overCurrent, { enabled: true, delay: 0.5 });
    output.voltage = 5;
    output.turn(true);
    await wait(0.1);
    load.ohms = 1;
    expect(output.live).toBe(true);
    await wait(0.4);
    expect(output.live).toBe(true);
    await wait(0.2);
    expect([...output.trips]).toEqual(['current']);
    expect(output.operating.holds).toBeUndefined();
  });

  it('trips above a current of its own level', async () => {
    const { output, wait } = bench();
    Object.assign(output.overCurrent, { enabled: true, level: 0.4 });
    output.voltage = 5.5;
    output.turn(true);
    await wait(0.1);
    expect([...output.trips]).toEqual(['current']);
  });
});
