import { sweepLevels } from '../electrical/sweep-levels.ts';
import type { RunSteps } from '../electrical/triggered-run.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { B2900Channel, TriggerAction, TriggerLayer } from './b2900-channel.ts';

/** How many readings a channel holds. Unconfirmed. */
const mostReadings = 100_000;

/** The levels that the source steps through, first to last; one where nothing is swept. */
function levelsOf({ smu, sweeps, shape }: B2900Channel): readonly number[] {
  const sweep = sweeps[smu.source];
  if (sweep.mode === 'FIX') return [sweep.triggered ?? smu[smu.source].level];
  if (sweep.mode === 'LIST') return sweep.list;
  const { points, spacing, stair, direction } = shape;
  const up = sweepLevels({ start: sweep.start, stop: sweep.stop, points, spacing });
  const way = direction === 'UP' ? up : up.toReversed();
  return stair === 'DOUB' ? [...way, ...way.toReversed()] : way;
}

/**
 * Starts actions of a channel. Step after step the source goes first and the meter second, each at its own trigger;
 * simplified: an action does not run ahead of the other.
 */
export function startRun(channel: B2900Channel, actions: readonly TriggerAction[]): void {
  if (channel.run.state !== 'idle') throw new ScpiRefusal(-213);
  if (!channel.smu.output && channel.autoOn) channel.switchOutput(true);
  const levels = levelsOf(channel);
  if (levels.length === 0) throw new ScpiRefusal(-221);
  channel.actions = new Set(actions);
  channel.run.start(async (steps) => {
    const { smu } = channel;
    const base = smu[smu.source].level;
    if (channel.actions.has('acquire')) channel.readings = [];
    channel.restartTime();
    await run(channel, levels, steps);
    if (!channel.continuous && channel.actions.has('transient')) smu[smu.source].level = base;
    if (channel.autoOff) smu.output = false;
  });
}

async function run(channel: B2900Channel, levels: readonly number[], steps: RunSteps): Promise<void> {
  const { actions, arm, trigger } = channel;
  const stages = (['transient', 'acquire'] as const).filter((action) => actions.has(action));
  const most = (layers: Record<TriggerAction, TriggerLayer>): number =>
    Math.max(...stages.map((action) => layers[action].count));
  let at = 0;
  for (let arms = 0; arms < most(arm); arms++) {
    const armed = stages.filter((action) => arms < arm[action].count);
    await passed(armed, arm, { steps, index: arms, begin: 0 });
    const begin = steps.elapsed();
    for (let triggers = 0; triggers < most(trigger); triggers++) {
      const due = armed.filter((action) => triggers < trigger[action].count);
      await passed(due, trigger, { steps, index: triggers, begin });
      if (due.includes('transient')) step(channel, levels, at++);
      if (due.includes('acquire')) await acquire(channel, steps);
    }
  }
}

/** Waits until the layers of these actions let them pass. */
async function passed(
  actions: readonly TriggerAction[],
  layers: Readonly<Record<TriggerAction, TriggerLayer>>,
  { steps, index, begin }: { readonly steps: RunSteps; readonly index: number; readonly begin: number },
): Promise<void> {
  const outside = new Set<string>();
  let wait = 0;
  for (const action of actions) {
    const { source, timer, delay } = layers[action];
    if (source === 'TIM') wait = Math.max(wait, begin + index * timer - steps.elapsed());
    else if (source !== 'AINT') outside.add(source);
    wait = Math.max(wait, 0) + delay;
  }
  // One trigger serves both actions.
  for (const source of outside) await steps.trigger(source);
  await steps.wait(wait);
}

function step(channel: B2900Channel, levels: readonly number[], at: number): void {
  const level = levels[at % levels.length];
  if (level !== undefined) channel.setLevel(channel.smu.source, level);
}

async function acquire(channel: B2900Channel, steps: RunSteps): Promise<void> {
  await steps.wait(channel.readingTime);
  channel.readings.push(channel.measure());
  if (channel.readings.length > mostReadings) channel.readings.shift();
}
