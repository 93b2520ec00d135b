import { values } from './velox-arguments.ts';
import type { VeloxArguments, VeloxCommand, VeloxCommands } from './velox-arguments.ts';
import type { VeloxModel } from './velox-model.ts';
import { VeloxRefusal } from './velox-refusal.ts';
import type { VeloxStage } from './velox-stage.ts';

/** What a scope and a positioner do alike; `args` begin behind the number of a positioner. */
type StageCommand = (stage: VeloxStage, args: VeloxArguments) => string | Promise<string>;

/** Both count from home; from the present place where they are told to. */
const move: StageCommand = async (stage, args) => {
  const [unit] = args.unit(3);
  const from = args.reference(2, 'H') === 'relative' ? stage.position : { x: 0, y: 0 };
  await stage.move(
    { x: from.x + unit * args.number(0, 0), y: from.y + unit * args.number(1, 0) },
    args.speed(4),
  );
  return '';
};

const read: StageCommand = (stage, args) => {
  const [unit] = args.unit(0);
  args.reference(1, 'H');
  const { x, y, z } = stage.position;
  return values(x / unit, y / unit, z / unit);
};

const stop: StageCommand = async (stage) => {
  await stage.stop();
  return '';
};

/** The motorised scope and positioners (sheet formfactor-velox.md, section 5.3). */
export function stageCommands(model: VeloxModel): VeloxCommands {
  const scope =
    (command: StageCommand): VeloxCommand =>
    (args) => {
      if (model.scope === undefined) throw new VeloxRefusal('The scope has no motors.');
      return command(model.scope, args);
    };
  /** The number of the positioner comes first, and first in the answer. */
  const positioner =
    (command: StageCommand): VeloxCommand =>
    async (args) => {
      const number = args.integer(0, 1, 1, 6);
      const stage = model.positioners[number - 1];
      if (stage === undefined) throw new VeloxRefusal(`There is no positioner ${number}.`);
      return `${number} ${await command(stage, args.from(1))}`.trim();
    };
  return {
    ReadScopePosition: scope(read),
    MoveScope: scope(move),
    StopScopeMovement: scope(stop),
    ReadProbePosition: positioner(read),
    MoveProbe: positioner(move),
    MoveProbeContact: positioner(async (stage, args) => {
      await stage.touch(true, args.speed(0));
      return '';
    }),
    MoveProbeSeparation: positioner(async (stage, args) => {
      await stage.touch(false, args.speed(0));
      return '';
    }),
    StopProbeMovement: positioner(stop),
  };
}
