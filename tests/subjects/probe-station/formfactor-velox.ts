import { VeloxSimulator } from '@fourwire/mock';
import type { VeloxStage } from '@fourwire/mock';
import { proberSubject } from '../prober-subject.ts';

const chuck = { min: 20, max: 150 };

/** What a scope and a positioner with motors must do. */
const moveOf = (stage: (simulator: VeloxSimulator) => VeloxStage | undefined) => ({
  input: { x: 1000, y: 500 },
  longInput: { x: 80_000, y: 0 },
  stopAfter: 700,
  stands: ({ simulator }: { readonly simulator: VeloxSimulator }) => stage(simulator)?.busy === false,
});

export const formfactorVelox = proberSubject({
  driver: 'formfactor-velox',
  simulate: (time) => new VeloxSimulator({ ...time, chuck: true, scope: true, positioners: 1 }),
  wires: ['socket', 'gpib'],
  options: { chuck, scope: true, positioners: [1] },
  chuck,
  values: {
    'scope/position': { actual: ({ simulator }) => simulator.model.scope?.position, tolerance: 0.01 },
    'positioners/position': {
      actual: ({ simulator }) => simulator.model.positioners[0]?.position,
      tolerance: 0.01,
    },
  },
  commands: {
    'scope/moveTo': moveOf(({ model }) => model.scope),
    'positioners/moveTo': {
      ...moveOf(({ model }) => model.positioners[0]),
      prepare: async ({ device }) => void (await device.separate()),
    },
    'positioners/contact': {
      stopAfter: 500,
      stands: ({ simulator }) => simulator.model.positioners[0]?.busy === false,
      prepareLong: async ({ simulator }) => {
        if (simulator.model.positioners[0]?.busy === false)
          await simulator.model.positioners[0].move({ z: 0 });
      },
    },
  },
});
