import type { Clock, Random } from '@fourwire/core';
import { HeaterResistor } from '../physics/devices/heater-resistor.ts';
import { stageClasses } from '../physics/stage-model.ts';
import { WaferModel } from '../physics/wafer-model.ts';
import { Cassette } from '../prober/cassette.ts';
import { ProberMachine } from '../prober/prober-machine.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import type { DieIndex } from '../prober/prober-map.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';

/** Seconds that the loader and the cameras take (sheet accretech-uf.md, section 10). */
export const accretechTimes = { load: 60, unload: 40, align: 30, sense: 15 } as const;

/** What a simulated Accretech may be told. */
export interface AccretechModelOptions extends ProberMachineOptions {
  /** Wafers in cassette 1; 3 unless given. The first of them is on the chuck. */
  readonly wafers?: number;
  /** Whether Z goes down before a sideways move and up after it; true unless given. */
  readonly autoZ?: boolean;
  /** Makes the wafers of the other slots; all like that on the chuck unless given. */
  readonly nextWafer?: (slot: number) => WaferModel;
}

/** What the prober does, as `ms` tells it. */
export type AccretechState = 'I' | 'C' | 'R' | 'E';

/** An alarm: a letter with four digits, and its text. */
export interface AccretechAlarm {
  readonly code: string;
  readonly text: string;
}

/** Alarms of the communication (sheet accretech-uf.md, section 4), and those of the machine, whose numbers are made up. */
export const accretechAlarms = {
  format: { code: 'O0660', text: 'FORMAT ERROR' },
  notNow: { code: 'O0661', text: 'CANNOT EXECUTE NOW' },
  door: { code: 'E0001', text: 'DOOR OPEN' },
  vacuum: { code: 'E0002', text: 'CHUCK VACUUM ERROR' },
  stopped: { code: 'E0003', text: 'EMERGENCY STOP' },
  internal: { code: 'S0001', text: 'SYSTEM ERROR' },
} as const satisfies Readonly<Record<string, AccretechAlarm>>;

/**
 * An Accretech prober with a cassette: wafers go to the chuck, are aligned, and are put back. At the start the first one
 * is on the chuck, aligned, over the home die, and no lot runs. Unconfirmed: dies count from the lower left corner of the
 * map, up and to the right.
 */
export class AccretechModel extends ProberMachine {
  readonly cassette: Cassette;
  readonly autoZ: boolean;
  state: AccretechState = 'I';
  alarm: AccretechAlarm | undefined;
  /** The slot of the wafer on the chuck. */
  slot: number | undefined = 1;
  /** Whether the wafer on the chuck is aligned. */
  aligned = true;
  readonly #nextWafer: (slot: number) => WaferModel;

  constructor(clock: Clock, random: Random, options: AccretechModelOptions = {}) {
    const mechanics = { xy: stageClasses.productionXY, z: stageClasses.productionZ, ...options.mechanics };
    super(clock, random, { ...options, mechanics });
    const { wafer } = this.prober;
    const parameters = wafer?.parameters ?? {};
    this.#nextWafer =
      options.nextWafer ??
      ((slot) =>
        new WaferModel({
          random: random.fork(`slot/${slot}`),
          device: (die) => HeaterResistor.on(die),
          parameters,
        }));
    this.cassette = new Cassette(options.wafers ?? 3);
    this.cassette.take(1);
    this.autoZ = options.autoZ ?? true;
    const { map } = this;
    map.origin = {
      column: Math.min(...map.order.map(({ column }) => column)),
      row: Math.min(...map.order.map(({ row }) => row)),
    };
  }

  /**
   * Steps to a die, down and up again where it was up.
   *
   * @throws ProberRefusal `no-such-die` outside the probing area, and as {@link ProberMachine.step}
   */
  async goToDie(die: DieIndex, site = 0): Promise<void> {
    this.#requireWafer();
    const { map, home } = this;
    if (this.autoZ) {
      await this.step(die, site, 'back');
      return;
    }
    if (map.die(die) === undefined) throw new ProberRefusal('no-such-die');
    const { x, y } = map.place(die, site);
    await this.moveXY(home.x + x, home.y + y);
    map.current = { column: die.column, row: die.row };
    map.site = site;
  }

  /** Moves by a distance in µm, down and up again where it was up. */
  async moveBy(x: number, y: number): Promise<void> {
    const { position, inContact } = this;
    const [before, after] = this.autoZ && inContact ? [this.drop, [{ z: this.active.touchdown }]] : [[], []];
    await this.moveXY(position.x + x, position.y + y, before, after);
  }

  /** Brings the needles down on the die. */
  async contact(): Promise<void> {
    this.#requireWafer();
    if (!this.aligned) throw new ProberRefusal('home-unset');
    await this.moveZ(this.active.touchdown);
  }

  /**
   * Puts the wafer of a slot on the chuck, and the one that is there back.
   *
   * @returns false when there is no such wafer: nothing has moved
   */
  async load(slot: number | undefined, align: boolean): Promise<boolean> {
    if (slot === undefined || !this.cassette.take(slot)) return false;
    await this.#exchange(this.#nextWafer(slot), accretechTimes.load);
    this.slot = slot;
    if (align) await this.alignWafer();
    return true;
  }

  /** Puts the wafer on the chuck back in its slot. */
  async unload(): Promise<void> {
    this.#requireWafer();
    await this.#exchange(undefined, accretechTimes.unload);
  }

  /** Aligns the wafer, and goes to the first die of the route. */
  async alignWafer(): Promise<void> {
    await this.align(accretechTimes.align);
    this.aligned = true;
    const [first] = this.map.route;
    if (first !== undefined) await this.step(first);
  }

  async #exchange(wafer: WaferModel | undefined, seconds: number): Promise<void> {
    await this.exchange(wafer, seconds);
    if (this.slot !== undefined) this.cassette.putBack(this.slot);
    this.slot = undefined;
    this.aligned = false;
  }

  #requireWafer(): void {
    if (this.prober.wafer === undefined) throw new ProberRefusal('no-wafer');
  }
}
