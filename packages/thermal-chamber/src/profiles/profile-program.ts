import { FourwireError } from '@fourwire/core';
import { jump, ramp, soak } from '../programs/program.ts';
import type { Guarantee, Pace, Program, ProgramEnd, ProgramStep, RampStep } from '../programs/program.ts';
import type { Bounds } from '../programs/check-program.ts';
import type { AnyProfile } from './profile.ts';
import type { CyclingValues, SteadyValues, Tolerance } from './profile-values.ts';

/** Choices that a standard leaves to the laboratory. */
export interface ProfileProgramOptions {
  /** The extreme to go to first; `low` unless the profile ramps by time, where the cycle begins with heating. */
  readonly first?: 'low' | 'high';
  /**
   * How far inside the tolerance the setpoint stays, in K, where the tolerance is wide enough; 2 unless given. With
   * +10/-0 the nominal value itself is the edge, and a chamber within ± 1.5 K of its setpoint (control and uniformity
   * of a TestEquity 107) would be outside half of the time.
   */
  readonly margin?: number;
  /** Added to every dwell, in seconds, so that a record with gaps between samples still proves it; 60 unless given. */
  readonly extraDwell?: number;
  /** How to ramp; unless given, the middle of the rates or times that the profile allows, otherwise as fast as possible. */
  readonly pace?: Pace;
  /** What happens at the end; `off` unless given. */
  readonly end?: ProgramEnd;
}

/**
 * A program that carries out `profile`. Dwells are guaranteed soaks on the sensor the profile names (except for
 * immersion, which counts from the transfer); humidity is switched on only once the temperature is reached in a steady
 * test, so that nothing condenses on the load.
 *
 * @throws FourwireError of kind `range`, code `margin-invalid`, for a margin that is not above 0 K.
 */
export function profileProgram(profile: AnyProfile, options: ProfileProgramOptions = {}): Program {
  const { margin = 2 } = options;
  if (!(margin > 0)) {
    throw new FourwireError('range', 'margin-invalid', `margin must be above 0 K; got ${margin}.`);
  }
  const parts =
    profile.kind === 'cycling' ? cycling(profile.values, options) : steady(profile.values, options);
  return { name: profile.id, end: options.end ?? { action: 'off' }, ...parts };
}

type Parts = Pick<Program, 'steps' | 'guarantee'>;

function cycling(values: CyclingValues, options: ProfileProgramOptions): Parts {
  const { dwell, dwellOn, cycles, rate, rampTime, humidity } = values;
  const { margin = 2, extraDwell = 60, first = rampTime === undefined ? 'low' : 'high' } = options;
  const extremes = {
    low: aim(values.low, values.lowTolerance, margin),
    high: aim(values.high, values.highTolerance, margin),
  };
  const second = first === 'low' ? 'high' : 'low';
  const pace = options.pace ?? paceOf(rate, rampTime);
  const guaranteed = dwellOn !== 'immersion';
  const wet = humidityOf(humidity);
  const hold = (duration: number): ProgramStep => soak(duration, guaranteed ? { guaranteed } : {});

  const steps: ProgramStep[] = [];
  // A ramp by time needs a known start, so such a program stands at the other extreme first.
  if (rampTime !== undefined) steps.push(ramp(extremes[second].setpoint, 'fastest', wet), hold(60));
  const start = steps.length + 1;
  for (const extreme of [first, second] as const) {
    steps.push(ramp(extremes[extreme].setpoint, pace, wet), hold(dwell + extraDwell));
  }
  if (cycles > 1) steps.push(jump(start, cycles - 1));
  if (dwellOn === 'immersion') return { steps };
  const band = Math.min(extremes.low.band, extremes.high.band);
  return { steps, guarantee: guaranteeOf(band, dwellOn, humidity) };
}

function steady(values: SteadyValues, options: ProfileProgramOptions): Parts {
  const { temperature, tolerance, duration, humidity } = values;
  const { setpoint, band } = aim(temperature, tolerance, options.margin ?? 2);
  const wet = humidityOf(humidity);
  const guaranteed = true;
  return {
    steps: [
      ramp(setpoint, options.pace),
      ...(humidity === undefined ? [] : [soak(60, { guaranteed }), ramp(setpoint, 'fastest', wet)]),
      soak(duration + (options.extraDwell ?? 60), { guaranteed }),
    ],
    guarantee: guaranteeOf(band, 'air', humidity),
  };
}

/** The setpoint nearest to `nominal` that keeps `margin` to both edges of the tolerance, and the distance it keeps. */
function aim(
  nominal: number,
  { minus, plus }: Tolerance,
  margin: number,
): { setpoint: number; band: number } {
  const kept = Math.min(margin, (minus + plus) / 2);
  const setpoint = Math.min(Math.max(nominal, nominal - minus + kept), nominal + plus - kept);
  return { setpoint, band: Math.min(setpoint - (nominal - minus), nominal + plus - setpoint) };
}

function paceOf(rate: Bounds | undefined, time: Bounds | undefined): Pace {
  if (time !== undefined) return { duration: middle(time) };
  return rate === undefined ? 'fastest' : { rate: middle(rate) };
}

function humidityOf(humidity: Bounds | undefined): Pick<RampStep, 'humidity'> {
  return humidity === undefined ? {} : { humidity: middle(humidity) };
}

function guaranteeOf(band: number, sensor: Guarantee['sensor'], humidity: Bounds | undefined): Guarantee {
  return {
    band,
    sensor,
    ...(humidity === undefined ? {} : { humidityBand: (humidity.max - humidity.min) / 2 }),
  };
}

function middle({ min, max }: Bounds): number {
  return (min + max) / 2;
}
