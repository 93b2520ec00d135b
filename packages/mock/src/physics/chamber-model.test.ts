import { FourwireError, seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChamberModelOptions } from './chamber-model.ts';
import { ChamberModel } from './chamber-model.ts';

function chamberAt(temperature: number, options: Partial<ChamberModelOptions> = {}): ChamberModel {
  const chamber = new ChamberModel({ random: seededRandom(7), ...options });
  chamber.running = true;
  chamber.setpoint = temperature;
  if (temperature !== 23) chamber.advance(7200);
  return chamber;
}

/** Minutes until the air passes each mark, on the way to `setpoint`. */
function minutesTo(chamber: ChamberModel, setpoint: number, marks: readonly number[]): number[] {
  chamber.setpoint = setpoint;
  const direction = Math.sign(setpoint - chamber.air);
  const times: number[] = [];
  for (let second = 1; second < 7200 && times.length < marks.length; second++) {
    chamber.advance(1);
    while (direction * (chamber.air - (marks[times.length] ?? Number.NaN)) >= 0) times.push(second / 60);
  }
  return times;
}

/** How far the air goes beyond the setpoint, in K. */
function overshoot(chamber: ChamberModel, setpoint: number): number {
  chamber.setpoint = setpoint;
  const direction = Math.sign(setpoint - chamber.air);
  let furthest = Number.NEGATIVE_INFINITY;
  for (let second = 0; second < 7200; second += 5) {
    chamber.advance(5);
    furthest = Math.max(furthest, direction * (chamber.air - setpoint));
  }
  return furthest;
}

describe('ChamberModel against the figures of the bench chamber (thermal sheet A1)', () => {
  it.each([
    [23, [0, -10, -20, -30, -35, -40], [7, 11, 15, 19, 23, 30]],
    [85, [23, 0, -10, -20, -30, -35, -40], [13, 20, 24, 28, 32, 36, 45]],
  ])('cools from %d °C in the stated times to within 8 percent', (start, marks, expected) => {
    const times = minutesTo(chamberAt(start), -42, marks);
    for (const [index, minutes] of expected.entries()) {
      expect(Math.abs((times[index] ?? 0) / minutes - 1)).toBeLessThan(0.08);
    }
  });

  it('heats at 8.5 K/min within 8 %', () => {
    const [at40 = 0, at74 = 0] = minutesTo(chamberAt(23), 125, [40, 74]);
    expect(Math.abs(34 / (at74 - at40) / 8.5 - 1)).toBeLessThan(0.08);
  });

  it('overshoots by more than nothing and no more than accepted', () => {
    const high = overshoot(chamberAt(23), 85);
    expect(high).toBeGreaterThan(0.1);
    expect(high).toBeLessThanOrEqual(0.5);
    expect(overshoot(chamberAt(85), 23)).toBeLessThanOrEqual(1);
    expect(overshoot(chamberAt(23), -40)).toBeLessThanOrEqual(1);
  });

  it.each([
    [0, 155],
    [-30, 100],
    [-40, 35],
  ])('holds %d °C under a live load of %d W and not under 15 W more', (temperature, watts) => {
    const chamber = chamberAt(temperature);
    chamber.liveLoad = watts - 5;
    chamber.advance(7200);
    expect(chamber.air).toBeCloseTo(temperature, 0);
    chamber.liveLoad = watts + 15;
    chamber.advance(7200);
    expect(chamber.air).toBeGreaterThan(temperature + 1);
  });
});

describe('ChamberModel', () => {
  it('gives the same for one long step and for many short ones', () => {
    const step = fc.record({
      ms: fc.integer({ min: 0, max: 900_000 }),
      setpoint: fc.integer({ min: -40, max: 125 }),
      parts: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const [once, often] = [chamberAt(23), chamberAt(23)];
        for (const chamber of [once, often]) chamber.humidity.setpoint = 60;
        for (const { ms, setpoint, parts } of steps) {
          once.setpoint = setpoint;
          often.setpoint = setpoint;
          once.advance(ms / 1000);
          const whole = parts.reduce((sum, part) => sum + part, 0);
          for (const part of parts) often.advance((ms * part) / whole / 1000);
        }
        expect(often.air).toBeCloseTo(once.air, 6);
        expect(often.product).toBeCloseTo(once.product, 6);
        expect(often.reading).toBeCloseTo(once.reading, 6);
        expect(often.relativeHumidity).toBeCloseTo(once.relativeHumidity, 6);
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it('never leaves what heater and compressor can do', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -70, max: 180 }), { minLength: 1, maxLength: 5 }),
        (setpoints) => {
          const chamber = chamberAt(23);
          for (const setpoint of setpoints) {
            const before = chamber.air;
            chamber.setpoint = setpoint;
            chamber.advance(60);
            expect(Math.abs(chamber.air - before)).toBeLessThan(25);
            chamber.advance(1800);
            expect(chamber.air).toBeGreaterThan(-60);
            expect(chamber.air).toBeLessThan(200);
            expect(chamber.power).toBeLessThanOrEqual(520);
          }
        },
      ),
      { seed: 1, numRuns: 30 },
    );
  });

  it('lets the product follow with its own time constant, and lag behind a ramp by rate times time constant', () => {
    const chamber = chamberAt(23);
    chamber.rampRate = 3;
    chamber.setpoint = 85;
    chamber.advance(900);
    expect(chamber.air - chamber.workingSetpoint).toBeCloseTo(0, 0);
    expect(chamber.air - chamber.product).toBeCloseTo((3 / 60) * 150, 0);
  });

  it('ramps at its rate whatever the period of its controller', () => {
    for (const samplePeriod of [0.5, 5]) {
      const chamber = chamberAt(23, { parameters: { samplePeriod } });
      chamber.rampRate = 3;
      chamber.setpoint = 85;
      chamber.advance(600);
      expect(Math.abs(chamber.workingSetpoint - 53)).toBeLessThan(0.3);
      chamber.advance(3000);
      expect(chamber.workingSetpoint).toBe(85);
    }
  });

  it('brings the product to its setpoint sooner when it controls the product, and lets the air run ahead', () => {
    const [byAir, byProduct] = [chamberAt(23), chamberAt(23)];
    byProduct.controls = 'product';
    let highest = 0;
    for (const chamber of [byAir, byProduct]) chamber.setpoint = 70;
    for (let second = 0; second < 600; second++) {
      byProduct.advance(1);
      highest = Math.max(highest, byProduct.air);
    }
    byAir.advance(600);
    expect(70 - byProduct.product).toBeLessThan((70 - byAir.product) / 2);
    expect(highest).toBeGreaterThan(72);
    expect(highest).toBeLessThan(70 + 15 + 1);
    byProduct.advance(7200);
    expect(byProduct.product).toBeCloseTo(70, 1);
  });

  it('drifts to room temperature while it stands', () => {
    const chamber = chamberAt(100);
    chamber.running = false;
    chamber.advance(36_000);
    expect(chamber.air).toBeCloseTo(23, 0);
  });

  it('does not heat without a heater and does not cool with a tripped compressor', () => {
    const broken = chamberAt(23);
    broken.heaterFailed = true;
    broken.compressor.tripped = true;
    broken.setpoint = 85;
    broken.advance(600);
    expect(broken.air).toBeCloseTo(23, 6);
    broken.setpoint = -40;
    broken.advance(600);
    expect(broken.air).toBeCloseTo(23, 6);
  });

  it('goes to room temperature and humidity within minutes once the door is open, and recovers', () => {
    const chamber = chamberAt(-30);
    expect(chamber.humidity.dewPoint).toBeLessThan(-20);
    chamber.doorOpen = true;
    chamber.advance(40);
    expect((chamber.air - 23) / -53).toBeGreaterThan(Math.exp(-1) - 0.06);
    expect((chamber.air - 23) / -53).toBeLessThan(Math.exp(-1) + 0.06);
    chamber.advance(140);
    expect(chamber.air).toBeGreaterThan(18);
    expect(chamber.humidity.dewPoint).toBeGreaterThan(5);
    expect(chamber.condensing).toBe(true);
    chamber.doorOpen = false;
    chamber.advance(5400);
    expect(chamber.air).toBeCloseTo(-30, 0);
    expect(chamber.condensing).toBe(false);
  });

  it('shows noise that is new with each sample and the same at each look', () => {
    const chamber = chamberAt(23);
    const seen = new Set<number>();
    for (let second = 0; second < 200; second++) {
      chamber.advance(1);
      expect(chamber.reading).toBe(chamber.reading);
      expect(chamber.reading).not.toBe(chamber.productReading);
      seen.add(chamber.reading - chamber.air);
    }
    expect(seen.size).toBe(200);
    const rms = Math.sqrt([...seen].reduce((sum, noise) => sum + noise ** 2, 0) / seen.size);
    expect(rms).toBeGreaterThan(0.02);
    expect(rms).toBeLessThan(0.04);
  });

  it('depends on nothing but its seed', () => {
    const [first, second] = [chamberAt(60), chamberAt(60)];
    expect(second.reading).toBe(first.reading);
    expect(chamberAt(60, { random: seededRandom(8) }).reading).not.toBe(first.reading);
  });

  it('refuses time that runs backwards', () => {
    expect(() => chamberAt(23).advance(-1)).toThrow(FourwireError);
  });
});

describe('ChamberModel with humidity', () => {
  it('settles at 85 °C and 85 %RH within half an hour of being warm', () => {
    const chamber = chamberAt(85);
    chamber.humidity.setpoint = 85;
    chamber.advance(1800);
    expect(chamber.humidity.state).toBe('controlling');
    expect(Math.abs(chamber.relativeHumidity - 85)).toBeLessThan(3);
    expect(chamber.humidity.dewPoint).toBeGreaterThan(79);
  });

  it.each([
    [5, 80],
    [100, 50],
    [20, 12],
  ])(
    'does not control %d °C at a relative humidity of %d, which is outside its window',
    (temperature, humidity) => {
      const chamber = chamberAt(temperature);
      chamber.humidity.setpoint = humidity;
      chamber.advance(60);
      expect(chamber.humidity.state).toBe('disabled');
    },
  );

  it('keeps between 0 and 100 %RH at any temperature', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40, max: 125 }),
        fc.integer({ min: 0, max: 100 }),
        (temperature, humidity) => {
          const chamber = chamberAt(23);
          chamber.humidity.setpoint = humidity;
          chamber.setpoint = temperature;
          for (let minute = 0; minute < 40; minute++) {
            chamber.advance(60);
            expect(chamber.relativeHumidity).toBeGreaterThan(0);
            expect(chamber.relativeHumidity).toBeLessThanOrEqual(100);
            expect(chamber.humidity.dewPoint).toBeLessThan(chamber.air + 2);
          }
        },
      ),
      { seed: 1, numRuns: 15 },
    );
  });

  it('wets a cold product when moist air warms up around it', () => {
    const chamber = chamberAt(15, { parameters: { productCapacity: 2000 } });
    chamber.humidity.setpoint = 95;
    chamber.advance(3600);
    expect(chamber.condensing).toBe(false);
    chamber.setpoint = 40;
    chamber.advance(600);
    expect(chamber.condensing).toBe(true);
  });
});
