import type { ProberAxis } from '../prober/prober-motion.ts';
import { values } from './velox-arguments.ts';
import type { VeloxArguments, VeloxCommand, VeloxCommands } from './velox-arguments.ts';
import { veloxModes } from './velox-model.ts';
import type { VeloxModel } from './velox-model.ts';
import { VeloxRefusal } from './velox-refusal.ts';

const axes = ['x', 'y', 'z', 'theta'] as const;

/** The axes of a bit mask, X first. */
function axesOf(mask: number): ProberAxis[] {
  return axes.filter((_, bit) => ((mask >> bit) & 1) === 1);
}

const bits = (flags: readonly boolean[]): number =>
  flags.reduce((mask, flag, bit) => mask + (flag ? 2 ** bit : 0), 0);

/** Moves of the chuck sideways and around, and its status (sheet formfactor-velox.md, section 5.2). */
export function chuckCommands(model: VeloxModel): VeloxCommands {
  const { map } = model;
  const stop = async (mask: number): Promise<string> => {
    const stopped = axesOf(mask);
    await model.motion.stop(stopped.length === axes.length ? undefined : stopped);
    return '';
  };
  /** A move of XY that makes its end the home of a die. */
  const go = async (args: VeloxArguments, index: number, pitch: boolean): Promise<string> => {
    const reference = args.reference(2, 'H');
    const [ux, uy] = pitch ? [map.pitch.x, map.pitch.y] : args.unit(3, map.pitch);
    const from = model.origin(reference);
    const count = (at: number): number => (pitch ? args.integer(at, 0) : args.number(at, 0));
    const [x, y] = [from.x + ux * count(0), from.y + uy * count(1)];
    await model.moveChuck(x, y, args.speed(index));
    model.dieHome = { x, y };
    return '';
  };
  const heading: VeloxCommand = async (args) => {
    const from = args.reference(1, 'H');
    const base = { home: model.home.theta, relative: model.position.theta, zero: 0, centre: 0, die: 0 }[from];
    args.letter(2, 'D', 'D');
    await model.moveTheta(base + args.number(0, 0), args.speed(3));
    return '';
  };
  return {
    InitChuck: async (args) => {
      args.integer(0, 0, 0, 15);
      await model.initialize();
      return '';
    },
    ReadChuckStatus: () => {
      const { prober, mode, active } = model;
      const moving = axes.map((axis) => prober[axis].busy);
      const limits = axes.flatMap((axis) => {
        const [low, high] = prober[axis].parameters.travel;
        return [prober[axis].target >= high, prober[axis].target <= low];
      });
      const { autoZ, interlock, search, edge, quiet } = mode;
      const flags = [
        active.overtravel,
        autoZ,
        interlock,
        search,
        active.contactSet,
        edge,
        quiet,
        model.locked,
      ];
      const load = { Probing: 0, FrontLoad: 1, SideLoad: 2 }[model.place];
      const fields = [
        15,
        bits(flags),
        bits(limits),
        bits(moving),
        'T',
        Number(model.vacuum),
        model.presetHeight,
        load,
      ];
      return [...fields, 0, 'S', 0].join(' ');
    },
    ReadChuckPosition: (args) => {
      const [ux, uy] = args.unit(0, map.pitch);
      const from = model.origin(args.reference(1, 'H'));
      const { x, y, z } = model.position;
      const uz = args.text(0, 'Y').toUpperCase().startsWith('X') ? 1 : ux;
      const relative = args.reference(1, 'H') === 'relative';
      return relative ? values(0, 0, 0) : values((x - from.x) / ux, (y - from.y) / uy, (z - from.z) / uz);
    },
    MoveChuck: async (args) => go(args, 4, false),
    MoveChuckIndex: async (args) => go(args, 3, true),
    MoveChuckSubsite: async (args) => {
      const [ux, uy] = args.unit(2, map.pitch);
      const { x, y } = model.dieHome;
      await model.moveChuck(x + ux * args.number(0, 0), y + uy * args.number(1, 0), args.speed(3));
      return '';
    },
    MoveChuckLoad: async () => {
      if (model.locked) throw new VeloxRefusal('The chuck stage is locked.');
      await model.moveLoad('FrontLoad');
      return '';
    },
    MoveTheta: heading,
    ReadThetaPosition: (args) => {
      args.letter(0, 'D', 'D');
      const from = args.reference(1, 'H');
      return values(model.position.theta - (from === 'home' ? model.home.theta : 0));
    },
    StopChuckMovement: async (args) => stop(args.integer(0, 15, 0, 15)),
    StopAllMovements: async () => stop(15),
    SetChuckMode: (args) => {
      veloxModes.forEach((name, index) => {
        const value = args.integer(index, 2, 0, 2);
        if (value === 2) return;
        if (name === 'overtravel') model.active.overtravel = value === 1;
        else model.mode[name] = value === 1;
      });
      return '';
    },
    SetChuckHome: (args) => {
      const set = args.letter(0, '0', '0V') === 'V';
      const [ux, uy] = args.unit(1);
      const { position, active } = model;
      const x = set ? ux * args.number(2, 0) : position.x;
      const y = set ? uy * args.number(3, 0) : position.y;
      active.home = { x, y, theta: position.theta };
      active.homeSet = true;
      model.dieHome = { x, y };
      return '';
    },
    SetChuckIndex: (args) => {
      const [ux, uy] = args.unit(2);
      const [x, y] = [ux * args.number(0, 0), uy * args.number(1, 0)];
      if (Math.min(x, y) <= 0) throw new VeloxRefusal('The index size is more than 0.');
      map.pitch = { x, y };
      return '';
    },
    ReadChuckIndex: (args) => {
      const [ux, uy] = args.unit(0);
      return values(map.pitch.x / ux, map.pitch.y / uy);
    },
    SetChuckThermoValue: (args) => {
      args.letter(1, 'C', 'C');
      model.thermo = {
        temperature: args.number(0, 20),
        x: args.number(2, 2.33),
        y: args.number(3, 2.33),
      };
      const grown = (expansion: number): number => 1 + expansion * 1e-6 * (model.thermo.temperature - 20);
      model.scale = { x: grown(model.thermo.x), y: grown(model.thermo.y) };
      return '';
    },
    ReadChuckThermoValue: () => values(model.thermo.temperature, model.thermo.x, model.thermo.y),
    SetChuckThermoScale: (args) => {
      model.scale = { x: model.scale.x * args.number(0, 1), y: model.scale.y * args.number(1, 1) };
      return '';
    },
    ReadChuckThermoScale: () => `${model.scale.x} ${model.scale.y}`,
  };
}
