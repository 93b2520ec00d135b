import type { Program, RampStep, SoakStep, WaitStep } from './program.ts';

/** A step together with a setpoint it can be entered with; `from` is undefined before the first ramp. */
export interface ReachableStep {
  readonly number: number;
  readonly step: RampStep | SoakStep | WaitStep;
  readonly from: number | undefined;
  /** Humidity setpoint in force during the step, in %RH. */
  readonly humidity: number | undefined;
}

/**
 * Every pair of a step and an entry setpoint, each once, however often the loops run: a search over the graph of
 * steps, so a million repeats cost no more than one. The program's structure must be valid.
 */
export function* reachableSteps(program: Program): Generator<ReachableStep> {
  type Entry = [index: number, temperature: number | undefined, humidity: number | undefined];
  const open: Entry[] = [[0, undefined, undefined]];
  const seen = new Set<string>();
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const [index, from, humidityBefore] = entry;
    const step = program.steps[index];
    const key = entry.join(' ');
    if (step === undefined || seen.has(key)) continue;
    seen.add(key);
    if (step.type === 'jump') {
      open.push([index + 1, from, humidityBefore], [step.to - 1, from, humidityBefore]);
      continue;
    }
    const set = step.type === 'ramp' ? (step.humidity ?? humidityBefore) : humidityBefore;
    const humidity = set === 'off' ? undefined : set;
    yield { number: index + 1, step, from, humidity };
    open.push([index + 1, step.type === 'ramp' ? step.temperature : from, humidity]);
  }
}
