import { HeidenhainNdSimulator } from '@fourwire/mock';
import { gaugeSubject } from '../gauge-subject.ts';

export const heidenhainNd = gaugeSubject({
  driver: 'heidenhain-nd',
  simulate: (time) => new HeidenhainNdSimulator(time),
  position: -12.3456,
});
