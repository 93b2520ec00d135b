import type { BathModel, Simulator } from '@fourwire/mock';
import type { ThermalChamber } from '@fourwire/thermal-chamber';
import { chamberCommands } from './chamber-plans.ts';
import type { SubjectEntry } from './subject.ts';

/**
 * What the conformance suite is told of a liquid thermostat.
 *
 * @param limits - the setpoints that it must take, in °C
 * @param decimals - of setpoints on the wire
 */
export function bathPlans<S extends Simulator & { readonly model: BathModel }>(
  limits: { readonly min: number; readonly max: number },
  decimals: number,
): Required<Pick<SubjectEntry<ThermalChamber, S>, 'values' | 'commands' | 'events'>> {
  const half = 0.5 * 10 ** -decimals * (1 + 1e-6);
  return {
    values: {
      // The liquid moves while a slow wire brings the reading.
      temperature: { actual: ({ simulator }) => simulator.model.loop.reading, tolerance: 0.2 },
      'product/temperature': {
        actual: ({ simulator }) => simulator.model.loop.loadReading,
        tolerance: 0.2,
      },
      setpoint: {
        actual: ({ simulator }) => simulator.model.setpoint,
        tolerance: half,
        same: (written, readBack) => Math.abs(Number(written) - Number(readBack)) <= half,
        limits,
      },
      running: { actual: ({ simulator }) => simulator.model.running },
    },
    commands: chamberCommands((simulator) => simulator.model.setpoint),
    events: { alarm$: { trigger: ({ simulator }) => simulator.faults['over-temperature']?.(true) } },
  };
}
