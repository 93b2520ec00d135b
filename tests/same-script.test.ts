import { VirtualClock, seededRandom } from '@fourwire/core';
import type { ByteTransport, Clock, Device, Random } from '@fourwire/core';
import {
  DeviceInSocket,
  Keithley2400Simulator,
  Keysight34401Simulator,
  Keysight34461Simulator,
  KeysightB2900Simulator,
  KeysightE36300Simulator,
  KeysightInfiniiVisionSimulator,
  MessageLink,
  Resistor,
  RigolDp800Simulator,
  RigolDs1000zSimulator,
  TektronixScopeSimulator,
  periodic,
} from '@fourwire/mock';
import type { DmmModel, MessageService, ScopeModel } from '@fourwire/mock';
import { openMultimeter, openOscilloscope, openPowerSupply, openSourceMeasureUnit } from '@fourwire/scpi';
import type { Multimeter, Oscilloscope, PowerSupply, SourceMeasureUnit } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';

type Time = { readonly clock: Clock; readonly random: Random };

/** A resistor without leads. */
const resistor = (ohms: number): DeviceInSocket =>
  new DeviceInSocket({ device: new Resistor(ohms), temperature: () => 25, leads: 0 });

/** Runs one script on the instrument of one vendor: its driver and where it is are all that differs. */
async function onVendor<D extends Device>(
  open: (link: ByteTransport, options: { driver: string; clock: Clock; random: Random }) => Promise<D>,
  { driver, simulate }: Vendor,
  script: (device: D) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const { messages } = simulate({ clock, random });
  await clock.run(async () => {
    await using device = await open(new MessageLink(messages, driver), { driver, clock, random });
    await script(device);
  });
  expect(clock.pendingTimers).toBe(0);
}

interface Vendor {
  readonly driver: string;
  readonly simulate: (time: Time) => { readonly messages: MessageService };
}

describe('the same script on multimeters', () => {
  /** Voltage and resistance, a number of readings, and an overload. */
  async function script(meter: Multimeter): Promise<void> {
    const resistance = await meter.measure({ function: 'resistance4w', range: 1000, integration: 10 });
    expect(resistance.unit).toBe('Ohm');
    expect(resistance.value).toBeCloseTo(1000, 0);
    await meter.function.write('dcVoltage');
    await meter.range.write(10);
    await meter.integration.write(0.2);
    expect(await meter.range.read()).toBe(10);
    expect(await meter.autoRange.read()).toBe(false);
    expect(await meter.reading.read()).toBeCloseTo(1.5, 3);
    const { value } = await meter.acquire({ count: 12 });
    expect(value).toHaveLength(12);
    expect(Math.max(...value.map((volts) => Math.abs(volts - 1.5)))).toBeLessThan(0.01);
    await meter.range.write(0.1);
    await expect(meter.reading.read()).rejects.toMatchObject({ kind: 'device', code: 'overload' });
    await expect(meter.integration.write(5000)).rejects.toMatchObject({ kind: 'range' });
  }

  const measuring = <S extends { readonly model: DmmModel }>(simulator: S): S => {
    simulator.model.inputs.voltage = 1.5;
    return simulator;
  };

  it.each<[string, Vendor]>([
    ['34461A', { driver: 'keysight-34460', simulate: (time) => measuring(new Keysight34461Simulator(time)) }],
    ['34401A', { driver: 'keysight-34401', simulate: (time) => measuring(new Keysight34401Simulator(time)) }],
    [
      '34410A',
      {
        driver: 'keysight-34401',
        simulate: (time) => measuring(new Keysight34401Simulator({ ...time, model: '34410A' })),
      },
    ],
  ])('runs on a %s', async (_model, vendor) => {
    await onVendor<Multimeter>(openMultimeter, vendor, script);
  });
});

describe('the same script on source-measure units', () => {
  /** An I-V curve of 1 kΩ, a current in compliance, and all off. */
  async function script(unit: SourceMeasureUnit): Promise<void> {
    const [channel] = unit.channels;
    expect(channel).toBeDefined();
    if (channel === undefined) return;
    await channel.fourWire.write(false);
    await channel.integration.write(1);
    const curve = await channel.sweep({ source: 'voltage', start: -1, stop: 1, points: 5, compliance: 0.01 });
    expect(curve.voltage).toHaveLength(5);
    for (const [index, volts] of [-1, -0.5, 0, 0.5, 1].entries()) {
      expect(curve.voltage[index]).toBeCloseTo(volts, 2);
      expect(curve.current[index]).toBeCloseTo(volts / 1000, 5);
    }
    expect(curve.inCompliance.every((limited) => limited === 0)).toBe(true);
    expect(await channel.output.read()).toBe(false);
    await channel.source.write('voltage');
    await channel.current.compliance.write(1e-3);
    await channel.voltage.level.write(2);
    await channel.output.write(true);
    const { current, inCompliance } = await channel.measurement.read();
    expect(current).toBeCloseTo(1e-3, 5);
    expect(inCompliance).toBe(true);
    await expect(channel.voltage.level.write(1e6)).rejects.toMatchObject({ kind: 'range' });
    expect((await unit.safe('the script is over')).ok).toBe(true);
    expect(await channel.output.read()).toBe(false);
  }

  it.each<Vendor>([
    {
      driver: 'keithley-2400',
      simulate: (time) => new Keithley2400Simulator({ ...time, load: resistor(1000) }),
    },
    {
      driver: 'keysight-b2900',
      simulate: (time) => new KeysightB2900Simulator({ ...time, loads: [resistor(1000)] }),
    },
  ])('runs on that of $driver', async (vendor) => {
    await onVendor<SourceMeasureUnit>(openSourceMeasureUnit, vendor, script);
  });
});

describe('the same script on power supplies', () => {
  /** Constant voltage into 10 Ω, then its current limit, and all off. */
  async function script(supply: PowerSupply): Promise<void> {
    const [output] = supply.outputs;
    expect(output).toBeDefined();
    if (output === undefined) return;
    await output.voltage.write(3);
    await output.currentLimit.write(1);
    await output.enabled.write(true);
    const measured = await output.measurement.read();
    expect(measured.voltage).toBeCloseTo(3, 1);
    expect(measured.current).toBeCloseTo(0.3, 2);
    expect(await output.state.read()).toBe('constantVoltage');
    await output.currentLimit.write(0.1);
    expect(await output.state.read()).toBe('constantCurrent');
    await expect(output.voltage.write(1e6)).rejects.toMatchObject({ kind: 'range' });
    expect((await supply.safe('the script is over')).ok).toBe(true);
    expect(await output.state.read()).toBe('off');
  }

  it.each<Vendor>([
    {
      driver: 'keysight-e36300',
      simulate: (time) => new KeysightE36300Simulator({ ...time, loads: [resistor(10)] }),
    },
    {
      driver: 'rigol-dp800',
      simulate: (time) => new RigolDp800Simulator({ ...time, loads: [resistor(10)] }),
    },
  ])('runs on that of $driver', async (vendor) => {
    await onVendor<PowerSupply>(openPowerSupply, vendor, script);
  });
});

describe('the same script on oscilloscopes', () => {
  /** A capture of a sine, its axis and its height. */
  async function script(scope: Oscilloscope): Promise<void> {
    const [channel] = scope.channels;
    expect(channel).toBeDefined();
    if (channel === undefined) return;
    await channel.enabled.write(true);
    await channel.scale.write(1);
    await scope.timebase.scale.write(1e-6);
    await scope.trigger.source.write('channel1');
    await scope.trigger.level.write(0);
    await scope.acquire();
    expect(await scope.running.read()).toBe(false);
    const { samples, start, interval, unit } = await channel.waveform({});
    expect(unit).toBe('V');
    expect(samples.value.length * interval).toBeGreaterThan(5e-6);
    expect(start).toBeLessThan(0);
    expect(Math.max(...samples.value)).toBeCloseTo(2, 0);
    expect(Math.min(...samples.value)).toBeCloseTo(-2, 0);
    await expect(channel.scale.write(1e6)).rejects.toMatchObject({ kind: 'range' });
  }

  const sine = <S extends { readonly model: ScopeModel }>(simulator: S): S => {
    for (const input of simulator.model.channels) {
      input.signal = periodic({ frequency: 1e6, peakToPeak: 4 });
    }
    return simulator;
  };

  it.each<Vendor>([
    { driver: 'rigol-ds1000z', simulate: (time) => sine(new RigolDs1000zSimulator(time)) },
    {
      driver: 'keysight-infiniivision',
      simulate: (time) => sine(new KeysightInfiniiVisionSimulator(time)),
    },
    { driver: 'tektronix-scope', simulate: (time) => sine(new TektronixScopeSimulator(time)) },
  ])('runs on that of $driver', async (vendor) => {
    await onVendor<Oscilloscope>(openOscilloscope, vendor, script);
  });
});
