import { describe, expect, it } from 'vitest';
import { drawProgram } from './draw-program.ts';
import { jump, ramp, soak } from './program.ts';
import type { Program } from './program.ts';

const cycle: Program = {
  name: 'Cycle <G>',
  steps: [
    ramp(-40),
    soak(600, { guaranteed: true }),
    ramp(125),
    soak(600, { guaranteed: true }),
    jump(1, 999),
  ],
  end: { action: 'off' },
  guarantee: { band: 2, sensor: 'air' },
};
const rates = { heating: 10, cooling: 5 };

describe('drawProgram', () => {
  it('draws the setpoint with the name escaped, and the air only when the rates are known', () => {
    const svg = drawProgram(cycle, { start: 25 });
    expect(svg).toContain('<title>Cycle &lt;G&gt;</title>');
    expect(svg).toContain('>Setpoint</text>');
    expect(svg).not.toContain('Expected air');
    expect(drawProgram(cycle, { start: 25, rates })).toContain('>Expected air</text>');
  });

  it('draws humidity on an axis of its own when the program sets it', () => {
    const steps = [ramp(40), ramp(40, 'fastest', { humidity: 93 }), soak(60)];
    const svg = drawProgram({ ...cycle, steps }, { start: 25 });
    expect(svg).toContain('>Humidity setpoint</text>');
    expect(svg).toContain('>Relative humidity (%)</text>');
  });

  it('stops at a moment between two points without working out the rest', () => {
    const endless: Program = { ...cycle, steps: [...cycle.steps.slice(0, 4), jump(1, 1_000_000_000)] };
    const svg = drawProgram(endless, { start: 25, rates, until: 3600, width: 600, height: 300 });
    expect(svg).toContain('width="600" height="300"');
    expect(svg).toContain('Time (min)');
    expect(svg).toMatch(/L576 [\d.]+" fill="none"/);
  });

  it('stays small for 1,000 cycles', () => {
    expect(drawProgram(cycle, { start: 25, rates }).length).toBeLessThan(150_000);
  });

  it('refuses a malformed program', () => {
    expect(() => drawProgram({ ...cycle, steps: [] }, { start: 25 })).toThrow(
      expect.objectContaining({ code: 'program-invalid' }),
    );
  });
});
