import type { Clock, Random } from '@fourwire/core';
import { ProberMachine } from '../prober/prober-machine.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import type { DieIndex } from '../prober/prober-map.ts';
import type { MotionPhase } from '../prober/prober-motion.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import type { VeloxReference } from './velox-arguments.ts';
import { VeloxRefusal } from './velox-refusal.ts';
import { VeloxStage } from './velox-stage.ts';

/** The station behind a {@link VeloxModel}. */
export interface VeloxModelOptions extends ProberMachineOptions {
  /** Whether the scope has motors. */
  readonly scope?: boolean;
  /** How many positioners have motors; none unless given. */
  readonly positioners?: number;
}

/** The switches of `SetChuckMode`, in the order of their bits in `ReadChuckStatus`. */
export const veloxModes = ['overtravel', 'autoZ', 'interlock', 'search', 'edge', 'quiet'] as const;

/** Where Z counts as at a preset height, in µm. */
const presetMargin = 1;

/** A station under Velox: a prober with a die home, the six mode flags, and locks (sheet formfactor-velox.md, section 5.2). */
export class VeloxModel extends ProberMachine {
  /** Whether a program has taken control; the user interface is then mostly disabled. */
  remote = false;
  /** Whether a program has locked the chuck, so that it refuses every move. */
  locked = false;
  /** Unconfirmed: which flags a station starts with. */
  readonly mode: Record<Exclude<(typeof veloxModes)[number], 'overtravel'>, boolean> = {
    autoZ: true,
    interlock: true,
    search: false,
    edge: false,
    quiet: false,
  };
  /** Gap between the edge sensor and the needles, in µm. */
  searchGap = 50;
  /** Where the last successful move to a die or a place went, as the axes count. */
  dieHome: { readonly x: number; readonly y: number };
  /** The dies with a dot of ink, by `column,row` of the native frame. */
  readonly inked = new Set<string>();
  /** Scale that makes up for a warm wafer, and the temperature and expansions (1e-6/K) it is for. */
  scale = { x: 1, y: 1 };
  thermo = { temperature: 20, x: 2.33, y: 2.33 };

  readonly scope: VeloxStage | undefined;
  readonly positioners: readonly VeloxStage[];

  constructor(clock: Clock, random: Random, options: VeloxModelOptions = {}) {
    super(clock, random, options);
    this.scope = options.scope === true ? new VeloxStage(clock, random.fork('scope')) : undefined;
    this.positioners = Array.from(
      { length: options.positioners ?? 0 },
      (_, index) => new VeloxStage(clock, random.fork(`positioner/${index + 1}`)),
    );
    const { active, map } = this;
    Object.assign(active, { overtravelGap: 50, hoverGap: 100, separationGap: 250 });
    this.dieHome = active.home;
    map.subsites.push({ id: 'Default', x: 0, y: 0 });
  }

  /** The letter of the preset height that Z is at. Unconfirmed: `N` between them. */
  get presetHeight(): 'C' | 'O' | 'A' | 'S' | 'N' {
    const { active, position } = this;
    if (!active.contactSet) return 'N';
    const heights = [
      ['O', active.contact + active.overtravelGap],
      ['C', active.contact],
      ['A', active.hoverHeight],
      ['S', active.separation],
    ] as const;
    return heights.find(([, z]) => Math.abs(position.z - z) < presetMargin)?.[0] ?? 'N';
  }

  /** The point that a reference counts from, as the axes count. */
  origin(reference: VeloxReference): { readonly x: number; readonly y: number; readonly z: number } {
    const { position, active, dieHome } = this;
    const z = active.contactSet ? active.contact : 0;
    if (reference === 'relative') return position;
    if (reference === 'home') return { x: this.home.x, y: this.home.y, z };
    return reference === 'die' ? { ...dieHome, z } : { x: 0, y: 0, z: 0 };
  }

  /**
   * Moves sideways; from contact or above as AutoZ and interlock say.
   *
   * @throws VeloxRefusal when locked, or in contact with the interlock on and AutoZ off
   */
  async moveChuck(x: number, y: number, speed: number): Promise<void> {
    await this.#withSpeed(speed, async () => this.moveXY(x, y, this.#clearance()));
  }

  /** Turns the chuck. */
  async moveTheta(theta: number, speed: number): Promise<void> {
    await this.#withSpeed(speed, async () => this.move([...this.#clearance(), { theta }]));
  }

  /**
   * Moves up or down, no further than to contact, or to overtravel where it is enabled, once contact is set.
   *
   * @throws VeloxRefusal when locked or too high
   */
  async moveHeight(z: number, speed: number): Promise<void> {
    this.#requireUnlocked();
    if (this.active.contactSet && z > this.active.touchdown + presetMargin / 2)
      throw new VeloxRefusal('The height is above contact.');
    await this.moveZ(z, speed);
  }

  /** Steps to a die and subsite of the map. */
  async stepDie(die: DieIndex, site: number): Promise<void> {
    const { map, home } = this;
    if (map.die(die) === undefined || map.subsites[site] === undefined)
      throw new ProberRefusal('no-such-die');
    const where = map.place(die, site);
    await this.moveChuck(home.x + where.x, home.y + where.y, 1);
    const origin = map.place(die, 0);
    this.dieHome = { x: home.x + origin.x, y: home.y + origin.y };
    map.current = { column: die.column, row: die.row };
    map.site = site;
  }

  /** What a sideways move begins with. */
  #clearance(): readonly MotionPhase[] {
    this.#requireUnlocked();
    if (!this.inContact) return [];
    if (this.mode.autoZ) return this.drop;
    if (this.mode.interlock)
      throw new VeloxRefusal('The chuck is in contact; the interlock forbids the move.');
    return [];
  }

  #requireUnlocked(): void {
    if (this.locked) throw new VeloxRefusal('The chuck stage is locked.');
  }

  async #withSpeed(part: number, work: () => Promise<void>): Promise<void> {
    const { speed } = this.motion;
    const axes = ['x', 'y', 'theta'] as const;
    for (const axis of axes) speed[axis] = part;
    try {
      await work();
    } finally {
      for (const axis of axes) speed[axis] = 1;
    }
  }
}
