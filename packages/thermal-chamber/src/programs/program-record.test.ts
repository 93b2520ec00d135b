import { describe, expect, it } from 'vitest';
import { jump, ramp, soak, waitFor } from './program.ts';
import type { Program } from './program.ts';
import { fromProgramRecord, toProgramRecord } from './program-record.ts';

const program: Program = {
  name: 'all sorts',
  steps: [
    ramp(-40, { rate: 3 }, { humidity: 'off', outputs: { '1': true, '3': false } }),
    soak(900, { guaranteed: true }),
    waitFor({ sensor: 'product', below: -38 }),
    ramp(85, { duration: 600 }, { humidity: 85 }),
    waitFor({ input: '2', is: true }, { outputs: { '1': false } }),
    ramp(125),
    jump(1, 9),
  ],
  end: { action: 'idle', temperature: 25, humidity: 40 },
  guarantee: { band: 2, sensor: 'product', humidityBand: 5 },
};

describe('a program as commands carry it', () => {
  it('comes back as it was', () => {
    expect(fromProgramRecord(toProgramRecord(program))).toEqual(program);
  });

  it('names outputs and inputs by number', () => {
    const named: Program = {
      name: 'named',
      steps: [ramp(0, 'fastest', { outputs: { purge: true } }), waitFor({ input: 'door', is: false })],
      end: { action: 'off' },
    };
    const record = toProgramRecord(named, { outputs: { purge: 4 }, inputs: { door: 1 } });
    expect(record.steps).toEqual([
      { type: 'ramp', temperature: 0, outputs: [{ output: 4, on: true }] },
      { type: 'wait', input: 1, is: false },
    ]);
    expect(() => toProgramRecord(named)).toThrow('"purge" is not one of the outputs that have a number');
  });

  it.each([
    [{ type: 'ramp' } as const, 'Step 1 (ramp) needs temperature.'],
    [
      { type: 'ramp', temperature: 0, rate: 1, duration: 60 } as const,
      'Step 1 (ramp) has both rate and duration',
    ],
    [{ type: 'soak' } as const, 'Step 1 (soak) needs duration.'],
    [{ type: 'wait' } as const, 'Step 1 (wait) needs input or sensor.'],
    [{ type: 'wait', sensor: 'air' } as const, 'Step 1 (wait) needs above or below.'],
    [{ type: 'wait', input: 1 } as const, 'Step 1 (wait) needs is.'],
    [{ type: 'jump', to: 1 } as const, 'Step 1 (jump) needs times.'],
  ])('refuses the step %j', (step, message) => {
    expect(() => fromProgramRecord({ name: 'x', steps: [step], end: { action: 'hold' } })).toThrow(message);
  });

  it('refuses an end "idle" without a temperature', () => {
    const record = { ...toProgramRecord(program), end: { action: 'idle' } as const };
    expect(() => fromProgramRecord(record)).toThrow('The end "idle" needs a temperature.');
  });
});
