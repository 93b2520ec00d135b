import { openBench, parseBenchFile } from '@fourwire/bench';
import {
  GemWirebonderSimulator,
  Keysight34461Simulator,
  SentioSimulator,
  WatlowF4tSimulator,
  virtualBench,
} from '@fourwire/mock';
import { openProbeStation } from '@fourwire/probe-station';
import { openMultimeter } from '@fourwire/scpi';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import { exampleProfile, openWirebonder } from '@fourwire/wirebonder';
import { describe, expect, it } from 'vitest';

const lab = (seed = 1) =>
  virtualBench(
    ({ clock, random }) => ({
      oven: new WatlowF4tSimulator({ clock, random: random('oven') }),
      prober: new SentioSimulator({ clock, random: random('prober') }),
      meter: new Keysight34461Simulator({ clock, random: random('meter') }),
      bonder: new GemWirebonderSimulator({ clock, random: random('bonder') }),
    }),
    { seed },
  );

describe('a virtual bench', () => {
  it('stands at the addresses that real machines would have', async () => {
    const bench = lab();
    await bench.run(async () => {
      for (const address of ['modbus-tcp://oven', 'modbus-rtu:///dev/oven?baud=9600']) {
        await using oven = await openThermalChamber(address, { driver: 'watlow-f4t', ...bench.links });
        expect(await oven.temperature.read()).toBeCloseTo(23, 0);
      }
      for (const address of [
        'TCPIP0::meter::5025::SOCKET',
        'ASRL/dev/meter::INSTR',
        'TCPIP0::meter::hislip0::INSTR',
        'TCPIP0::meter::inst0::INSTR',
        'USB0::0x2A8D::0x1301::meter::INSTR',
        'sim://meter',
      ]) {
        await using meter = await openMultimeter(address, { driver: 'keysight-34460', ...bench.links });
        expect(await meter.reading.read()).toBeCloseTo(0, 3);
      }
      await using prober = await openProbeStation('TCPIP0::prober::35555::SOCKET', {
        driver: 'mpi-sentio',
        ...bench.links,
      });
      expect((await prober.position?.read())?.x).toBeCloseTo(0, 0);
      await using bonder = await openWirebonder('hsms://bonder', {
        driver: 'gem-wirebonder',
        ...bench.links,
        options: { profile: exampleProfile },
      });
      expect(await bonder.processState.read()).toEqual({ code: 1, name: 'IDLE' });
    });
    expect(bench.clock.pendingTimers).toBe(0);
  });

  it('switches faults of a machine and of the wire to it, by schedule', async () => {
    const bench = lab();
    await bench.run(async () => {
      await using oven = await openThermalChamber('modbus-tcp://oven', {
        driver: 'watlow-f4t',
        ...bench.links,
      });
      bench.faults.oven.schedule([
        { fault: 'sensor-open', after: { minutes: 1 }, for: { minutes: 1 } },
        { fault: 'unplug', after: { minutes: 3 }, for: { seconds: 10 } },
      ]);
      await bench.clock.sleep({ seconds: 90 });
      await expect(oven.temperature.read()).rejects.toMatchObject({ kind: 'device' });
      await bench.clock.sleep({ minutes: 1 });
      expect(await oven.temperature.read()).toBeCloseTo(23, 0);
      await bench.clock.sleep({ seconds: 35 });
      await expect(oven.temperature.read({ timeout: 1000 })).rejects.toMatchObject({ path: 'watlow-f4t' });
      await bench.clock.sleep({ seconds: 10 });
      expect(await oven.temperature.read()).toBeCloseTo(23, 0);
    });
  });

  it('opens a bench file with the addresses as they are', async () => {
    const bench = lab();
    const file = parseBenchFile(
      'name: lab\ndevices:\n  oven: { driver: watlow-f4t, address: "modbus-tcp://oven/1" }\n  meter: { driver: keysight-34460, address: "TCPIP0::meter::5025::SOCKET" }\n',
      'bench.yaml',
      {},
    );
    await bench.run(async () => {
      const opened = await openBench(file, bench.links);
      expect(opened.entries.map(({ name }) => name)).toEqual(['oven', 'meter']);
      await opened.close();
    });
    expect(bench.clock.pendingTimers).toBe(0);
  });

  it('says what a simulator speaks when an address does not suit it', async () => {
    const bench = lab();
    await bench.run(async () => {
      await expect(
        openThermalChamber('TCPIP0::oven::5025::SOCKET', { driver: 'watlow-f4t', ...bench.links }),
      ).rejects.toMatchObject({ code: 'wire-mismatch' });
      await expect(
        openMultimeter('TCPIP0::oven::inst0::INSTR', { driver: 'keysight-34460', ...bench.links }),
      ).rejects.toThrow(
        'The simulator "oven" does not speak over vxi11; it has modbus-tcp, modbus-rtu, scpi.',
      );
    });
  });
});
