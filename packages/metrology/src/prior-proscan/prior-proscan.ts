import { FourwireError, defineDriver, tidy } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { focusDrive } from '../classes/focus-drive.ts';
import { focusMembers } from '../classes/focus-members.ts';
import { refused, unexpected } from '../values/faults.ts';

/** The bit of the motion status that stands for the focus. */
const focusBit = 4;

/**
 * The focus of Prior ProScan and OptiScan controllers.
 *
 * Source: sheets microscope-stages-focus.md and tango-prior.md, part B, after the Prior adapter of Micro-Manager.
 * Unconfirmed: whether `R` comes once a move is accepted or at its end, so it is not waited for: `$`, asked for in the
 * same breath, is answered at once, and whatever the controller has against the move comes before that. The forms of the
 * answers to VERSION and SERIAL are unconfirmed too; without an answer of that form both stay empty.
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
          const text = line.trim();
          // The end of a move that was begun before.
          if (text === 'R') return undefined;
          const refusal = refusalIn(text);
          if (refusal !== undefined) throw refusal;
          return { answer: text };
        },
        call,
      );

    const number = async (command: string, call: Call): Promise<number> => {
      const text = await ask(command, call);
      if (!/^[+-]?\d*\.?\d+$/.test(text)) throw unexpected(`a number in answer to ${command}`, text);
      return Number(text);
    };

    const begin = async (command: string, call: Call): Promise<void> => {
      let refusal: FourwireError | undefined;
      await session.ask(
        `${command}\r$`,
        (line) => {
          const text = line.trim();
          refusal ??= refusalIn(text);
          if (text === 'R' || refusalIn(text) !== undefined) return undefined;
          if (!/^\d+$/.test(text)) throw unexpected(`R or the motion status in answer to ${command}`, text);
          return { answer: text };
        },
        call,
      );
      if (refusal !== undefined) throw refusal;
    };

    const fact = async (command: string, form: RegExp, call: Call): Promise<string> => {
      const text = await ask(command, call).catch((error: unknown) => {
        if (FourwireError.is(error) && error.code === 'instrument-refused') return '';
        throw error;
      });
      return form.test(text) ? text : '';
    };

    return {
      identify: async (call) => {
        // Leaves the compatibility mode, which answers otherwise.
        const mode = await ask('COMP 0', call);
        if (mode !== '0') throw unexpected('0 in answer to COMP 0', mode);
        stepUm = await number('RES,Z', call);
        if (!(stepUm > 0)) throw unexpected('a resolution of the focus above 0', String(stepUm));
        const serialNumber = await fact('SERIAL', /^\w+$/, call);
        const firmware = await fact('VERSION', /^\d{3}$/, call);
        return {
          manufacturer: 'Prior',
          model: 'ProScan or OptiScan',
          // So many zeros stand for a number that was never set.
          serialNumber: /^0*$/.test(serialNumber) ? '' : serialNumber,
          firmware: firmware === '' ? '' : `${firmware.charAt(0)}.${firmware.slice(1)}`,
        };
      },
      tearDown: session.release,
      members: {
        ...focusMembers({
          clock,
          position: async (call) => tidy((await number('PZ', call)) * stepUm),
          moving: async (call) => ((await number('$', call)) & focusBit) !== 0,
          start: async (position, call) => begin(`V ${Math.round(position / stepUm)}`, call),
          halt: async (call) => begin('K', call),
          step: () => stepUm,
        }),
        reference: undefined,
      } satisfies ImplementationOf<typeof focusDrive>,
    };
  },
});

function refusalIn(text: string): FourwireError | undefined {
  const code = /^E,(-?\d+)$/.exec(text)?.[1];
  if (code === undefined) return undefined;
  return refused(code, errors[code] ?? `error ${code} of the controller; see its manual`);
}

/** After the open drivers; 4 and 8 are confirmed. */
const errors: Readonly<Record<string, string>> = {
  2: 'not idle',
  3: 'no drive',
  4: 'the command cannot be read',
  5: 'no such command',
  7: 'there is no focus',
  8: 'a value is out of range',
  10: 'the first argument is out of range',
  18: 'too many moves are waiting',
  19: 'the controller is in compatibility mode',
};
