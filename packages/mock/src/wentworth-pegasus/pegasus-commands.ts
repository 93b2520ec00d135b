import type { PegasusModel } from './pegasus-model.ts';
import { PegasusRefusal } from './pegasus-refusal.ts';

/** Degrees of one count of theta. */
const thetaCount = 0.001;

/** What a command gives: a value behind its own word, or nothing where it is an action. */
export type PegasusCommand = (argument: string) => Promise<string | void> | string | void;

/** A whole number in a range. */
function whole(text: string, least: number, most: number): number {
  if (!/^[+-]?\d+$/.test(text.trim())) throw new PegasusRefusal('unknown');
  const value = Number(text);
  if (value < least) throw new PegasusRefusal('tooSmall');
  if (value > most) throw new PegasusRefusal('tooLarge');
  return value;
}

/** Six characters, the sign among them. */
const six = (value: number): string =>
  value < 0 ? `-${String(-value).padStart(5, '0')}` : String(value).padStart(6, '0');

/** A number of µm that is set, read back, and acted on. */
function setting(name: string, most: number, value: { get: () => number; set: (value: number) => void }) {
  return {
    [`R${name}`]: () => ` ${value.get()}`,
    [`W${name}`]: (text: string) => value.set(whole(text, 0, most)),
  };
}

/**
 * The commands (sheet wentworth-pegasus.md, section 4). A value comes with what stands between it and the echoed word.
 * Unconfirmed: the bits of `STA` (1 fine up, 2 gross up, 4 referenced, 8 indexing).
 */
export function pegasusCommands(model: PegasusModel): Readonly<Record<string, PegasusCommand>> {
  const { active } = model;
  const table = (): { x: number; y: number } => {
    const { x, y } = model.table;
    return { x: Math.round(x), y: Math.round(y) };
  };
  const toLoad = async (): Promise<void> => {
    await model.moveLoad('FrontLoad');
    model.fineUp = false;
    model.grossUp = false;
  };
  let lamp = false;
  return {
    GID: () => ' PEGASUS S200 LM',
    VSN: () => ' 5.10',
    GHB: () => ' 2',
    GSN: () => ' S200-0001',
    STA: () => {
      const bits = [model.fineUp, model.grossUp, model.referenced, model.indexing];
      return ` ${bits.reduce((sum, bit, place) => sum + (bit ? 2 ** place : 0), 0)}`;
    },
    STP: () => ' 0',
    CUP: async () => model.fine(true),
    CDW: async () => model.fine(false),
    GUP: async () => model.gross(true),
    GDW: async () => model.gross(false),
    CO1: () => void (model.override = true),
    CO0: () => void (model.override = false),
    LI1: () => void (lamp = true),
    LI0: () => void (lamp = false),
    LI: () => ` ${lamp ? 1 : 0}`,
    PSS: (axis) => {
      const { x, y } = table();
      switch (axis.trim()) {
        case 'X':
          return ` X,${x}`;
        case 'Y':
          return ` Y,${y}`;
        case 'Z':
          return ` Z,${Math.round(model.position.z)}`;
        case 'XY':
          return ` XY,${six(x)},${six(y)}`;
        default:
          throw new PegasusRefusal('unknown');
      }
    },
    GTS: async (argument) => {
      const [, axis = '', text = ''] = /^\s*([XY]),(.+)$/.exec(argument) ?? [];
      if (axis === '') throw new PegasusRefusal('unknown');
      const { x, y } = model.table;
      const target = whole(text, -1e7, 1e7);
      await model.moveTable(axis === 'X' ? target : x, axis === 'Y' ? target : y);
    },
    GTXY: async (argument) => {
      const [x = '', y = ''] = argument.split(',');
      await model.moveTable(whole(x, -1e7, 1e7), whole(y, -1e7, 1e7));
    },
    ...setting('XM', 10_000, {
      // Written in 10 µm and read in µm, as the tests of the one public driver have it.
      get: () => model.index.x * 10,
      set: (x) => (model.index = { ...model.index, x }),
    }),
    ...setting('YM', 10_000, {
      get: () => model.index.y * 10,
      set: (y) => (model.index = { ...model.index, y }),
    }),
    ...setting('ZIM', 100, {
      get: () => active.overtravelGap,
      set: (gap) => {
        active.overtravelGap = gap;
        active.overtravel = gap > 0;
      },
    }),
    ...setting('KFM', 10_000, {
      get: () => active.separationGap,
      set: (gap) => (active.separationGap = gap),
    }),
    ...setting('KGM', 100_000, { get: () => model.grossLift, set: (lift) => (model.grossLift = lift) }),
    NXR: async () => model.stepBy(1, 0),
    NXL: async () => model.stepBy(-1, 0),
    NXU: async () => model.stepBy(0, 1),
    NXD: async () => model.stepBy(0, -1),
    NXT: async () => model.stepNext(),
    NXF: () => void (model.indexing = false),
    PSTH: () => ` ${Math.round(model.position.theta / thetaCount)}`,
    GTTH: async (text) => model.turn(whole(text, -359_999, 359_999) * thetaCount),
    LDC: async () => {
      model.requireFree();
      const { x, y } = model.home;
      await model.moveXY(x, y);
      await model.gross(true);
      model.map.current = model.map.homeDie;
    },
    LDM: toLoad,
    LDL: toLoad,
    LDS: toLoad,
    LDB: async () => {
      const { x, y } = model.home;
      await model.moveXY(x, y);
    },
  };
}
