import { electroglasErrors, tenthMil } from './electroglas-model.ts';
import type { ElectroglasModel } from './electroglas-model.ts';
import { thetaCount } from './electroglas-queries.ts';

/** Which acknowledge of `SM15M` a command has: XY motion, Z motion, optional devices, all others. */
export type Acknowledge = 'xy' | 'z' | 'device' | 'other';

/** What a command does; `false` when it failed in a way of its own. */
export interface ElectroglasAction {
  readonly acknowledge: Acknowledge;
  readonly run: () => Promise<unknown> | void;
}

/** The numbers behind the letters of a command: `X1Y-2` gives X 1 and Y −2. */
function numbersOf(text: string): Readonly<Record<string, number>> {
  const found = [...text.matchAll(/([A-Z])(-?\d+(?:\.\d+)?)/g)];
  return Object.fromEntries(found.map(([, letter = '', number]) => [letter, Number(number)]));
}

const whole = /^-?\d+$/;

/** Moves, loading and parameters (sheet electroglas.md, section 6); `undefined` for what the prober does not know. */
export function electroglasAction(
  model: ElectroglasModel,
  parameters: Map<string, string>,
  text: string,
): ElectroglasAction | undefined {
  const word = text.slice(0, 2);
  const rest = text.slice(2);
  const { X, Y } = numbersOf(rest);
  const xy = (run: (x: number, y: number) => Promise<unknown>): ElectroglasAction | undefined =>
    X === undefined || Y === undefined ? undefined : { acknowledge: 'xy', run: async () => run(X, Y) };
  const z = (run: () => Promise<unknown>): ElectroglasAction => ({ acknowledge: 'z', run });
  const other = (run: () => Promise<unknown> | void): ElectroglasAction => ({ acknowledge: 'other', run });
  const height = (from: number): ElectroglasAction | undefined =>
    whole.test(rest) ? z(async () => model.moveZ(from + Number(rest) * tenthMil)) : undefined;
  switch (word) {
    case 'MD':
      return xy(async (x, y) => model.moveDie(model.die.x + x, model.die.y + y));
    case 'MO':
      return xy(async (x, y) => model.moveDie(x, y));
    case 'MM':
      return xy(async (x, y) => model.moveMachine(x, y, true));
    case 'MA':
      return xy(async (x, y) => model.moveMachine(x, y, false));
    case 'MT':
      return whole.test(rest)
        ? {
            acknowledge: 'xy',
            run: async () => model.move([...model.drop, { theta: Number(rest) * thetaCount }]),
          }
        : undefined;
    case 'ZU':
      return z(async () => model.raise());
    case 'ZD':
      return z(async () => model.lower());
    case 'ZM':
      return height(0);
    case 'ZR':
      return height(model.position.z);
    case 'UL':
    case 'LO':
      return other(async () => model.goToLoad());
    case 'FD':
      return other(() => model.setFirstDie());
    case 'AA':
      return other(async () => model.autoAlign());
    case 'PZ':
      return other(async () => model.profile());
    case 'PA':
      return other(() => model.turnPause());
    case 'CP':
      return other(() => model.prober.card.clean());
    case 'IK':
      return whole.test(rest) ? { acknowledge: 'device', run: () => {} } : undefined;
    case 'SP':
    case 'SM':
      return parameter(model, parameters, text);
    default:
      return undefined;
  }
}

/** `SP` and `SM`: what the simulated prober acts on, and the rest kept to be read back. */
function parameter(
  model: ElectroglasModel,
  parameters: Map<string, string>,
  text: string,
): ElectroglasAction | undefined {
  const [, name = '', value = ''] = /^(S[PM]\d+)(.+)$/.exec(text) ?? [];
  if (name === '') return undefined;
  return {
    acknowledge: 'other',
    run: () => {
      parameters.set(name, text);
      const numbers = numbersOf(value);
      const first = Object.values(numbers)[0] ?? 0;
      const { active, map } = model;
      const { X, Y } = numbers;
      if (name === 'SP1' && X !== undefined && Y !== undefined)
        map.pitch = { x: X * tenthMil, y: Y * tenthMil };
      if (name === 'SP29' && X !== undefined && Y !== undefined) map.pitch = { x: X * 1000, y: Y * 1000 };
      if (name === 'SP5') {
        active.overtravelGap = first * tenthMil;
        active.overtravel = first > 0;
      }
      if (name === 'SP6') active.separationGap = first * tenthMil;
      if (name === 'SM5') model.zMode = first;
      if (name === 'SP4' && first <= 0) model.error = electroglasErrors.unsupported;
    },
  };
}
