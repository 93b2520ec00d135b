import { clamp } from './curves.ts';

/** Settings of a {@link PowerController}. */
export interface PowerControllerOptions {
  /** Power for each kelvin of error, in W/K. */
  readonly gain: number;
  /** Integral time, in s: shorter settles sooner and overshoots more. */
  readonly integralTime: number;
}

/**
 * A sampled PI controller that asks for heat (positive) or cold (negative), in W. Its integral waits while the
 * actuator is at its limit, as in every usable chamber controller.
 *
 * @internal
 */
export class PowerController {
  readonly #options: PowerControllerOptions;
  #integral = 0;

  constructor(options: PowerControllerOptions) {
    this.#options = options;
  }

  /** Forgets the integral, as a controller does when it is switched off. */
  reset(): void {
    this.#integral = 0;
  }

  /**
   * The power for the next `period` seconds, from `low` to `high` W.
   *
   * @param error setpoint minus temperature, in K
   * @param expected power that holds the setpoint in steady state, in W
   */
  power(error: number, expected: number, low: number, high: number, period: number): number {
    const { gain, integralTime } = this.#options;
    const wanted = expected + gain * error + this.#integral;
    if (wanted > low && wanted < high) this.#integral += (gain * error * period) / integralTime;
    return clamp(wanted, low, high);
  }
}
