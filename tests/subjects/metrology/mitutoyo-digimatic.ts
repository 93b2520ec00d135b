import { MitutoyoDigimaticSimulator } from '@fourwire/mock';
import { gaugeSubject } from '../gauge-subject.ts';

export const mitutoyoDigimatic = gaugeSubject({
  driver: 'mitutoyo-digimatic',
  options: { unit: 'mm' },
  simulate: (time) => new MitutoyoDigimaticSimulator(time),
  position: 12.345,
});
