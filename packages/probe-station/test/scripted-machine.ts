import { FourwireError, InProcessTransport, VirtualClock, openDevice } from '@fourwire/core';
import type {
  BytePeer,
  ByteService,
  ByteSession,
  ByteTransport,
  Device,
  Driver,
  MemberSpecs,
  MembersOf,
} from '@fourwire/core';

/** How many characters at the start of `text` are one whole message; 0 while it is not whole. */
export type Cut = (text: string) => number;

/** Messages that end with this text. */
export function ending(terminator: string): Cut {
  return (text) => {
    const at = text.indexOf(terminator);
    return at < 0 ? 0 : at + terminator.length;
  };
}

/** Answers each message as a test says; texts hold one character to a byte. */
export class ScriptedMachine implements ByteService {
  /** Every message that came, in order. */
  readonly sent: string[] = [];
  readonly #answer: (message: string) => string | undefined;
  readonly #cut: Cut;
  #peer: BytePeer | undefined;

  constructor(answer: (message: string) => string | undefined, cut: Cut = ending('\r')) {
    this.#answer = answer;
    this.#cut = cut;
  }

  /** Says something unasked. */
  say(text: string): void {
    this.#peer?.send(Buffer.from(text, 'latin1'));
  }

  connect(peer: BytePeer): ByteSession {
    this.#peer = peer;
    let pending = '';
    return {
      receive: (bytes) => {
        pending += Buffer.from(bytes).toString('latin1');
        for (let length = this.#cut(pending); length > 0; length = this.#cut(pending)) {
          const message = pending.slice(0, length);
          pending = pending.slice(length);
          this.sent.push(message);
          const reply = this.#answer(message);
          if (reply !== undefined) this.say(reply);
        }
      },
      closed: () => {},
    };
  }
}

/** Runs `work` on a device whose wire leads to the machine, in virtual time; no timer may be left behind. */
export async function onMachine<M extends MemberSpecs, O extends object>(
  driver: Driver<M, ByteTransport, O>,
  machine: ByteService,
  options: O,
  work: (device: Device & MembersOf<M>, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const device = await openDevice(driver, new InProcessTransport(machine, driver.name), {
      path: 'device',
      clock,
      options,
    });
    try {
      await work(device, clock);
    } finally {
      await device.close();
    }
  });
  if (clock.pendingTimers > 0) throw new Error(`${clock.pendingTimers} timers are left behind`);
}

/** Whether `work` succeeds, or fails with an error of the protocol or of the device, and no other. */
export function isTotal(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    return FourwireError.is(error) && (error.kind === 'protocol' || error.kind === 'device');
  }
}
