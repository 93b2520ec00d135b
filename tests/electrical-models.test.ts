import { FourwireError, VirtualClock } from '@fourwire/core';
import {
  DeviceInSocket,
  Keithley2450Simulator,
  Keysight34461Simulator,
  MessageLink,
  Resistor,
} from '@fourwire/mock';
import type { Simulator } from '@fourwire/mock';
import { openMultimeter, openSourceMeasureUnit } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';

/** A simulator on a link of messages, in virtual time. */
async function onLink<S extends Simulator & Required<Pick<Simulator, 'messages'>>>(
  simulate: (clock: VirtualClock) => S,
  work: (link: MessageLink, clock: VirtualClock, simulator: S) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const simulator = simulate(clock);
  await clock.run(async () => work(new MessageLink(simulator.messages, simulator.name), clock, simulator));
  expect(clock.pendingTimers).toBe(0);
}

describe('the Truevolt driver', () => {
  it.each([
    ['34460A', 1e8, false],
    ['34461A', 1e8, false],
    ['34465A', 1e9, true],
    ['34470A', 1e9, true],
  ] as const)('knows a %s by itself, with ranges to %d Ω', async (model, highest, isFine) => {
    await onLink(
      (clock) => new Keysight34461Simulator({ clock, model }),
      async (link, clock, simulator) => {
        await using meter = await openMultimeter(link, { driver: 'keysight-34460', clock });
        await meter.function.write('resistance2w');
        await meter.integration.write(1);
        expect(await meter.reading.read()).toBeCloseTo(1000, 0);
        await meter.range.write(highest);
        expect(await meter.range.read()).toBe(highest);
        // Integration times that the first two do not have are refused before a byte is sent.
        expect(meter.integration.limits).toEqual({ min: 0.02, max: 100 });
        const refusal = await meter.integration.write(0.06).then(
          () => undefined,
          (error: unknown) => FourwireError.from(error).kind,
        );
        expect(refusal).toBe(isFine ? undefined : 'range');
        await meter.function.write('dcVoltage');
        simulator.model.inputs.voltage = 2.5;
        const { value } = await meter.acquire({ count: 3 });
        expect(value).toHaveLength(3);
        for (const volts of value) expect(volts).toBeCloseTo(2.5, 3);
      },
    );
  });
});

describe('the 2450 driver', () => {
  it.each([
    ['2450', 'SCPI', 210, 1.05],
    ['2450', 'TSP', 210, 1.05],
    ['2460', 'SCPI', 105, 7.35],
    ['2460', 'TSP', 105, 7.35],
  ] as const)('knows a %s in %s, with levels to %d V and %d A', async (model, language, volts, amperes) => {
    const load = new DeviceInSocket({ device: new Resistor(100), temperature: () => 25, leads: 0 });
    await onLink(
      (clock) => new Keithley2450Simulator({ clock, model, language, load }),
      async (link, clock) => {
        await using unit = await openSourceMeasureUnit(link, { driver: 'keithley-2450', clock });
        const [channel] = unit.channels;
        if (channel === undefined) throw new Error('It has one channel.');
        expect(channel.voltage.level.limits.max).toBe(volts);
        expect(channel.current.level.limits.max).toBe(amperes);
        const { voltage, current } = await channel.sweep({
          source: 'voltage',
          start: 0,
          stop: 2,
          points: 3,
          compliance: 0.1,
        });
        expect(voltage).toHaveLength(3);
        expect(voltage[2]).toBeCloseTo(2, 2);
        expect(current[2]).toBeCloseTo(0.02, 4);
        expect(await channel.output.read()).toBe(false);
      },
    );
  });
});
