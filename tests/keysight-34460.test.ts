import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { Keysight34461Simulator, ScpiRefusal, serveTcp } from '@fourwire/mock';
import { openMultimeter } from '@fourwire/scpi';
import type { Multimeter } from '@fourwire/scpi';
import { firstValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

async function onBench(
  work: (meter: Multimeter, simulator: Keysight34461Simulator, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const simulator = new Keysight34461Simulator({ clock, random });
  await clock.run(async () => {
    const link = new InProcessTransport(simulator.services.scpi, 'meter');
    const meter = await openMultimeter(link, { driver: 'keysight-34460', path: 'meter', clock, random });
    await work(meter, simulator, clock);
    await meter.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('the Truevolt driver and the simulated 34461A', () => {
  it('agree on who it is and how it is set', async () => {
    await onBench(async (meter) => {
      expect(await firstValueFrom(meter.identity$)).toMatchObject({
        manufacturer: 'Keysight Technologies',
        model: '34461A',
      });
      expect(await meter.function.read()).toBe('dcVoltage');
      await meter.function.write('resistance4w');
      await meter.range.write(10_000);
      expect(await meter.range.read()).toBe(10_000);
      expect(await meter.autoRange.read()).toBe(false);
      await meter.integration.write(1);
      expect(await meter.integration.read()).toBe(1);
    });
  });

  it('measure the resistance at the terminals with four wires', async () => {
    await onBench(async (meter, simulator) => {
      const { value, unit } = await meter.measure({ function: 'resistance4w', integration: 10 });
      expect(unit).toBe('Ohm');
      expect(value).toBeCloseTo(simulator.model.inputs.load.resistance({ wires: 4 }), 0);
      simulator.model.inputs.voltage = 1.5;
      expect((await meter.measure({ function: 'dcVoltage', range: 10 })).value).toBeCloseTo(1.5, 3);
      expect(await meter.reading.read()).toBeCloseTo(1.5, 3);
    });
  });

  it('call an overload an error and no number', async () => {
    await onBench(async (meter, simulator) => {
      simulator.model.overload = true;
      await expect(meter.reading.read()).rejects.toMatchObject({ kind: 'device', code: 'overload' });
      expect(meter.reading.last?.quality).toBe('bad');
    });
  });

  it('take a hundred readings with progress, and stop in the middle of many', async () => {
    await onBench(async (meter, simulator, clock) => {
      simulator.model.inputs.voltage = 2;
      await meter.measure({ function: 'dcVoltage', range: 10, integration: 1 });
      const acquiring = meter.acquire({ count: 100 });
      const progress = firstValueFrom(acquiring.progress$.pipe(toArray()));
      const { value } = await acquiring;
      expect(value).toHaveLength(100);
      expect(Math.max(...value) - Math.min(...value)).toBeLessThan(0.01);
      expect((await progress).length).toBeGreaterThan(2);
      const long = meter.acquire({ count: 5000 });
      await clock.sleep({ seconds: 2 });
      expect(await long.stop()).toEqual({ mode: 'hold', outcome: 'stopped' });
      await expect(long).rejects.toMatchObject({ code: 'stopped' });
      expect(await meter.reading.read()).toBeCloseTo(2, 2);
    });
  });

  it('read one value again after readings that an overload ended, and after another program asked for several', async () => {
    await onBench(async (meter, simulator) => {
      simulator.model.inputs.voltage = 1.5;
      simulator.model.trigger.samples = 7;
      await expect(meter.reading.read()).rejects.toMatchObject({ kind: 'protocol' });
      expect(await meter.reading.read()).toBeCloseTo(1.5, 3);
      simulator.model.overload = true;
      await expect(meter.acquire({ count: 20 })).rejects.toMatchObject({ code: 'overload' });
      simulator.model.overload = false;
      expect(await meter.reading.read()).toBeCloseTo(1.5, 3);
    });
  });

  it('end readings that a meter which started anew will never have', async () => {
    await onBench(async (meter, simulator, clock) => {
      const acquiring = meter.acquire({ count: 500 });
      await Promise.all([
        expect(acquiring).rejects.toMatchObject({ kind: 'device', code: 'acquisition-ended' }),
        clock.sleep({ seconds: 2 }).then(() => simulator.instrument.powerCycle()),
      ]);
      expect(await meter.reading.read()).toBeTypeOf('number');
    });
  });

  it('tell the instrument’s own refusal at the call that caused it', async () => {
    await onBench(async (meter, simulator) => {
      simulator.instrument.on('FUNCtion', () => {
        throw new ScpiRefusal(-221);
      });
      await expect(meter.function.write('capacitance')).rejects.toMatchObject({
        code: 'scpi-error',
        path: 'meter/function',
        device: { code: -221, text: 'Settings conflict' },
      });
    });
  });

  it('refuse an integration time that the meter does not have before a byte is sent', async () => {
    await onBench(async (meter) => {
      await expect(meter.integration.write(500)).rejects.toThrow(
        'integration 500 refused, allowed 0.02 to 100',
      );
      await expect(meter.integration.write(3)).rejects.toThrow('0.02, 0.2, 1, 10, 100 power-line cycles');
    });
  });

  it('leave an acquisition alone when its reading is polled meanwhile', async () => {
    await onBench(async (meter, _simulator, clock) => {
      const polling = meter.reading.value$.subscribe({ error: () => {} });
      const began = clock.monotonic();
      expect((await meter.acquire({ count: 10 })).value).toHaveLength(10);
      expect(clock.monotonic() - began).toBeLessThan(6000);
      const acquiring = meter.acquire({ count: 10 });
      await clock.sleep(500);
      await expect(meter.reading.read()).rejects.toMatchObject({ kind: 'busy', code: 'acquiring' });
      expect((await acquiring).value).toHaveLength(10);
      polling.unsubscribe();
      expect(await meter.reading.read()).toBeTypeOf('number');
    });
  });

  it('speak on a real socket', async () => {
    const simulator = new Keysight34461Simulator();
    await using mount = await serveTcp(simulator.services.scpi);
    await using meter = await openMultimeter(`TCPIP::127.0.0.1::${mount.port}::SOCKET`, {
      driver: 'keysight-34460',
    });
    expect((await meter.measure({ function: 'resistance4w', integration: 0.2 })).value).toBeGreaterThan(100);
  });
});
