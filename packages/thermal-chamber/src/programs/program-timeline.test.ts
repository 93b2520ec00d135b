import { describe, expect, it } from 'vitest';
import { estimateProgram } from './estimate-program.ts';
import { jump, ramp, soak, waitFor } from './program.ts';
import type { Program, ProgramStep } from './program.ts';
import { programCurve } from './program-curve.ts';
import { programTimeline } from './program-timeline.ts';

const rates = { heating: 6, cooling: 3 };

function program(...steps: ProgramStep[]): Program {
  return { name: 'test', steps, end: { action: 'off' }, guarantee: { band: 2, sensor: 'air' } };
}

describe('estimateProgram', () => {
  it('adds the way at the chamber’s rate to guaranteed soaks after a ramp as fast as possible', () => {
    const cycle = program(
      ramp(-40),
      soak(600, { guaranteed: true }),
      ramp(80),
      soak(600, { guaranteed: true }),
    );
    // 20 to -38 °C at 3 K/min, the soak in which the air gets to -40, then -40 to 78 °C at 6 K/min.
    expect(estimateProgram(cycle, 20, rates)).toEqual({
      duration: (58 / 3) * 60 + 600 + (118 / 6) * 60 + 600,
      visits: 4,
      unknownWaits: 0,
    });
  });

  it('does not hold up a soak that is not guaranteed', () => {
    expect(estimateProgram(program(ramp(-40), soak(600)), 20, rates).duration).toBe(600);
  });

  it('takes the lag behind a ramp that is too fast into account', () => {
    // 20 to 80 °C in 5 min at 6 K/min leaves 30 K, of which 28 must be made up.
    const steps = program(ramp(80, { duration: 300 }), soak(60, { guaranteed: true }));
    expect(estimateProgram(steps, 20, rates).duration).toBeCloseTo(300 + (28 / 6) * 60 + 60, 9);
  });

  it('works out waits for air and counts those it cannot know', () => {
    const steps = program(
      ramp(80),
      waitFor({ sensor: 'air', above: 50 }),
      waitFor({ sensor: 'air', above: 40 }),
      waitFor({ input: 'door', is: true }),
      waitFor({ sensor: 'product', above: 50 }),
      waitFor({ sensor: 'air', above: 90 }),
      ramp(20),
      waitFor({ sensor: 'air', below: 30 }),
    );
    expect(estimateProgram(steps, 20, rates)).toEqual({ duration: 300 + 400, visits: 8, unknownWaits: 3 });
  });

  it('estimates 1,000 cycles as 1,000 times one cycle', () => {
    const cycle = [ramp(-40), soak(600, { guaranteed: true }), ramp(80), soak(600, { guaranteed: true })];
    const one = estimateProgram(program(...cycle), 80, rates).duration;
    expect(estimateProgram(program(...cycle, jump(1, 999)), 80, rates).duration).toBeCloseTo(1000 * one, 3);
  });

  it.each([
    { heating: 0, cooling: 1 },
    { heating: 1, cooling: NaN },
    { heating: -1, cooling: 1 },
  ])('refuses rates that are not above 0: %j', (wrong) => {
    expect(() => estimateProgram(program(soak(1)), 20, wrong)).toThrow(
      expect.objectContaining({ kind: 'range', code: 'rates-invalid' }),
    );
  });
});

describe('programTimeline', () => {
  it('shows where the air catches up with a setpoint that turns back', () => {
    const steps = program(ramp(80, { duration: 300 }), ramp(20, { duration: 1200 }));
    const [, back] = programTimeline(steps, 20, rates);
    // After 300 s the air is at 50; the setpoint falls at 3 K/min and the air rises at 6: they meet after 30/9 min.
    expect(back?.begin).toBe(300);
    const knots = back?.knots.map(({ time, setpoint, air }) =>
      [time, setpoint, air].map((value) => Number(value.toFixed(9))),
    );
    expect(knots).toEqual([
      [300, 80, 50],
      [500, 70, 70],
      [1500, 20, 20],
    ]);
    expect(back).toMatchObject({ end: 1500, known: true });
  });
});

describe('programCurve', () => {
  it('gives the corners of a program by its own times', () => {
    const steps = program(ramp(80, { rate: 6 }), soak(600), ramp(25), soak(60));
    const points = [...programCurve(steps, 20)];
    expect(points.map(({ time, setpoint, air, number }) => [time, setpoint, air, number])).toEqual([
      [0, 20, 20, 1],
      [600, 80, 80, 1],
      [1200, 80, 80, 2],
      [1200, 25, 25, 3],
      [1260, 25, 25, 4],
    ]);
  });

  it('switches humidity at the beginning of the step that sets it', () => {
    const steps = program(
      soak(60),
      ramp(40, { duration: 60 }, { humidity: 93 }),
      ramp(40, 'fastest', { humidity: 'off' }),
      soak(1),
    );
    const points = [...programCurve(steps, 20)];
    expect(points.map(({ time, humidity }) => [time, humidity])).toEqual([
      [0, undefined],
      [60, undefined],
      [60, 93],
      [120, 93],
      [120, undefined],
      [121, undefined],
    ]);
  });
});
