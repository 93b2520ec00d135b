import { FourwireError } from '@fourwire/core';
import { mean } from 'simple-statistics';
import { checkValues, refuseInput } from './check-values.ts';
import { fisherAbove } from './distributions.ts';

/** One line of the table of variance. */
export interface VarianceLine {
  readonly freedom: number;
  readonly sumOfSquares: number;
  readonly meanSquare: number;
  /** Absent for the repeatability. */
  readonly f?: number;
  /** The probability of such an F by chance. */
  readonly p?: number;
}

/** A source of variation and its part in the whole. */
export interface VarianceComponent {
  readonly variance: number;
  readonly deviation: number;
  /** Variance over total variance, 0 to 1. */
  readonly contribution: number;
  /** Standard deviation over total standard deviation, 0 to 1: "% study variation". */
  readonly ofStudy: number;
  /** Six standard deviations over the tolerance, where one was given. */
  readonly ofTolerance?: number;
}

/** What a crossed gauge study says. */
export interface GaugeStudy {
  readonly parts: VarianceLine;
  readonly operators: VarianceLine;
  /** Of the model with interaction, whether it was kept or not. */
  readonly interaction: VarianceLine;
  readonly repeatability: VarianceLine;
  /** Whether the interaction was significant and therefore kept in the components. */
  readonly interactionKept: boolean;
  readonly components: {
    /** Repeatability and reproducibility together: what the gauge adds. */
    readonly gauge: VarianceComponent;
    readonly repeatability: VarianceComponent;
    /** Operators and, where it was kept, their interaction with the parts. */
    readonly reproducibility: VarianceComponent;
    readonly parts: VarianceComponent;
    readonly total: VarianceComponent;
  };
  /** How many classes of parts the gauge can tell apart; 5 or more are asked for. */
  readonly distinctCategories: number;
}

/** Values by part, then by operator, then by trial. */
export type StudyValues = readonly (readonly ArrayLike<number>[])[];

/**
 * Gauge repeatability and reproducibility (R&R) by analysis of variance: every operator measures every part equally
 * often.
 *
 * Source: AIAG Measurement Systems Analysis, 4th edition, appendix A; the interaction is dropped when its p is above 0.05.
 *
 * @param values - by part, then by operator, then by trial: two parts, two operators and two trials at least
 * @param options.tolerance - width of the tolerance, for the share that the gauge takes of it
 * @param options.alpha - above which p the interaction is dropped; 0.05 unless given
 * @throws FourwireError of kind `range`, code `study-unbalanced`, when some cell has another number of trials
 */
export function gaugeStudy(
  values: StudyValues,
  options: { readonly tolerance?: number; readonly alpha?: number } = {},
): GaugeStudy {
  const { tolerance, alpha = 0.05 } = options;
  if (tolerance !== undefined && !(tolerance > 0))
    refuseInput(`tolerance must be above 0; got ${tolerance}.`);
  const cells = balanced(values);
  const [parts, operators, trials] = [cells.length, cells[0]?.length ?? 0, cells[0]?.[0]?.length ?? 0];
  const all = cells.flat(2);
  const grand = mean(all);
  const squares = (numbers: readonly number[], around: number): number =>
    numbers.reduce((sum, value) => sum + (value - around) ** 2, 0);

  const partMeans = cells.map((part) => mean(part.flat()));
  const operatorMeans = Array.from({ length: operators }, (_, operator) =>
    mean(cells.flatMap((part) => part[operator] ?? [])),
  );
  const total = squares(all, grand);
  const ofParts = operators * trials * squares(partMeans, grand);
  const ofOperators = parts * trials * squares(operatorMeans, grand);
  const ofRepeats = cells.flat().reduce((sum, cell) => sum + squares(cell, mean(cell)), 0);
  // Rounding must not make it negative.
  const ofInteraction = Math.max(0, total - ofParts - ofOperators - ofRepeats);

  const freedom = {
    parts: parts - 1,
    operators: operators - 1,
    interaction: (parts - 1) * (operators - 1),
    repeats: parts * operators * (trials - 1),
  };
  const repeats = line(freedom.repeats, ofRepeats);
  const interaction = tested(line(freedom.interaction, ofInteraction), repeats);
  const interactionKept = (interaction.p ?? 0) <= alpha;
  const pooled = line(freedom.repeats + freedom.interaction, ofRepeats + ofInteraction);
  const error = interactionKept ? repeats : pooled;
  const against = interactionKept ? interaction : pooled;
  const partLine = tested(line(freedom.parts, ofParts), against);
  const operatorLine = tested(line(freedom.operators, ofOperators), against);

  const positive = (variance: number): number => Math.max(0, variance);
  const repeatability = error.meanSquare;
  const crossed = interactionKept ? positive((interaction.meanSquare - error.meanSquare) / trials) : 0;
  const reproducibility =
    positive((operatorLine.meanSquare - against.meanSquare) / (parts * trials)) + crossed;
  const partToPart = positive((partLine.meanSquare - against.meanSquare) / (operators * trials));
  const gauge = repeatability + reproducibility;
  const whole = gauge + partToPart;
  const component = (variance: number): VarianceComponent => ({
    variance,
    deviation: Math.sqrt(variance),
    contribution: whole === 0 ? 0 : variance / whole,
    ofStudy: whole === 0 ? 0 : Math.sqrt(variance / whole),
    ...(tolerance === undefined ? {} : { ofTolerance: (6 * Math.sqrt(variance)) / tolerance }),
  });
  return {
    parts: partLine,
    operators: operatorLine,
    interaction,
    repeatability: error,
    interactionKept,
    components: {
      gauge: component(gauge),
      repeatability: component(repeatability),
      reproducibility: component(reproducibility),
      parts: component(partToPart),
      total: component(whole),
    },
    distinctCategories:
      gauge === 0 ? Infinity : Math.max(1, Math.floor(Math.SQRT2 * Math.sqrt(partToPart / gauge))),
  };
}

function line(freedom: number, sumOfSquares: number): VarianceLine {
  return { freedom, sumOfSquares, meanSquare: sumOfSquares / freedom };
}

function tested(tried: VarianceLine, against: VarianceLine): VarianceLine {
  // Without any error every difference is real, and none is none.
  if (against.meanSquare === 0) return { ...tried, p: tried.meanSquare > 0 ? 0 : 1 };
  const f = tried.meanSquare / against.meanSquare;
  return { ...tried, f, p: fisherAbove(f, tried.freedom, against.freedom) };
}

function balanced(values: StudyValues): number[][][] {
  if (values.length < 2) refuseInput(`A gauge study needs two parts or more; got ${values.length}.`);
  const operators = values[0]?.length ?? 0;
  if (operators < 2) refuseInput(`A gauge study needs two operators or more; got ${operators}.`);
  const trials = values[0]?.[0]?.length ?? 0;
  return values.map((part, index) => {
    const cells = part.map((cell, operator) => checkValues(cell, 2, `values[${index}][${operator}]`));
    if (cells.length === operators && cells.every((cell) => cell.length === trials)) return cells;
    throw new FourwireError(
      'range',
      'study-unbalanced',
      `values[${index}] differs from the first part; every operator must measure every part ${trials} times.`,
    );
  });
}
