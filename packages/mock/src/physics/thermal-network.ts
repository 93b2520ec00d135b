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

/** A network that is asked for steps of ever other lengths keeps no more solutions than this. */
const mostPropagators = 8;

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
  readonly #links: number[];
  readonly #term: Float64Array;
  readonly #next: Float64Array;
  #rates: Float64Array;
  #fastest: number;
  /** Solutions for steps of a length that came twice in a row. */
  readonly #propagators = new Map<number, Propagator>();
  #lastStep = Number.NaN;

  constructor(options: ThermalNetworkOptions) {
    const count = options.capacities.length;
    this.#options = options;
    this.#losses = [...options.losses];
    this.#links = options.links.map(([, , conductance]) => conductance);
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
    this.#rebuild();
  }

  /** Changes how well two nodes exchange heat, in W/K; `link` is its place in `links`. */
  setLink(link: number, conductance: number): void {
    if (this.#links[link] === conductance) return;
    this.#links[link] = conductance;
    this.#rebuild();
  }

  #rebuild(): void {
    this.#rates = this.#buildRates();
    this.#fastest = fastestRate(this.#rates, this.temperatures.length);
    this.#propagators.clear();
  }

  /**
   * Lets `seconds` pass with constant heat `powers` (W into each node) and surroundings at `ambient` °C.
   *
   * @throws FourwireError of kind `range` when `seconds` is negative or not a number.
   */
  advance(seconds: number, powers: readonly number[], ambient: number): void {
    requireSeconds(seconds);
    const steps = Math.max(1, Math.ceil((seconds * this.#fastest) / longestStep));
    const propagator = this.#propagators.get(seconds) ?? this.#repeated(seconds, steps);
    if (propagator !== undefined) {
      this.#propagate(propagator, powers, ambient);
      return;
    }
    let moving = true;
    for (let step = 0; step < steps && moving; step++) moving = this.#step(seconds / steps, powers, ambient);
  }

  /** A controller samples at a fixed period, so most steps are as long as the one before. */
  #repeated(seconds: number, parts: number): Propagator | undefined {
    const again = seconds === this.#lastStep && this.#propagators.size < mostPropagators;
    this.#lastStep = seconds;
    if (!again) return undefined;
    const propagator = buildPropagator(this.#rates, this.temperatures.length, seconds, parts);
    this.#propagators.set(seconds, propagator);
    return propagator;
  }

  #propagate({ state, input }: Propagator, powers: readonly number[], ambient: number): void {
    const { capacities } = this.#options;
    const [heating, next, temperatures] = [this.#term, this.#next, this.temperatures];
    for (let row = 0; row < heating.length; row++) {
      const heat = (powers[row] ?? 0) + (this.#losses[row] ?? 0) * ambient;
      heating[row] = heat / (capacities[row] ?? 1);
    }
    for (let row = 0; row < next.length; row++)
      next[row] = rowTimes(state, row, temperatures) + rowTimes(input, row, heating);
    temperatures.set(next);
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
    for (const [index, [from, to]] of links.entries()) {
      const conductance = this.#links[index] ?? 0;
      add(from, from, -conductance);
      add(from, to, conductance);
      add(to, to, -conductance);
      add(to, from, conductance);
    }
    return rates;
  }
}

/** The solution for steps of one length: temperatures after it are `state` × before + `input` × heating in K/s. */
interface Propagator {
  readonly state: Float64Array;
  readonly input: Float64Array;
}

/** Sums the power series of a matrix exponential and of its integral for a part of the step, and joins the parts. */
function buildPropagator(rates: Float64Array, count: number, seconds: number, parts: number): Propagator {
  const part = seconds / parts;
  const state = identity(count);
  const input = identity(count).map((entry) => entry * part);
  let term: Float64Array = identity(count);
  for (let order = 1; largestOf(term) > negligible; order++) {
    term = times(rates, term, count).map((entry) => (entry * part) / order);
    addTo(state, term);
    addTo(
      input,
      term.map((entry) => (entry * part) / (order + 1)),
    );
  }
  let wholeState: Float64Array = state;
  let wholeInput: Float64Array = input;
  for (let joined = 1; joined < parts; joined++) {
    wholeInput = times(state, wholeInput, count);
    addTo(wholeInput, input);
    wholeState = times(state, wholeState, count);
  }
  return { state: wholeState, input: wholeInput };
}

function identity(count: number): Float64Array {
  return Float64Array.from({ length: count * count }, (_, index) => (index % (count + 1) === 0 ? 1 : 0));
}

function times(left: Float64Array, right: Float64Array, count: number): Float64Array {
  return Float64Array.from({ length: count * count }, (_, index) => {
    const [row, column] = [Math.floor(index / count), index % count];
    let sum = 0;
    for (let middle = 0; middle < count; middle++)
      sum += (left[row * count + middle] ?? 0) * (right[middle * count + column] ?? 0);
    return sum;
  });
}

function largestOf(entries: Float64Array): number {
  return entries.reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 0);
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
