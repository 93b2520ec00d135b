import { EvidentIx85Simulator } from '@fourwire/mock';
import { focusSubject } from '../focus-subject.ts';

const ix85 = {
  driver: 'evident-ix85',
  axis: ({ model }: EvidentIx85Simulator) => model.focus,
  way: { start: 2000, near: 2250, far: 9000 },
  tellsMoving: false,
};

export const evidentIx85 = focusSubject({ ...ix85, simulate: (time) => new EvidentIx85Simulator(time) });

export const evidentIx85AnsweringAtOnce = focusSubject({
  ...ix85,
  variant: 'that answers a move at once',
  simulate: (time) => new EvidentIx85Simulator({ ...time, answersMoves: 'accepted' }),
});
