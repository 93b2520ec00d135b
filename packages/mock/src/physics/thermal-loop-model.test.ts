import { seededRandom } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ThermalLoopModel } from './thermal-loop-model.ts';
import { airStream } from './thermal-loop-parameters.ts';
import type { ThermalLoopParameters } from './thermal-loop-parameters.ts';

const loop = (parameters: Partial<ThermalLoopParameters> = {}): ThermalLoopModel =>
  new ThermalLoopModel({
    random: seededRandom(1),
    parameters: { ...airStream, sensorNoise: 0, ...parameters },
  });

describe('a temperature loop', () => {
  it('brings its body to the setpoint, and the load after it', () => {
    const model = loop();
    model.running = true;
    model.setpoint = 125;
    model.advance(5);
    expect(model.body).toBeGreaterThan(model.load);
    model.advance(120);
    expect(model.body).toBeCloseTo(125, 1);
    expect(model.load).toBeGreaterThan(122);
    model.setpoint = -40;
    model.advance(180);
    expect(model.body).toBeCloseTo(-40, 1);
  });

  it('lets the body run ahead while the load is controlled, within its limits', () => {
    const model = loop();
    model.running = true;
    model.controls = 'load';
    model.setpoint = 125;
    model.bodyRange = [-80, 150];
    model.advance(6);
    expect(model.body).toBeGreaterThan(130);
    expect(model.body).toBeLessThan(152);
    model.advance(120);
    expect(model.load).toBeCloseTo(125, 1);
  });

  it('ramps, and gives the same whatever steps it is asked for', () => {
    const [coarse, fine] = [loop(), loop()];
    for (const model of [coarse, fine]) {
      model.running = true;
      model.rampRate = 60;
      model.setpoint = 85;
    }
    coarse.advance(30);
    for (let step = 0; step < 120; step++) fine.advance(0.25);
    expect(coarse.workingSetpoint).toBeCloseTo(55, 0);
    expect(coarse.body).toBeCloseTo(fine.body, 9);
  });

  it('puts out what it is told in manual, and nothing when heater or cooler have failed', () => {
    const model = loop();
    model.running = true;
    model.manualOutput = 10;
    model.advance(1);
    expect(model.output).toBeCloseTo(10);
    model.heaterLimit = 0.5;
    model.advance(1);
    expect(model.power).toBeCloseTo(150);
    model.heaterFailed = true;
    model.advance(1);
    expect(model.output).toBe(0);
    model.manualOutput = -20;
    model.coolerFailed = true;
    model.advance(1);
    expect(model.output).toBe(0);
  });

  it('follows a sensor that sticks or drifts', () => {
    const model = loop();
    model.running = true;
    model.sensorDrift = 3600;
    model.advance(10);
    expect(model.reading - model.body).toBeCloseTo(10, 0);
    model.sensorDrift = 0;
    model.sensorStuck = true;
    model.setpoint = 100;
    const { reading } = model;
    model.advance(60);
    expect(model.reading).toBe(reading);
    expect(model.body).toBeGreaterThan(150);
    model.sensorStuck = false;
    expect(model.reading).toBeCloseTo(model.body, 0);
  });

  it('leaves the load alone while it is not coupled', () => {
    const model = loop();
    model.coupling = 0;
    model.running = true;
    model.setpoint = 125;
    model.advance(60);
    expect(model.load).toBeCloseTo(25, 6);
  });
});
