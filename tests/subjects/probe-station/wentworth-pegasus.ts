import { PegasusSimulator } from '@fourwire/mock';
import { acrossTheMap, proberSubject } from '../prober-subject.ts';

export const wentworthPegasus = proberSubject({
  driver: 'wentworth-pegasus',
  simulate: (time) => {
    const simulator = new PegasusSimulator(time);
    // Its grid says where die 0, 0 is, so the wafer lies in the middle, as the chuck was turned for it.
    const { prober, active } = simulator.model;
    const { theta } = active.home;
    if (prober.wafer !== undefined) prober.load(prober.wafer, { x: 0, y: 0, theta: -theta });
    active.home = { x: 0, y: 0, theta };
    return simulator;
  },
  wires: ['gpib', 'serial'],
  options: {
    grid: { origin: { x: 105_000, y: 105_000 }, pitch: { x: 5000, y: 5000 } },
    route: acrossTheMap,
  },
});
