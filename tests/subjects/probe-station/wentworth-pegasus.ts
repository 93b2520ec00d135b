import { PegasusSimulator } from '@fourwire/mock';
import { acrossTheMap, proberSubject } from '../prober-subject.ts';

export const wentworthPegasus = proberSubject({
  driver: 'wentworth-pegasus',
  simulate: (time) => new PegasusSimulator(time),
  wires: ['gpib', 'serial'],
  options: {
    grid: { origin: { x: 105_000, y: 105_000 }, pitch: { x: 5000, y: 5000 } },
    route: acrossTheMap,
  },
});
