import { MahrMillimarSimulator } from '@fourwire/mock';
import { gaugeSubject } from '../gauge-subject.ts';

export const mahrMillimar = gaugeSubject({
  driver: 'mahr-millimar',
  simulate: (time) => new MahrMillimarSimulator(time),
  position: 1.25,
});
