import type { Clock, Random } from '@fourwire/core';
import { MotorAxis } from '../motion/motor-axis.ts';
import { stageClasses } from '../physics/stage-model.ts';
import { VeloxRefusal } from './velox-refusal.ts';

const names = ['x', 'y', 'z'] as const;

/** Where axes go, in µm from home; the others stay. */
type Target = Readonly<Partial<Record<(typeof names)[number], number>>>;

/** Heights of a positioner: its needle touches here, and is lifted by this, in µm. Unconfirmed typical values. */
const touch = { contact: 5000, gap: 300 } as const;

/** A scope or a positioner with motors: three axes that count from home, which is where they stand at first. */
export class VeloxStage {
  readonly #axes: Readonly<Record<(typeof names)[number], MotorAxis>>;
  #moving = false;
  #stopped = false;

  constructor(clock: Clock, random: Random) {
    const across = { clock, parameters: stageClasses.manualXY };
    this.#axes = {
      x: new MotorAxis({ ...across, random: random.fork('x') }),
      y: new MotorAxis({ ...across, random: random.fork('y') }),
      z: new MotorAxis({ clock, parameters: stageClasses.manualZ, random: random.fork('z') }),
    };
  }

  /** Where the axes stand, in µm from home. */
  get position(): { readonly x: number; readonly y: number; readonly z: number } {
    const { x, y, z } = this.#axes;
    const shown = (axis: MotorAxis): number => (axis.moving ? axis.position : axis.stage.target);
    return { x: shown(x), y: shown(y), z: shown(z) };
  }

  /** Whether any axis is on its way. */
  get busy(): boolean {
    return names.some((name) => this.#axes[name].moving);
  }

  /**
   * Moves, and resolves when the last axis stands.
   *
   * @throws VeloxRefusal out of travel, while it moves, and when it is stopped
   */
  async move(target: Target, speed = 1): Promise<void> {
    if (this.#moving) throw new VeloxRefusal('The stage is moving.');
    const wanted = names.flatMap((name) => {
      const to = target[name];
      return to === undefined ? [] : [{ axis: this.#axes[name], to }];
    });
    for (const { axis, to } of wanted) {
      const { low, high } = axis.switches;
      if (to < low || to > high) throw new VeloxRefusal('The target is outside the travel of the axis.');
    }
    this.#moving = true;
    this.#stopped = false;
    try {
      for (const { axis, to } of wanted) axis.drive(to, axis.stage.parameters.speed * speed);
      while (this.busy) await this.#arrival();
    } finally {
      this.#moving = false;
    }
    if (this.#stopped) throw new VeloxRefusal('The move was stopped.');
  }

  /** The needle of a positioner touches, or is lifted. */
  async touch(down: boolean, speed: number): Promise<void> {
    await this.move({ z: down ? touch.contact : touch.contact - touch.gap }, speed);
  }

  /** Brakes all axes, and resolves when they stand. */
  async stop(): Promise<void> {
    this.#stopped = this.#moving;
    for (const name of names) this.#axes[name].stop();
    while (this.busy) await this.#arrival();
  }

  async #arrival(): Promise<void> {
    await new Promise<void>((resolve) => {
      const listening = names.map((name) =>
        this.#axes[name].arrived.listen(() => {
          for (const end of listening) end();
          resolve();
        }),
      );
    });
  }
}
