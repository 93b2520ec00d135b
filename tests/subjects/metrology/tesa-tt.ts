import { TesaTtSimulator } from '@fourwire/mock';
import { gaugeSubject } from '../gauge-subject.ts';

export const tesaTt = gaugeSubject({
  driver: 'tesa-tt',
  simulate: (time) => new TesaTtSimulator(time),
  position: 1.2345,
});
