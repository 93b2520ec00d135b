import { FourwireError, defineDriver, tidy } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { focusDrive } from '../classes/focus-drive.ts';
import { focusMembers } from '../classes/focus-members.ts';
import { ProScanSession } from './proscan-session.ts';

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
    const session = new ProScanSession(bus, clock);
    /** µm a step; read at opening. */
    let stepUm = 1;

    const fact = async (command: string, form: RegExp, call: Call): Promise<string> => {
      const text = await session.ask(command, call).catch((error: unknown) => {
        if (FourwireError.is(error) && error.code === 'instrument-refused') return '';
        throw error;
      });
      return form.test(text) ? text : '';
    };

    return {
      identify: async (call) => {
        await session.leaveCompatibilityMode(call);
        stepUm = await session.resolution('Z', call);
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
          position: async (call) => tidy((await session.number('PZ', call)) * stepUm),
          moving: async (call) => ((await session.motionStatus(call)) & focusBit) !== 0,
          start: async (position, call) => session.begin(`V ${Math.round(position / stepUm)}`, call),
          halt: async (call) => session.begin('K', call),
          step: () => stepUm,
        }),
        reference: undefined,
      } satisfies ImplementationOf<typeof focusDrive>,
    };
  },
});
