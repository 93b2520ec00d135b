import type { Clock, Random } from '@fourwire/core';
import { ProberMachine } from '../prober/prober-machine.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import { PegasusRefusal } from './pegasus-refusal.ts';

/** Where the chuck's own coordinates are 0 under the needles: the middle of the table, in µm. */
const middle = 105_000;

/** What a move may ask for, in µm. */
const area = { least: 1100, most: 210_000 } as const;

/** How far the chuck goes up from gross to contact, and from the bottom to gross, in µm. Unconfirmed. */
const usual = { fineLift: 250, grossLift: 9000 } as const;

/**
 * A Wentworth Pegasus: a table that counts in its own coordinates, with a gross and a fine lift, and an interlock
 * against moves with the chuck raised. At the start it is referenced, gross up, over the middle of an aligned wafer.
 * Unconfirmed: that the table's coordinates grow where the needles wander to the left and down over the wafer, as the
 * chuck goes the other way, and that a die is 10 µm times the index.
 */
export class PegasusModel extends ProberMachine {
  referenced = true;
  /** Whether the interlock against moves with the chuck raised is off (`CO1`). */
  override = false;
  /** Whether it steps by its own learnt list, and takes no other command. */
  indexing = false;
  /** Whether a computer has control. */
  remote = true;
  /** Index size in units of 10 µm. */
  index: { x: number; y: number };
  grossUp = true;
  fineUp = false;
  grossLift: number = usual.grossLift;

  constructor(clock: Clock, random: Random, options: ProberMachineOptions = {}) {
    super(clock, random, options);
    this.active.separationGap = usual.fineLift;
    const { pitch } = this.map;
    this.index = { x: Math.round(pitch.x / 10), y: Math.round(pitch.y / 10) };
  }

  /** Where the table stands, in its own coordinates. */
  get table(): { readonly x: number; readonly y: number } {
    const { x, y } = this.position;
    return { x: middle - x, y: middle - y };
  }

  /** @throws PegasusRefusal 10 with the chuck raised, 11 unreferenced */
  requireFree(): void {
    if (!this.referenced) throw new PegasusRefusal('unreferenced');
    if (this.fineUp && !this.override) throw new PegasusRefusal('chuckRaised');
  }

  /** Moves the table to its own coordinates. */
  async moveTable(x: number, y: number): Promise<void> {
    this.requireFree();
    if (Math.min(x, y) < area.least || Math.max(x, y) > area.most) throw new PegasusRefusal('outsideArea');
    await this.moveXY(middle - x, middle - y);
  }

  /** Steps by dies, to the right and up as the operator sees the wafer. */
  async stepBy(columns: number, rows: number): Promise<void> {
    this.requireFree();
    const { index, position, map } = this;
    if ((columns !== 0 && index.x === 0) || (rows !== 0 && index.y === 0))
      throw new PegasusRefusal('noIncrement');
    await this.moveXY(position.x + columns * index.x * 10, position.y + rows * index.y * 10);
    map.current = { column: map.current.column + columns, row: map.current.row + rows };
  }

  /** `NXT`: the first die, or the next one. */
  async stepNext(): Promise<void> {
    this.requireFree();
    if (!this.grossUp) throw new PegasusRefusal('notGrossLifted');
    const { map, home } = this;
    const die = this.indexing ? map.neighbour(1) : map.at(0);
    const where = map.place(die, 0);
    await this.moveXY(home.x + where.x, home.y + where.y);
    map.current = { column: die.column, row: die.row };
    this.indexing = true;
  }

  /** `CUP`, `CDW` */
  async fine(up: boolean): Promise<void> {
    if (up && !this.grossUp) throw new PegasusRefusal('notGrossLifted');
    await this.moveZ(up ? this.active.touchdown : this.active.separation);
    this.fineUp = up;
  }

  /** `GUP`, `GDW` */
  async gross(up: boolean): Promise<void> {
    const { separation } = this.active;
    await this.moveZ(up ? separation : Math.max(0, separation - this.grossLift));
    this.grossUp = up;
    this.fineUp = false;
  }

  /** `GTTH`: to an angle in degrees. */
  async turn(theta: number): Promise<void> {
    this.requireFree();
    await this.move([{ theta }]);
  }
}
