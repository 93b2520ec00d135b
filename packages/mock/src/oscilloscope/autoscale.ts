import type { VoltageSignal } from '../physics/voltage-signal.ts';
import type { ScopeModel } from './scope-model.ts';

/** Below so many V from peak to peak an input counts as empty. */
const smallest = 0.01;

/** Fits the traces of the inputs that have a signal onto the screen, triggers on the first of them, and acquires. */
export function autoscale(scope: ScopeModel): void {
  const { channels, settings } = scope;
  const swings = channels.map(({ signal, gain }) => swing(signal) * Math.abs(gain));
  const first = Math.max(
    0,
    swings.findIndex((volts) => volts > smallest),
  );
  for (const [index, { settings: own }] of channels.entries()) {
    const volts = swings[index] ?? 0;
    own.enabled = volts > smallest || index === first;
    if (volts > smallest) Object.assign(own, { scale: stepUp(volts / 5), offset: 0 });
  }
  const shown = channels[first];
  if (shown?.signal.period !== undefined) settings.timebase = stepUp(shown.signal.period / 5);
  Object.assign(settings.trigger, {
    source: first + 1,
    auto: true,
    level: shown === undefined ? 0 : shown.signal.mean * shown.gain,
  });
  scope.run();
  scope.changed();
}

/** The next step of 1-2-5 that is not below a value. */
export function stepUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const step = [1, 2, 5, 10].find((part) => part * decade >= value * (1 - 1e-9)) ?? 10;
  return Number((step * decade).toPrecision(3));
}

/** V from peak to peak of a period. */
function swing(signal: VoltageSignal): number {
  const { period } = signal;
  if (period === undefined) return 0;
  const volts = Array.from({ length: 100 }, (_, index) => signal.at((index * period) / 100));
  return Math.max(...volts) - Math.min(...volts);
}
