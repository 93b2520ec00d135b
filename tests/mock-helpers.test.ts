import { until } from '@fourwire/core';
import {
  GemWirebonderSimulator,
  Keysight34461Simulator,
  SentioSimulator,
  WatlowF4tSimulator,
  serve,
  snapshotOf,
  virtualBench,
  wireLog,
} from '@fourwire/mock';
import { openProbeStation } from '@fourwire/probe-station';
import { multimeter, openMultimeter } from '@fourwire/scpi';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import { exampleProfile, openWirebonder } from '@fourwire/wirebonder';
import { describe, expect, it } from 'vitest';

describe('serve', () => {
  it('puts a simulator on the wire it belongs on and says how to open it', async () => {
    await using oven = await serve(new WatlowF4tSimulator());
    await using meter = await serve(new Keysight34461Simulator());
    await using prober = await serve(new SentioSimulator());
    await using bonder = await serve(new GemWirebonderSimulator());
    await using chamber = await openThermalChamber(oven.address, { driver: 'watlow-f4t' });
    await using multi = await openMultimeter(meter.address, { driver: 'keysight-34460' });
    await using station = await openProbeStation(prober.address, { driver: 'mpi-sentio' });
    await using machine = await openWirebonder(bonder.address, {
      driver: 'gem-wirebonder',
      options: { profile: exampleProfile },
    });
    expect(await chamber.temperature.read()).toBeCloseTo(23, 0);
    expect(await multi.reading.read()).toBeCloseTo(0, 3);
    expect(await station.height.read()).toBe('separation');
    expect(await machine.processing.read()).toBe('idle');
  });

  it('puts one model on every wire at once, its state survives each client, and the cable can be pulled', async () => {
    const simulator = new Keysight34461Simulator();
    await using socket = await serve(simulator, { on: 'socket' });
    await using line = await serve(simulator, { on: 'serial' });
    await using net = await serve(simulator, { on: 'hislip' });
    await using old = await serve(simulator, { on: 'vxi11' });
    await using bus = await serve(simulator, { on: 'gpib' });
    let range = 1000;
    simulator.model.settings().range = range;
    for (const { address, links, faults } of [socket, line, net, old, bus]) {
      await using meter = await openMultimeter(address, { driver: 'keysight-34460', ...links });
      // What the client before this one, on another wire, has left.
      expect(await meter.range.read()).toBe(range);
      range /= 10;
      await meter.range.write(range);
      expect(await meter.reading.read()).toBeCloseTo(0, 3);
      expect(faults.names).toContain('unplug');
    }
    await using usb = await serve(simulator, { on: 'usbtmc' });
    expect(usb.address).toBe('USB0::0x1209::0x0001::keysight-34461::INSTR');
    expect(usb.port).toBeGreaterThan(0);
    net.faults.set('unplug');
    await expect(
      openMultimeter(net.address, { driver: 'keysight-34460', timeout: 500 }),
    ).rejects.toMatchObject({ kind: 'link' });
  });

  it('refuses a wire that the simulator does not speak over', async () => {
    await expect(serve(new SentioSimulator(), { on: 'hislip' })).rejects.toThrow(
      'The simulator "mpi-sentio" does not speak over hislip; it has tcp.',
    );
  });
});

describe('helpers for tests', () => {
  it('log the wire, snapshot a device, wait for a reading, all in virtual time', async () => {
    const bench = virtualBench(({ clock, random }) => ({
      oven: new WatlowF4tSimulator({ clock, random: random('oven'), parameters: { sensorNoise: 0 } }),
      meter: new Keysight34461Simulator({ clock, random: random('meter') }),
    }));
    await bench.run(async () => {
      await using meter = await openMultimeter('TCPIP0::meter::5025::SOCKET', {
        driver: 'keysight-34460',
        ...bench.links,
      });
      using log = wireLog(meter);
      await meter.autoRange.read();
      expect(log.sent).toEqual([String.raw`FUNC?\n`, String.raw`VOLT:RANG:AUTO?\n`]);
      expect(log.received).toEqual([String.raw`"VOLT"\n`, String.raw`1\n`]);
      log.clear();
      const snapshot = await snapshotOf(multimeter, meter);
      expect(snapshot).toMatchObject({ function: 'dcVoltage', autoRange: true });
      expect(Object.keys(snapshot)).toEqual(['function', 'range', 'autoRange', 'integration', 'reading']);
      bench.faults.meter.set('no-contact');
      expect(await snapshotOf(multimeter, meter)).toMatchObject({ reading: { error: 'device/overload' } });

      await using oven = await openThermalChamber('modbus-tcp://oven', {
        driver: 'watlow-f4t',
        ...bench.links,
      });
      await oven.setpoint.write(80);
      await oven.running.write(true);
      const warm = await until(oven.temperature, (celsius) => celsius > 70, {
        clock: bench.clock,
        timeout: { hours: 2 },
      });
      expect(warm.value).toBeLessThan(75);
    });
    expect(bench.clock.pendingTimers).toBe(0);
  });
});
