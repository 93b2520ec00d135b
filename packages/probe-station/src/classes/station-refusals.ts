import { FourwireError, tidy } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { StationDialect, StationOptions, StationPoint, StationReadiness } from './station-dialect.ts';

/**
 * What every prober refuses, and in which words. All of it asks the machine instead of remembering, and throws before a
 * byte of what was asked for is sent.
 */
export class StationRefusals {
  readonly #dialect: StationDialect;
  readonly #softLimits: NonNullable<StationOptions['softLimits']>;

  constructor(dialect: StationDialect, { softLimits = {} }: StationOptions) {
    this.#dialect = dialect;
    this.#softLimits = softLimits;
  }

  /** Refuses what would drag needles over the wafer. */
  async inContact(what: string, call: Call): Promise<void> {
    const now = await this.#dialect.height(call);
    if (now === 'separation' || now === 'hover') return;
    throw new FourwireError(
      'state',
      'in-contact',
      `${what} refused: the chuck is at ${now === 'contact' ? 'contact' : 'a height above separation'}; call separate() first.`,
    );
  }

  /** Refuses any move while the station is not ours to move. */
  async notReady(what: string, call: Call): Promise<StationReadiness> {
    const readiness = (await this.#dialect.readiness?.(call)) ?? {};
    if (readiness.remote === false) {
      throw new FourwireError(
        'state',
        'local-mode',
        `${what} refused: somebody at the station's panel has it in local mode; give it back to remote control there.`,
      );
    }
    if (readiness.loaderBusy === true) {
      throw new FourwireError(
        'state',
        'loader-busy',
        `${what} refused: the loader has a wafer in hand; wait until loader.busy is false.`,
      );
    }
    return readiness;
  }

  /** Refuses contact that would meet nothing, or meet it where nobody knows. */
  async contact(call: Call): Promise<void> {
    const { contactHeight, vacuum, wafer } = await this.notReady('contact', call);
    if (contactHeight === false) {
      throw new FourwireError(
        'state',
        'contact-height-unset',
        'contact refused: the contact height is not set; set it at the station first.',
      );
    }
    if (wafer === false) {
      throw new FourwireError(
        'state',
        'no-wafer',
        'contact refused: there is no wafer on the chuck; load one first.',
      );
    }
    if (vacuum === false) {
      throw new FourwireError(
        'state',
        'vacuum-off',
        'contact refused: the vacuum is off, so the wafer could shift; switch it on first.',
      );
    }
  }

  /** Refuses a step that nobody knows the way of. */
  async step(what: string, call: Call): Promise<void> {
    const { home } = await this.notReady(what, call);
    if (home === false) {
      // Some probers answer OK and do not move (sheet mpi-sentio.md, section 6).
      throw new FourwireError(
        'state',
        'home-unset',
        `${what} refused: the home of the wafer is not set; align the wafer and set it at the station first.`,
      );
    }
    if (this.#dialect.stepsFromContact !== true) await this.inContact(what, call);
  }

  /** Refuses a point outside the soft limits. */
  beyondLimits(what: string, point: StationPoint): void {
    for (const axis of ['x', 'y'] as const) {
      const { min = -Infinity, max = Infinity } = this.#softLimits[axis] ?? {};
      if (point[axis] >= min && point[axis] <= max) continue;
      throw new FourwireError(
        'range',
        'axis-limit',
        `${what} refused: ${axis} ${tidy(point[axis])} µm is outside the soft limits ${min} to ${max} µm; stay within them, or change the option softLimits.`,
      );
    }
  }

  /** Refuses a bare move over the wafer. */
  async move(what: string, call: Call): Promise<void> {
    await this.notReady(what, call);
    await this.inContact(what, call);
  }
}
