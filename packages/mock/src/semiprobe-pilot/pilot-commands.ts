import type { ProberMachine } from '../prober/prober-machine.ts';
import type { DieIndex } from '../prober/prober-map.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';

/** What stands behind `Executed!`. */
export type PilotCommand = (argument: string) => Promise<string | void> | string | void;

/** Seconds of an alignment and of a search. Unconfirmed. */
const aligningTime = 20;
const searchingTime = 2;

function numbers(text: string, count: number): readonly number[] {
  const found = text.trim().split(/\s+/).map(Number);
  if (text.trim() === '' || found.length < count || found.some((value) => !Number.isFinite(value)))
    throw new ProberRefusal('no-such-die', 'Bad argument');
  return found;
}

/** The number behind `X=` or `Type=`. */
const named = (text: string, name: string): string =>
  new RegExp(`${name}=\\s*([^,:\\s]+)`).exec(text)?.[1] ?? '';

/** Up to three decimals. */
const shown = (...values: readonly number[]): string =>
  // Adding 0 turns -0 into 0.
  values.map((value) => String(Math.round(value * 1000) / 1000 + 0)).join(' ');

/**
 * The commands by their numbers (sheet small-probers.md, section B). Unconfirmed: that lengths are µm, that positions
 * count from home and Z from the axis zero, and what is said of a die.
 */
export function pilotCommands(model: ProberMachine): Readonly<Record<string, PilotCommand>> {
  const { map } = model;
  let score = 60;
  const step = async (die: DieIndex): Promise<void> => {
    const { home } = model;
    if (map.die(die) === undefined) throw new ProberRefusal('no-such-die');
    const { x, y } = map.place(die, 0);
    await model.moveXY(home.x + x, home.y + y);
    map.current = { column: die.column, row: die.row };
  };
  const align = async (): Promise<void> => model.align(aligningTime);
  return {
    '1': () => {},
    '21': async () => model.initialize(),
    // The driver that knows it takes the last token for X and for Z.
    '24': () => shown(model.position.y - model.home.y, model.position.x - model.home.x),
    '25': () => shown(model.position.theta, model.position.z),
    '35': async () => model.motion.stop(),
    '19': async () => model.moveLoad('FrontLoad'),
    '15': async () => void (await model.moveZ(model.active.touchdown)),
    '16': async () => void (await model.moveZ(model.active.separation)),
    '13': async (argument) => {
      const [x = 0, y = 0] = numbers(argument, 2);
      await model.moveXY(model.home.x + x, model.home.y + y);
    },
    '14': async (argument) => {
      const [z = 0] = numbers(argument, 1);
      await model.moveZ(z);
    },
    '17': async (argument) => {
      const [theta = 0] = numbers(argument, 1);
      await model.move([{ theta }]);
    },
    '4000': async (argument) => {
      const state = named(argument, 'MoveState');
      if (state === 'N') return step(map.neighbour(1));
      if (state === 'P') return step(map.neighbour(-1));
      if (state !== 'L') throw new ProberRefusal('no-such-die', 'Bad argument');
      const [x = 0] = numbers(named(argument, 'X'), 1);
      const [y = 0] = numbers(named(argument, 'Y'), 1);
      return step(map.native(x, y));
    },
    '4002': () => {
      map.homeDie = map.current;
      const { x, y, theta } = model.position;
      model.active.home = { x, y, theta };
    },
    '4007': () => {
      const { column, row } = map.indexed(map.current);
      return `X= ${column}, Y= ${row}`;
    },
    '70': (argument) => {
      if (!/^[01]$/.test(named(argument, 'MotorState')))
        throw new ProberRefusal('no-such-die', 'Bad argument');
    },
    '329': align,
    '330': async () => {
      const { x, y } = model.home;
      await model.moveXY(x, y);
      map.current = map.homeDie;
    },
    '331': async () => {
      await model.motion.wait(searchingTime);
      if (!model.prober.overPads) throw new ProberRefusal('no-such-die', 'Feature not found');
    },
    '343': (argument) => {
      if (named(argument, 'Type') === 'G') return String(score);
      const [value = 0] = numbers(named(argument, 'Score'), 1);
      if (value < 20 || value > 100) throw new ProberRefusal('no-such-die', 'Bad argument');
      score = value;
      return undefined;
    },
    '53': (argument) => void numbers(argument, 1),
  };
}
