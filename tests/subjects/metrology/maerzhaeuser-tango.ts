import { MaerzhaeuserTangoSimulator } from '@fourwire/mock';
import { focusSubject } from '../focus-subject.ts';

const tango = {
  driver: 'maerzhaeuser-tango',
  axis: ({ model }: MaerzhaeuserTangoSimulator) => model.axes.z.motor,
  way: { start: 0, near: 250, far: 12_000 },
  reference: true,
};

export const maerzhaeuserTango = focusSubject({
  ...tango,
  simulate: (time) => new MaerzhaeuserTangoSimulator(time),
});

export const maerzhaeuserTangoInMillimetres = focusSubject({
  ...tango,
  variant: 'that starts in millimetres',
  simulate: (time) => new MaerzhaeuserTangoSimulator({ ...time, unit: 'mm' }),
});
