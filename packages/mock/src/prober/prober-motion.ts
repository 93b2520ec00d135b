import type { Clock } from '@fourwire/core';
import type { ProberModel } from '../physics/prober-model.ts';
import { ProberRefusal } from './prober-refusal.ts';
import type { ProberReason } from './prober-refusal.ts';

const axes = ['x', 'y', 'z', 'theta'] as const;

/** The name of an axis. */
export type ProberAxis = (typeof axes)[number];

/** Where axes that move together go, in µm or degrees; the others stay. */
export type MotionPhase = Readonly<Partial<Record<ProberAxis, number>>>;

/** The motion under way, and what ended it early. */
interface Running {
  readonly phases: readonly MotionPhase[];
  stopped: ProberReason | undefined;
  /** Resolves with its end, however it ends. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

function begin(phases: readonly MotionPhase[]): Running {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { phases, stopped: undefined, ended, end };
}

/** Moves the axes phase by phase and waits until they have arrived. Only one motion is under way at a time. */
export class ProberMotion {
  /** Part of each axis's highest speed that a move takes. */
  readonly speed: Record<ProberAxis, number> = { x: 1, y: 1, z: 1, theta: 1 };
  readonly #clock: Clock;
  readonly #prober: () => ProberModel;
  readonly #sleepers = new Set<() => void>();
  #running: Running | undefined;

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
   * @throws ProberRefusal `out-of-travel`, and nothing moves, when any phase leaves an axis's travel; `moving` while
   *   something moves already; the reason of {@link stop} after that
   */
  async run(phases: readonly MotionPhase[]): Promise<void> {
    if (this.busy) throw new ProberRefusal('moving');
    for (const phase of phases) this.#check(phase);
    const motion = begin(phases);
    this.#running = motion;
    try {
      for (const phase of phases) {
        this.#start(phase);
        // Each phase is waited for alone, because its end decides where the next one starts.
        await this.#standstill();
        if (motion.stopped !== undefined) throw new ProberRefusal(motion.stopped);
      }
    } finally {
      this.#running = undefined;
      motion.end();
    }
  }

  /**
   * As part of a motion that only waits, for a camera or a loader: nothing else may run meanwhile.
   *
   * @throws ProberRefusal as {@link run}
   */
  async wait(seconds: number): Promise<void> {
    if (this.busy) throw new ProberRefusal('moving');
    const motion = begin([]);
    this.#running = motion;
    try {
      await this.#sleep(seconds * 1000);
      if (motion.stopped !== undefined) throw new ProberRefusal(motion.stopped);
    } finally {
      this.#running = undefined;
      motion.end();
    }
  }

  /** Brakes some axes, ends the motion they are part of, and resolves when they stand. */
  async stop(stopped: readonly ProberAxis[] = axes, reason: ProberReason = 'stopped'): Promise<void> {
    const prober = this.#prober();
    const running = this.#running;
    const waits = running?.phases.length === 0 && stopped.length === axes.length;
    const moves = running?.phases.some((phase) => stopped.some((axis) => phase[axis] !== undefined));
    if (running !== undefined && (waits || moves === true)) running.stopped ??= reason;
    for (const axis of stopped) prober[axis].stop();
    for (const wake of this.#sleepers) wake();
    await this.#standstill(stopped);
    // The motion that they were part of has then ended as well.
    if (running?.stopped !== undefined) await running.ended;
  }

  #check(phase: MotionPhase): void {
    for (const axis of axes) {
      const [low, high] = this.#prober()[axis].parameters.travel;
      const target = phase[axis];
      if (target !== undefined && (target < low || target > high)) throw new ProberRefusal('out-of-travel');
    }
  }

  #start(phase: MotionPhase): void {
    const prober = this.#prober();
    for (const axis of axes) {
      const target = phase[axis];
      const stage = prober[axis];
      // An axis that is there already neither moves nor settles.
      if (target === undefined || Math.abs(target - stage.target) < 1e-6) continue;
      stage.moveTo(target, stage.parameters.speed * this.speed[axis]);
    }
  }

  async #standstill(waitedFor: readonly ProberAxis[] = axes): Promise<void> {
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
