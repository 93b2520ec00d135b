/** One measurement of a channel. */
export interface SmuMeasurement {
  /** In V. */
  readonly voltage: number;
  /** In A. */
  readonly current: number;
  readonly inCompliance: boolean;
  /** When it was taken by the instrument's own clock, in s; the computer's clock counts where there is none. */
  readonly time?: number;
}

/** A measurement with the time since the first of its run, in s. */
export interface SmuPoint extends SmuMeasurement {
  readonly time: number;
}

/** Points by column, as the class has them. */
export interface SmuTable {
  readonly time: Float64Array;
  readonly voltage: Float64Array;
  readonly current: Float64Array;
  readonly inCompliance: Float64Array;
}

/** Points as the columns of the class. */
export function smuTable(points: readonly SmuPoint[]): SmuTable {
  return {
    time: Float64Array.from(points, ({ time }) => time),
    voltage: Float64Array.from(points, ({ voltage }) => voltage),
    current: Float64Array.from(points, ({ current }) => current),
    inCompliance: Float64Array.from(points, ({ inCompliance }) => (inCompliance ? 1 : 0)),
  };
}
