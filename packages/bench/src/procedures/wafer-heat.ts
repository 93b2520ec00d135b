import { FourwireError, until } from '@fourwire/core';
import type { ProbeStation } from '@fourwire/probe-station';
import { thermalChamber } from '@fourwire/thermal-chamber';
import type { ThermalChamber } from '@fourwire/thermal-chamber';
import type { Bench } from '../bench/bench.ts';
import type { StepContext } from '../procedure/action.ts';
import { usualRates } from './chamber-run.ts';
import type { WaferTestOptions } from './wafer-options.ts';

/** A chuck that is not at its temperature by then does not get there. */
const longestWay = { hours: 4 };

/** Brings a wafer to a temperature: by the station's thermal chuck, or by the chamber around it. */
export interface WaferHeat {
  /** Why a temperature would be refused; sends nothing. */
  readonly refusal: (temperature: number) => string | undefined;
  /** How long the way and the soak are expected to take, in s. */
  readonly seconds: (from: number, to: number | undefined) => number;
  /** Goes to a temperature, unless the wafer is there, and soaks. Not in contact. */
  readonly bring: (temperature: number, context: StepContext) => Promise<void>;
  /** Sets the temperature and does not wait. */
  readonly leaveAt: (temperature: number, context: StepContext) => Promise<void>;
}

/**
 * What heats the wafer.
 *
 * @throws FourwireError of kind `range`, code `wafer-heat-missing`, when nothing does and a temperature is asked for
 */
export function waferHeat(bench: Bench, prober: ProbeStation, options: WaferTestOptions): WaferHeat {
  const { oven, temperatures = [], tolerance = 0.5, soak = 300, needleWait = 0, realign = false } = options;
  const { chuck } = prober;
  const chamber: ThermalChamber | undefined =
    oven === undefined ? undefined : bench.device(oven, thermalChamber);
  if (temperatures.length > 0 && chuck === undefined && chamber === undefined) {
    throw new FourwireError(
      'range',
      'wafer-heat-missing',
      'Temperatures are asked for, and the prober has no thermal chuck; name the chamber it stands in as oven, or leave them out.',
    );
  }
  const setpoint = chuck?.setpoint ?? chamber?.setpoint;
  let standing: number | undefined;
  return {
    refusal: (temperature) => {
      const verdict = setpoint?.check(temperature);
      if (verdict?.ok === false) return verdict.reason;
      return realign && prober.align === undefined
        ? 'the wafer is to be aligned again, and this station has no routine for it; leave realign out'
        : undefined;
    },
    seconds: (from, to) => {
      if (to === undefined) return 0;
      const rate = to > from ? usualRates.heating : usualRates.cooling;
      return (Math.abs(to - from) / rate) * 60 + soak + needleWait;
    },
    bring: async (temperature, context) => {
      const { signal, clock, progress } = context;
      if (standing === temperature) return;
      if (chuck !== undefined) {
        await chuck.setpoint.write(temperature, { signal });
        progress(0.2, `the chuck goes to ${temperature} °C`);
        const isThere = (now: number): boolean => Math.abs(now - temperature) <= tolerance;
        await until(chuck.temperature, isThere, { clock, signal, timeout: longestWay });
        progress(0.6, 'the wafer soaks');
        await clock.sleep(soak * 1000, signal);
        await until(chuck.temperature, isThere, { clock, signal, timeout: longestWay });
      } else {
        const settling = chamber?.settle({ target: temperature, tolerance, dwell: soak }, { signal });
        settling?.progress$.subscribe({
          next: ({ phase, temperature: air }) =>
            progress(phase === 'dwelling' ? 0.6 : 0.2, `${phase}, air at ${air.toFixed(1)} °C`),
          error: () => {},
        });
        await settling;
      }
      if (realign) await prober.align?.({ signal });
      progress(0.9, 'the needles wait');
      if (needleWait > 0) await clock.sleep(needleWait * 1000, signal);
      standing = temperature;
    },
    leaveAt: async (temperature, { signal }) => {
      await setpoint?.write(temperature, { signal });
    },
  };
}
