import { FourwireError } from '@fourwire/core';
import type { BondTestResult } from '../classes/bond-tester.ts';
import { minimumPullForce, shearStrength } from './minimum-force.ts';
import type { PulledWire } from './minimum-force.ts';
import { requireVerified } from './test-standards.ts';
import type { FailureCode, FailureCodes, PullLimits, ShearLimits } from './test-standards.ts';

/** A test with its verdict. */
export interface JudgedTest {
  readonly result: BondTestResult;
  /** Undefined for a test that does not count: the tool missed. */
  readonly passed: boolean | undefined;
  /** The bond came off: a warning, whatever the force was. */
  readonly lift: boolean;
  /** What the failure code means; undefined for a code that the table does not have. */
  readonly meaning: string | undefined;
}

/** Verdicts on a sample. */
export interface Judgement {
  readonly standard: string;
  /** Smallest force in cN, or smallest strength in gf per square mil, as the standard has it. */
  readonly minimum: number;
  readonly tests: readonly JudgedTest[];
  readonly failed: number;
  readonly lifts: number;
  readonly invalid: number;
}

/**
 * Judges pull tests by the smallest force for their wire.
 *
 * @throws FourwireError of kind `state`, code `standard-unconfirmed`, for numbers that nobody compared with the
 * standard; of kind `range` for a wire that it does not cover, or results that are no pull tests
 */
export function judgePullTests(
  results: readonly BondTestResult[],
  by: {
    readonly limits: PullLimits;
    readonly codes: FailureCodes;
    readonly wire: PulledWire;
    readonly when?: 'pre-seal' | 'post-seal';
  },
): Judgement {
  requireVerified(by.limits);
  requireVerified(by.codes);
  requireTests(results, ['wire-pull', 'tweezer-pull']);
  const { force: minimum } = minimumPullForce(by.limits, by.wire, by.when);
  return judge(results, by.limits.standard, minimum, by.codes, ({ force }) => force >= minimum);
}

/**
 * Judges ball shear tests by their strength over the area of the ball.
 *
 * @param by.ballDiameter - in µm
 * @throws FourwireError as {@link judgePullTests}
 */
export function judgeShearTests(
  results: readonly BondTestResult[],
  by: { readonly limits: ShearLimits; readonly codes: FailureCodes; readonly ballDiameter: number },
): Judgement {
  requireVerified(by.limits);
  requireVerified(by.codes);
  requireTests(results, ['ball-shear']);
  const { strength, standard } = by.limits;
  return judge(
    results,
    standard,
    strength,
    by.codes,
    ({ force }) => shearStrength(force, by.ballDiameter) >= strength,
  );
}

function judge(
  results: readonly BondTestResult[],
  standard: string,
  minimum: number,
  codes: FailureCodes,
  isEnough: (result: BondTestResult) => boolean,
): Judgement {
  const tests = results.map((result): JudgedTest => {
    const code = codeOf(result, codes);
    return {
      result,
      passed: code?.invalid === true ? undefined : isEnough(result),
      lift: code?.lift ?? false,
      meaning: code?.meaning,
    };
  });
  const count = (isOne: (test: JudgedTest) => boolean): number => tests.filter(isOne).length;
  return {
    standard,
    minimum,
    tests,
    failed: count(({ passed }) => passed === false),
    lifts: count(({ lift }) => lift),
    invalid: count(({ passed }) => passed === undefined),
  };
}

function codeOf({ failure }: BondTestResult, { codes }: FailureCodes): FailureCode | undefined {
  return codes.find(({ code }) => code === failure?.trim().toLowerCase());
}

function requireTests(results: readonly BondTestResult[], allowed: readonly BondTestResult['test'][]): void {
  const other = results.find(({ test }) => !allowed.includes(test));
  if (other === undefined) return;
  throw new FourwireError(
    'range',
    'bond-test-kind',
    `Only tests of kind ${allowed.join(' or ')} are judged here; there is a ${other.test} among the results.`,
  );
}
