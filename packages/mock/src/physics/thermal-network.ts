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

/**
 * Lumped bodies with heat capacities, joined by thermal conductances (thermal sheet A2). While the heat fed to each
 * node stays the same the equations are linear, so {@link advance} solves them exactly: one long step equals many
 * short ones up to rounding, and nothing overshoots that would not in reality.
 */
export class ThermalNetwork {
  /** Temperature of each node, in °C. */
  readonly temperatures: Float64Array;
  readonly #options: ThermalNetworkOptions;
  readonly #losses: number[];
  readonly #slopes: Float64Array;
  #rates: Float64Array;
  #response: { seconds: number; matrix: Float64Array } | undefined;

  constructor(options: ThermalNetworkOptions) {
    this.#options = options;
    this.#losses = [...options.losses];
    this.temperatures = new Float64Array(options.capacities.length).fill(options.temperature);
    this.#slopes = new Float64Array(options.capacities.length);
    this.#rates = this.#buildRates();
  }

  /** Temperature of one node, in °C. */
  temperature(node: number): number {
    return this.temperatures[node] ?? Number.NaN;
  }

  /** Changes how well a node exchanges heat with the surroundings, in W/K: a door opens, a fan starts. */
  setLoss(node: number, conductance: number): void {
    if (this.#losses[node] === conductance) return;
    this.#losses[node] = conductance;
    this.#rates = this.#buildRates();
    this.#response = undefined;
  }

  /**
   * Lets `seconds` pass with constant heat `powers` (W into each node) and surroundings at `ambient` °C.
   *
   * @throws FourwireError of kind `range` when `seconds` is negative or not a number.
   */
  advance(seconds: number, powers: readonly number[], ambient: number): void {
    requireSeconds(seconds);
    const { capacities } = this.#options;
    const count = capacities.length;
    if (this.#response?.seconds !== seconds) {
      this.#response = { seconds, matrix: responseOf(this.#rates, count, seconds) };
    }
    const { matrix } = this.#response;
    const [slopes, temperatures, rates] = [this.#slopes, this.temperatures, this.#rates];
    for (let row = 0; row < count; row++) {
      const heat = (powers[row] ?? 0) + (this.#losses[row] ?? 0) * ambient;
      slopes[row] = heat / (capacities[row] ?? 1) + rowTimes(rates, row, temperatures);
    }
    for (let row = 0; row < count; row++) {
      temperatures[row] = at(temperatures, row) + rowTimes(matrix, row, slopes);
    }
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

/**
 * The matrix that turns the slopes at the start into the rises after `seconds`: the integral of exp(A·s) from 0 to t,
 * from its power series for a short time and then doubled, S(2t) = S(t)·(2 + A·S(t)).
 */
function responseOf(rates: Float64Array, count: number, seconds: number): Float64Array {
  const norm = Math.max(...rates.map(Math.abs)) * count * seconds;
  const doublings = Math.max(0, Math.ceil(Math.log2(norm * 2)));
  const start = seconds / 2 ** doublings;
  let term = identity(count).map((entry) => entry * start);
  let sum: Float64Array = term;
  for (let order = 2; order <= 14; order++) {
    term = product(term, rates, count).map((entry) => (entry * start) / order);
    sum = sum.map((entry, index) => entry + at(term, index));
  }
  for (let round = 0; round < doublings; round++) {
    const growth = product(rates, sum, count);
    const factor = identity(count).map((entry, index) => 2 * entry + at(growth, index));
    sum = product(sum, factor, count);
  }
  return sum;
}

function identity(count: number): Float64Array {
  return new Float64Array(count * count).map((_, index) => (index % (count + 1) === 0 ? 1 : 0));
}

function product(left: Float64Array, right: Float64Array, count: number): Float64Array {
  return new Float64Array(count * count).map((_, index) => {
    const row = index - (index % count);
    let sum = 0;
    for (let k = 0; k < count; k++) sum += at(left, row + k) * at(right, k * count + (index % count));
    return sum;
  });
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
