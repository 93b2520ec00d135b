import { StarrettSimulator } from '@fourwire/mock';
import { gaugeSubject } from '../gauge-subject.ts';

export const starrett = gaugeSubject({
  driver: 'starrett',
  simulate: (time) => new StarrettSimulator(time),
  position: 12.345,
});
