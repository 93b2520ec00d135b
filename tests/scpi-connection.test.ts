import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { Keysight34461Simulator, MessageLink, ScpiInstrument, scpiService, serveTcp } from '@fourwire/mock';
import { openScpi, recallSettings, saveSettings, scpi } from '@fourwire/scpi';
import type { ScpiConnection } from '@fourwire/scpi';
import { firstValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

async function onMeter(
  wire: 'stream' | 'messages',
  work: (
    meter: ScpiConnection,
    simulator: Keysight34461Simulator,
    link: InProcessTransport | MessageLink,
    clock: VirtualClock,
  ) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const simulator = new Keysight34461Simulator({ clock, random });
  await clock.run(async () => {
    const link =
      wire === 'stream'
        ? new InProcessTransport(simulator.services.scpi, 'meter')
        : new MessageLink(simulator.messages, 'meter');
    await using meter = await openScpi(link, { path: 'meter', clock, random });
    await work(meter, simulator, link, clock);
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('openScpi', () => {
  it('talks to an instrument for which there is no driver, over TCP', async () => {
    const simulator = new Keysight34461Simulator();
    simulator.model.stuckAt = 1.25;
    await using mount = await serveTcp(simulator.services.scpi);
    await using meter = await openScpi(`TCPIP::127.0.0.1::${mount.port}::SOCKET`);
    expect(await meter.identity()).toMatchObject({ model: '34461A' });
    await meter.send(scpi`CONF:VOLT:DC ${10}`);
    expect(await meter.queryNumber(scpi`READ?`)).toBe(1.25);
    expect(await meter.query(scpi`FUNC?`)).toBe('"VOLT"');
    await expect(meter.send(scpi`CONF:VOLT:DC ${1e6}`)).rejects.toMatchObject({ code: 'scpi-error' });
    expect(await meter.errors()).toEqual([]);
  });

  it('reads blocks of samples', async () => {
    const instrument = new ScpiInstrument('Maker,Scope,1,1.0');
    // Big-endian 1, -2, and a line feed as data.
    instrument.on('CURVe?', () => '#16\u0000\u0001\u00FF\u00FE\u0000\n');
    await using scope = await openScpi(new InProcessTransport(scpiService(instrument)));
    expect(await scope.querySamples(scpi`CURV?`, 'int16', 'big')).toEqual(Int16Array.of(1, -2, 10));
  });

  it.each(['stream', 'messages'] as const)('runs an operation with progress: %s', async (wire) => {
    await onMeter(wire, async (meter, simulator, _link, clock) => {
      simulator.model.inputs.voltage = 2;
      await meter.send(scpi`CONF:VOLT:DC ${10}`);
      await meter.send(scpi`VOLT:DC:NPLC ${10}`);
      await meter.send(scpi`SAMP:COUN ${10}`);
      const running = meter.run(scpi`INIT`, { abort: scpi`ABOR`, within: 60 });
      const progress = firstValueFrom(running.progress$.pipe(toArray()));
      const start = clock.monotonic();
      await running;
      expect(clock.monotonic() - start).toBeGreaterThan(2000);
      expect((await progress).length).toBeGreaterThan(1);
      expect((await meter.query(scpi`FETC?`)).split(',')).toHaveLength(10);
    });
  });

  it.each(['stream', 'messages'] as const)(
    'stops an operation, and reads back that it stands: %s',
    async (wire) => {
      await onMeter(wire, async (meter, simulator, _link, clock) => {
        await meter.send(scpi`SAMP:COUN ${5000}`);
        const running = meter.run(scpi`INIT`, { abort: scpi`ABOR` });
        running.then(undefined, () => {});
        await clock.sleep(1000);
        expect(await meter.queryNumber(scpi`STAT:OPER:COND?`)).not.toBe(0);
        expect(await running.stop()).toEqual({ mode: 'hold', outcome: 'stopped' });
        expect(await meter.queryNumber(scpi`STAT:OPER:COND?`)).toBe(0);
        await expect(meter.run(scpi`INIT`, { within: 0.5, abort: scpi`ABOR` })).rejects.toMatchObject({
          kind: 'timeout',
        });
        expect(simulator.model.trigger.samples).toBe(5000);
        expect(await meter.queryNumber(scpi`STAT:OPER:COND?`)).toBe(0);
      });
    },
  );

  it('comes back after the cable was pulled', async () => {
    await onMeter('stream', async (meter, _simulator, link, clock) => {
      link.unplug();
      await clock.sleep(100);
      link.plug();
      expect(await meter.query(scpi`FUNC?`)).toBe('"VOLT"');
      expect(await firstValueFrom(meter.device.identity$)).toMatchObject({ model: '34461A' });
    });
  });

  it('saves settings and recalls them', async () => {
    await onMeter('stream', async (meter) => {
      const commands = ['FUNC', 'VOLT:RANG', 'VOLT:RANG:AUTO', 'VOLT:NPLC', 'SAMP:COUN', 'TRIG:SOUR'];
      await meter.send(scpi`VOLT:NPLC ${0.2}`);
      const before = await saveSettings(meter, commands);
      await meter.send(scpi`*RST`);
      expect(await meter.queryNumber(scpi`VOLT:NPLC?`)).toBe(10);
      expect(await recallSettings(meter, before)).toEqual([]);
      expect(await meter.queryNumber(scpi`VOLT:NPLC?`)).toBe(0.2);
    });
  });
});
