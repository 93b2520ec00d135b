import { requireSeconds } from './check.ts';

/** Bodies that store heat and the paths between them. */
export interface ThermalNetworkOptions {
  /** Heat capacity of each node, in J/K. */
  readonly capacities: readonly number[];
  /** Conductances between two nodes, in W/K. */
  readonly links: readonly (readonly [from: number, to: number, conductance: number])[];
  /** Conductance from each node to the surroundings, in W/K. */
  readonly losses: readonly number[];
  /** Temperature of every node at the start, in °C. */
  readonly temperature: number;
}

/** A power series over a longer step than this, in fastest time constants, would lose digits. */
const longestStep = 0.5;

/** Terms below this, in K, no longer count. */
const negligible = 1e-13;

/**
 * Lumped bodies with heat capacities, joined by thermal conductances (thermal sheet A2). While the heat fed to each
 * node stays the same the equations are linear, and {@link advance} sums the power series of their solution down to
 * rounding: one long step equals many short ones, and nothing overshoots that would not in reality.
 *
 * @internal
 */
export class ThermalNetwork {
  /** Temperature of each node, in °C. */
  readonly temperatures: Float64Array;
  readonly #options: ThermalNetworkOptions;
  readonly #losses: number[];
  readonly #term: Float64Array;
  readonly #next: Float64Array;
  #rates: Float64Array;
  #fastest: number;

  constructor(options: ThermalNetworkOptions) {
    const count = options.capacities.length;
    this.#options = options;
    this.#losses = [...options.losses];
    this.temperatures = new Float64Array(count).fill(options.temperature);
    this.#term = new Float64Array(count);
    this.#next = new Float64Array(count);
    this.#rates = this.#buildRates();
    this.#fastest = fastestRate(this.#rates, count);
  }

  /** Temperature of one node, in °C. */
  temperature(node: number): number {
    return at(this.temperatures, node);
  }

  /** Changes how well a node exchanges heat with the surroundings, in W/K: a door opens, a fan starts. */
  setLoss(node: number, conductance: number): void {
    if (this.#losses[node] === conductance) return;
    this.#losses[node] = conductance;
    this.#rates = this.#buildRates();
    this.#fastest = fastestRate(this.#rates, this.temperatures.length);
  }

  /**
   * Lets `seconds` pass with constant heat `powers` (W into each node) and surroundings at `ambient` °C.
   *
   * @throws FourwireError of kind `range` when `seconds` is negative or not a number.
   */
  advance(seconds: number, powers: readonly number[], ambient: number): void {
    requireSeconds(seconds);
    const steps = Math.max(1, Math.ceil((seconds * this.#fastest) / longestStep));
    let moving = true;
    for (let step = 0; step < steps && moving; step++) moving = this.#step(seconds / steps, powers, ambient);
  }

  /** One step short enough for the series; returns whether anything moved. */
  #step(seconds: number, powers: readonly number[], ambient: number): boolean {
    const { capacities } = this.#options;
    const [term, next, temperatures, rates] = [this.#term, this.#next, this.temperatures, this.#rates];
    for (let row = 0; row < term.length; row++) {
      const heat = (powers[row] ?? 0) + (this.#losses[row] ?? 0) * ambient;
      term[row] = (heat / (capacities[row] ?? 1) + rowTimes(rates, row, temperatures)) * seconds;
    }
    const moved = addTo(temperatures, term);
    let largest = moved;
    for (let order = 2; largest > negligible; order++) {
      for (let row = 0; row < term.length; row++) next[row] = (rowTimes(rates, row, term) * seconds) / order;
      term.set(next);
      largest = addTo(temperatures, term);
    }
    return moved > negligible;
  }

  #buildRates(): Float64Array {
    const { capacities, links } = this.#options;
    const count = capacities.length;
    const rates = new Float64Array(count * count);
    const add = (row: number, column: number, conductance: number): void => {
      const index = row * count + column;
      rates[index] = at(rates, index) + conductance / (capacities[row] ?? 1);
    };
    for (const [node, loss] of this.#losses.entries()) add(node, node, -loss);
    for (const [from, to, conductance] of links) {
      add(from, from, -conductance);
      add(from, to, conductance);
      add(to, to, -conductance);
      add(to, from, conductance);
    }
    return rates;
  }
}

/** An upper bound of every rate at which the network settles, in 1/s: the largest sum of a row. */
function fastestRate(rates: Float64Array, count: number): number {
  let fastest = 0;
  for (let row = 0; row < count; row++) {
    const entries = rates.subarray(row * count, (row + 1) * count);
    fastest = Math.max(
      fastest,
      entries.reduce((sum, entry) => sum + Math.abs(entry), 0),
    );
  }
  return fastest;
}

/** Adds `term` to `sum` and returns the largest that was added. */
function addTo(sum: Float64Array, term: Float64Array): number {
  let largest = 0;
  for (let row = 0; row < sum.length; row++) {
    const entry = at(term, row);
    sum[row] = at(sum, row) + entry;
    largest = Math.max(largest, Math.abs(entry));
  }
  return largest;
}

function rowTimes(matrix: Float64Array, row: number, vector: Float64Array): number {
  const start = row * vector.length;
  let sum = 0;
  for (let column = 0; column < vector.length; column++)
    sum += at(matrix, start + column) * at(vector, column);
  return sum;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}
