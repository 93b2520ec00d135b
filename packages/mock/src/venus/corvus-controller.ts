import type { Clock, Random } from '@fourwire/core';
import { Signal } from '../measuring/signal.ts';
import { VenusAxis } from './venus-axis.ts';
import type { VenusMachine } from './venus-interpreter.ts';

/** µm of a unit by its number (sheet venus-corvus.md, `setunit`). A microstep is 1/40000 of 1 mm: unconfirmed. */
const units: readonly number[] = [0.025, 1, 1000, 10_000, 1_000_000, 25_400, 25.4];

/** The unit when the power comes on: mm. Unconfirmed. */
const firstUnit = 2;

/** What the last machine error is after something failed. Unconfirmed: the numbers. */
const corvusMachineErrors = { limitSwitch: 2, emergencyStop: 13 } as const;

/** A Corvus with three axes. */
export class CorvusController implements VenusMachine {
  readonly axes: readonly VenusAxis[];
  /** A move has ended. */
  readonly stood = new Signal();
  error = 0;
  machineError = 0;
  /** Units of the axes 1 to 3, before them that of speeds. */
  readonly units = [firstUnit, firstUnit, firstUnit, firstUnit];
  /** Which axes are on. */
  readonly switchedOn = [1, 1, 1];
  dimensions = 3;
  joystick = false;
  /** Whether it echoes, as for somebody at a terminal. */
  terminal = false;
  /** It asks for a move that was told while it was blocked. */
  #pressed = false;

  constructor(clock: Clock, random: Random) {
    this.axes = [100_000, 100_000, 25_000].map(
      (travel, index) => new VenusAxis(clock, random.fork(`axis/${index + 1}`), travel),
    );
    for (const axis of this.axes)
      axis.controlled.ended.listen(() => {
        if (axis.controlled.lastEnd === 'switch') this.machineError = corvusMachineErrors.limitSwitch;
        if (!this.moving) this.stood.fire();
      });
  }

  get moving(): boolean {
    return this.axes.some(({ controlled }) => controlled.moving);
  }

  get blocking(): boolean {
    return this.moving;
  }

  /** The axes that take part. */
  get active(): readonly VenusAxis[] {
    return this.axes.slice(0, this.dimensions);
  }

  get emergency(): boolean {
    return this.#pressed;
  }

  /** The emergency stop is pressed: all stands, and nothing moves. */
  set emergency(pressed: boolean) {
    this.#pressed = pressed;
    if (!pressed) return;
    this.stop('at once');
    this.machineError = corvusMachineErrors.emergencyStop;
  }

  /** Bit 0: moving, bit 1: joystick, bit 3: machine error. Unconfirmed: all but bit 0. */
  get status(): number {
    return Number(this.moving) | (this.joystick ? 2 : 0) | (this.machineError === 0 ? 0 : 8);
  }

  /** µm of one unit of an axis, from 1 on; of speeds for 0. */
  unitLength(axis: number): number {
    return units[this.units[axis] ?? firstUnit] ?? 1;
  }

  isUnit(unit: number): boolean {
    return units[unit] !== undefined;
  }

  stop(how: 'brake' | 'at once'): void {
    for (const { controlled } of this.axes) {
      if (how === 'brake') controlled.stop();
      else controlled.halt();
    }
  }

  restart(): void {
    for (const axis of this.axes) axis.restart();
    this.error = 0;
    this.machineError = 0;
    this.units.fill(firstUnit);
    this.switchedOn.fill(1);
    this.dimensions = 3;
    this.joystick = false;
    this.terminal = false;
    this.stood.fire();
  }
}
