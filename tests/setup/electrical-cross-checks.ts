import {
  DeviceInSocket,
  Keithley2400Simulator,
  Resistor,
  RigolDp800Simulator,
  RigolDs1000zSimulator,
  periodic,
} from '@fourwire/mock';
import type { Simulator } from '@fourwire/mock';
import { openOscilloscope, openPowerSupply, openSourceMeasureUnit } from '@fourwire/scpi';
import { expect } from 'vitest';
import { visa } from './visa.ts';

/** An instrument that our driver and pyvisa-py both talk to. */
export interface ElectricalCrossCheck {
  readonly name: string;
  readonly simulate: () => Simulator & Required<Pick<Simulator, 'messages'>>;
  /** Talks to it by both, and expects that they read the same. */
  readonly check: (ours: string, theirs: string) => Promise<void>;
}

const socket = (ohms: number): DeviceInSocket =>
  new DeviceInSocket({ device: new Resistor(ohms), temperature: () => 25, leads: 0 });

const numbers = (line = ''): number[] => line.split(',').map(Number);

export const electricalCrossChecks: readonly ElectricalCrossCheck[] = [
  {
    name: 'the simulated 2400',
    simulate: () => new Keithley2400Simulator({ load: socket(1000), terminator: '\n' }),
    check: async (ours, theirs) => {
      await using unit = await openSourceMeasureUnit(ours, { driver: 'keithley-2400' });
      const [channel] = unit.channels;
      expect(channel).toBeDefined();
      if (channel === undefined) return;
      await channel.source.write('voltage');
      await channel.current.compliance.write(0.01);
      await channel.voltage.level.write(2);
      await channel.output.write(true);
      const { voltage, current } = await channel.measurement.read();
      const [id, level, compliance, reading, error] = await visa(theirs, [
        'for query in ["*IDN?", ":SOUR:VOLT?", ":SENS:CURR:PROT?", ":READ?", ":SYST:ERR?"]: print(instrument.query(query).strip())',
        'instrument.write(":SOUR:VOLT 0.5")',
      ]);
      expect(id).toContain('MODEL 2400');
      expect([Number(level), Number(compliance), error]).toEqual([2, 0.01, '0,"No error"']);
      const [volts, amperes] = numbers(reading);
      expect(volts).toBeCloseTo(voltage, 3);
      expect(amperes).toBeCloseTo(current, 5);
      expect(current).toBeCloseTo(0.002, 4);
      expect(await channel.voltage.level.read()).toBe(0.5);
      expect((await unit.safe('the check is over')).ok).toBe(true);
      expect(await visa(theirs, ['print(instrument.query(":OUTP?").strip())'])).toEqual(['0']);
    },
  },
  {
    name: 'the simulated DP832A',
    simulate: () => new RigolDp800Simulator({ loads: [socket(10)] }),
    check: async (ours, theirs) => {
      await using supply = await openPowerSupply(ours, { driver: 'rigol-dp800' });
      const [output] = supply.outputs;
      expect(output).toBeDefined();
      if (output === undefined) return;
      await output.voltage.write(5);
      await output.currentLimit.write(1);
      await output.enabled.write(true);
      const [applied, isOn, mode, measured, error] = await visa(theirs, [
        'for query in [":APPL? CH1", ":OUTP? CH1", ":OUTP:MODE? CH1", ":MEAS:ALL? CH1", ":SYST:ERR?"]: print(instrument.query(query).strip())',
        'instrument.write(":SOUR1:VOLT 3.3")',
      ]);
      expect([applied, isOn, mode, error]).toEqual(['CH1:30V/3A,5.000,1.0000', 'ON', 'CV', '0,"No error"']);
      const [volts, amperes] = numbers(measured);
      expect(volts).toBeCloseTo(5, 1);
      expect(amperes).toBeCloseTo(0.5, 2);
      expect(await output.voltage.read()).toBe(3.3);
      const { voltage, current } = await output.measurement.read();
      expect([voltage / 3.3, current / 0.33].map((ratio) => Math.round(ratio * 50))).toEqual([50, 50]);
      expect((await supply.safe('the check is over')).ok).toBe(true);
      expect(await visa(theirs, ['print(instrument.query(":OUTP? CH1").strip())'])).toEqual(['OFF']);
    },
  },
  {
    name: 'the simulated DS1054Z',
    simulate: () => {
      const simulator = new RigolDs1000zSimulator();
      const [first] = simulator.model.channels;
      if (first !== undefined) first.signal = periodic({ frequency: 1000, peakToPeak: 4, offset: 0.5 });
      // By itself it takes 1,200,000 samples, which are more than are needed to compare.
      void simulator.instrument.execute(':ACQ:MDEP 12000');
      return simulator;
    },
    check: async (ours, theirs) => {
      await using scope = await openOscilloscope(ours, { driver: 'rigol-ds1000z' });
      const [channel] = scope.channels;
      expect(channel).toBeDefined();
      if (channel === undefined) return;
      await scope.timebase.scale.write(1e-4);
      await channel.scale.write(1);
      await scope.trigger.level.write(0.5);
      await scope.acquire();
      const { samples, start, interval } = await channel.waveform({});
      const [preamble, status, ...volts] = await visa(theirs, [
        'for command in [":WAV:SOUR CHAN1", ":WAV:MODE RAW", ":WAV:FORM BYTE"]: instrument.write(command)',
        'preamble = instrument.query(":WAV:PRE?").strip(); print(preamble); print(instrument.query(":TRIG:STAT?").strip())',
        'count = int(preamble.split(",")[2]); yinc, yorigin, yref = map(float, preamble.split(",")[7:])',
        'instrument.write(":WAV:STAR 1"); instrument.write(":WAV:STOP %d" % min(count, 250000))',
        'raw = instrument.query_binary_values(":WAV:DATA?", datatype="B", expect_termination=False)',
        'print("\\n".join(repr((code - yorigin - yref) * yinc) for code in raw))',
      ]);
      expect(status).toBe('STOP');
      expect(volts).toHaveLength(samples.value.length);
      const worst = volts.reduce(
        (most, text, index) => Math.max(most, Math.abs(Number(text) - (samples.value[index] ?? Number.NaN))),
        0,
      );
      expect(worst).toBeLessThan(1e-9);
      const [xIncrement, xOrigin] = numbers(preamble).slice(4, 6);
      expect(interval).toBeCloseTo(xIncrement ?? Number.NaN, 12);
      expect(start).toBeCloseTo(xOrigin ?? Number.NaN, 9);
      expect(Math.max(...samples.value) - Math.min(...samples.value)).toBeCloseTo(4, 0);
    },
  },
];
