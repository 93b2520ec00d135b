import type { Clock } from '@fourwire/core';
import { RigolDs1000zSimulator, periodic } from '@fourwire/mock';
import type { ChannelSettings, FaultName } from '@fourwire/mock';
import { openOscilloscope, oscilloscope } from '@fourwire/scpi';
import { subject } from '../subject.ts';

interface Bench {
  readonly simulator: RigolDs1000zSimulator;
  readonly clock: Clock;
  readonly faults: { set(name: FaultName): void };
}

/** What is set of the input that a path such as `channels/1/scale` is of. */
const of =
  (look: (settings: ChannelSettings) => unknown) =>
  ({ simulator }: Pick<Bench, 'simulator'>, path: string): unknown => {
    const channel = simulator.model.channels[Number(path.split('/')[1]) - 1];
    return channel === undefined ? undefined : look(channel.settings);
  };

/** A sine that every trigger finds, on every input. */
async function connect({ simulator, clock }: Bench): Promise<void> {
  for (const channel of simulator.model.channels) {
    channel.settings.enabled = true;
    channel.signal = periodic({ frequency: 1e6, peakToPeak: 2 });
  }
  // Until the next acquisition is there.
  await clock.sleep(200);
}

export const rigolDs1000z = subject({
  deviceClass: oscilloscope,
  driver: 'rigol-ds1000z',
  open: openOscilloscope,
  simulate: (time) => new RigolDs1000zSimulator(time),
  wires: ['socket', 'vxi11', 'usbtmc'],
  values: {
    'channels/enabled': { actual: of(({ enabled }) => enabled) },
    'channels/scale': {
      coupled: 'The probe goes into it.',
      values: [0.05, 0.5, 2, 5],
      actual: of(({ scale }) => scale),
    },
    'channels/offset': { coupled: 'The scale limits it.', actual: of(({ offset }) => 0 - offset) },
    'channels/coupling': { actual: of(({ coupling }) => coupling.toLowerCase()) },
    'channels/probe': { values: [1, 10, 100], actual: of(({ probe }) => probe) },
    'channels/bandwidthLimit': { actual: of(({ bandwidthLimit }) => bandwidthLimit) },
    'timebase/scale': {
      values: [1e-6, 5e-6, 2e-5],
      actual: ({ simulator: { model } }) => model.settings.timebase,
    },
    'timebase/position': {
      values: [0, 1e-6, -1e-6],
      actual: ({ simulator: { model } }) => model.settings.position,
    },
    'acquisition/averages': {
      values: [2, 16, 1024],
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
      prepareLong: ({ simulator }) => {
        // It rises through the level of the trigger in some seconds.
        for (const channel of simulator.model.channels) {
          channel.signal = periodic({ frequency: 0.1, peakToPeak: 2 });
        }
        simulator.model.settings.trigger.auto = false;
      },
      stands: ({ simulator: { model } }) => model.acquiring === 'stopped',
    },
  },
  events: { acquisitions$: { trigger: connect } },
});
