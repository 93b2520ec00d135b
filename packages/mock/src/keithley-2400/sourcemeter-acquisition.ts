import type { RunSteps } from '../electrical/triggered-run.ts';
import { sourceMeterError } from './sourcemeter-errors.ts';
import type { SourceMeterModel } from './sourcemeter-model.ts';
import { levelsOf } from './sourcemeter-sweep.ts';

/** How many readings an acquisition holds. */
export const mostReadings = 2500;

/** Starts the trigger system: arm layer, trigger layer, and for each trigger source, delay, measure. */
export function startAcquisition(model: SourceMeterModel): void {
  const { channel } = model;
  if (!channel.output && !model.autoClear) throw sourceMeterError(803);
  const sweep = model.sweeps[channel.source];
  const levels = model.autoOhms ? [] : levelsOf(sweep, model.shape);
  if (sweep.mode === 'LIST' && levels.length === 0) throw sourceMeterError(801);
  model.run.start(async (steps) => {
    model.readings = [];
    await acquire(model, levels, steps);
  });
}

async function acquire(model: SourceMeterModel, levels: readonly number[], steps: RunSteps): Promise<void> {
  const { arm, trigger, channel, shape } = model;
  const begin = steps.elapsed();
  let at = 0;
  for (let arms = 0; arms < arm.count; arms++) {
    await armed(model, steps, begin + arms * arm.timer);
    for (let triggers = 0; triggers < trigger.count; triggers++) {
      if (trigger.source !== 'IMM') await steps.trigger(trigger.source);
      if (model.autoClear) model.switchOutput(true);
      const level = levels[at++ % levels.length];
      if (level !== undefined) channel[channel.source].level = level;
      await steps.wait(model.readingTime);
      const reading = model.measure();
      if (model.readings.length > mostReadings) model.readings.shift();
      // The output goes off between readings without ending the acquisition.
      if (model.autoClear) channel.output = false;
      const inCompliance = (reading.STAT & (1 << 3)) !== 0;
      if (level !== undefined && shape.abort !== 'NEV' && inCompliance) return;
    }
  }
}

async function armed({ arm }: SourceMeterModel, steps: RunSteps, due: number): Promise<void> {
  switch (arm.source) {
    case 'IMM':
      return;
    case 'TIM':
      await steps.wait(Math.max(0, due - steps.elapsed()));
      return;
    default:
      await steps.trigger(arm.source);
  }
}
