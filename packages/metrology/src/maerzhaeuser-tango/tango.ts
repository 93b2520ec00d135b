import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { focusDrive } from '../classes/focus-drive.ts';
import { focusMembers } from '../classes/focus-members.ts';
import { LineSession } from '../lines/line-session.ts';
import { tidy } from '../values/decimal.ts';
import { refused, unexpected } from '../values/faults.ts';

/** What the driver may be told. */
export interface TangoOptions {
  /** µm in one unit of the controller, as set by `!dim`: 1000 for mm, 1 for µm. Must be given. */
  readonly unitUm?: number;
  /** How near to its target a move must end, in µm; 0.1 unless given. */
  readonly step?: number;
}

/** Where the focus stands among the letters of the status: the third axis. */
const axisIndex = 2;

/**
 * The focus (Z axis) of Märzhäuser TANGO controllers.
 *
 * Source: sheet microscope-stages-focus.md, after comet. Unconfirmed: the factory setting of `!dim`, therefore an option.
 */
export const maerzhaeuserTango = defineDriver({
  name: 'maerzhaeuser-tango',
  deviceClass: focusDrive,
  wire: 'bytes',
  bus: { timeout: { seconds: 2 } },
  // Unconfirmed: from the manual; USB ignores it.
  serial: { baudRate: 57_600, stopBits: 2 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>, { unitUm, step = 0.1 }: TangoOptions) => {
    if (unitUm === undefined || !(unitUm > 0)) {
      throw new FourwireError(
        'range',
        'option-refused',
        `unitUm must be given, above 0: the µm in one unit of the controller (1000 for mm, 1 for µm); got ${unitUm}.`,
      );
    }
    const session = new LineSession(bus, clock);

    const ask = async (command: string, call: Call): Promise<string> =>
      session.ask(command, (line) => (isAutostatus(line) ? undefined : { answer: line.trim() }), call);

    const number = async (command: string, call: Call): Promise<number> => {
      const text = await ask(command, call);
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw unexpected(`a number in answer to ${command}`, text);
      return Number(text);
    };

    const status = async (call: Call): Promise<string> => {
      // Looks like an autostatus, which is switched off.
      const text = await session.ask(
        '?statusaxis',
        (line) => (isAutostatus(line) ? { answer: line.trim() } : undefined),
        call,
      );
      return text.charAt(axisIndex);
    };

    /** Commands that start with an exclamation mark are not answered; the error number tells. */
    const tell = async (command: string, call: Call): Promise<void> => {
      await session.tell(command, call);
      const error = await number('?err', call);
      if (error !== 0) throw refused(String(error), `error ${error} of the controller; see its manual`);
    };

    return {
      identify: async (call) => ({
        manufacturer: 'Märzhäuser',
        model: 'TANGO',
        serialNumber: '',
        firmware: await ask('?version', call),
      }),
      setUp: async (call) => session.tell('!autostatus 0', call),
      tearDown: session.release,
      members: {
        ...focusMembers({
          clock,
          position: async (call) => tidy((await number('?pos z', call)) * unitUm),
          moving: async (call) => {
            const letter = await status(call);
            if (letter === 'E' || letter === 'S')
              throw refused(letter, 'the axis is in error or at a limit switch; look at the controller');
            return letter === 'M';
          },
          start: async (position, call) => tell(`!moa z ${tidy(position / unitUm)}`, call),
          halt: async (call) => session.tell('a', call),
          step: () => step,
        }),
        reference: undefined,
      } satisfies ImplementationOf<typeof focusDrive>,
    };
  },
});

/** A line of one letter an axis, such as `@@M-.`. */
function isAutostatus(line: string): boolean {
  return /^[@MJADESC-]{3,4}\.?-?\.?$/.test(line.trim()) && !/^\d/.test(line.trim());
}
