import type { Clock } from '@fourwire/core';
import type { ProberModel } from '../physics/prober-model.ts';
import { SentioRefusal } from './sentio-refusal.ts';

const axes = ['x', 'y', 'z', 'theta'] as const;

/** The name of an axis. */
export type SentioAxis = (typeof axes)[number];

/** Where axes that move together go, in µm or degrees; the others stay. */
export type SentioPhase = Readonly<Partial<Record<SentioAxis, number>>>;

/** Moves the axes phase by phase and waits until they have arrived. Only one motion is under way at a time. */
export class SentioMotion {
  /** Part of each axis's highest speed that a move takes. */
  readonly speed: Record<SentioAxis, number> = { x: 1, y: 1, z: 1, theta: 1 };
  readonly #clock: Clock;
  readonly #prober: () => ProberModel;
  readonly #sleepers = new Set<() => void>();
  #running: { readonly phases: readonly SentioPhase[]; stopped: boolean } | undefined;

  /** @param prober - gives the mechanics, advanced to now */
  constructor(clock: Clock, prober: () => ProberModel) {
    this.#clock = clock;
    this.#prober = prober;
  }

  /** Whether a motion is under way. */
  get busy(): boolean {
    return this.#running !== undefined;
  }

  /**
   * Goes through the phases and resolves when the last axis has settled.
   *
   * @throws SentioRefusal 8, and nothing moves, when any phase leaves an axis's travel; 12 while something moves
   *   already; 31 after {@link stop}.
   */
  async run(phases: readonly SentioPhase[]): Promise<void> {
    if (this.busy) throw new SentioRefusal('invalidOperation', 'The chuck is moving');
    for (const phase of phases) this.#check(phase);
    const motion = { phases, stopped: false };
    this.#running = motion;
    try {
      for (const phase of phases) {
        this.#start(phase);
        // Each phase is waited for alone, because its end decides where the next one starts.
        await this.#standstill();
        if (motion.stopped) throw new SentioRefusal('aborted');
      }
    } finally {
      this.#running = undefined;
    }
  }

  /** Brakes some axes, ends the motion they are part of, and resolves when they stand. */
  async stop(stopped: readonly SentioAxis[] = axes): Promise<void> {
    const prober = this.#prober();
    const running = this.#running;
    if (running?.phases.some((phase) => stopped.some((axis) => phase[axis] !== undefined)) === true) {
      running.stopped = true;
    }
    for (const axis of stopped) prober[axis].stop();
    for (const wake of this.#sleepers) wake();
    await this.#standstill(stopped);
  }

  #check(phase: SentioPhase): void {
    for (const axis of axes) {
      const [low, high] = this.#prober()[axis].parameters.travel;
      const target = phase[axis];
      if (target !== undefined && (target < low || target > high)) throw new SentioRefusal('outOfBounds');
    }
  }

  #start(phase: SentioPhase): void {
    const prober = this.#prober();
    for (const axis of axes) {
      const target = phase[axis];
      const stage = prober[axis];
      // An axis that is there already neither moves nor settles.
      if (target === undefined || Math.abs(target - stage.target) < 1e-6) continue;
      stage.moveTo(target, stage.parameters.speed * this.speed[axis]);
    }
  }

  async #standstill(waitedFor: readonly SentioAxis[] = axes): Promise<void> {
    for (;;) {
      const prober = this.#prober();
      const remaining = Math.max(...waitedFor.map((axis) => prober[axis].remaining));
      if (remaining <= 0) return;
      await this.#sleep(Math.ceil(remaining * 1000));
    }
  }

  /** Ends early when {@link stop} made the rest of the way shorter. */
  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        timer.cancel();
        this.#sleepers.delete(wake);
        resolve();
      };
      const timer = this.#clock.setTimer(ms, wake);
      this.#sleepers.add(wake);
    });
  }
}
