import { FourwireError, array, integer, optionalField, record } from '@fourwire/core';
import type { Call, RecordOf } from '@fourwire/core';
import type { StationDie, StationSteps, StationVisit } from './station-dialect.ts';

/** Fields of the options of a driver whose prober stores no route of its own. */
export const routeOptions = {
  /**
   * The dies in the order to visit, as `byRows`, `spiral` and the other orders give them. Without it the prober only steps
   * to dies that are named.
   */
  route: optionalField(array(record({ column: integer(), row: integer() }))),
} as const;

/** Options of a driver whose prober stores no route of its own. */
export interface RouteOptions extends RecordOf<typeof routeOptions> {}

/** Brings a die under the needles. */
export type GoToDie = (die: StationDie & { readonly subsite: number }, operation: Call) => Promise<void>;

/**
 * The steps of a prober that stores no route of its own: the route lies at the host. Which die is under the needles is
 * what this driver brought there, unless the prober can be asked (`readDie`).
 */
export class HostRoute implements StationSteps {
  readonly #route: readonly StationDie[];
  readonly #goTo: GoToDie;
  readonly #readDie: ((call: Call) => Promise<StationDie>) | undefined;
  #index = -1;
  #here: StationDie | undefined;

  constructor({ route = [] }: RouteOptions, goTo: GoToDie, readDie?: (call: Call) => Promise<StationDie>) {
    this.#route = route;
    this.#goTo = goTo;
    this.#readDie = readDie;
  }

  async die(call: Call): Promise<StationDie> {
    if (this.#readDie !== undefined) return this.#readDie(call);
    if (this.#here !== undefined) return this.#here;
    throw new FourwireError(
      'state',
      'die-unknown',
      'The die under the needles is not known: this prober does not tell, and no step was made yet; call stepFirst() or stepTo() first.',
    );
  }

  async first(operation: Call): Promise<StationVisit> {
    return this.#visit(0, 'stepFirst', operation);
  }

  async next(operation: Call): Promise<StationVisit> {
    if (this.#index < 0) {
      throw new FourwireError(
        'state',
        'route-not-begun',
        'stepNext refused: the route has not begun; call stepFirst() first.',
      );
    }
    return this.#visit(this.#index + 1, 'stepNext', operation);
  }

  async to(die: StationDie & { readonly subsite: number }, operation: Call): Promise<StationVisit> {
    const { column, row, subsite } = die;
    await this.#go(die, operation);
    const index = this.#route.findIndex((one) => one.column === column && one.row === row);
    // A die beside the route leaves its place in it: `next` goes on from there.
    if (index >= 0) this.#index = index;
    return { ended: false, column, row, subsite, last: index >= 0 && index === this.#route.length - 1 };
  }

  async #visit(index: number, what: string, operation: Call): Promise<StationVisit> {
    if (this.#route.length === 0) {
      throw new FourwireError(
        'state',
        'route-missing',
        `${what} refused: this prober stores no route; give the option route, or use stepTo().`,
      );
    }
    const last = index >= this.#route.length - 1;
    const die = this.#route[index];
    if (die === undefined) return { ended: true, ...(await this.die(operation)), subsite: 0, last: true };
    await this.#go({ ...die, subsite: 0 }, operation);
    this.#index = index;
    return { ended: false, column: die.column, row: die.row, subsite: 0, last };
  }

  async #go(die: StationDie & { readonly subsite: number }, operation: Call): Promise<void> {
    // A move that is cut short leaves the chuck nobody knows where.
    this.#here = undefined;
    await this.#goTo(die, operation);
    this.#here = { column: die.column, row: die.row };
  }
}
