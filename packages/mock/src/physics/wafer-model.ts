import type { Random } from '@fourwire/core';
import type { Die } from './die.ts';
import type { ElectricalDevice } from './devices/electrical-device.ts';
import type { YieldParameters } from './yield.ts';
import { matureYield, YieldMap } from './yield.ts';

/** Size of a wafer and its dies, in µm. */
export interface WaferParameters {
  readonly diameter: number;
  readonly thickness: number;
  /** Distance from die to die. */
  readonly pitchX: number;
  readonly pitchY: number;
  /** Rim without dies. */
  readonly edgeExclusion: number;
  /** Side of a test pad; a needle further than half of it from the pad's centre misses it. */
  readonly padSize: number;
  readonly yield: YieldParameters;
}

/** A 200 mm silicon wafer with dies of 5 mm. Unconfirmed typical values. */
export const wafer200: WaferParameters = {
  diameter: 200_000,
  thickness: 725,
  pitchX: 5000,
  pitchY: 5000,
  edgeExclusion: 3000,
  padSize: 100,
  yield: matureYield,
};

/** What a {@link WaferModel} is made of. */
export interface WaferModelOptions<T extends ElectricalDevice> {
  /** The seed of the wafer: it decides every die on it. */
  readonly random: Random;
  /** Makes the device of a die, for example `(die) => HeaterResistor.on(die)`. */
  readonly device: (die: Die) => T;
  /** What differs from {@link wafer200}. */
  readonly parameters?: Partial<WaferParameters>;
}

/**
 * A wafer of dies, each with its own device. Spread and defects are decided by the seed and the die's place, so
 * measuring a die again, or in another order, gives the same (probe sheet 6 and 7).
 */
export class WaferModel<T extends ElectricalDevice = ElectricalDevice> {
  readonly parameters: WaferParameters;
  readonly #random: Random;
  readonly #makeDevice: (die: Die) => T;
  readonly #yield: YieldMap;
  readonly #dies = new Map<string, Die>();
  readonly #devices = new Map<string, T>();

  constructor(options: WaferModelOptions<T>) {
    this.parameters = { ...wafer200, ...options.parameters };
    this.#random = options.random;
    this.#makeDevice = options.device;
    this.#yield = new YieldMap(this.parameters.yield, options.random.fork('yield'));
  }

  /** The die at a place of the grid (0, 0 is the centre), or `undefined` where no whole die fits. */
  die(column: number, row: number): Die | undefined {
    const key = `${column},${row}`;
    const known = this.#dies.get(key);
    if (known !== undefined || !this.#fits(column, row)) return known;
    const die = this.#makeDie(column, row);
    this.#dies.set(key, die);
    return die;
  }

  /** The device of a die; it keeps its state for the life of the wafer. */
  device(column: number, row: number): T | undefined {
    const die = this.die(column, row);
    if (die === undefined) return undefined;
    const key = `${column},${row}`;
    const device = this.#devices.get(key) ?? this.#makeDevice(die);
    this.#devices.set(key, device);
    return device;
  }

  /** The die that covers a place, in µm from the centre of the wafer. */
  dieAt(x: number, y: number): Die | undefined {
    const { pitchX, pitchY } = this.parameters;
    // Adding 0 turns -0 into 0.
    return this.die(Math.round(x / pitchX) + 0, Math.round(y / pitchY) + 0);
  }

  /** Every die, in the order of {@link places}. */
  dies(): Die[] {
    return this.places().flatMap(({ column, row }) => this.die(column, row) ?? []);
  }

  /** Every place where a whole die fits, row by row from the bottom left. The dies themselves are made when asked for. */
  places(): { readonly column: number; readonly row: number }[] {
    const { diameter, pitchX, pitchY } = this.parameters;
    const columns = Math.ceil(diameter / 2 / pitchX);
    const rows = Math.ceil(diameter / 2 / pitchY);
    const places: { readonly column: number; readonly row: number }[] = [];
    for (let row = -rows; row <= rows; row++) {
      for (let column = -columns; column <= columns; column++) {
        if (this.#fits(column, row)) places.push({ column, row });
      }
    }
    return places;
  }

  #fits(column: number, row: number): boolean {
    const { diameter, edgeExclusion, pitchX, pitchY } = this.parameters;
    const corner = Math.hypot((Math.abs(column) + 0.5) * pitchX, (Math.abs(row) + 0.5) * pitchY);
    return Number.isInteger(column) && Number.isInteger(row) && corner <= diameter / 2 - edgeExclusion;
  }

  #makeDie(column: number, row: number): Die {
    const { diameter, pitchX, pitchY } = this.parameters;
    const x = column * pitchX;
    const y = row * pitchY;
    const [u, v] = [x / (diameter / 2), y / (diameter / 2)];
    const radius = Math.hypot(u, v);
    const random = this.#random.fork(`die/${column},${row}`);
    const waferRandom = this.#random.fork('wafer');
    return {
      column,
      row,
      x,
      y,
      radius,
      defect: this.#yield.defect(u, v, random.fork('defect')),
      random: (purpose) => random.fork(purpose),
      vary: (parameter, spread) =>
        Math.max(
          0.05,
          1 +
            waferRandom.fork(parameter).normal(0, spread.wafer) +
            spread.radial * radius ** 2 +
            random.fork(parameter).normal(0, spread.die),
        ),
    };
  }
}
