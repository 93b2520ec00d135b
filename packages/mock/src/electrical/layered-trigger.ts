import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onWord } from '../scpi/settings.ts';
import { nr3 } from '../scpi/number-format.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { RunSteps, TriggeredRun } from './triggered-run.ts';

/** One layer of a trigger model of Keithley's. */
export interface TriggerLayerSettings {
  count: number;
  source: string;
  /** Seconds of its timer. */
  timer: number;
  delay: number;
}

/** The layers, outermost first, as their nodes in the notation of manuals. */
export interface LayerNode {
  readonly path: string;
  readonly sources: readonly string[];
  readonly mostCounts: number;
}

/** A layer that lets everything pass once. */
export function usualLayer(): TriggerLayerSettings {
  return { count: 1, source: 'IMM', timer: 0.1, delay: 0 };
}

/** Runs nested layers: each passes as often as its count says, and the innermost pass does the work. */
export async function runLayers(
  layers: readonly TriggerLayerSettings[],
  steps: RunSteps,
  work: () => Promise<void>,
): Promise<void> {
  const [layer, ...inner] = layers;
  if (layer === undefined) {
    await work();
    return;
  }
  const begin = steps.elapsed();
  for (let passed = 0; passed < layer.count; passed++) {
    if (layer.source === 'TIM') await steps.wait(Math.max(0, begin + passed * layer.timer - steps.elapsed()));
    else if (layer.source !== 'IMM') await steps.trigger(layer.source);
    await steps.wait(layer.delay);
    await runLayers(inner, steps, work);
  }
}

/** The commands of the layers, and those that start and stop them. */
export function addLayers(
  instrument: ScpiInstrument,
  run: TriggeredRun,
  nodes: readonly (LayerNode & { readonly layer: () => TriggerLayerSettings })[],
): void {
  for (const { path, sources, mostCounts, layer } of nodes) {
    const counts = { min: 1, max: mostCounts, default: 1 };
    instrument.on(`${path}:COUNt`, ({ need }) => {
      layer().count = need(0).is('INFinity') ? Infinity : need(0).integer(counts);
    });
    const countText = (count: number): string => (count === Infinity ? '+9.9E37' : String(count));
    onNumberQuery(
      instrument,
      `${path}:COUNt`,
      () => counts,
      () => layer().count,
      countText,
    );
    onWord(instrument, `${path}:SOURce`, sources, {
      get: () => layer().source,
      set: (source) => {
        layer().source = source;
      },
    });
    for (const [node, key, limits] of [
      ['TIMer', 'timer', { min: 0.001, max: 99_999.999, default: 0.1 }],
      ['DELay', 'delay', { min: 0, max: 999.9999, default: 0 }],
    ] as const) {
      const setting = {
        get: () => layer()[key],
        set: (seconds: number) => {
          layer()[key] = seconds;
        },
      };
      onNumber(
        instrument,
        `${path}:${node}`,
        () => limits,
        setting,
        (value) => nr3(value, 6),
      );
    }
  }
  instrument.on('ABORt', () => run.abort(), 0);
  instrument.trigger = () => {
    if (!run.fire('BUS')) throw new ScpiRefusal(-211);
  };
  instrument.idle = async () => run.idle();
  // While the layers are passed, the instrument looks at aborts and triggers alone.
  const urgent = /^\s*(?::?abor(?:t)?|\*trg|\*stb\?)\s*$/i;
  instrument.defers = (message) => run.state !== 'idle' && !urgent.test(message);
  instrument.interrupts = (message) => run.state !== 'idle' && urgent.test(message);
  run.onRefusal = (refusal) => instrument.status.raise(refusal);
}
