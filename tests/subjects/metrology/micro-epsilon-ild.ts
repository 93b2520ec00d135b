import { MicroEpsilonIldSimulator } from '@fourwire/mock';
import { displacementSubject } from '../displacement-subject.ts';

export const microEpsilonIld = displacementSubject({
  driver: 'micro-epsilon-ild',
  simulate: (time) => new MicroEpsilonIldSimulator(time),
  target: ({ sensor }) => sensor.target,
  middle: 5,
  resolution: (10 * 102) / 65_520 / 100,
  many: 100_000,
  // A clock that is much faster would fill the terminal with words.
  speed: 4,
  values: {
    'measuringRate/rate': {
      values: [250, 1000, 4000],
      actual: ({ simulator }) => simulator.sensor.settings.rate * 1000,
    },
  },
});
