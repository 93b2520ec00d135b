import { seededRandom, VirtualClock } from '@fourwire/core';
import type { SimulatorOptions } from '../simulator.ts';

/**
 * A simulator on a clock of its own, which stands until a test moves it, with the chance of seed 1.
 *
 * @internal
 */
export function simulated<S, O extends SimulatorOptions>(
  Simulated: new (options?: O) => S,
  options: NoInfer<O>,
): { readonly clock: VirtualClock; readonly simulator: S } {
  const clock = new VirtualClock();
  return { clock, simulator: new Simulated({ clock, random: seededRandom(1), ...options }) };
}
