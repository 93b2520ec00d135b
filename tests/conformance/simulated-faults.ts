import type { Clock } from '@fourwire/core';
import { Faults } from '@fourwire/mock';
import type {
  ConformanceBench,
  ConformanceFault,
  FaultName,
  FaultSwitches,
  FaultyWire,
} from '@fourwire/mock';

/** A bench whose simulator and wire can be made to fail. */
export interface FaultyBench extends ConformanceBench {
  readonly faults: Faults;
}

/** The faults of a simulator and of the wire in front of it. */
export function faultsOf(
  simulator: { readonly faults: FaultSwitches },
  wire: FaultyWire,
  clock: Clock,
): Faults {
  return new Faults([simulator.faults, wire.faults], clock);
}

/** Faults of the wire that no protocol can mistake for a value. */
export const wireFaults: readonly FaultName[] = [
  'drop',
  'delay',
  'late-reply',
  'truncate',
  'duplicate',
  'half-open',
  'unplug',
  'slow-drip',
  'merged-replies',
  'split',
];

/** Faults by name, as the suite wants them. */
export function conformanceFaults(
  names: readonly FaultName[],
  changesSettings: readonly FaultName[] = [],
): ConformanceFault<FaultyBench>[] {
  return [...names, ...changesSettings].map((name) => ({
    name,
    apply: ({ faults }) => faults.set(name),
    clear: ({ faults }) => faults.clear(name),
    changesSettings: changesSettings.includes(name),
  }));
}
