import type { Clock, Random } from '@fourwire/core';
import { ProberMachine } from '../prober/prober-machine.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import type { DieIndex } from '../prober/prober-map.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';

/**
 * A P200L: its probes go down on the wafer, which is the same to it as a chuck that comes up. Whether they are raised
 * before a step and lowered after it are two switches (`:PRB:DNM`). Unconfirmed: which way they stand at first, and that
 * dies count from the lower left corner of the map, to the right and up.
 */
export class P200lModel extends ProberMachine {
  raisesBefore = true;
  lowersAfter = false;
  /** Whether pattern recognition looks at each die. */
  recognises = false;
  waferFile = 'wafer.map';
  subsiteFile = '';

  constructor(clock: Clock, random: Random, options: ProberMachineOptions = {}) {
    super(clock, random, options);
    const { map } = this;
    map.origin = {
      column: Math.min(...map.order.map(({ column }) => column)),
      row: Math.min(...map.order.map(({ row }) => row)),
    };
  }

  /** Steps as the switches say; with the probes down and not raised, the wafer is scratched. */
  async stepTo(die: DieIndex, site: number): Promise<void> {
    const { map, home } = this;
    if (map.die(die) === undefined || site < 0 || site >= Math.max(1, map.subsites.length))
      throw new ProberRefusal('no-such-die');
    const where = map.place(die, site);
    const lower = this.raisesBefore && this.lowersAfter;
    await this.moveXY(
      home.x + where.x,
      home.y + where.y,
      this.raisesBefore ? this.drop : [],
      lower ? [{ z: this.active.touchdown }] : [],
    );
    map.current = { column: die.column, row: die.row };
    map.site = site;
  }
}

/** Gives the value of a question, nothing for an action; a word that nobody knows is not found. */
export type P200lCommand = (argument: string) => Promise<string | void> | string | void;

const text = (is: boolean): string => (is ? 'True' : 'False');

/** A whole number. */
function whole(word = ''): number {
  if (!/^-?\d+$/.test(word)) throw new ProberRefusal('no-such-die', 'bad command');
  return Number(word);
}

function flag(word = ''): boolean {
  if (!/^(?:true|false)$/i.test(word)) throw new ProberRefusal('no-such-die', 'bad command');
  return word.toLowerCase() === 'true';
}

/** What a question that moved answers when there is nothing left; for `:WFR:NEXT?` this is unconfirmed. */
const none = '-1';

/** The commands (sheet small-probers.md, section A). */
export function p200lCommands(model: P200lModel): Readonly<Record<string, P200lCommand>> {
  const { map } = model;
  const place = (): string => {
    const { column, row } = map.indexed(map.current);
    return `${column} ${row}`;
  };
  /** Moves and gives the place, or −1 at the end. */
  const unlessEnded = async (move: () => Promise<string>): Promise<string> => {
    try {
      return await move();
    } catch (error) {
      if (error instanceof ProberRefusal && error.reason === 'end-of-route') return none;
      throw error;
    }
  };
  return {
    ':WFR:MOV:CR': async (argument) => {
      const [column, row] = argument.split(/\s+/);
      await model.stepTo(map.native(whole(column), whole(row)), 0);
    },
    ':WFR:POS:CR?': place,
    ':WFR:FIRST?': async () => {
      await model.stepTo(map.at(0), 0);
      return place();
    },
    ':WFR:NEXT?': async () =>
      unlessEnded(async () => {
        await model.stepTo(map.neighbour(1), 0);
        return place();
      }),
    ':WFR:RESET': () => map.clearBins(),
    ':WFR:FILE': (path) => void (model.waferFile = path),
    ':WFR:FILE?': () => model.waferFile,
    ':WFR:MAP:CSV?': () => {
      const { columns, rows } = map.extent;
      const dies = map.route.map((die) => {
        const { column, row } = map.indexed(die);
        return `${column},${row},${Math.max(0, map.bin(die, 0))}`;
      });
      const head = [
        `FILE,${model.waferFile}`,
        `DIAMETER,${map.diameter / 1000}`,
        `PITCH,${map.pitch.x}`,
        `ROWS,${rows}`,
        `COLUMNS,${columns}`,
      ];
      return [...head, ...dies].join('~');
    },
    ':WFR:PATREC': (argument) => void (model.recognises = flag(argument)),
    ':WFR:PATREC?': () => text(model.recognises),
    ':SUB:GOTO': async (argument) => model.stepTo(map.current, whole(argument)),
    ':SUB:NEXT?': async () => {
      const site = map.site + 1;
      if (map.subsites[site] === undefined) return none;
      await model.stepTo(map.current, site);
      const { x, y } = map.subsites[site] ?? { x: 0, y: 0 };
      return `${site} ${x} ${y}`;
    },
    ':SUB:FILE': (path) => void (model.subsiteFile = path),
    ':SUB:FILE?': () => model.subsiteFile,
    ':PRB:UP': async () => void (await model.moveZ(model.active.separation)),
    ':PRB:DN': async () => void (await model.moveZ(model.active.touchdown)),
    ':PRB:DNM': (argument) => {
      const [raises, lowers] = argument.split(/\s+/).map(flag);
      if (raises === undefined || lowers === undefined || (lowers && !raises))
        throw new ProberRefusal('no-such-die', 'bad command');
      model.raisesBefore = raises;
      model.lowersAfter = lowers;
    },
    ':PRB:DNM?': () => `${text(model.raisesBefore)} ${text(model.lowersAfter)}`,
    ':PRB:REFXY': () => {},
  };
}
