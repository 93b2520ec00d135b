import { ProberRefusal } from '../prober/prober-refusal.ts';
import type { NucleusModel } from './nucleus-model.ts';

/** The arguments of a command, separated by blanks. */
export class NucleusArguments {
  readonly #texts: readonly string[];

  constructor(text: string) {
    this.#texts = text.split(/\s+/).filter((word) => word !== '');
  }

  text(index: number): string {
    return this.#texts[index] ?? '';
  }

  /** @throws ProberRefusal `out-of-travel` when it is no whole number */
  integer(index: number): number {
    const text = this.text(index);
    if (!/^[+-]?\d+$/.test(text)) throw new ProberRefusal('out-of-travel', 'Invalid parameter');
    return Number(text);
  }

  /** A height; `none` leaves Z alone. */
  height(index: number): number | undefined {
    return /^none$/i.test(this.text(index)) ? undefined : this.integer(index);
  }
}

/** A question is answered at once; `undefined` for one that is never answered. */
export type NucleusQuestion = (args: NucleusArguments) => string | undefined;

/** An operation ends some time. */
export type NucleusOperation = (args: NucleusArguments) => Promise<unknown> | void;

const truth = (is: boolean): string => (is ? 'TRUE' : 'FALSE');

const rounded = (...values: readonly number[]): string =>
  // Adding 0 turns -0 into 0.
  values.map((value) => String(Math.round(value) + 0)).join(' ');

/** Score of a good image, of 1000. */
const goodScore = 950;

/** Questions by their full headers (sheet cascade-nucleus.md, section 3). */
export function nucleusQuestions(model: NucleusModel): Readonly<Record<string, NucleusQuestion>> {
  const { map } = model;
  return {
    'set:unit?': () => 'METRIC',
    'move:absolute?': () => {
      const { x, y, z } = model.waferPlace;
      return rounded(x, y, z);
    },
    'move:contact?': () => truth(model.inContact),
    'move:separate?': () => truth(Math.abs(model.position.z - model.active.separation) < 1),
    'move:down?': () => truth(!model.inContact),
    'set:contact?': () => rounded(model.contactHeight),
    'move:probeplan:absolute:index?': () => rounded(map.sequence() + 1),
    'move:probeplan:absolute:die?': () => {
      const { column, row } = map.indexed(map.current);
      return rounded(column, row);
    },
    'move:probeplan:absolute:subsite?': () => rounded(map.site),
    // Without a plan there is no answer at all.
    'probeplan:ntes?': () =>
      model.plan ? rounded(map.endsHere ? map.sequence() + 1 : map.route.length) : undefined,
    'probeplan:nsub?': () => rounded(Math.max(1, map.subsites.length)),
    'probeplan:subsite:total?': () => rounded(Math.max(1, map.subsites.length)),
    'probeplan:die:location?': (args) => {
      const { column, row } = map.indexed(map.at(args.integer(0) - 1));
      return rounded(column, row);
    },
    // A subsite without a label answers as an operation that is done.
    'probeplan:subsite:label?': (args) => map.subsites[args.integer(0)]?.id || 'COMPLETE',
    'probeplan:set:subsite:label:active?': () => 'ON',
    'probeplan:load?': () => (model.plan ? 'C:\\Nucleus\\plan.wat' : 'NONE'),
    'probeplan:wafer?': () => rounded(map.diameter / 1000),
    'vision:search:target?': () => {
      const { x, y } = model.misplacement;
      return rounded(x, y, goodScore);
    },
    'vision:search:target': () => {
      const { x, y } = model.misplacement;
      return rounded(x, y, goodScore);
    },
  };
}

/** Operations by their full headers. The chuck is device 2 and the first argument of its moves. */
export function nucleusOperations(model: NucleusModel): Readonly<Record<string, NucleusOperation>> {
  const { map } = model;
  const chuck =
    (work: NucleusOperation): NucleusOperation =>
    (args) => {
      if (args.text(0) !== '2') throw new ProberRefusal('not-ready', 'No such device');
      return work(args);
    };
  const reference: NucleusOperation = (args) => model.setReference(args.integer(0), args.integer(1));
  return {
    'set:unit': (args) => {
      if (args.text(0).toUpperCase() !== 'METRIC') throw new ProberRefusal('not-ready', 'Invalid parameter');
    },
    'set:manual': chuck((args) => {
      model.manual = args.text(1).toUpperCase() === 'ON';
    }),
    'set:preset': chuck((args) => model.setReference(args.integer(1), args.integer(2))),
    'probeplan:reference': reference,
    'probeplan:origin': reference,
    'move:absolute': chuck(async (args) =>
      model.goTo(args.integer(1), args.integer(2), args.height(3), 'wafer'),
    ),
    'move:absolute:option': chuck(async (args) =>
      model.goTo(
        args.integer(1),
        args.integer(2),
        args.height(3),
        args.text(4).toLowerCase() === 'stage' ? 'stage' : 'wafer',
      ),
    ),
    'move:relative': chuck(async (args) => {
      const { x, y, z } = model.waferPlace;
      await model.goTo(x + args.integer(1), y + args.integer(2), z + args.integer(3), 'wafer');
    }),
    'move:contact': chuck(async () => model.moveZ(model.active.touchdown)),
    'move:separate': chuck(async () => model.moveZ(model.active.separation)),
    'move:home': chuck(async () => {
      const { x, y } = model.home;
      await model.moveXY(x, y);
      map.current = map.homeDie;
      map.site = 0;
    }),
    'move:align': async () => {
      const { x, y } = model.home;
      await model.moveXY(x, y);
    },
    'move:probeplan:absolute:location': async (args) =>
      model.goToDie(map.native(args.integer(0), args.integer(1)), args.integer(2)),
    'move:probeplan:first:die': chuck(async () => model.goToDie(map.at(0), 0)),
    'move:probeplan:next:die': chuck(async () => model.goToDie(map.neighbour(1), 0)),
    'move:probeplan:first:subsite': chuck(async () => model.goToDie(map.current, 0)),
    'move:probeplan:next:subsite': chuck(async () => model.goToDie(map.current, map.site + 1)),
    'move:probeplan:next:site': chuck(async () => model.goToDie(map.neighbour(1), 0)),
  };
}
