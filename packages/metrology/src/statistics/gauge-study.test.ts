import { describe, expect, it } from 'vitest';
import { gaugeStudy } from './gauge-study.ts';

/**
 * The data of AIAG Measurement Systems Analysis (10 parts, 3 appraisers, 3 trials), which Minitab ships as Gageaiag.mtw.
 * By appraiser, then by trial, one number a part.
 */
const aiag = [
  [
    [0.29, -0.56, 1.34, 0.47, -0.8, 0.02, 0.59, -0.31, 2.26, -1.36],
    [0.41, -0.68, 1.17, 0.5, -0.92, -0.11, 0.75, -0.2, 1.99, -1.25],
    [0.64, -0.58, 1.27, 0.64, -0.84, -0.21, 0.66, -0.17, 2.01, -1.31],
  ],
  [
    [0.08, -0.47, 1.19, 0.01, -0.56, -0.2, 0.47, -0.63, 1.8, -1.68],
    [0.25, -1.22, 0.94, 1.03, -1.2, 0.22, 0.55, 0.08, 2.12, -1.62],
    [0.07, -0.68, 1.34, 0.2, -1.28, 0.06, 0.83, -0.34, 2.19, -1.5],
  ],
  [
    [0.04, -1.38, 0.88, 0.14, -1.46, -0.29, 0.02, -0.46, 1.77, -1.49],
    [-0.11, -1.13, 1.09, 0.2, -1.07, -0.67, 0.01, -0.56, 1.45, -1.77],
    [-0.15, -0.96, 0.67, 0.11, -1.45, -0.49, 0.21, -0.49, 1.87, -2.16],
  ],
];

const byPart = Array.from({ length: 10 }, (_, part) =>
  aiag.map((appraiser) => appraiser.map((trial) => trial[part] ?? NaN)),
);

describe('gaugeStudy', () => {
  it('agrees with the published analysis of the AIAG data (Minitab, crossed gage R&R study)', () => {
    const study = gaugeStudy(byPart, { tolerance: 8 });
    expect(study.interaction).toMatchObject({ freedom: 18 });
    expect(study.interaction.sumOfSquares).toBeCloseTo(0.359, 3);
    expect(study.interaction.f?.toFixed(3)).toBe('0.434');
    expect(study.interaction.p).toBeCloseTo(0.974, 3);
    expect(study.interactionKept).toBe(false);
    expect(study.parts.sumOfSquares).toBeCloseTo(88.3619, 3);
    expect(study.parts.meanSquare).toBeCloseTo(9.81799, 4);
    expect(study.parts.f).toBeCloseTo(245.614, 2);
    expect(study.operators.sumOfSquares).toBeCloseTo(3.1673, 3);
    expect(study.operators.f).toBeCloseTo(39.617, 2);
    expect(study.repeatability.freedom).toBe(78);
    expect(study.repeatability.sumOfSquares).toBeCloseTo(3.1179, 3);
    const { gauge, repeatability, reproducibility, parts, total } = study.components;
    expect(gauge.variance).toBeCloseTo(0.09143, 5);
    expect(repeatability.variance).toBeCloseTo(0.03997, 5);
    expect(reproducibility.variance).toBeCloseTo(0.05146, 5);
    expect(parts.variance).toBeCloseTo(1.08645, 4);
    expect(total.variance).toBeCloseTo(1.17788, 4);
    expect(gauge.contribution).toBeCloseTo(0.0776, 4);
    expect(gauge.ofStudy).toBeCloseTo(0.2786, 4);
    expect(gauge.ofTolerance).toBeCloseTo(0.2268, 4);
    expect(study.distinctCategories).toBe(4);
  });

  it('keeps a significant interaction, and then tests parts and operators against it', () => {
    const values = [0, 1, 2, 3].map((part) =>
      [0, 1, 2].map((operator) =>
        [0, 1].map((trial) => part * 5 + ((part + operator) % 2) * 3 + trial * 0.01),
      ),
    );
    const study = gaugeStudy(values);
    expect(study.interactionKept).toBe(true);
    expect(study.repeatability.freedom).toBe(12);
    expect(study.components.reproducibility.variance).toBeGreaterThan(
      study.components.repeatability.variance,
    );
    expect(study.parts.f).toBeCloseTo(study.parts.meanSquare / study.interaction.meanSquare, 9);
  });

  it('does not stumble over a gauge without error', () => {
    const values = [1, 2, 3].map((part) => [0, 1].map(() => [part, part]));
    const study = gaugeStudy(values);
    expect(study.components.gauge.variance).toBe(0);
    expect(study.distinctCategories).toBe(Infinity);
  });

  it('refuses a study that is not balanced', () => {
    expect(() =>
      gaugeStudy([
        [
          [1, 2],
          [1, 2],
        ],
        [
          [1, 2],
          [1, 2, 3],
        ],
      ]),
    ).toThrow(expect.objectContaining({ code: 'study-unbalanced' }) as Error);
    expect(() =>
      gaugeStudy([
        [
          [1, 2],
          [1, 2],
        ],
      ]),
    ).toThrow('two parts');
    expect(() => gaugeStudy([[[1, 2]], [[1, 2]]])).toThrow('two operators');
    expect(() =>
      gaugeStudy([
        [[1], [1]],
        [[1], [1]],
      ]),
    ).toThrow('at least 2');
  });
});
