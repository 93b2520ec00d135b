import { FourwireError, defineDriver, tidy } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import type { AcceptLine } from '@fourwire/transport';
import { focusDrive } from '../classes/focus-drive.ts';
import { focusMembers } from '../classes/focus-members.ts';
import { refused, unexpected } from '../values/faults.ts';

/** Makes the computer the one who commands. */
const login = 'L 1,0';

/** Positions are in steps of 10 nm. */
const stepUm = 0.01;

/** The end of travel, in steps. */
const lastStep = 1_050_000;

/** A move is over when so many looks one after the other find the focus at the same place. */
const standingLooks = 3;

/**
 * The focus of Evident (Olympus) IX85 microscopes.
 *
 * Source: sheet microscope-stages-focus.md, after the EvidentIX85 adapter of Micro-Manager. Unconfirmed: the arguments of
 * the login, and whether `FG +` comes when a move has begun or ended. So it is not waited for: `FP?`, asked for in the same
 * breath, is answered at once, and what the microscope has against the move comes before that; then the position is
 * looked at.
 */
export const evidentIx85 = defineDriver({
  name: 'evident-ix85',
  deviceClass: focusDrive,
  wire: 'bytes',
  bus: { timeout: { seconds: 4 } },
  serial: { baudRate: 115_200, parity: 'even', stopBits: 2 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const session = new LineSession(bus, clock, { terminator: '\r\n' });
    /** The answer to a move may come only at its end. */
    let underWay = false;
    let seen: { readonly position: number; readonly times: number } | undefined;

    const done = async (tag: string, command: string, call: Call): Promise<void> => {
      await session.ask(command, reply(tag, '+'), call);
    };

    const query = async (tag: string, call: Call): Promise<string> =>
      session.ask(`${tag}?`, reply(tag), call);

    const steps = async (tag: string, call: Call): Promise<number> => {
      const text = await query(tag, call);
      if (text === 'X') {
        throw new FourwireError(
          'device',
          'no-reading',
          'The focus does not know its position; initialise the microscope.',
        );
      }
      if (!/^\d+$/.test(text)) throw unexpected(`a position in answer to ${tag}?`, text);
      return Number(text);
    };

    const micrometres = async (tag: string, call: Call): Promise<number> =>
      tidy((await steps(tag, call)) * stepUm);

    const begin = async (command: string, call: Call): Promise<void> => {
      let refusal: FourwireError | undefined;
      const refusalOf = reply('FG');
      const position = reply('FP');
      await session.ask(
        // The login is gone after a power failure.
        `${login}\r\n${command}\r\nFP?`,
        (line) => {
          try {
            refusalOf(line);
          } catch (error) {
            refusal = FourwireError.from(error);
          }
          return position(line);
        },
        call,
      );
      if (refusal !== undefined) throw refusal;
    };

    const moving = async (call: Call): Promise<boolean> => {
      const position = await steps('FP', call);
      seen = { position, times: seen?.position === position ? seen.times + 1 : 1 };
      if (seen.times >= standingLooks) underWay = false;
      return underWay;
    };

    return {
      identify: async (call) => {
        await done('L', login, call);
        return {
          manufacturer: 'Evident',
          model: await query('U', call),
          serialNumber: '',
          firmware: await session.ask('V? 1', reply('V'), call),
        };
      },
      tearDown: session.release,
      members: {
        ...focusMembers({
          clock,
          position: async (call) => micrometres('FP', call),
          moving,
          start: async (position, call) => {
            underWay = true;
            seen = undefined;
            const target = Math.round(position / stepUm);
            await begin(`FG ${target}`, call);
          },
          halt: async (call) => {
            await done('FSTP', 'FSTP', call);
            seen = undefined;
          },
          step: () => stepUm,
          limits: async (call) => ({
            min: Math.max(0, await micrometres('FL', call)),
            max: Math.min(lastStep * stepUm, await micrometres('NL', call)),
          }),
        }),
        reference: undefined,
      } satisfies ImplementationOf<typeof focusDrive>,
    };
  },
});

/** Accepts the reply to a tag: its data, or `+` where only that is expected. */
function reply(tag: string, expected?: string): AcceptLine<string> {
  return (line) => {
    const match = /^(\S+) ?(.*)$/.exec(line.trim());
    if (match?.[1] !== tag) return undefined;
    const data = match[2] ?? '';
    const refusal = /^!(?:,(.*))?$/.exec(data);
    if (refusal !== null) throw refused(refusal[1] ?? '!', `${tag} is refused`);
    if (expected !== undefined && data !== expected) throw refused(data, `${tag} is not known`);
    return { answer: data };
  };
}
