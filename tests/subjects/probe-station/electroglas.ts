import { ElectroglasSimulator } from '@fourwire/mock';
import { proberSubject } from '../prober-subject.ts';

export const electroglas = proberSubject({
  driver: 'electroglas',
  simulate: (time) => new ElectroglasSimulator(time),
  wires: ['gpib'],
  // The prober has no route of its own; each step of this one is long.
  options: {
    route: [
      { column: 15, row: 0 },
      { column: -15, row: 1 },
      { column: 14, row: 1 },
    ],
    dies: { columns: { min: -16, max: 16 }, rows: { min: -16, max: 16 } },
  },
  farDie: { column: -16, row: 0 },
  stopAfter: 300,
});
