import { expect, it } from 'vitest';
import { advanceSampled } from './sampled.ts';

it('stops at every sample, and lets no time be lost', () => {
  let rest = 0.3;
  const steps: number[] = [];
  const physics = {
    get untilSample() {
      return rest;
    },
    advance: () => {
      rest = 1;
    },
  };
  advanceSampled(physics, 2.5, (step) => steps.push(step));
  expect(steps.map((step) => step.toFixed(2))).toEqual(['0.30', '1.00', '1.00', '0.20']);
});
