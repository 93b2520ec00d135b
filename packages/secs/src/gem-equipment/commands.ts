import { asId, asList, asText } from '../secs-ii/access.ts';
import { A, B, L, U1 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { cmda, cpack, hcack } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';
import type { CommandOutcome, EquipmentCommand, ParameterFault } from './definition.ts';

const outcomes = {
  done: hcack.done,
  later: hcack.later,
  'cannot-now': hcack.cannotNow,
  already: hcack.already,
  'no-object': hcack.noObject,
} as const;

/** Remote commands: S2F41, S2F49, and S2F21 of old. Source: SEMI E30; sheet gem.md section 5, stream 2. */
export class EquipmentCommands {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  readonly #commands: ReadonlyMap<string, EquipmentCommand>;

  constructor(core: EquipmentCore) {
    this.#core = core;
    this.#commands = new Map((core.definition.commands ?? []).map((command) => [command.name, command]));
    this.handlers = {
      S2F21: async (item) => U1(this.#legacy(await this.#run(String(asId(item, 'RCMD')), [], ''))),
      S2F41: async (item) => {
        const [rcmd, list] = asList(item, 'S2F41', 2);
        const name = String(asId(rcmd, 'RCMD'));
        const [code, faults] = await this.#run(name, parametersOf(list, 'S2F41'), '');
        return L(B(code), L([...faults].map(([key, fault]) => L(A(key), B(cpack[fault])))));
      },
      S2F49: async (item) => {
        const [, objspec, rcmd, list] = asList(item, 'S2F49', 4);
        const name = String(asId(rcmd, 'RCMD'));
        const object = asText(objspec, 'OBJSPEC');
        const [code, faults] = await this.#run(name, parametersOf(list, 'S2F49'), object);
        return L(B(code), L([...faults].map(([key, fault]) => L(A(key), U1(cpack[fault])))));
      },
    };
  }

  async #run(
    name: string,
    pairs: readonly (readonly [string, Item])[],
    object: string,
  ): Promise<readonly [number, ReadonlyMap<string, ParameterFault>]> {
    const none = new Map<string, ParameterFault>();
    const command = this.#commands.get(name);
    if (command === undefined) return [hcack.unknown, none];
    const { state } = this.#core.control;
    if (state !== 'remote' && command.whenLocal !== true) return [hcack.cannotNow, none];
    const { parameters } = command;
    const unknown = pairs.filter(([key]) => parameters !== undefined && !parameters.includes(key));
    if (unknown.length > 0) return [hcack.badParameter, new Map(unknown.map(([key]) => [key, 'unknown']))];
    const outcome = await command.run(new Map(pairs), object);
    return typeof outcome === 'object' ? [hcack.badParameter, outcome.faults] : [codeOf(outcome), none];
  }

  #legacy([code]: readonly [number, unknown]): number {
    if (code === hcack.done || code === hcack.later) return cmda.done;
    return code === hcack.unknown ? cmda.unknown : cmda.cannotNow;
  }
}

function codeOf(outcome: Extract<CommandOutcome, string>): number {
  return outcomes[outcome];
}

function parametersOf(list: Item | undefined, name: string): readonly (readonly [string, Item])[] {
  return asList(list, `${name} parameters`).map((entry) => {
    const [cpname, cpval] = asList(entry, `${name} parameter`, 2);
    return [String(asId(cpname, 'CPNAME')), cpval ?? L()] as const;
  });
}
