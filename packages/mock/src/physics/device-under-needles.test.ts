import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChamberModel } from './chamber-model.ts';
import { ChuckModel } from './chuck-model.ts';
import { DeviceInSocket, DeviceUnderNeedles } from './device-under-needles.ts';
import { CombDrive } from './devices/comb-drive.ts';
import { HeaterResistor } from './devices/heater-resistor.ts';
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
