import { mean, sampleStandardDeviation } from 'simple-statistics';
import { checkValues, refuseInput } from './check-values.ts';
import { studentFactor } from './distributions.ts';

/** A standard uncertainty from another source than the repeated measurement itself. */
export interface UncertaintyContribution {
  readonly name: string;
  /** Its standard uncertainty, in the unit of the values; for a resolution or a range use {@link rectangular}. */
  readonly standard: number;
  /** Its degrees of freedom; infinitely many unless given. */
  readonly freedom?: number;
}

/** What a repeated measurement gives. */
export interface RepeatedMeasurement {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1) of one value. */
  readonly deviation: number;
  /** Standard uncertainty of the mean from the repetition alone: deviation over √n. */
  readonly typeA: number;
  /** Combined standard uncertainty of the mean. */
  readonly standard: number;
  /** Effective degrees of freedom after Welch and Satterthwaite. */
  readonly freedom: number;
  /** The factor from Student's t for the level of confidence. */
  readonly coverage: number;
  /** `coverage` times `standard`: the mean lies within ± this with the level of confidence. */
  readonly expanded: number;
}

/**
 * Mean, standard deviation and expanded uncertainty of repeated measurements of one quantity.
 *
 * Source: JCGM 100:2008 (GUM), 4.2, 5.1, and G.4 for the effective degrees of freedom and the t factor.
 *
 * @param options.confidence - level of confidence, 0.95 unless given
 * @param options.contributions - other standard uncertainties of the mean, such as calibration and resolution
 * @throws FourwireError of kind `range` for fewer than two values or impossible options
 */
export function repeatedMeasurement(
  values: ArrayLike<number>,
  options: {
    readonly confidence?: number;
    readonly contributions?: readonly UncertaintyContribution[];
  } = {},
): RepeatedMeasurement {
  const data = checkValues(values, 2);
  const { confidence = 0.95, contributions = [] } = options;
  if (!(confidence > 0 && confidence < 1))
    refuseInput(`confidence must lie between 0 and 1; got ${confidence}.`);
  const deviation = sampleStandardDeviation(data);
  const typeA = deviation / Math.sqrt(data.length);
  const parts = [{ standard: typeA, freedom: data.length - 1 }, ...contributions.map(checked)];
  const variance = parts.reduce((sum, { standard }) => sum + standard ** 2, 0);
  const standard = Math.sqrt(variance);
  const spread = parts.reduce((sum, part) => sum + part.standard ** 4 / part.freedom, 0);
  // Without any spread there is nothing whose freedom could be counted.
  const freedom = spread === 0 ? Infinity : variance ** 2 / spread;
  const coverage = studentFactor(confidence, freedom);
  return {
    count: data.length,
    mean: mean(data),
    deviation,
    typeA,
    standard,
    freedom,
    coverage,
    expanded: coverage * standard,
  };
}

/** The standard uncertainty of a value that is equally probable anywhere within ±`halfWidth` (GUM 4.3.7). */
export function rectangular(halfWidth: number): number {
  return halfWidth / Math.sqrt(3);
}

function checked({ name, standard, freedom = Infinity }: UncertaintyContribution): {
  readonly standard: number;
  readonly freedom: number;
} {
  if (!(standard >= 0 && standard < Infinity) || !(freedom > 0))
    refuseInput(
      `contribution ${name} must have a standard uncertainty of 0 or more and more than 0 degrees of freedom.`,
    );
  return { standard, freedom };
}
