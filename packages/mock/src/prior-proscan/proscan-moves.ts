import type { MotorAxis } from '../motion/motor-axis.ts';
import type { ProScanAxis } from './proscan-panel.ts';

/** Where a move takes which axes, in µm. */
export type ProScanMove = Readonly<Partial<Record<ProScanAxis, () => number>>>;

/** So many moves are kept (ProScan III manual, 4.1). */
const longestQueue = 100;

/** The moves that wait for the one under way, and whom their ends are told. */
export class ProScanMoves {
  readonly #axes: Readonly<Record<ProScanAxis, MotorAxis>>;
  readonly #speed: (axis: ProScanAxis) => number;
  readonly #waiting: { readonly move: ProScanMove; readonly ended: () => void }[] = [];
  #ended: (() => void) | undefined;

  /** @param speed - how fast an axis may go, in µm/s */
  constructor(axes: Readonly<Record<ProScanAxis, MotorAxis>>, speed: (axis: ProScanAxis) => number) {
    this.#axes = axes;
    this.#speed = speed;
    for (const axis of Object.values(axes)) axis.arrived.listen(() => this.#next());
  }

  /** Takes a move; false when there is no room for it. */
  add(move: ProScanMove, ended: () => void): boolean {
    if (this.#waiting.length >= longestQueue) return false;
    this.#waiting.push({ move, ended });
    this.#next();
    return true;
  }

  /** Stops the move under way, whose end is told, at once where it is urgent, and forgets the others. */
  stop(urgent = false): void {
    this.#waiting.length = 0;
    for (const axis of Object.values(this.#axes)) {
      if (urgent) axis.halt();
      else axis.stop();
    }
  }

  #next(): void {
    if (Object.values(this.#axes).some(({ moving }) => moving)) return;
    const ended = this.#ended;
    this.#ended = undefined;
    ended?.();
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#ended = next.ended;
    for (const name of ['x', 'y', 'z'] as const) {
      const target = next.move[name];
      if (target !== undefined) this.#axes[name].drive(target(), this.#speed(name));
    }
  }
}
