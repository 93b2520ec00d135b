import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { focusDrive } from '../classes/focus-drive.ts';
import { focusMembers } from '../classes/focus-members.ts';
import { LineSession } from '../lines/line-session.ts';
import { tidy } from '../values/decimal.ts';
import { refused, unexpected } from '../values/faults.ts';

/** The bit of the motion status that stands for the focus. */
const focusBit = 4;

/**
 * The focus of Prior ProScan and OptiScan controllers.
 *
 * Source: sheet microscope-stages-focus.md, after the Prior adapter of Micro-Manager. Unconfirmed: the bit of the focus in
 * the answer to `$`; 0, nothing moves, is confirmed.
 */
export const priorProscan = defineDriver({
  name: 'prior-proscan',
  deviceClass: focusDrive,
  wire: 'bytes',
  bus: { timeout: { seconds: 2 } },
  serial: { baudRate: 9600 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock);
    /** µm a step; read at opening. */
    let stepUm = 1;

    const ask = async (command: string, call: Call): Promise<string> =>
      session.ask(
        command,
        (line) => {
          const error = /^E,(-?\d+)/.exec(line.trim());
          if (error !== null)
            throw refused(error[1] ?? '', `error ${error[1]} of the controller; see its manual`);
          return { answer: line.trim() };
        },
        call,
      );

    const number = async (command: string, call: Call): Promise<number> => {
      const text = await ask(command, call);
      const value = Number(text);
      if (text === '' || !Number.isFinite(value)) throw unexpected(`a number in answer to ${command}`, text);
      return value;
    };

    const accepted = async (command: string, call: Call): Promise<void> => {
      const text = await ask(command, call);
      if (text !== 'R') throw unexpected(`R in answer to ${command}`, text);
    };

    return {
      identify: async (call) => {
        // Answers moves at once instead of at their end; the one line that comes back says nothing.
        await ask('COMP 0', call);
        stepUm = await number('RES,Z', call);
        if (!(stepUm > 0)) throw unexpected('a resolution of the focus above 0', String(stepUm));
        return { manufacturer: 'Prior', model: 'ProScan or OptiScan', serialNumber: '', firmware: '' };
      },
      tearDown: session.release,
      members: {
        ...focusMembers({
          clock,
          position: async (call) => tidy((await number('PZ', call)) * stepUm),
          moving: async (call) => ((await number('$', call)) & focusBit) !== 0,
          start: async (position, call) => accepted(`V ${Math.round(position / stepUm)}`, call),
          halt: async (call) => accepted('K', call),
          step: () => stepUm,
        }),
        reference: undefined,
      } satisfies ImplementationOf<typeof focusDrive>,
    };
  },
});
