import type { Clock, Random } from '@fourwire/core';
import { ProberMachine } from '../prober/prober-machine.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import type { DieIndex } from '../prober/prober-map.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';

/** What a simulated station under Nucleus may be told. */
export interface NucleusModelOptions extends ProberMachineOptions {
  /** Whether a probe plan is loaded; true unless given. */
  readonly plan?: boolean;
}

/**
 * A station under Nucleus: a prober that protects nothing by itself. A sideways move in contact scratches; contact,
 * separation and plan steps are the client's business (sheet cascade-nucleus.md, sections 3 and 6).
 */
export class NucleusModel extends ProberMachine {
  readonly plan: boolean;
  /** Whether the knobs of the station move the chuck. */
  manual = false;
  readonly #random: Random;
  /** What the wafer's coordinates count from, as the axes count. */
  #reference: { readonly x: number; readonly y: number };

  constructor(clock: Clock, random: Random, options: NucleusModelOptions = {}) {
    super(clock, random, options);
    this.plan = options.plan ?? true;
    this.#random = random.fork('heights');
    this.#reference = this.home;
  }

  /** Contact height in µm; any number where none is set, as on a station that was never set up. */
  get contactHeight(): number {
    return this.active.contactSet ? this.active.contact : this.#random.integer(0, 16_000);
  }

  /** Where the needles are, from the reference, and Z. */
  get waferPlace(): { readonly x: number; readonly y: number; readonly z: number } {
    const { x, y, z } = this.position;
    return { x: x - this.#reference.x, y: y - this.#reference.y, z };
  }

  /** The reference, or the origin, is here. */
  setReference(x: number, y: number): void {
    const { position } = this;
    this.#reference = { x: position.x - x, y: position.y - y };
  }

  /** Moves to a place from the reference, or of the stage; Z too where it is given. */
  async goTo(x: number, y: number, z: number | undefined, from: 'wafer' | 'stage'): Promise<void> {
    const base = from === 'wafer' ? this.#reference : { x: 0, y: 0 };
    await this.move([{ x: base.x + x, y: base.y + y, ...(z === undefined ? {} : { z }) }]);
  }

  /**
   * Steps to a die and subsite of the plan, at the height where the chuck is.
   *
   * @throws ProberRefusal `no-such-die`, and as {@link move}
   */
  async goToDie(die: DieIndex, site: number): Promise<void> {
    const { map, home } = this;
    if (!this.plan || map.die(die) === undefined || site < 0 || site >= Math.max(1, map.subsites.length))
      throw new ProberRefusal('no-such-die');
    const where = map.place(die, site);
    await this.moveXY(home.x + where.x, home.y + where.y);
    map.current = { column: die.column, row: die.row };
    map.site = site;
  }

  /** How far the device is from the needles, as the camera sees it. */
  get misplacement(): { readonly x: number; readonly y: number } {
    const { needles, die } = this.prober;
    return die === undefined ? { x: 0, y: 0 } : { x: die.x - needles.x, y: die.y - needles.y };
  }
}
