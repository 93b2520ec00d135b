import { describe, expect, it } from 'vitest';
import type { BondTestResult } from '../classes/bond-tester.ts';
import { bondTestStatistics } from './bond-test-statistics.ts';
import { bondTestDialects, checkDialect } from './csv-dialect.ts';
import { importBondTests } from './import-bond-tests.ts';
import { judgePullTests, judgeShearTests } from './judge-bond-tests.ts';
import { equivalentDiameter, legTension, minimumPullForce, shearStrength } from './minimum-force.ts';
import { confirmStandard, jesd22B116, mil883Method2011 } from './test-standards.ts';
import { pullFailureCodes, shearFailureModes } from './test-standards.ts';

const confirmation = { document: 'standard', by: 'somebody', on: '2026-01-01' };
const gold = { material: 'gold', diameter: 25 } as const;

describe('the import of exported tests', () => {
  it('finds the headings below a preamble, takes a decimal comma and the unit of the heading', () => {
    const text = 'Report;1\n\nTest;No;Peak Force [mN];Grade\nWire pull;1;88,3;a-1\nBall shear;2;400;2\n';
    const { results, problems, dialect } = importBondTests(text);
    expect(results).toEqual([
      { test: 'wire-pull', wire: 1, force: 8.83, failure: 'a-1' },
      { test: 'ball-shear', wire: 2, force: 40, failure: '2' },
    ]);
    expect(problems).toEqual([]);
    expect(dialect.verified).toBe(false);
  });

  it('leaves nothing out silently: lines that are no results are told with their number', () => {
    const { results, problems } = importBondTests(
      'test,force,units\nwire pull,1,gf\nmean,2,gf\nwire pull,x,gf\n',
    );
    expect(results).toHaveLength(1);
    expect(problems).toEqual([
      'line 3: column test: expected such as "wire pull" or "ball shear", found "mean".',
      'line 4: column force: expected a number, found "x".',
    ]);
  });

  it('refuses a table without a force, and a dialect that is none', () => {
    expect(() => importBondTests('a,b\n1,2\n')).toThrow('finds no column of the force');
    expect(() => importBondTests('force (gf)\n1\n')).toThrow('the kind of test');
    expect(() => checkDialect({ ...bondTestDialects.dage, delimiter: '|' })).toThrow('delimiter');
  });
});

describe('limits of standards', () => {
  it('are interpolated between diameters, and refused beyond them', () => {
    expect(minimumPullForce(mil883Method2011, gold)).toEqual({
      force: expect.closeTo(3 * 0.980665, 6) as number,
      verified: false,
    });
    const between = minimumPullForce(mil883Method2011, { material: 'gold', diameter: 29 }).force;
    expect(between).toBeCloseTo(3.5 * 0.980665, 6);
    expect(() => minimumPullForce(mil883Method2011, { ...gold, diameter: 300 })).toThrow('18 to 76 µm');
    expect(equivalentDiameter(25, 250)).toBeCloseTo(89.2, 1);
    expect(legTension(10, { span: 1000, height: 500 })).toBeCloseTo(7.071, 3);
  });

  it('judge nothing until somebody confirmed them', () => {
    const results: BondTestResult[] = [{ test: 'wire-pull', force: 2, failure: 'a-3' }];
    const by = { limits: mil883Method2011, codes: pullFailureCodes, wire: gold };
    expect(() => judgePullTests(results, by)).toThrow('compare them with the standard');
    const limits = confirmStandard(mil883Method2011, confirmation);
    expect(() => judgePullTests(results, { ...by, limits })).toThrow('compare them with the standard');
    expect(() => confirmStandard(mil883Method2011, { ...confirmation, by: ' ' })).toThrow('who read it');
    const codes = confirmStandard(pullFailureCodes, confirmation);
    expect(judgePullTests(results, { ...by, limits, codes })).toMatchObject({ failed: 1, lifts: 1 });
  });

  it('leave out shear tests in which the tool missed', () => {
    const limits = confirmStandard(jesd22B116, confirmation);
    const codes = confirmStandard(shearFailureModes, confirmation);
    const results: BondTestResult[] = [
      { test: 'ball-shear', force: 40, failure: '2' },
      { test: 'ball-shear', force: 1, failure: '4' },
    ];
    // 40 cN on a ball of 70 µm are 6.8 gf per square mil.
    expect(shearStrength(40, 70)).toBeCloseTo(6.84, 1);
    const judged = judgeShearTests(results, { limits, codes, ballDiameter: 70 });
    expect(judged).toMatchObject({ failed: 0, invalid: 1, lifts: 0 });
  });
});

it('statistics give capability, charts and how often each code was seen', () => {
  const forces = [9, 8.5, 9.2, 8.8, 9.1, 8.9];
  const results = forces.map((force): BondTestResult => ({ test: 'wire-pull', force, failure: 'a-1' }));
  const statistics = bondTestStatistics(results, { limits: { min: 3 } });
  expect(statistics?.summary.mean).toBeCloseTo(8.9167, 3);
  expect(statistics?.capability?.cp).toBeUndefined();
  expect(statistics?.capability?.cpk).toBeGreaterThan(4);
  expect(statistics?.charts?.location.points).toEqual(forces);
  expect(statistics?.failures).toEqual(new Map([['a-1', 6]]));
  expect(bondTestStatistics([])).toBeUndefined();
});
