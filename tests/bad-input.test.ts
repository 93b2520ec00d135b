import { openBench } from '@fourwire/bench';
import type { BenchFile } from '@fourwire/bench';
import { InProcessTransport, VirtualClock } from '@fourwire/core';
import { Keysight34461Simulator, WatlowF4tSimulator, serveTcp } from '@fourwire/mock';
import { multimeter, openMultimeter } from '@fourwire/scpi';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { ModbusTransport } from '@fourwire/transport';
import { describe, expect, it } from 'vitest';

function benchOf(devices: BenchFile['devices']): BenchFile {
  return { name: 'lab', devices };
}

describe('bad input gets one clear sentence', () => {
  it('for an address that is none', async () => {
    await expect(openMultimeter('10.0.0.5:5025', { driver: 'keysight-34460' })).rejects.toThrow(
      /10\.0\.0\.5:5025.*TCPIP0?::10\.0\.0\.5::5025::SOCKET/s,
    );
  });

  it('for a driver that there is not', async () => {
    await expect(openMultimeter('TCPIP::10.0.0.5::5025::SOCKET', { driver: 'hp-3458' })).rejects.toThrow(
      'There is no driver "hp-3458" for a multimeter; there are keysight-34460, ',
    );
  });

  it('for an address of the wrong kind', async () => {
    const link = new InProcessTransport(new Keysight34461Simulator().services.scpi, 'meter');
    await expect(openThermalChamber(link, { driver: 'watlow-f4t' })).rejects.toThrow(
      'watlow-f4t speaks over registers, but sim://meter carries bytes',
    );
  });

  it('for nobody at the address', async () => {
    const mount = await serveTcp(new Keysight34461Simulator().services.scpi);
    await mount.close();
    await expect(
      openMultimeter(`TCPIP::127.0.0.1::${mount.port}::SOCKET`, {
        driver: 'keysight-34460',
        path: 'lab/meter',
      }),
    ).rejects.toThrow(/^lab\/meter: .*cannot be opened: .*Check that the instrument is on/);
  });

  it('for a setpoint above the limit, the user’s own narrower than the controller’s', async () => {
    const clock = new VirtualClock();
    const simulator = new WatlowF4tSimulator({ clock });
    await clock.run(async () => {
      const link = ModbusTransport.over(
        new InProcessTransport(simulator.services['modbus-tcp'], 'oven'),
        'tcp',
      );
      await using oven = await openThermalChamber(link, {
        driver: 'watlow-f4t',
        path: 'lab/oven',
        clock,
        limits: { setpoint: { max: 100 } },
      });
      await expect(oven.setpoint.write(110)).rejects.toThrow(
        'lab/oven/setpoint: setpoint 110 °C refused, allowed -42 to 100 °C',
      );
      expect(oven.setpoint.check(90)).toEqual({ ok: true });
      // A command that would write the setpoint keeps to the same limits.
      await expect(oven.settle({ target: 110 })).rejects.toThrow(
        'target 110 °C refused, allowed -42 to 100 °C',
      );
      await expect(oven.ramp({ target: 110, rate: 2 })).rejects.toThrow('target 110 °C refused');
      expect(simulator.model.running).toBe(false);
    });
  });

  it('for a value of the wrong type, before anything is sent', async () => {
    const clock = new VirtualClock();
    const simulator = new Keysight34461Simulator({ clock });
    await clock.run(async () => {
      const link = new InProcessTransport(simulator.services.scpi, 'meter');
      await using meter = await openMultimeter(link, { driver: 'keysight-34460', path: 'lab/meter', clock });
      const sent: number[] = [];
      const watching = meter.trace$.subscribe({
        next: (entry) => sent.push(entry.bytes.length),
        error: () => {},
      });
      await expect(meter.integration.write('1' as unknown as number)).rejects.toThrow(
        'integration must be a number; got "1"',
      );
      await expect(meter.measure({ function: 'ohms' as 'resistance4w' })).rejects.toThrow(
        'input.function must be one of dcVoltage,',
      );
      expect(sent).toEqual([]);
      watching.unsubscribe();
    });
  });

  it('for a device that is not what the bench file says', async () => {
    const clock = new VirtualClock();
    const simulator = new Keysight34461Simulator({ clock, serialNumber: 'MY57000001' });
    const file = benchOf({
      meter: { driver: 'keysight-34460', address: 'sim://meter', identity: { serialNumber: 'MY57999999' } },
    });
    await clock.run(async () => {
      const transports = { meter: new InProcessTransport(simulator.services.scpi, 'meter') };
      await expect(openBench(file, { clock, transports })).rejects.toThrow(
        'lab/meter: Another device answers at sim://meter: expected serialNumber "MY57999999", got "MY57000001".',
      );
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('for a device of another class than the script wants, or of another name', async () => {
    const clock = new VirtualClock();
    const simulator = new Keysight34461Simulator({ clock });
    await clock.run(async () => {
      await using bench = await openBench(
        benchOf({ meter: { driver: 'keysight-34460', address: 'sim://meter' } }),
        {
          clock,
          transports: { meter: new InProcessTransport(simulator.services.scpi, 'meter') },
        },
      );
      expect(() => bench.device('meter', thermalChamber)).toThrow(
        '"meter" on lab is a multimeter, not a thermal-chamber',
      );
      expect(() => bench.device('dmm', multimeter)).toThrow(
        'There is no device "dmm" on lab; there are meter.',
      );
    });
  });

  it('and closes the others when one device of a bench cannot be opened', async () => {
    const clock = new VirtualClock();
    const simulator = new Keysight34461Simulator({ clock });
    const dead = new InProcessTransport(simulator.services.scpi, 'second');
    dead.unplug();
    await clock.run(async () => {
      await expect(
        openBench(
          benchOf({
            first: { driver: 'keysight-34460', address: 'sim://first' },
            second: { driver: 'keysight-34460', address: 'sim://second' },
          }),
          {
            clock,
            transports: { first: new InProcessTransport(simulator.services.scpi, 'first'), second: dead },
          },
        ),
      ).rejects.toThrow('lab/second: sim://second: the cable is not plugged in.');
    });
    expect(clock.pendingTimers).toBe(0);
  });
});
