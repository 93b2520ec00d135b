import type { Clock } from '@fourwire/core';
import { periodic } from '@fourwire/mock';
import type { ChannelSettings, FaultName, ScopeModel, Simulator, SimulatorOptions } from '@fourwire/mock';
import { openOscilloscope, oscilloscope } from '@fourwire/scpi';
import type { Oscilloscope } from '@fourwire/scpi';
import { subject } from './subject.ts';
import type { Subject, SubjectEntry } from './subject.ts';

/** A simulator with inputs, a trigger and records. */
interface ScopeSimulator extends Simulator {
  readonly model: ScopeModel;
}

/** What the plans of an oscilloscope work on. */
interface ScopeBench {
  readonly simulator: ScopeSimulator;
  readonly clock: Clock;
  readonly faults: { set(name: FaultName): void };
}

/** What an oscilloscope with a driver and a simulator differs in from the others. */
export interface ScopeEntry<S extends ScopeSimulator> extends Pick<
  SubjectEntry<Oscilloscope, S>,
  'driver' | 'wires' | 'values'
> {
  readonly simulate: (time: SimulatorOptions) => S;
  /** The most acquisitions that it averages. */
  readonly averages: number;
}

/** What is set of the input that a path such as `channels/1/scale` is of. */
export const ofChannel =
  (look: (settings: ChannelSettings) => unknown) =>
  ({ simulator }: Pick<ScopeBench, 'simulator'>, path: string): unknown => {
    const channel = simulator.model.channels[Number(path.split('/')[1]) - 1];
    return channel === undefined ? undefined : look(channel.settings);
  };

/** Of what the sheets do not say of limits the drivers have the widest of the family. */
export const family = 'The scope itself refuses what only others of its family have.';

/** A sine that every trigger finds, on every input. */
async function connect({ simulator, clock }: ScopeBench): Promise<void> {
  for (const channel of simulator.model.channels) {
    channel.settings.enabled = true;
    channel.signal = periodic({ frequency: 1e6, peakToPeak: 2 });
  }
  // Until the next acquisition is there.
  await clock.sleep(200);
}

/** Makes an oscilloscope a subject: what holds for all of them is said here once. */
export function scopeSubject<S extends ScopeSimulator>(entry: ScopeEntry<S>): Subject {
  const { values = {}, averages, simulate, ...rest } = entry;
  return subject<Oscilloscope, S>({
    ...rest,
    simulate: (time) => {
      const simulator = simulate(time);
      // Short records: two periods of the sine of which each sample is made.
      simulator.model.settings.timebase = 2e-7;
      return simulator;
    },
    deviceClass: oscilloscope,
    open: openOscilloscope,
    values: {
      'channels/enabled': { actual: ofChannel(({ enabled }) => enabled) },
      'channels/scale': {
        coupled: 'The probe goes into it.',
        widerLimits: family,
        values: [0.05, 0.5, 2, 5],
        actual: ofChannel(({ scale }) => scale),
      },
      'channels/coupling': { actual: ofChannel(({ coupling }) => coupling.toLowerCase()) },
      'channels/probe': {
        values: [1, 10, 100],
        widerLimits: family,
        actual: ofChannel(({ probe }) => probe),
      },
      'channels/bandwidthLimit': { actual: ofChannel(({ bandwidthLimit }) => bandwidthLimit) },
      'timebase/scale': {
        widerLimits: family,
        values: [1e-6, 5e-6, 2e-5],
        actual: ({ simulator: { model } }) => model.settings.timebase,
      },
      'acquisition/averages': {
        values: [2, 16, averages],
        actual: ({ simulator: { model } }) => model.settings.quality.averages,
      },
      'acquisition/recordLength': { coupled: 'The time base decides it.' },
      'acquisition/sampleRate': { coupled: 'The time base decides it.' },
      'trigger/source': { values: ['channel1', 'channel4', 'line'] },
      'trigger/level': {
        values: [0, 0.5, -0.5],
        actual: ({ simulator: { model } }) => model.settings.trigger.level,
      },
      'trigger/slope': { actual: ({ simulator: { model } }) => model.settings.trigger.edge },
      'trigger/mode': {
        actual: ({ simulator: { model } }) => (model.settings.trigger.auto ? 'auto' : 'normal'),
      },
      running: {
        coupled: 'An acquisition ends it.',
        actual: ({ simulator: { model } }) => model.acquiring !== 'stopped',
      },
      ...values,
    },
    // What makes an acquisition last is a fault of byte streams, which the other wires are not.
    onWire: ['shape'],
    // Forty members that are asked at once, each with its time-out.
    deadline: { minutes: 15 },
    commands: {
      // Over a link without a delay there is no middle of it.
      'channels/waveform': {
        input: {},
        prepare: connect,
        prepareLong: async (bench) => {
          await connect(bench);
          bench.faults.set('delay');
        },
        stopAfter: 100,
      },
      'channels/measure': { input: { item: 'peakToPeak' }, prepare: connect },
      acquire: {
        prepare: connect,
        prepareLong: ({ simulator: { model } }) => {
          // It rises through the level of the trigger in some seconds.
          for (const channel of model.channels) channel.signal = periodic({ frequency: 0.1, peakToPeak: 2 });
          model.settings.trigger.auto = false;
        },
        stands: ({ simulator: { model } }) => model.acquiring === 'stopped',
      },
    },
    events: { acquisitions$: { trigger: connect } },
  });
}
