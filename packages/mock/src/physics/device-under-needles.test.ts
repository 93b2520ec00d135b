import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChamberModel } from './chamber-model.ts';
import { ChuckModel } from './chuck-model.ts';
import { DeviceInSocket, DeviceUnderNeedles } from './device-under-needles.ts';
import { CombDrive } from './devices/comb-drive.ts';
import type { ElectricalDevice } from './devices/electrical-device.ts';
import { HeaterResistor } from './devices/heater-resistor.ts';
import { PiezoBridge } from './devices/piezo-bridge.ts';
import { Resonator } from './devices/resonator.ts';
import { RfSwitch } from './devices/rf-switch.ts';
import { ProbeCardModel } from './probe-card-model.ts';
import { ProberModel } from './prober-model.ts';
import { WaferModel } from './wafer-model.ts';
import { perfectYield } from './yield.ts';

function bench(kind: 'heater' | 'comb' = 'heater') {
  const random = seededRandom('bench');
  const chuck = new ChuckModel({ random: random.fork('chuck') });
  const card = new ProbeCardModel({ random: random.fork('card') });
  const prober = new ProberModel({ random: random.fork('prober'), card, chuck });
  const wafer = new WaferModel({
    random: random.fork('wafer'),
    device: (die) => (kind === 'heater' ? HeaterResistor.on(die) : CombDrive.on(die)),
    parameters: { yield: perfectYield },
  });
  prober.load(wafer, { x: 0, y: 0, theta: 0 });
  const under = new DeviceUnderNeedles({ prober });
  const probe = (column: number, row: number, overtravel: number): void => {
    prober.z.moveTo(9000);
    prober.advance(20);
    prober.x.moveTo(column * 5000);
    prober.y.moveTo(row * 5000);
    prober.advance(20);
    prober.z.moveTo(10_000 + overtravel);
    prober.advance(20);
  };
  return { chuck, prober, wafer, under, probe };
}

describe('DeviceUnderNeedles', () => {
  it('reads the insulation while the needles are up, and the device once they are down', () => {
    const { under, probe } = bench();
    probe(0, 0, -200);
    expect(under.touching).toBe(false);
    expect(under.resistance({ wires: 2 })).toBeGreaterThan(1e9);
    expect(Number.isFinite(under.resistance({ wires: 4 }))).toBe(true);
    probe(0, 0, 60);
    expect(under.touching).toBe(true);
    expect(under.resistance({ wires: 4 })).toBeGreaterThan(900);
    expect(under.resistance({ wires: 4 })).toBeLessThan(1100);
  });

  it('reads the device alone with four wires, and both force contacts more with two', () => {
    const { under, probe } = bench();
    probe(2, 3, 60);
    const own = under.device?.resistance({ temperature: under.temperature }) ?? Number.NaN;
    expect(under.resistance({ wires: 4 })).toBeCloseTo(own, 4);
    const contacts = under.contact(0) + under.contact(3);
    expect(under.resistance({ wires: 2 }) - under.resistance({ wires: 4 })).toBeCloseTo(contacts, 4);
    expect(contacts).toBeGreaterThan(0.6);
  });

  it('reads another device on another die, and the same one again on the same', () => {
    const { under, probe } = bench();
    const read = (column: number, row: number): number => {
      probe(column, row, 60);
      return under.resistance({ wires: 4 });
    };
    const [first, second] = [read(0, 0), read(4, -7)];
    expect(second).not.toBe(first);
    expect(under.die).toMatchObject({ column: 4, row: -7 });
    expect(read(0, 0)).toBeCloseTo(first, 9);
  });

  it('reads nothing between the pads and beside the wafer', () => {
    const { under, prober, probe } = bench();
    probe(0, 0, -200);
    prober.x.moveTo(2000);
    prober.z.moveTo(10_060);
    prober.advance(20);
    expect(under.touching).toBe(false);
    expect(under.resistance({ wires: 2 })).toBeGreaterThan(1e9);
    probe(19, 19, 60);
    expect(under.device).toBeUndefined();
    expect(under.resistance({ wires: 4 })).toBeGreaterThan(1e9);
  });

  it('rises with the temperature of the chuck by the temperature coefficient', () => {
    const { under, chuck, probe } = bench();
    probe(0, 0, 30);
    const cold = under.resistance({ wires: 4 });
    chuck.running = true;
    chuck.setpoint = 75;
    chuck.advance(7200);
    expect(under.temperature).toBeCloseTo(74.6, 0);
    expect(under.resistance({ wires: 4 }) / cold).toBeCloseTo(1 + 3.85e-3 * (under.temperature - 25), 4);
  });

  it('never reads less with two wires than with four, at any height', () => {
    const { under, prober, probe } = bench();
    probe(0, 0, -50);
    fc.assert(
      fc.property(
        fc.integer({ min: -30_000, max: 90_000 }).map((milli) => milli / 1000),
        (overtravel) => {
          prober.z.moveTo(10_000 + overtravel);
          prober.advance(20);
          const [two, four] = [under.resistance({ wires: 2 }), under.resistance({ wires: 4 })];
          expect(two).toBeGreaterThan(0);
          expect(!under.touching || two > four).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });

  it('measures a capacitance over the voltage only in contact', () => {
    const { under, probe } = bench('comb');
    probe(0, 0, -200);
    expect(under.capacitance()).toBe(2e-15);
    probe(0, 0, 60);
    expect(under.capacitance()).toBeGreaterThan(5e-12);
    expect(under.capacitance({ voltage: 30 })).toBeGreaterThan(under.capacitance());
    expect(under.resistance({ wires: 2 })).toBeGreaterThan(1e11);
  });

  it('takes another temperature where it is told to', () => {
    const { prober } = bench();
    expect(new DeviceUnderNeedles({ prober, temperature: () => -40 }).temperature).toBe(-40);
  });
});

describe('what any instrument sees at the terminals', () => {
  const at25 = (device: ElectricalDevice): DeviceInSocket =>
    new DeviceInSocket({ device, temperature: () => 25 });

  it('forces a voltage and drives a current: a heater takes what its own heat leaves of it', () => {
    const heater = new HeaterResistor({
      resistance: 1000,
      temperatureCoefficient: 3.85e-3,
      suspensionConductance: 2e-5,
      gasConductance: 0,
    });
    // Probe sheet 6.3: 0.5 V leaves 1046.01 Ω.
    expect(at25(heater).current(0.5, 4)).toBeCloseTo(0.5 / 1046.01, 8);
    expect(at25(heater).current(0.5)).toBeCloseTo(0.5 / 1046.61, 8);
    expect(at25(heater).voltage(1e-4, 4)).toBeCloseTo(0.1, 3);
    expect(at25(heater).current(0)).toBe(0);
  });

  it('leaves the insulation of an open circuit, and what a short lets through', () => {
    expect(at25(new HeaterResistor({}, 'open')).current(10)).toBeCloseTo(1e-11, 14);
    expect(at25(new HeaterResistor({}, 'short')).current(1)).toBeGreaterThan(0.3);
  });

  it('pulls a switch in by the voltage that is put on it, and lets it go below the release voltage', () => {
    const contact = new RfSwitch();
    const socket = at25(contact);
    const reactance = (bias: number): number => socket.impedance({ frequency: 1e6, bias }).imaginary;
    const open = reactance(0);
    expect(socket.current(20)).toBeLessThan(1e-9);
    expect(socket.current(contact.pullInVoltage + 0.1)).toBeGreaterThan(1);
    const closed = reactance(10);
    expect(closed / open).toBeLessThan(0.2);
    expect(reactance(0)).toBe(open);
  });

  it('shows the capacitance of a comb over the bias, and the resonance of a resonator over the frequency', () => {
    const comb = at25(new CombDrive());
    const farads = (bias: number): number =>
      -1 / (2 * Math.PI * 1e5 * comb.impedance({ frequency: 1e5, bias }).imaginary);
    expect(farads(0)).toBeCloseTo(comb.capacitance(), 18);
    expect(farads(30)).toBeGreaterThan(farads(0));
    const resonator = new Resonator();
    const ohms = (frequency: number): number => {
      const { real, imaginary } = at25(resonator).impedance({ frequency });
      return Math.hypot(real, imaginary);
    };
    // At resonance the motional resistance of 5 kΩ is left; a thousandth beside it the shunt capacitance rules.
    expect(ohms(resonator.frequency(25))).toBeLessThan(5100);
    expect(ohms(1.001 * resonator.frequency(25))).toBeGreaterThan(50_000);
  });

  it('gives the output of a bridge under pressure, and none of a device without a second pair of terminals', () => {
    const bridge = new PiezoBridge();
    bridge.pressure = 50_000;
    expect(at25(bridge).output(5)).toBeCloseTo(5 * 0.0075, 6);
    expect(at25(new HeaterResistor()).output(5)).toBe(0);
  });

  it('sees nothing but strays while the needles are up', () => {
    const { under, probe } = bench();
    probe(0, 0, -200);
    expect(under.current(10)).toBeLessThan(1e-9);
    expect(under.output(5)).toBe(0);
    expect(under.impedance({ frequency: 1e6 }).imaginary).toBeCloseTo(-1 / (2 * Math.PI * 1e6 * 2e-15), -4);
    probe(0, 0, 60);
    expect(under.current(1)).toBeGreaterThan(5e-4);
    const [two, four] = ([2, 4] as const).map((wires) => under.impedance({ frequency: 1e3, wires }).real);
    expect((two ?? 0) - (four ?? 0)).toBeCloseTo(under.contact(0) + under.contact(3), 6);
  });
});

describe('DeviceInSocket', () => {
  it('reads a device in a chamber, with its leads or without', () => {
    const chamber = new ChamberModel({ random: seededRandom(1) });
    const socket = new DeviceInSocket({ device: new HeaterResistor(), temperature: () => chamber.product });
    expect(socket.resistance({ wires: 4 })).toBeCloseTo(992.3, 3);
    expect(socket.resistance({ wires: 2 })).toBeCloseTo(992.9, 3);
    chamber.running = true;
    chamber.setpoint = 125;
    chamber.advance(7200);
    expect(socket.temperature).toBeCloseTo(125, 1);
    expect(socket.resistance({ wires: 4 })).toBeCloseTo(1385, 0);
    expect(socket.capacitance()).toBe(2e-15);
  });
});
