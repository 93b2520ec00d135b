import { accretechTimes } from './accretech-model.ts';
import type { AccretechModel } from './accretech-model.ts';

/** How a simulated Accretech is set up at its panel. */
export interface AccretechSetUp {
  /** Whether the prober steps by itself when a die has its bin. */
  readonly proberMaster: boolean;
  /** Whether `JY` and `M` are first confirmed by status byte 100. */
  readonly confirms: boolean;
  /** How many bins there are: 64 in one character, 256 in two. */
  readonly bins: 64 | 256;
}

/** Gives status bytes as it goes on. */
export type AccretechAction = (raise: (status: number) => void) => Promise<void> | void;

/** Highest target of the hot chuck and lowest, in °C. */
const range = { lowest: -55, highest: 200 } as const;

/**
 * The commands that end in a status byte (sheet accretech-uf.md, section 6); `undefined` for what has no such form.
 */
export function accretechAction(
  model: AccretechModel,
  text: string,
  setUp: AccretechSetUp,
): AccretechAction | undefined {
  for (const [pattern, make] of actions) {
    const match = pattern.exec(text);
    if (match !== null) return make(model, match.slice(1), setUp);
  }
  return undefined;
}

type Make = (
  model: AccretechModel,
  fields: readonly string[],
  setUp: AccretechSetUp,
) => AccretechAction | undefined;

/** Up or down after a move over the wafer. */
const stands = (model: AccretechModel): number => (model.inContact ? 67 : 66);

/** The next die of the route; 81 as soon as the last one is reached, and instead of a move behind it. */
const next =
  (model: AccretechModel): AccretechAction =>
  async (raise) => {
    const { map } = model;
    if (map.onLast) {
      raise(81);
      return;
    }
    await model.goToDie(map.neighbour(1));
    raise(stands(model));
    if (map.onLast) raise(81);
  };

const goTo =
  (model: AccretechModel, column: number, row: number, confirms: boolean): AccretechAction =>
  async (raise) => {
    const { map } = model;
    const die = map.die(map.native(column, row));
    if (die === undefined) {
      raise(74);
      return;
    }
    if (confirms) raise(100);
    await model.goToDie(die);
    raise(stands(model));
  };

/** Loads the wafer of a slot; 94 when there is none. */
const load =
  (model: AccretechModel, slot: number | undefined, align: boolean): AccretechAction =>
  async (raise) => {
    const loaded = await model.load(slot, align);
    raise(loaded ? (align ? 70 : 118) : 94);
  };

const unload: Make = (model) => async (raise) => {
  await model.unload();
  raise(71);
};

/** Bins of a touchdown with one site. */
function binOf(text: string, bins: 64 | 256): number | undefined {
  const codes = Array.from(text, (character) => character.charCodeAt(0) - 0x40);
  const [fail = -1, high = -1, low = -1] = codes;
  if (codes.some((code) => code < 0 || code > 63) || fail > 15) return undefined;
  if (bins === 64) return codes.length === 2 ? high : undefined;
  return codes.length === 3 ? high * 64 + low : undefined;
}

const mark: Make = (model, [text = ''], { bins, proberMaster, confirms }) => {
  const bin = binOf(text, bins);
  if (bin === undefined) return undefined;
  return async (raise) => {
    model.map.setBin(bin, model.map.current, 0);
    if (confirms) raise(100);
    if (proberMaster) await next(model)(raise);
    else raise(69);
  };
};

const heat: Make = (model, [text = '']) => {
  const celsius = Number(text) / 10;
  return (raise) => {
    const { chuck } = model.prober;
    if (chuck === undefined || celsius < range.lowest || celsius > range.highest) {
      raise(99);
      return;
    }
    chuck.setpoint = celsius;
    chuck.running = true;
    raise(93);
  };
};

/** Raises one status byte after `work`. */
const then =
  (
    status: number,
    work: (model: AccretechModel, fields: readonly string[]) => Promise<unknown> | void,
  ): Make =>
  (model, fields) =>
  async (raise) => {
    await work(model, fields);
    raise(status);
  };

const number = (text: string | undefined): number => Number(text ?? 0);

const actions: readonly (readonly [RegExp, Make])[] = [
  [/^J$/, (model) => next(model)],
  [
    /^JY(\d{3,4})X(\d{3,4})$/,
    (model, [row, column], { confirms }) => goTo(model, number(column), number(row), confirms),
  ],
  [
    /^SY([+-]\d{3})X([+-]\d{3})$/,
    (model, [dy, dx]) => {
      const { column, row } = model.map.indexed(model.map.current);
      return goTo(model, column + number(dx), row + number(dy), false);
    },
  ],
  [
    /^JSY(\d{3,4})X(\d{3,4})S(\d{3})$/,
    (model, [row, column, site]) =>
      async (raise) => {
        await model.goToDie(model.map.native(number(column), number(row)), number(site) - 1);
        raise(stands(model));
      },
  ],
  [
    /^JS$/,
    (model) => async (raise) => {
      const { map } = model;
      if (map.subsites[map.site + 1] === undefined) {
        raise(127);
        return;
      }
      await model.goToDie(map.current, map.site + 1);
      raise(stands(model));
    },
  ],
  [
    /^AY([+-]\d{6})X([+-]\d{6})$/,
    (model, [dy, dx]) =>
      async (raise) => {
        await model.moveBy(number(dx), number(dy));
        raise(model.inContact ? 67 : 65);
      },
  ],
  [/^Z$/, then(67, async (model) => model.contact())],
  [/^D$/, then(68, async (model) => model.moveZ(model.active.separation))],
  [/^Z([+-]\d{2})$/, then(92, async (model, [dz]) => model.moveZ(model.position.z + number(dz)))],
  [
    /^z$/,
    then(116, (model) => {
      model.active.contact = model.position.z;
      model.active.contactSet = true;
    }),
  ],
  [
    /^IY(\d{5})X(\d{5})$/,
    then(77, (model, [y, x]) => {
      model.map.pitch = { x: number(x), y: number(y) };
    }),
  ],
  [/^M(.+)$/, mark],
  [/^C$/, then(69, () => {})],
  [/^h(\d{4}|-\d{3})$/, heat],
  [/^em(.{0,20})$/, then(101, (model, [text = '']) => void (model.alarm = { code: 'O0000', text }))],
  [/^es$/, then(119, (model) => void (model.alarm = undefined))],
  [
    /^STB(\d{3})$/,
    (_model, [status]) =>
      (raise) =>
        raise(number(status)),
  ],
  [
    /^st$/,
    (model) => async (raise) => {
      const waiting = model.cassette.next;
      if (model.slot === undefined && waiting === undefined) {
        raise(121);
        return;
      }
      model.state = 'R';
      if (model.slot === undefined) await model.load(waiting, true);
      raise(120);
    },
  ],
  [/^jv$/, then(94, (model) => void (model.state = 'I'))],
  [/^le$/, then(98, (model) => void (model.state = 'I'))],
  [/^jw[12]?$/, then(98, async (model) => model.motion.wait(accretechTimes.sense))],
  [/^L$/, (model) => load(model, model.cassette.next, true)],
  [/^L1$/, (model) => load(model, model.cassette.next, false)],
  [/^j2[129]99$/, unload],
  [
    /^j21(\d{2})$/,
    (model, [slot]) => load(model, model.slot === number(slot) ? undefined : number(slot), true),
  ],
  [/^j22\d{2}$/, (model) => load(model, undefined, true)],
  [/^U[09]?$/, unload],
  [
    /^N$/,
    (model) =>
      model.prober.wafer === undefined
        ? load(model, model.cassette.next, true)
        : async (raise) => {
            await model.alignWafer();
            raise(70);
          },
  ],
  [/^N1$/, then(113, async (model) => model.alignWafer())],
  [/^N2$/, then(114, async (model) => model.motion.wait(accretechTimes.align))],
];
