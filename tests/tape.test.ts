import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bus, FourwireError, InProcessTransport, VirtualClock } from '@fourwire/core';
import type { Device, Transport } from '@fourwire/core';
import {
  GemWirebonderSimulator,
  Keysight34461Simulator,
  WatlowF4tSimulator,
  record,
  replay,
} from '@fourwire/mock';
import type { ReplayOptions } from '@fourwire/mock';
import { openMultimeter } from '@fourwire/scpi';
import type { Multimeter } from '@fourwire/scpi';
import { HsmsTransport } from '@fourwire/secs';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import { ModbusTransport } from '@fourwire/transport';
import { exampleProfile, openWirebonder } from '@fourwire/wirebonder';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'fourwire-tape-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Records what `use` does on a device over a transport; gives what it gave. */
async function recorded<D extends Device, R>(
  file: string,
  transport: (clock: VirtualClock) => Transport,
  open: (bus: Bus<Transport>, clock: VirtualClock) => Promise<D>,
  use: (device: D) => Promise<R>,
): Promise<R> {
  const clock = new VirtualClock();
  return clock.run(async () => {
    const bus = new Bus(transport(clock), { clock });
    using tape = record(bus, file);
    const device = await open(bus, clock);
    tape.identify(device);
    const result = await use(device);
    await device.close();
    return result;
  });
}

const openMeter = async (where: Bus<Transport> | Transport, clock: VirtualClock): Promise<Multimeter> =>
  openMultimeter(where, { driver: 'keysight-34460', path: 'meter', clock });

const meterLink = (clock: VirtualClock): Transport =>
  new InProcessTransport(new Keysight34461Simulator({ clock }).services.scpi, 'meter');

/** Plays a tape to a meter. */
async function onTape<R>(
  file: string,
  use: (meter: Multimeter, clock: VirtualClock) => Promise<R>,
  options: ReplayOptions = {},
): Promise<R> {
  const clock = new VirtualClock();
  return clock.run(async () => {
    const link = replay(file, { clock, ...options });
    const meter = await openMeter(link, clock);
    const [result] = await Promise.allSettled([use(meter, clock)]);
    await meter.close();
    // First: it says why.
    link.check();
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

const lookAt = async (meter: Multimeter): Promise<unknown[]> => [
  await meter.function.read(),
  await meter.reading.read(),
  await meter.measure({ function: 'resistance4w' }),
];

describe('a tape of a meter', () => {
  const file = join(folder, 'meter.tape');

  it('gives the same values again, without the meter', async () => {
    const values = await recorded(file, meterLink, openMeter, lookAt);
    expect(await onTape(file, lookAt)).toEqual(values);
    const [head, first] = readFileSync(file, 'utf8').split('\n');
    expect(JSON.parse(head ?? '')).toEqual({
      tape: 1,
      address: 'sim://meter',
      wire: 'bytes',
      began: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    });
    expect(JSON.parse(first ?? '')).toEqual({ at: 0, sent: { text: '*IDN?\n' }, device: 'meter' });
    expect(replay(file).tape.identities['meter']).toMatchObject({ model: '34461A' });
  });

  it('shows the difference when something else is sent', async () => {
    const other = async (meter: Multimeter): Promise<unknown> => {
      await meter.function.read();
      return meter.range.read();
    };
    const error = await onTape(file, other).catch((thrown: unknown) => FourwireError.from(thrown));
    expect(error).toMatchObject({ kind: 'protocol', code: 'replay-mismatch' });
    const { message } = error as FourwireError;
    expect(message).toContain('\n-> READ?\\n\n+> FUNC?\\n\n');
    expect(message).toContain('\n > FUNC?\\n\n < "VOLT"\\n\n');
  });

  it('says what of it was not asked for', async () => {
    const less = async (meter: Multimeter): Promise<unknown> => meter.function.read();
    await expect(onTape(file, less)).rejects.toMatchObject({ code: 'replay-unfinished' });
  });

  it('answers in any order, and as often as it is asked, when it is tolerant', async () => {
    const values = await recorded(file, meterLink, openMeter, lookAt);
    const mixed = async (meter: Multimeter): Promise<unknown[]> => {
      const reading = await meter.reading.read();
      const named = await meter.function.read();
      await meter.function.read();
      return [named, reading, await meter.measure({ function: 'resistance4w' })];
    };
    expect(await onTape(file, mixed, { order: 'tolerant' })).toEqual(values);
    const other = async (meter: Multimeter): Promise<unknown> => meter.range.write(10);
    await expect(onTape(file, other, { order: 'tolerant' })).rejects.toMatchObject({
      code: 'replay-mismatch',
    });
  });

  it('takes the time that it took when the timing is strict', async () => {
    const took = async (options: ReplayOptions): Promise<number> =>
      onTape(
        file,
        async (meter, clock) => {
          const began = clock.monotonic();
          await lookAt(meter);
          return clock.monotonic() - began;
        },
        options,
      );
    expect(await took({ timing: 'strict' })).toBeGreaterThan(400);
    expect(await took({})).toBe(0);
  });

  it('holds nothing secret of an address', async () => {
    const clock = new VirtualClock();
    const link = meterLink(clock);
    Object.defineProperty(link, 'address', {
      value: 'tcp://joe:hunter2@10.0.0.7:5025?unit=1&password=hunter3&token=abc',
    });
    record(new Bus(link, { clock }), file).close();
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('tcp://10.0.0.7:5025?unit=1&password=…&token=…');
    expect(text).not.toMatch(/hunter|joe|abc/);
  });

  it.each([
    ['{"tape":2}\n', /line 1: a tape begins with/],
    ['{"tape":1}\nhello\n', /line 2: this is no JSON object/],
    ['{"tape":1}\n{"at":0,"sent":"A"}\n', /line 2: a message needs/],
    ['{"tape":1}\n{"sent":{"hex":"0"}}\n', /line 2: a message needs/],
    ['{"tape":1}\n{"sent":{"hex":"00"}}\n', /line 2: "at" must be/],
  ])('refuses %j', (text, message) => {
    writeFileSync(file, text);
    expect(() => replay(file)).toThrow(message);
  });

  it('says which file cannot be read or written', () => {
    const nowhere = join(folder, 'no-folder', 'a.tape');
    expect(() => replay(nowhere)).toThrow(/cannot be read/);
    expect(() => record(new Bus(meterLink(new VirtualClock())), nowhere)).toThrow(/cannot be written/);
  });
});

describe('a tape of a wire that is no plain text', () => {
  const file = join(folder, 'other.tape');

  it.each(['tcp', 'rtu'] as const)('Modbus %s: gives the same values again', async (mode) => {
    const service = mode === 'tcp' ? 'modbus-tcp' : 'modbus-rtu';
    const open = async (where: Bus<Transport> | Transport, clock: VirtualClock) =>
      openThermalChamber(where, { driver: 'watlow-f4t', path: 'oven', clock });
    const use = async (oven: Awaited<ReturnType<typeof open>>): Promise<unknown[]> => {
      await oven.setpoint.write(85);
      return Promise.all([oven.setpoint.read(), oven.temperature.read(), oven.running.read()]);
    };
    const values = await recorded(
      file,
      (clock) =>
        ModbusTransport.over(
          new InProcessTransport(new WatlowF4tSimulator({ clock }).services[service], 'oven'),
          mode,
        ),
      open,
      use,
    );
    const clock = new VirtualClock();
    await clock.run(async () => {
      const link = replay(file, { clock });
      await using oven = await open(ModbusTransport.over(link, mode), clock);
      expect(await use(oven)).toEqual(values);
      link.check();
      // Out of the order of the tape the transaction ids are others.
      const again = await open(ModbusTransport.over(replay(file, { clock, order: 'tolerant' }), mode), clock);
      const [, temperature] = values;
      expect(await again.temperature.read()).toBe(temperature);
      expect(await again.temperature.read()).toBe(temperature);
      await again.close();
    });
  });

  it('HSMS: gives the same values again', async () => {
    const options = { driver: 'gem-wirebonder', path: 'bonder', options: { profile: exampleProfile } };
    const open = async (where: Bus<Transport> | Transport, clock: VirtualClock) =>
      openWirebonder(where, { ...options, clock });
    const use = async (bonder: Awaited<ReturnType<typeof open>>): Promise<unknown[]> => [
      await bonder.recipes.read(),
      await bonder.processState.read(),
      await bonder.uploadRecipe({ id: 'MEMS-GOLD' }),
    ];
    const values = await recorded(
      file,
      (clock) => {
        const { hsms } = new GemWirebonderSimulator({ clock }).services;
        return new HsmsTransport(() => new InProcessTransport(hsms, 'bonder'));
      },
      open,
      use,
    );
    const clock = new VirtualClock();
    await clock.run(async () => {
      const link = replay(file, { clock });
      const bonder = await open(new HsmsTransport(() => link), clock);
      expect(await use(bonder)).toEqual(values);
      await bonder.close();
      link.check();
    });
  });
});

/**
 * The tape of one run of the driver, kept: what it sends may not change unnoticed. Made with FOURWIRE_RECORD=1 against
 * the simulator; a tape of a real meter takes its place when there is one.
 */
it('the Truevolt driver says what it said when the tape was made', async () => {
  const file = fileURLToPath(new URL('fixtures/keysight-34461.tape', import.meta.url));
  if (process.env['FOURWIRE_RECORD'] === '1') await recorded(file, meterLink, openMeter, lookAt);
  const [measured, reading, resistance] = await onTape(file, lookAt);
  expect(measured).toBe('dcVoltage');
  expect(reading).toBeCloseTo(0, 4);
  expect(resistance).toMatchObject({ unit: 'Ohm', value: expect.closeTo(1000, 0) as number });
});
