import type { Clock, Random } from '@fourwire/core';
import { ControlledAxis } from '../motion/controlled-axis.ts';
import { linearStage } from '../motion/stage-mechanics.ts';

/** Where the axes stand when the power comes on, from their lower switch, in µm. */
const parked = 30_000;

/** One axis of a controller that speaks Venus. */
export class VenusAxis {
  readonly controlled: ControlledAxis;
  /** Bit 1: calibrated at the lower switch; bit 2: its range was measured. */
  calibration = 0;
  #seeking: 0 | 1 | 2 = 0;

  /** @param closedLoop - whether it goes by its encoder */
  constructor(clock: Clock, random: Random, travel: number, closedLoop = false) {
    this.controlled = new ControlledAxis({
      clock,
      random,
      parameters: linearStage(travel),
      position: Math.min(parked, travel / 2),
      speed: 10_000,
      closedLoop,
    });
    this.controlled.ended.listen(() => this.#ended());
  }

  /** Whether positions mean something. */
  get referenced(): boolean {
    return this.calibration === 3;
  }

  /** Looks for the lower switch (1), where 0 is then, or for the upper one (2). */
  seek(which: 1 | 2): void {
    this.#seeking = which;
    // What was measured from another zero is no range any more.
    this.calibration &= which === 1 ? 0 : 1;
    if (which === 1) this.controlled.softLimits = undefined;
    const { high } = this.controlled.motor.switches;
    if (which === 1) this.controlled.findMark('low', 0);
    else this.controlled.findMark('high', high);
  }

  /** Counts 0 where it stands plus `offset`; its limits stay where they are. */
  shiftOrigin(offset: number): void {
    const { position, softLimits } = this.controlled;
    this.controlled.position = -offset;
    const moved = -offset - position;
    if (softLimits !== undefined)
      this.controlled.softLimits = { low: softLimits.low + moved, high: softLimits.high + moved };
  }

  /** As an operator leaves it who has calibrated it and measured its range. */
  assumeReferenced(): void {
    this.controlled.assumeReferenced();
    this.calibration = 3;
  }

  restart(): void {
    this.controlled.restart();
    this.calibration = 0;
    this.#seeking = 0;
  }

  #ended(): void {
    if (this.#seeking !== 0 && this.controlled.lastEnd === 'target' && this.controlled.referenced)
      this.calibration |= this.#seeking;
    this.#seeking = 0;
    this.controlled.referenced = this.referenced;
  }
}
