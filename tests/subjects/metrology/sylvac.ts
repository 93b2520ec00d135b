import { SylvacSimulator } from '@fourwire/mock';
import { gaugeSubject } from '../gauge-subject.ts';

export const sylvac = gaugeSubject({
  driver: 'sylvac',
  simulate: (time) => new SylvacSimulator(time),
  position: 12.345,
  values: {
    'preset/value': {
      values: [0, 5.5, -2.25],
      actual: ({ simulator }) => simulator.model.preset,
      tolerance: 0.002,
    },
    'hold/held': { actual: ({ simulator }) => simulator.model.held },
    'display/unit': { actual: ({ simulator }) => simulator.model.unit },
    'capture/mode': { actual: ({ simulator }) => simulator.model.mode },
  },
  commands: {
    'zeroing/zero': { arrived: ({ simulator }) => Math.abs(simulator.model.value) < 0.001 },
    'preset/recall': { arrived: ({ simulator: { model } }) => Math.abs(model.value - model.preset) < 0.001 },
  },
});
