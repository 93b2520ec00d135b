import { NetworkAnalyserSimulator } from '@fourwire/mock';
import type { NetworkAnalyserModel, VnaSettings } from '@fourwire/mock';
import { networkAnalyser, openNetworkAnalyser } from '@fourwire/scpi';
import { subject } from '../subject.ts';
import type { Subject } from '../subject.ts';

/** A family of network analysers, by one model of it. */
function analyser(model: NetworkAnalyserModel): Subject {
  const held =
    (name: keyof VnaSettings) =>
    ({ simulator }: { readonly simulator: NetworkAnalyserSimulator }): unknown =>
      simulator.model.settings[name];
  return subject({
    deviceClass: networkAnalyser,
    driver: 'vna-basic',
    variant: model,
    open: openNetworkAnalyser,
    simulate: (time) => new NetworkAnalyserSimulator({ ...time, model }),
    wires: ['socket', 'hislip', 'gpib'],
    values: {
      startFrequency: { coupled: 'The other end gives way.', actual: held('start'), tolerance: 1 },
      stopFrequency: { coupled: 'The other end gives way.', actual: held('stop'), tolerance: 1 },
      points: { values: [2, 101, 1601], actual: held('points') },
      spacing: {
        actual: ({ simulator }) => (simulator.model.settings.spacing === 'LIN' ? 'linear' : 'logarithmic'),
      },
      bandwidth: { actual: held('bandwidth') },
      powerDbm: { actual: held('power') },
      output: { actual: held('output') },
      sweepTime: { actual: ({ simulator }) => simulator.model.sweepTime, tolerance: 1e-6 },
      'averaging/enabled': { actual: held('averaging') },
      'averaging/count': { values: [1, 16], actual: held('averages') },
    },
    commands: {
      sweep: {
        prepare: ({
          simulator: {
            model: { settings },
          },
        }) => {
          Object.assign(settings, { output: true, points: 21, bandwidth: 1000, averaging: false });
        },
        input: { parameters: ['S11', 'S21'] },
        prepareLong: ({
          simulator: {
            model: { settings },
          },
        }) => {
          Object.assign(settings, {
            output: true,
            points: 1001,
            bandwidth: 100,
            averaging: true,
            averages: 16,
          });
        },
        longInput: { parameters: ['S21'] },
        stopAfter: { seconds: 15 },
        deadline: { hours: 1 },
        stands: ({ simulator }) => !simulator.model.sweeping,
      },
    },
    onWire: ['shape', 'safe'],
  });
}

export const ena = analyser('E5062A');
export const pna = analyser('N5222B');
export const znb = analyser('ZNB8');
