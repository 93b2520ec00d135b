import { values } from './velox-arguments.ts';
import type { VeloxCommand, VeloxCommands } from './velox-arguments.ts';
import type { VeloxModel } from './velox-model.ts';
import { VeloxRefusal } from './velox-refusal.ts';

/** Letters of the heights, and the gap that each sets. */
const gaps = { O: 'overtravelGap', A: 'hoverGap', S: 'separationGap' } as const;

/** Z, heights, contact and vacuum (sheet formfactor-velox.md, section 5.2). */
export function heightCommands(model: VeloxModel): VeloxCommands {
  let counted = 0;
  const to =
    (height: () => number): VeloxCommand =>
    async (args) => {
      await model.moveHeight(height(), args.speed(0));
      return '';
    };
  return {
    MoveChuckZ: async (args) => {
      const from = model.origin(args.reference(1, 'Z')).z;
      const [unit] = args.unit(2);
      await model.moveHeight(from + unit * args.number(0, 0), args.speed(3));
      return '';
    },
    // Unconfirmed: that an enabled overtravel is added.
    MoveChuckContact: to(() => model.active.touchdown),
    MoveChuckAlign: to(() => model.active.hoverHeight),
    MoveChuckSeparation: to(() => model.active.separation),
    SearchChuckContact: async (args) => {
      const from = model.origin(args.reference(1, 'R')).z;
      const [unit] = args.unit(2);
      const highest = from + unit * args.number(0, 100);
      const { prober } = model;
      const touch = Math.round(prober.z.position - prober.overtravel);
      const found = touch <= highest;
      await model.moveZ(Math.min(highest, touch), args.speed(3));
      if (!found) throw new VeloxRefusal('No contact was found.');
      model.active.contact = touch;
      model.active.contactSet = true;
      return values(touch);
    },
    ReadChuckHeights: (args) => {
      const [unit] = args.unit(0);
      const { contact, contactSet, overtravelGap, hoverGap, separationGap } = model.active;
      const scaled = [overtravelGap, hoverGap, separationGap, model.searchGap].map((gap) => gap / unit);
      return values(contactSet ? contact / unit : -1, ...scaled);
    },
    SetChuckHeight: (args) => {
      const height = args.letter(0, 'C', 'COAST');
      const mode = args.letter(1, '0', '0VR');
      const [unit] = args.unit(2);
      const value = unit * args.number(3, 0);
      const { active, prober } = model;
      const [lowest, highest] = prober.z.parameters.travel;
      if (height === 'C') {
        if (mode === 'V' && (value < lowest || value > highest))
          throw new VeloxRefusal('The height is outside the travel of the chuck.');
        active.contactSet = mode !== 'R';
        if (mode !== 'R') active.contact = mode === 'V' ? value : model.position.z;
        return '';
      }
      if (mode !== 'V' || value < 0)
        throw new VeloxRefusal('This height takes mode V and a value of 0 or more.');
      if (height === 'T') model.searchGap = value;
      else if (height === 'O' && active.contactSet && active.contact + value > highest)
        throw new VeloxRefusal('The overtravel is outside the travel of the chuck.');
      else active[gaps[height as keyof typeof gaps]] = value;
      return '';
    },
    SetChuckVacuum: (args) => {
      const on = args.flag(0, 0);
      if (on && model.prober.wafer === undefined)
        throw new VeloxRefusal('Vacuum timeout: the chuck does not have a wafer.');
      model.vacuumOn = on;
      return '';
    },
    // Unconfirmed: the text of the answer.
    ReadWaferStatus: () => (model.vacuum && model.prober.wafer !== undefined ? '1' : '0'),
    ReadContactCount: () => values(model.prober.card.touchdowns - counted),
    ResetContactCount: () => {
      counted = model.prober.card.touchdowns;
      return '';
    },
  };
}
