import type { WaferModel } from '../physics/wafer-model.ts';
import { ProberRefusal } from './prober-refusal.ts';

/** Column and row. */
export interface DieIndex {
  readonly column: number;
  readonly row: number;
}

/** A die of the map, in the native frame: X right, Y up, 0 at the die in the wafer's centre. */
export interface MapDie extends DieIndex {
  selected: boolean;
}

/** A place within each die, in µm from its home: X right, Y up. */
export interface Subsite {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Where rows and columns of an index grow to: up or down, then right or left. */
export const mapOrients = ['DR', 'DL', 'UR', 'UL'] as const;

/** One of `mapOrients`. */
export type MapOrient = (typeof mapOrients)[number];

/** The corner where a route begins: upper or lower, then left or right. */
export const routeCorners = ['UL', 'UR', 'LL', 'LR'] as const;

/** Rows or columns, each in the same direction, or winding (serpentine). */
export const routeWays = ['R', 'C', 'WR', 'WC'] as const;

/** Signs of an orientation against the native frame. */
export function orientSigns(orient: MapOrient): { readonly x: number; readonly y: number } {
  return { x: orient.endsWith('R') ? 1 : -1, y: orient.startsWith('U') ? 1 : -1 };
}

/** The wafer map of a simulated prober: dies, route, bins and where the needles are on it. */
export class ProberMap {
  pitch: { readonly x: number; readonly y: number };
  /** In µm. */
  readonly diameter: number;
  readonly edgeExclusion: number;
  orient: MapOrient = 'UR';
  /** The die with index 0,0, in the native frame. */
  origin: DieIndex = { column: 0, row: 0 };
  /** The die at the chuck's home, in the native frame. */
  homeDie: DieIndex = { column: 0, row: 0 };
  /** Without any, site 0 is the home of the die. */
  readonly subsites: Subsite[] = [];
  /** How many bins there are. Unconfirmed default. */
  binCount = 256;
  /** The die under the needles, in the native frame, and the subsite. */
  current: DieIndex = { column: 0, row: 0 };
  site = 0;
  /** Fault: the route ends at the die under the needles. */
  endsHere = false;
  #corner: (typeof routeCorners)[number] = 'UL';
  #way: (typeof routeWays)[number] = 'WR';
  readonly #dies = new Map<string, MapDie>();
  readonly #bins = new Map<string, number>();
  #order: MapDie[] | undefined;

  /** A map of the dies that lie whole on a wafer. */
  constructor(wafer: WaferModel) {
    const { pitchX, pitchY, diameter, edgeExclusion } = wafer.parameters;
    this.pitch = { x: pitchX, y: pitchY };
    this.diameter = diameter;
    this.edgeExclusion = edgeExclusion;
    for (const { column, row } of wafer.places()) this.add({ column, row });
  }

  /** Present dies in the order of the routing. */
  get order(): readonly MapDie[] {
    this.#order ??= this.#sorted();
    return this.#order;
  }

  /** The dies to be stepped to, in order. */
  get route(): readonly MapDie[] {
    return this.order.filter((die) => die.selected);
  }

  /** How many columns and rows the present dies span. */
  get extent(): { readonly columns: number; readonly rows: number } {
    const span = (values: readonly number[]): number =>
      values.length === 0 ? 0 : Math.max(...values) - Math.min(...values) + 1;
    return {
      columns: span(this.order.map((die) => die.column)),
      rows: span(this.order.map((die) => die.row)),
    };
  }

  /** Status bits: 1 on the last die of the route, 2 on the last subsite of a die that has some. */
  get status(): number {
    return (
      (this.onLast ? 1 : 0) + (this.subsites.length > 0 && this.site === this.subsites.length - 1 ? 2 : 0)
    );
  }

  /** Whether the needles are over the last die of the route. */
  get onLast(): boolean {
    const last = this.route.at(-1);
    return this.endsHere || (last !== undefined && key(last) === key(this.current));
  }

  /** The start corner and the way, for example `UL,WR`. */
  get routing(): string {
    return `${this.#corner},${this.#way}`;
  }

  /** Sets the route. */
  setRouting(corner: (typeof routeCorners)[number], way: (typeof routeWays)[number]): void {
    this.#corner = corner;
    this.#way = way;
    this.#order = undefined;
  }

  /** From column and row as the client counts them to the native frame. */
  native(column: number, row: number): DieIndex {
    const { x, y } = orientSigns(this.orient);
    return { column: this.origin.column + x * column, row: this.origin.row + y * row };
  }

  /** From the native frame to column and row as the client counts them. */
  indexed(die: DieIndex): DieIndex {
    const { x, y } = orientSigns(this.orient);
    return { column: x * (die.column - this.origin.column), row: y * (die.row - this.origin.row) };
  }

  /** The die at a place of the native frame, if it is present. */
  die(place: DieIndex): MapDie | undefined {
    return this.#dies.get(key(place));
  }

  /** Makes a die present and selects it. */
  add({ column, row }: DieIndex): void {
    this.#dies.set(key({ column, row }), { column, row, selected: true });
    this.#order = undefined;
  }

  /** Makes a die absent. */
  remove(place: DieIndex): void {
    this.#dies.delete(key(place));
    this.#order = undefined;
  }

  /** Place in the route, from 0; −1 when the die is not on it. */
  sequence(place: DieIndex = this.current): number {
    return this.route.findIndex((die) => key(die) === key(place));
  }

  /**
   * The die of the route at a place.
   *
   * @throws ProberRefusal `no-such-die` when the route does not have it
   */
  at(sequence: number): MapDie {
    const die = this.route[sequence];
    if (die === undefined) throw new ProberRefusal('no-such-die');
    return die;
  }

  /**
   * The die of the route after (1) or before (−1) the current one.
   *
   * @throws ProberRefusal `end-of-route` past the end
   */
  neighbour(direction: 1 | -1): MapDie {
    if (this.endsHere && direction === 1) throw new ProberRefusal('end-of-route');
    const here = this.order.findIndex((die) => key(die) === key(this.current));
    for (let index = here + direction; index >= 0 && index < this.order.length; index += direction) {
      const die = this.order[index];
      if (die?.selected === true) return die;
    }
    throw new ProberRefusal('end-of-route');
  }

  /** Where a subsite of a die lies, in µm from the home die, if the chuck is at its home for that. */
  place(die: DieIndex, site: number): { readonly x: number; readonly y: number } {
    const { x = 0, y = 0 } = this.subsites[site] ?? {};
    return {
      x: (die.column - this.homeDie.column) * this.pitch.x + x,
      y: (die.row - this.homeDie.row) * this.pitch.y + y,
    };
  }

  /** The bin of a die's subsite; −1 as long as it has none. Unconfirmed: the −1. */
  bin(place: DieIndex = this.current, site: number = this.site): number {
    return this.#bins.get(`${key(place)}/${site}`) ?? -1;
  }

  /**
   * Puts a die's subsite into a bin.
   *
   * @throws ProberRefusal `no-such-die` when there is no such bin or die
   */
  setBin(bin: number, place: DieIndex = this.current, site: number = this.site): void {
    if (bin < 0 || bin >= this.binCount || this.die(place) === undefined) {
      throw new ProberRefusal('no-such-die');
    }
    this.#bins.set(`${key(place)}/${site}`, bin);
  }

  /** Takes all dies out of their bins. */
  clearBins(): void {
    this.#bins.clear();
  }

  #sorted(): MapDie[] {
    const byColumns = this.#way.endsWith('C');
    const right = this.#corner.endsWith('L') ? 1 : -1;
    const up = this.#corner.startsWith('L') ? 1 : -1;
    const line = (die: DieIndex): number => (byColumns ? right * die.column : up * die.row);
    const along = (die: DieIndex): number => (byColumns ? up * die.row : right * die.column);
    const dies = [...this.#dies.values()];
    const lines = [...new Set(dies.map(line))].toSorted((a, b) => a - b);
    const back = new Set(this.#way.startsWith('W') ? lines.filter((_, index) => index % 2 === 1) : []);
    const rank = (die: DieIndex): number => (back.has(line(die)) ? -along(die) : along(die));
    return dies.toSorted((a, b) => line(a) - line(b) || rank(a) - rank(b));
  }
}

function key({ column, row }: DieIndex): string {
  return `${column},${row}`;
}
