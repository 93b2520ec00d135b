import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { asId, asList, asNumber } from '../secs-ii/access.ts';
import { A, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import type { Conversation } from './conversation.ts';
import { codeText } from './gem-codes.ts';

/** Parameters of a remote command by name; text stands for an item of format A. */
export type CommandParameters = Readonly<Record<string, string | Item>>;

/** Stable codes of the errors for HCACK. Source: SEMI E5; sheet gem.md section 10. */
const errorCodes: Readonly<Record<number, string>> = {
  1: 'command-unknown',
  2: 'command-not-now',
  3: 'command-parameter',
  5: 'command-redundant',
  6: 'command-object-unknown',
};

/** Remote commands, S2F41. Source: SEMI E30; sheet gem.md section 5, stream 2. */
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
    const [hcack, faults] = asList(
      await this.#conversation.tell('S2F41 W', L(A(name), L(items)), call),
      'S2F42',
      2,
    );
    const code = asNumber(hcack, 'HCACK');
    if (code === 0) return 'done';
    if (code === 4) return 'later';
    throw refusal(name, code, code === 3 ? parameterFaults(faults) : []);
  }
}

interface ParameterFault {
  readonly name: string;
  readonly code: number;
  readonly text: string;
}

function parameterFaults(item: Item | undefined): readonly ParameterFault[] {
  return asList(item, 'S2F42 parameters').map((entry) => {
    const [name, cpack] = asList(entry, 'S2F42 parameter', 2);
    const code = asNumber(cpack, 'CPACK');
    return { name: String(asId(name, 'CPNAME')), code, text: codeText('CPACK', code) };
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
