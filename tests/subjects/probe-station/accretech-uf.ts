import { AccretechSimulator } from '@fourwire/mock';
import { proberSubject } from '../prober-subject.ts';

const chuck = { min: 20, max: 150 };

export const accretechUf = proberSubject({
  driver: 'accretech-uf',
  simulate: (time) => new AccretechSimulator({ ...time, chuck: true, wafers: 25 }),
  wires: ['gpib'],
  options: { chuck },
  chuck,
  middle: { column: 18, row: 18 },
  // It moves fast.
  stopAfter: 200,
  commands: {
    'loader/load': {
      input: {},
      prepare: async ({ device }) => void (await device.separate()),
    },
    'loader/unload': {
      prepare: async ({ device, simulator }) => {
        await device.separate();
        if (simulator.model.prober.wafer === undefined) await device.loader?.load({});
      },
      // Without a wafer nothing else can be tried.
      tidy: async ({ device }) => void (await device.loader?.load({})),
    },
  },
});
