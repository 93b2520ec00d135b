import type { Clock, Random } from '@fourwire/core';
import { Signal } from '../measuring/signal.ts';
import { VenusAxis } from './venus-axis.ts';
import type { VenusMachine } from './venus-interpreter.ts';

/** Bits of the status (sheet venus-corvus.md, section 4). */
const statusBits = {
  moving: 0x001,
  manual: 0x002,
  machineError: 0x004,
  calibrated: 0x008,
  measured: 0x010,
  limitActive: 0x040,
  emergencyStopped: 0x080,
  motorOff: 0x100,
  emergencySwitch: 0x200,
  busy: 0x400,
} as const;

/** One axis of a Hydra. */
export class HydraAxis extends VenusAxis {
  /** A machine error is there to be asked for. */
  failed = false;
  emergencyStopped = false;
  emergencySwitch = false;
  /** It has something else to do, and discards what would move it. */
  occupied = false;
  /** How it may be moved by hand; 0 not at all, 15 by everything. */
  manualControl = 0;
  /** Deceleration of a stop, in µm/s². */
  stopDeceleration = 100_000;

  /** Whether it takes a move; what it does not take is discarded. */
  get takesMoves(): boolean {
    return this.controlled.enabled && !this.occupied && this.controlled.run !== 'reference';
  }

  get status(): number {
    const { controlled, calibration } = this;
    return (
      (controlled.moving ? statusBits.moving : 0) |
      (this.failed ? statusBits.machineError : 0) |
      ((calibration & 1) === 0 ? 0 : statusBits.calibrated) |
      ((calibration & 2) === 0 ? 0 : statusBits.measured) |
      (controlled.motor.activeSwitch === undefined ? 0 : statusBits.limitActive) |
      (this.emergencyStopped ? statusBits.emergencyStopped : 0) |
      (controlled.enabled ? 0 : statusBits.motorOff) |
      (this.emergencySwitch ? statusBits.emergencySwitch : 0) |
      (this.takesMoves || !controlled.enabled ? 0 : statusBits.busy)
    );
  }

  override restart(): void {
    super.restart();
    this.failed = false;
    this.emergencyStopped = false;
    this.manualControl = 0;
  }
}

/** A Hydra with two axes. */
export class HydraController implements VenusMachine {
  readonly axes: readonly HydraAxis[];
  readonly stood = new Signal();
  /** Each axis does for itself what it is told; nothing waits. */
  readonly blocking = false;
  readonly terminal = false;
  error = 0;
  machineError = 0;

  constructor(clock: Clock, random: Random) {
    this.axes = [1, 2].map((number) => new HydraAxis(clock, random.fork(`axis/${number}`), 100_000, true));
    for (const axis of this.axes)
      axis.controlled.ended.listen(() => {
        const { lastEnd } = axis.controlled;
        if (lastEnd !== 'switch' && lastEnd !== 'stalled') return;
        axis.failed = true;
        // The position error was too great: the motor has gone off.
        if (lastEnd === 'stalled') axis.controlled.enabled = false;
        this.machineError = hydraMachineErrors[lastEnd];
      });
  }

  /** The emergency stop is pressed, or was released; motors stay off until they are switched on. */
  set emergency(pressed: boolean) {
    for (const axis of this.axes) {
      axis.emergencySwitch = pressed;
      if (!pressed) continue;
      axis.controlled.halt();
      axis.controlled.enabled = false;
      axis.emergencyStopped = true;
    }
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
  }
}

/** What `gme` gives. Unconfirmed: the numbers. */
const hydraMachineErrors = { switch: 2, stalled: 12 } as const;
