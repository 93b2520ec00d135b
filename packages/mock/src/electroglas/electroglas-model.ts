import type { Clock, Random } from '@fourwire/core';
import { Signal } from '../measuring/signal.ts';
import { stageClasses } from '../physics/stage-model.ts';
import { ProberMachine } from '../prober/prober-machine.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';

/** µm of 0.1 mil, the unit of heights and sizes. */
export const tenthMil = 2.54;

/** Error numbers (sheet electroglas.md, section 4); the rest of the table is not confirmed. */
export const electroglasErrors = { none: 0, unsupported: 35, outOfPlaten: 38 } as const;

/** Seconds of the loader and of the alignment. Unconfirmed. */
const handlingTime = 25;
const aligningTime = 30;
const profilingTime = 15;

/** What a simulated Electroglas may be told. */
export interface ElectroglasModelOptions extends ProberMachineOptions {
  /** µm of a machine unit of `MM` and `MA`: documented as 1, measured as 2.5 by one owner. */
  readonly machineUnit?: number;
}

/**
 * An Electroglas prober: it counts dies from the first die, keeps no map unless mapping is on, and checks no limits of
 * moves by dies until the stage itself ends (sheet electroglas.md, sections 5, 8 and 9). At the start the operator has
 * put a wafer on, aligned and profiled it, and the first die is the one at the home of the chuck.
 */
export class ElectroglasModel extends ProberMachine {
  /** Tells that the operator pressed a key: a wafer is ready, paused, continued. */
  readonly started = new Signal();
  readonly pauseTurned = new Signal();
  /** What `?E` gives next; reading clears it. */
  error: number = electroglasErrors.none;
  /** Whether the datum is where wafers are put on, as after power-up: then negative indices are refused. */
  datumAtLoad = false;
  /** Whether the surface was profiled; in the Z mode `auto profile` nothing goes up without. */
  profiled = true;
  /** `SM5E`: 2 is auto profile. */
  zMode = 2;
  paused = false;
  wafers = 1;
  /** µm of a machine unit. */
  readonly machineUnit: number;
  /** The die under the needles, from the first die. */
  die = { x: 0, y: 0 };
  /** Where the first die is, as the axes count. */
  #datum: { x: number; y: number };

  constructor(clock: Clock, random: Random, options: ElectroglasModelOptions = {}) {
    // The stage reaches far beyond the platen, and nothing but the host keeps it on.
    const xy = { ...stageClasses.semiAutomaticXY, speed: 150_000, travel: [-300_000, 300_000] as const };
    super(clock, random, { ...options, mechanics: { xy, ...options.mechanics } });
    this.machineUnit = options.machineUnit ?? 1;
    const { x, y } = this.home;
    this.#datum = { x, y };
  }

  /** Whether the chuck is up. */
  get up(): boolean {
    return this.position.z > this.active.separation + 1;
  }

  /** Error that was latched, once. */
  takeError(): number {
    const { error } = this;
    this.error = electroglasErrors.none;
    return error;
  }

  /**
   * Steps to a die counted from the first one, Z down first.
   *
   * @throws ProberRefusal `out-of-travel` for a negative index where the datum does not allow it, and past the stage
   */
  async moveDie(x: number, y: number): Promise<void> {
    if (this.datumAtLoad && (x < 0 || y < 0)) throw new ProberRefusal('out-of-travel');
    const { pitch } = this.map;
    await this.moveXY(this.#datum.x + x * pitch.x, this.#datum.y + y * pitch.y, this.drop);
    this.#standOn(x, y);
  }

  /** Moves by or to machine units, Z down first. */
  async moveMachine(x: number, y: number, relative: boolean): Promise<void> {
    const { position, machineUnit } = this;
    const from = relative ? position : { x: 0, y: 0 };
    await this.moveXY(from.x + x * machineUnit, from.y + y * machineUnit, this.drop);
  }

  /** `FD`: the first die is here. */
  setFirstDie(): void {
    const { x, y } = this.position;
    this.#datum = { x, y };
    this.datumAtLoad = false;
    this.#standOn(0, 0);
  }

  /** `ZU`: up to contact and overtravel; nothing happens in the mode `auto profile` without a profile. */
  async raise(): Promise<void> {
    if (this.zMode === 2 && !this.profiled) return;
    await this.moveZ(this.active.touchdown);
  }

  /** `ZD` */
  async lower(): Promise<void> {
    if (this.zMode === 2 && !this.profiled) return;
    // Where wafers are put on it is further down already.
    if (this.up) await this.moveZ(this.active.separation);
  }

  /** `LO`, `UL` */
  async goToLoad(): Promise<void> {
    await this.moveLoad('FrontLoad');
  }

  /** `HW`: puts the wafer back and the next one on, aligns and profiles it, and comes up at the first die. */
  async handleWafer(): Promise<void> {
    const { wafer } = this.prober;
    await this.exchange(wafer, handlingTime);
    this.wafers++;
    await this.autoAlign();
    await this.profile();
  }

  /** `AA` */
  async autoAlign(): Promise<void> {
    await this.align(aligningTime);
    const { x, y } = this.home;
    this.#datum = { x, y };
    this.#standOn(0, 0);
  }

  /** `PZ` */
  async profile(): Promise<void> {
    await this.motion.wait(profilingTime);
    this.profiled = true;
  }

  /** The operator starts probing: up at the first die of the route. */
  async startWafer(): Promise<void> {
    const [first] = this.map.route;
    if (first === undefined) throw new ProberRefusal('end-of-route');
    await this.#probe(first.column, first.row);
    this.started.fire();
  }

  /**
   * The next die of the route, with the needles down on it.
   *
   * @throws ProberRefusal `end-of-route` past the last one; the chuck is then down
   */
  async probeNext(): Promise<void> {
    try {
      const { column, row } = this.map.neighbour(1);
      await this.#probe(column, row);
    } catch (error) {
      if (error instanceof ProberRefusal && error.reason === 'end-of-route') await this.lower();
      throw error;
    }
  }

  /** `PA` and the key: turns the pause on or off. */
  turnPause(): void {
    this.paused = !this.paused;
    this.pauseTurned.fire();
  }

  async #probe(column: number, row: number): Promise<void> {
    const { homeDie } = this.map;
    await this.moveDie(column - homeDie.column, row - homeDie.row);
    await this.raise();
  }

  #standOn(x: number, y: number): void {
    const { homeDie } = this.map;
    this.die = { x, y };
    this.map.current = { column: homeDie.column + x, row: homeDie.row + y };
  }
}
