import { seededRandom } from '@fourwire/core';
import type { ByteService, Clock } from '@fourwire/core';
import { lineService, modbusRtuService, modbusTcpService } from '@fourwire/mock';
import type { RegisterBank } from '@fourwire/mock';
import type { How, Instrument } from './wire.ts';

/** How late a late reply is, in ms: on a real wire and on a virtual one alike. */
const late = [1, 12] as const;

const hows = ['at-once', 'late', 'never'] as const;

/** The Modbus unit that answers so soon. */
export const units: Readonly<Record<How, number>> = { 'at-once': 1, late: 2, never: 3 };

/** Answers `re id` to `id how`: at once, late, or never. */
export function echoInstrument(clock: Clock): Instrument {
  const random = seededRandom('instrument');
  /** Sends a reply as late as it is to be. */
  const later = (how: How | undefined, send: () => void): void => {
    if (how === 'at-once') send();
    else if (how === 'late') clock.setTimer(random.integer(...late), send);
  };
  const answer = (line: string, send: (reply: string) => void): void => {
    const [id, how] = line.trim().split(' ');
    later(how as How | undefined, () => send(`re ${id}\n`));
  };
  return {
    bytes: lineService((send) => ({ line: (line) => answer(line, send) })),
    messages: {
      connect(peer) {
        /** Counts device clears: what was asked before one is not answered after it. */
        let cleared = 0;
        let busy = 0;
        return {
          get busy() {
            return busy > 0;
          },
          receive(message) {
            const asked = cleared;
            busy++;
            answer(Buffer.from(message).toString('latin1'), (reply) => {
              if (asked !== cleared) return;
              busy--;
              peer.respond(Buffer.from(reply, 'latin1'));
            });
          },
          clear() {
            cleared++;
            busy = 0;
          },
          trigger() {},
          statusByte: (messageAvailable) => (messageAvailable ? 0x10 : 0),
          outputChanged() {},
          interrupted() {},
          unterminated() {},
          remote() {},
          closed() {
            cleared++;
          },
        };
      },
    },
    modbus: {
      tcp: delayed(modbusTcpService(bank, { units: Object.values(units) }), 6, later),
      rtu: delayed(
        together(Object.values(units).map((unit) => modbusRtuService(bank, { unit, clock }))),
        0,
        later,
      ),
    },
  };
}

/** Every register holds its own address, and the next one what is missing to 65535. */
const bank: RegisterBank = {
  read: (_kind, address) => [address, 0xffff - address],
  write: () => undefined,
};

/** Several units on one line: each hears everything and answers what is for it. */
function together(services: readonly ByteService[]): ByteService {
  return {
    connect: (peer) => {
      const sessions = services.map((service) => service.connect(peer));
      return {
        receive: (bytes) => sessions.forEach((session) => session.receive(bytes)),
        closed: () => sessions.forEach((session) => session.closed()),
      };
    },
  };
}

/** Sends each reply as late as its unit, found at a place in the frame, is to answer. */
function delayed(
  service: ByteService,
  unitAt: number,
  later: (how: How | undefined, send: () => void) => void,
): ByteService {
  return {
    connect: (peer) =>
      service.connect({
        send: (frame) =>
          later(
            hows.find((how) => units[how] === frame[unitAt]),
            () => peer.send(frame),
          ),
        close: () => peer.close(),
      }),
  };
}
