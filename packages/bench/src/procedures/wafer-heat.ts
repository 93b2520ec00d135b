import { FourwireError, until } from '@fourwire/core';
import type { ProbeStation } from '@fourwire/probe-station';
import { thermalChamber } from '@fourwire/thermal-chamber';
import type { ThermalChamber } from '@fourwire/thermal-chamber';
import type { Bench } from '../bench/bench.ts';
import { retryWhileLost } from '../bench/retry-while-lost.ts';
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
  /** Goes to a temperature, unless it was brought there and still is, and soaks. Not in contact. */
  readonly bring: (temperature: number, context: StepContext) => Promise<void>;
  /** Why the wafer is not at a temperature to which it was brought; undefined when it is. */
  readonly astray: (temperature: number, context: StepContext) => Promise<string | undefined>;
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
  const measured = chuck?.temperature ?? chamber?.temperature;
  let standing: number | undefined;
  const astray: WaferHeat['astray'] = async (temperature, context) => {
    if (measured === undefined) return undefined;
    const now = await retryWhileLost(async () => measured.read({ signal: context.signal }), context);
    return Math.abs(now - temperature) <= tolerance
      ? undefined
      : `${chuck === undefined ? 'the chamber' : 'the chuck'} was at ${now.toFixed(1)} °C`;
  };
  return {
    astray,
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
      if (standing === temperature && (await astray(temperature, context)) === undefined) return;
      if (chuck !== undefined) {
        await chuck.setpoint.write(temperature, { signal });
        progress(0.2, `the chuck goes to ${temperature} °C`);
        const isThere = (now: number): boolean => Math.abs(now - temperature) <= tolerance;
        await untilThere(chuck, isThere, context);
        progress(0.6, 'the wafer soaks');
        await clock.sleep(soak * 1000, signal);
        await untilThere(chuck, isThere, context);
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

/** Waits for a chuck; one that says that it is in error is not waited for. */
async function untilThere(
  { temperature, state }: NonNullable<ProbeStation['chuck']>,
  isThere: (celsius: number) => boolean,
  { clock, signal }: StepContext,
): Promise<void> {
  const decided = new AbortController();
  const wait = { clock, signal: AbortSignal.any([signal, decided.signal]), timeout: longestWay };
  const failed = until(state, (now) => now === 'error', wait).then(() => {
    throw new FourwireError(
      'device',
      'chuck-error',
      `${state.path} is error: the chuck does not go to its temperature. Look at its controller.`,
    );
  });
  try {
    await Promise.race([until(temperature, isThere, wait), failed]);
  } finally {
    decided.abort();
    await failed.catch(() => {});
  }
}
