import type { SentioArguments } from './sentio-arguments.ts';
import { numbers } from './sentio-command.ts';
import type { SentioCommand, SentioCommands } from './sentio-command.ts';
import type { SentioModel } from './sentio-model.ts';
import { SentioRefusal } from './sentio-refusal.ts';
import { sentioSites } from './sentio-site.ts';

type Reference = 'zero' | 'home' | 'user' | 'relative' | 'real';

/** Short and long names. Machine, zero and centre are one point here. */
const references: Readonly<Record<string, Reference>> = {
  m: 'zero',
  machine: 'zero',
  z: 'zero',
  zero: 'zero',
  c: 'zero',
  center: 'zero',
  centre: 'zero',
  h: 'home',
  home: 'home',
  u: 'user',
  user: 'user',
  r: 'relative',
  relative: 'relative',
  current: 'relative',
  a: 'real',
  real: 'real',
  realpos: 'real',
};

const indexReferences: Readonly<Record<string, Reference>> = {
  zero: 'zero',
  home: 'home',
  relative: 'relative',
  center: 'zero',
};

const thetaReferences = {
  z: 'zero',
  zero: 'zero',
  s: 'site',
  site: 'site',
  r: 'relative',
  relative: 'relative',
} as const;

/** Part of the highest speed. Unconfirmed: only the names are known. */
const speeds = { Fast: 1, Normal: 0.5, Slow: 0.1, Jog: 0.02, Index: 1 } as const;

const xyz = ['x', 'y', 'z'] as const;

/** Moves of the chuck in XY and theta, and its sites (sheet mpi-sentio.md, section 4.2). */
export function chuckCommands(model: SentioModel): SentioCommands {
  let speed: keyof typeof speeds = 'Fast';
  const xy = (): string => numbers(model.position.x, model.position.y);
  /** The point that a reference counts from, in axis coordinates. */
  const origin = (reference: Reference): { readonly x: number; readonly y: number } => {
    if (reference === 'home') return model.home;
    if (reference === 'relative') return model.position;
    if (reference === 'real') throw new SentioRefusal('invalidParameter');
    return { x: 0, y: 0 };
  };
  const site = (args: SentioArguments, index: number): (typeof sentioSites)[number] =>
    args.length > index ? args.oneOf(index, sentioSites) : model.site;
  const center: SentioCommand = async (args) => {
    args.expect(0);
    await model.moveXY(0, 0);
    return xy();
  };
  return {
    move_chuck_xy: async (args) => {
      args.expect(3);
      const from = origin(args.word(0, references));
      await model.moveXY(from.x + args.number(1), from.y + args.number(2));
      return xy();
    },
    get_chuck_xy: (args) => {
      args.expect(0, 2);
      site(args, 0);
      const reference = args.length > 1 ? args.word(1, references) : 'zero';
      const { prober, position } = model;
      if (reference === 'real') return numbers(prober.x.position, prober.y.position);
      const from = reference === 'relative' ? { x: 0, y: 0 } : origin(reference);
      return numbers(position.x - from.x, position.y - from.y);
    },
    move_chuck_index: async (args) => {
      args.expect(3);
      const from = origin(args.word(0, indexReferences));
      const { pitch } = model.map;
      const { z } = model.position;
      const drop = model.active.contactSet ? model.drop : [];
      const x = from.x + args.integer(1) * pitch.x;
      await model.moveXY(x, from.y + args.integer(2) * pitch.y, drop, drop.length > 0 ? [{ z }] : []);
      return xy();
    },
    move_chuck_xyt: async (args) => {
      args.expect(3);
      const { x, y, theta } = model.position;
      const target = { x: x + args.number(0), y: y + args.number(1), theta: theta + args.number(2) };
      await model.move([...model.drop, target]);
      return 'OK';
    },
    // Unconfirmed: angles of replies count from the axis's zero.
    move_chuck_theta: async (args) => {
      args.expect(2);
      const from = { zero: 0, site: model.active.home.theta, relative: model.position.theta };
      await model.move([{ theta: from[args.word<keyof typeof from>(0, thetaReferences)] + args.number(1) }]);
      return numbers(model.position.theta);
    },
    get_chuck_theta: (args) => {
      args.expect(0, 1);
      site(args, 0);
      return numbers(model.position.theta);
    },
    move_chuck_home: async (args) => {
      args.expect(0, 2);
      if (args.length === 1) throw new SentioRefusal('parameterCount');
      const { x, y } = model.home;
      const [dx, dy] = args.length === 2 ? [args.number(0), args.number(1)] : [0, 0];
      await model.moveXY(x + dx, y + dy);
      model.map.current = model.map.homeDie;
      model.map.site = 0;
      return xy();
    },
    move_chuck_center: center,
    move_chuck_site: async (args) => {
      args.expect(1);
      const name = args.oneOf(0, sentioSites);
      const { home, homeSet } = model.sites[name];
      if (!homeSet) throw new SentioRefusal('homeNotSet');
      await model.move([{ x: home.x, y: home.y, theta: home.theta }]);
      model.site = name;
      model.positionHint = 'Probing';
      const { x, y, z, theta } = model.position;
      return numbers(x, y, z, theta);
    },
    get_chuck_site_pos: (args) => {
      args.expect(0, 1);
      const { x, y, theta } = model.sites[site(args, 0)].home;
      return numbers(x, y, theta);
    },
    set_chuck_site_pos: (args) => {
      args.expect(3, 4);
      const first = args.length - 3;
      const target = model.sites[first > 0 ? site(args, 0) : model.site];
      const [x, y, theta] = [args.number(first), args.number(first + 1), args.number(first + 2)];
      target.home = { x, y, theta };
      target.homeSet = true;
      return 'OK';
    },
    get_chuck_site_index: (args) => {
      args.expect(1);
      return numbers(sentioSites.indexOf(args.oneOf(0, sentioSites)));
    },
    get_chuck_site_name: (args) => {
      args.expect(1);
      const name = sentioSites[args.integer(0)];
      if (name === undefined) throw new SentioRefusal('outOfBounds');
      return name;
    },
    get_chuck_site_count: (args) => {
      args.expect(0);
      return numbers(sentioSites.length);
    },
    move_chuck_load: async (args) => {
      args.expect(1);
      await model.moveLoad(
        args.word(0, { front: 'FrontLoad', side: 'SideLoad', center: 'Probing' } as const),
      );
      return 'OK';
    },
    move_chuck_work_area: async (args) => {
      args.expect(1);
      if (args.oneOf(0, ['Probing', 'Offaxis']) === 'Offaxis') throw new SentioRefusal('notSupported');
      if (model.positionHint !== 'Probing') await model.moveLoad('Probing');
      return 'OK';
    },
    get_chuck_position_hint: (args) => {
      args.expect(0);
      return `${model.positionHint},${model.site}`;
    },
    set_chuck_speed: (args) => {
      args.expect(1);
      const name = args.oneOf(0, ['Fast', 'Normal', 'Slow', 'Jog', 'Index']);
      const { refusedSpeeds, motion } = model;
      if (refusedSpeeds.has(name)) {
        const refused = [...refusedSpeeds].join(', ').replace(/, ([^,]*)$/, ' and $1');
        throw new SentioRefusal('execution', `${refused} speed options are not available.`);
      }
      speed = name;
      motion.speed.x = speeds[name];
      motion.speed.y = speeds[name];
      return 'OK';
    },
    get_chuck_speed: (args) => {
      args.expect(0);
      return speed;
    },
    stop_chuck_xyz: async (args) => {
      args.expect(0);
      await model.motion.stop(xyz);
      return 'OK';
    },
    stop_chuck_theta: async (args) => {
      args.expect(0);
      await model.motion.stop(['theta']);
      return 'OK';
    },
  };
}
