import { P200lSimulator } from '@fourwire/mock';
import { proberSubject } from '../prober-subject.ts';

export const micromanipulatorP200l = proberSubject({
  driver: 'micromanipulator-p200l',
  simulate: (time) => new P200lSimulator(time),
  wires: ['socket'],
  middle: { column: 18, row: 18 },
  farDie: { column: 0, row: 18 },
  commands: {
    // Its own route goes from die to die, which takes little time.
    stepNext: {
      prepare: async ({ device }) => {
        await device.separate();
        await device.stepFirst();
      },
      stopAfter: 30,
      stands: ({ simulator }) => !simulator.model.prober.busy,
    },
  },
});
