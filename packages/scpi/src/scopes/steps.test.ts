import { describe, expect, it } from 'vitest';
import { isStep, refuseBetweenSteps } from './steps.ts';

describe('isStep', () => {
  it.each([1, 2, 5, 10, 0.001, 2e-9, 5e-9, 50, 0.2, 1e-3, 2e-3, 0.5])('takes %j', (value) => {
    expect(isStep(value)).toBe(true);
  });

  it.each([3, 0.15, 4e-9, 7, 1.01, 9.9])('does not take %j', (value) => {
    expect(isStep(value)).toBe(false);
    expect(() => refuseBetweenSteps(value, 'scale')).toThrow(
      expect.objectContaining({ kind: 'range', code: 'value-refused' }),
    );
  });
});
