import { FourwireError, defineDriver, tidy } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { focusDrive } from '../classes/focus-drive.ts';
import { focusMembers } from '../classes/focus-members.ts';
import { notConfirmed, refused, unexpected } from '../values/faults.ts';

/** What the driver may be told. */
export interface TangoOptions {
  /** How near to its target a move must end, in µm; 0.1 unless given. */
  readonly step?: number;
}

/** Where the focus stands among the letters of the status: the third axis. */
const axisIndex = 2;

/**
 * Lengths of the focus in µm. Said before each length, as Micro-Manager does: the controller forgets it with its power,
 * and a number in mm would look like one in µm.
 */
const inMicrometres = '!dim z 1';

/** How often a reference run is looked at, in ms. */
const lookMs = 200;

/**
 * The focus (Z axis) of Märzhäuser TANGO controllers.
 *
 * Source: sheets microscope-stages-focus.md and tango-prior.md, part A, after comet and Micro-Manager. Unconfirmed: the
 * settings of the serial line.
 */
export const maerzhaeuserTango = defineDriver({
  name: 'maerzhaeuser-tango',
  deviceClass: focusDrive,
  wire: 'bytes',
  bus: { timeout: { seconds: 2 } },
  // Unconfirmed: from the manual; USB ignores it.
  serial: { baudRate: 57_600, stopBits: 2 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>, { step = 0.1 }: TangoOptions) => {
    if (!(step > 0)) {
      throw new FourwireError(
        'range',
        'option-refused',
        `step must be above 0: how near to its target, in µm, a move must end; got ${step}.`,
      );
    }
    const session = new LineSession(bus, clock);

    const ask = async (command: string, call: Call): Promise<string> =>
      session.ask(
        command,
        (line) => (isAutostatus(line) || isEcho(line) ? undefined : { answer: line.trim() }),
        call,
      );

    const numbers = async (command: string, count: number, call: Call): Promise<readonly number[]> => {
      const text = await ask(command, call);
      const parts = text.split(/\s+/);
      if (parts.length !== count || !parts.every((part) => /^-?\d+(\.\d+)?$/.test(part)))
        throw unexpected(`${count === 1 ? 'a number' : `${count} numbers`} in answer to ${command}`, text);
      return parts.map(Number);
    };

    const number = async (command: string, call: Call): Promise<number> => {
      const [value = Number.NaN] = await numbers(command, 1, call);
      return value;
    };

    const moving = async (call: Call): Promise<boolean> => {
      // Looks like an autostatus, which is switched off.
      const text = await session.ask(
        '?statusaxis',
        (line) => (isAutostatus(line) ? { answer: line.trim() } : undefined),
        call,
      );
      const letter = text.charAt(axisIndex);
      if (letter === 'E' || letter === 'S')
        throw refused(letter, 'the axis is in error or at a limit switch; look at the controller');
      if (letter === '-') throw refused(letter, 'the controller has no Z axis');
      return letter === 'M';
    };

    /** Commands that start with an exclamation mark are not answered; the error number tells. */
    const tell = async (command: string, call: Call): Promise<void> => {
      const error = await number(`!autostatus 0\r!err\r${command}\r?err`, call);
      if (error !== 0) throw refused(String(error), errors[error] ?? 'see the manual of the controller');
    };

    const members = focusMembers({
      clock,
      position: async (call) => tidy(await number(`${inMicrometres}\r?pos z`, call)),
      moving,
      start: async (position, call) => tell(`${inMicrometres}\r!moa z ${tidy(position)}`, call),
      halt: async (call) => session.tell('!a', call),
      step: () => step,
      limits: async (call) => {
        const [min = -Infinity, max = Infinity] = await numbers(`${inMicrometres}\r?lim z`, 2, call);
        return { min, max };
      },
    });

    return {
      identify: async (call) => {
        const version = await ask('?version', call);
        if (!version.includes('TANGO')) throw unexpected('TANGO in answer to ?version', version);
        return { manufacturer: 'Märzhäuser', model: 'TANGO', serialNumber: '', firmware: version };
      },
      setUp: async (call) => session.tell('!autostatus 0', call),
      tearDown: session.release,
      members: {
        ...members,
        reference: {
          home: {
            run: async (_input, operation) => {
              await tell('!cal z', operation);
              do await clock.sleep(lookMs, operation.signal);
              while (await moving(operation));
              if (((await number('?calst z', operation)) & 1) === 0)
                throw notConfirmed('The reference run has ended, but the controller has found no origin.');
            },
            stop: async (call) => members.moveTo.stop(call),
          },
        },
      } satisfies ImplementationOf<typeof focusDrive>,
    };
  },
});

/** A command that came back, as on a line with an echo; no answer begins so. */
function isEcho(line: string): boolean {
  return /^[?!]/.test(line.trim());
}

/** A line of one letter an axis, such as `@@M-.`. */
function isAutostatus(line: string): boolean {
  return /^[@MJADESC-]{3,4}\.?-?\.?$/.test(line.trim());
}

/** Sheet tango-prior.md, A4: those that a move can meet. */
const errors: Readonly<Record<number, string>> = {
  4: 'the instruction is not known',
  5: 'a number is out of range',
  11: 'no move while the joystick is on',
  12: 'a limit switch is hit',
  14: 'the limit switch was not released in the reference run',
  15: 'the opposite limit switch was hit in the reference run',
  21: 'moves are not allowed now',
  22: 'moves are not allowed now: a door is open, or the controller is starting',
  27: 'the emergency stop is pressed',
  29: 'the amplifiers are off',
  30: 'the safety circuit is open',
  32: 'the target is outside the limits; nothing moved',
  89: 'the controller is in standby',
};
