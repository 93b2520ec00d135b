import { PilotSimulator } from '@fourwire/mock';
import { acrossTheMap, proberSubject, rightmost } from '../prober-subject.ts';

export const semiprobePilot = proberSubject({
  driver: 'semiprobe-pilot',
  simulate: (time) => new PilotSimulator(time),
  wires: ['socket'],
  options: { route: acrossTheMap },
  farDie: rightmost,
  values: {
    // It does not tell which die it is on: the driver knows that only after a step.
    die: {
      skip: 'The host keeps it.',
      prepare: async ({ device }) => {
        await device.separate();
        await device.stepFirst();
      },
    },
  },
});
