import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { asId, asList, asNumber } from '../secs-ii/access.ts';
import { A, L, U4 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import type { Conversation } from './conversation.ts';
import { codeText } from './gem-codes.ts';

/** Parameters of a remote command by name; text stands for an item of format A. */
export type CommandParameters = Readonly<Record<string, string | Item>>;

/** A parameter of an enhanced command: text, an item, or parameters within. */
export type EnhancedParameter = string | Item | EnhancedParameters;

/** Parameters of an enhanced command by name. */
export interface EnhancedParameters {
  readonly [name: string]: EnhancedParameter;
}

/** Stable codes of the errors for HCACK. Source: SEMI E5; sheet gem.md section 10. */
const errorCodes: Readonly<Record<number, string>> = {
  1: 'command-unknown',
  2: 'command-not-now',
  3: 'command-parameter',
  5: 'command-redundant',
  6: 'command-object-unknown',
};

/** Remote commands, S2F41 and S2F49. Source: SEMI E30; sheet gem.md section 5, stream 2. */
export class RemoteCommands {
  readonly #conversation: Conversation;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /**
   * Sends a remote command.
   *
   * @returns `done`, or `later` when the equipment has accepted it and reports its end by an event
   * @throws FourwireError of kind `device` when the equipment refuses it, with HCACK in `device.code`; code
   * `command-unknown`, `command-not-now`, `command-parameter` (the parameters at fault in `details`),
   * `command-redundant`, `command-object-unknown` or `command-refused`
   */
  async send(name: string, parameters: CommandParameters = {}, call?: Call): Promise<'done' | 'later'> {
    const items = Object.entries(parameters).map(([parameter, value]) =>
      L(A(parameter), typeof value === 'string' ? A(value) : value),
    );
    return outcome(await this.#conversation.tell('S2F41 W', L(A(name), L(items)), call), name, 'S2F42');
  }

  /**
   * S2F49, the enhanced form: the command is for an object of the equipment (OBJSPEC; empty for the equipment itself),
   * and a parameter may be a list, however deep. Errors and outcome as in {@link RemoteCommands.send}.
   */
  async sendTo(
    object: string,
    name: string,
    parameters: EnhancedParameters = {},
    call?: Call,
  ): Promise<'done' | 'later'> {
    const body = L(U4(0), A(object), A(name), L(parameterItems(parameters)));
    return outcome(await this.#conversation.tellLong('S2F49 W', body, call), name, 'S2F50');
  }
}

function parameterItems(parameters: EnhancedParameters): readonly Item[] {
  return Object.entries(parameters).map(([name, value]) => L(A(name), parameterItem(value)));
}

function parameterItem(value: EnhancedParameter): Item {
  if (typeof value === 'string') return A(value);
  return isItem(value) ? value : L(parameterItems(value));
}

function isItem(value: Item | EnhancedParameters): value is Item {
  return typeof value['format'] === 'string' && 'value' in value;
}

function outcome(reply: Item | undefined, name: string, message: 'S2F42' | 'S2F50'): 'done' | 'later' {
  const [hcack, faults] = asList(reply, message, 2);
  const code = asNumber(hcack, 'HCACK');
  if (code === 0) return 'done';
  if (code === 4) return 'later';
  throw refusal(name, code, code === 3 ? parameterFaults(faults, message) : []);
}

interface ParameterFault {
  readonly name: string;
  readonly code: number;
  readonly text: string;
}

function parameterFaults(item: Item | undefined, message: 'S2F42' | 'S2F50'): readonly ParameterFault[] {
  const kind = message === 'S2F42' ? 'CPACK' : 'CEPACK';
  return asList(item, `${message} parameters`).flatMap((entry) => {
    const [cpname, ack] = asList(entry, `${message} parameter`, 2);
    const name = String(asId(cpname, 'CPNAME'));
    // CEPACK of a list is a list itself, with names and codes of what is in it.
    if (ack?.format === 'L')
      return parameterFaults(ack, message).map((fault) => ({ ...fault, name: `${name}.${fault.name}` }));
    const code = asNumber(ack, kind);
    return code === 0 ? [] : [{ name, code, text: codeText(kind, code) }];
  });
}

function refusal(name: string, code: number, parameters: readonly ParameterFault[]): FourwireError {
  const text = codeText('HCACK', code);
  const which = parameters.map((fault) => `${fault.name}: ${fault.text}`).join(', ');
  return new FourwireError(
    'device',
    errorCodes[code] ?? 'command-refused',
    `The equipment refused the remote command ${name}: HCACK ${code}, ${text}${which === '' ? '' : ` (${which})`}.`,
    {
      device: { code, text },
      command: `S2F41 ${name}`,
      retry: code === 2 ? 'later' : 'operator',
      details: parameters.length === 0 ? {} : { parameters },
    },
  );
}
