import { PriorProScanSimulator } from '@fourwire/mock';
import { focusSubject } from '../focus-subject.ts';

const proScan = {
  driver: 'prior-proscan',
  axis: ({ model }: PriorProScanSimulator) => model.z,
  way: { start: 0, near: 250, far: 9000 },
};

export const priorProScan = focusSubject({
  ...proScan,
  simulate: (time) => new PriorProScanSimulator(time),
});

export const priorProScanAnsweringAtTheEnd = focusSubject({
  ...proScan,
  variant: 'that answers at the end of a move',
  simulate: (time) => new PriorProScanSimulator({ ...time, answersMoves: 'arrived', focusResolution: 0.05 }),
});
