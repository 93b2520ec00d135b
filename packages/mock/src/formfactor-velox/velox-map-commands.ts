import type { DieIndex } from '../prober/prober-map.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import { values } from './velox-arguments.ts';
import type { VeloxArguments, VeloxCommand, VeloxCommands } from './velox-arguments.ts';
import type { VeloxModel } from './velox-model.ts';

/** A die without a bin. Unconfirmed. */
const unbinned = 0;

/** The highest bin of a station with two digits. Unconfirmed. */
const lastBin = 255;

/**
 * The wafer map (sheet formfactor-velox.md, section 5.4). Unconfirmed: that column and row count from the home die, up
 * and to the right, unless `SetMapOrientation` says otherwise, and that a subdie's offset counts from the die's home.
 */
export function mapCommands(model: VeloxModel): VeloxCommands {
  const { map } = model;
  const results = new Map<string, string>();
  const key = ({ column, row }: DieIndex): string => `${column},${row}`;
  const lastSite = (): number => map.subsites.length - 1;
  const stepped = (): string => {
    const { column, row } = map.indexed(map.current);
    return values(column, row, map.site, lastSite());
  };
  const step = async (die: DieIndex, site = 0): Promise<string> => {
    await model.stepDie(die, site);
    return stepped();
  };
  const dieAt = (args: VeloxArguments, index: number): DieIndex => {
    if (args.length <= index) return map.current;
    const die = map.die(map.native(args.integer(index, 0), args.integer(index + 1, 0)));
    if (die === undefined) throw new ProberRefusal('no-such-die');
    return die;
  };
  const bin = (args: VeloxArguments, die: DieIndex): void => {
    map.setBin(args.integer(0, 0, 0, lastBin), die, 0);
  };
  const binOf = (die: DieIndex): number => Math.max(unbinned, map.bin(die, 0));
  const data = (sequence: number): string => {
    const die = map.at(sequence);
    const { column, row } = map.indexed(die);
    return `${values(sequence + 1, column, row, binOf(die))} "${results.get(key(die)) ?? ''}"`;
  };
  const home: VeloxCommand = async () => {
    const { x, y } = model.home;
    await model.moveChuck(x, y, 1);
    map.current = map.homeDie;
    map.site = 0;
    return '';
  };
  return {
    StepFirstDie: async (args) => {
      const [first] = map.route;
      if (first === undefined) throw new ProberRefusal('end-of-route');
      if (args.flag(0, 1)) map.clearBins();
      return step(first);
    },
    StepNextDie: async (args) => {
      const site = args.integer(2, 0);
      if (args.length === 0 || site === -1) return step(map.neighbour(1));
      return step(dieAt(args, 0), site);
    },
    StepToDie: async (args) => {
      const number = args.integer(0, -1);
      return number < 1 ? step(map.neighbour(1)) : step(map.at(number - 1), args.integer(1, 0));
    },
    StepNextSubDie: async (args) => {
      const site = args.length === 0 ? map.site + 1 : args.integer(0, 0);
      await model.stepDie(map.current, site);
      return values(map.site, lastSite());
    },
    BinStepDie: async (args) => {
      bin(args, map.current);
      return step(args.length > 1 ? dieAt(args, 1) : map.neighbour(1), args.integer(3, map.site));
    },
    BinMapDie: (args) => {
      const die = dieAt(args, 1);
      bin(args, die);
      const { column, row } = map.indexed(die);
      return values(column, row);
    },
    InkDevice: async (args) => {
      args.integer(0, 1, 1, 63);
      const pulse = args.integer(1, 50, 20, 2000);
      await model.clock.sleep(pulse);
      model.inked.add(key(map.current));
      return '';
    },
    ReadMapPosition2: () => {
      const { column, row } = map.indexed(map.current);
      const { x, y } = map.place(map.current, map.site);
      const dies = map.route.length;
      const number = map.sequence() + 1;
      return values(column, row, x, y, map.site, lastSite(), number, dies, number, dies);
    },
    ReadMapPosition: () => {
      const { column, row } = map.indexed(map.current);
      const { x, y } = map.place(map.current, map.site);
      return values(column, row, x, y, map.site + 1, lastSite() + 1, map.sequence() + 1, map.route.length);
    },
    ReadMapYield: () => {
      const bins = map.route.map(binOf);
      const passed = bins.filter((value) => value === 1).length;
      const tested = bins.filter((value) => value !== unbinned).length;
      return values(bins.length, tested, passed, tested - passed);
    },
    GetNumSelectedDies: () => values(map.route.length),
    GetWaferInfo: () => {
      const dies = map.route.length;
      return values(dies, dies, dies * map.subsites.length);
    },
    GetDieDataAsNum: (args) => data(args.length === 0 ? map.sequence() : args.integer(0, 1, 1) - 1),
    GetDieDataAsColRow: (args) => data(map.sequence(dieAt(args, 0))),
    SetDieResult: (args) => {
      results.set(key(dieAt(args, 1)), args.text(0));
      return '';
    },
    GetDieResult: (args) => `"${results.get(key(dieAt(args, 0))) ?? ''}"`,
    GetSubDieData: (args) => {
      const number = args.integer(0, 0);
      const site = map.subsites[number];
      if (site === undefined) throw new ProberRefusal('no-such-die');
      return `${number} ${site.x.toFixed(1)} ${site.y.toFixed(1)} "${site.id}" "Default"`;
    },
    AddSubDie: (args) => {
      map.subsites.push({ id: args.text(2), x: args.number(0, 0), y: args.number(1, 0) });
      return values(map.subsites.length);
    },
    GetMapDims: () => {
      const { columns, rows } = map.extent;
      return `Wafer ${values(map.pitch.x, map.pitch.y, columns, rows)}`;
    },
    SetMapRoute: (args) => {
      const winding = args.letter(0, 'B', 'BU') === 'B';
      const left = args.letter(1, 'L', 'LR') === 'L';
      const top = args.letter(2, 'T', 'TB') === 'T';
      const rows = args.letter(3, 'H', 'HV') === 'H';
      map.setRouting(
        `${top ? 'U' : 'L'}${left ? 'L' : 'R'}` as const,
        rows ? (winding ? 'WR' : 'R') : winding ? 'WC' : 'C',
      );
      return '';
    },
    SetMapHome: (args) => {
      map.homeDie = args.length === 0 ? map.current : dieAt(args, 0);
      const { x, y, theta } = model.position;
      model.active.home = { x, y, theta };
      model.active.homeSet = true;
      return '';
    },
    GoToWaferHome: home,
  };
}
