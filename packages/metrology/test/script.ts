import { FourwireError, InProcessTransport, VirtualClock, openDevice } from '@fourwire/core';
import type {
  BytePeer,
  ByteService,
  ByteTransport,
  Device,
  Driver,
  MemberSpecs,
  MembersOf,
} from '@fourwire/core';

/** What answers a command: fixed text, or a function of it; `undefined` where nothing is said. */
export type Reply = string | ((command: string) => string | undefined);

/** An instrument that answers each command with the text recorded for it. */
export class Script implements ByteService {
  /** Every command that came, in order. */
  readonly sent: string[] = [];
  /** How often somebody connected. */
  connections = 0;
  readonly replies: Map<string, Reply>;
  readonly #end: RegExp;
  readonly #instant: string | undefined;
  #peer: BytePeer | undefined;

  /** @param instant - a command that nothing ends, such as STX */
  constructor(replies: Readonly<Record<string, Reply>>, instant?: string) {
    this.replies = new Map(Object.entries(replies));
    this.#instant = instant;
    this.#end = /\r\n|\r|\n/g;
  }

  /** Says something unasked. */
  say(text: string): void {
    this.#peer?.send(bytesOf(text));
  }

  connect(peer: BytePeer): { receive(bytes: Uint8Array): void; closed(): void } {
    this.#peer = peer;
    this.connections++;
    let pending = '';
    return {
      receive: (bytes) => {
        const parts = (pending + String.fromCharCode(...bytes)).split(this.#end);
        pending = parts.pop() ?? '';
        if (pending !== '' && pending === this.#instant) {
          parts.push(pending);
          pending = '';
        }
        for (const command of parts) {
          this.sent.push(command);
          const reply = this.replies.get(command) ?? this.replies.get('*');
          const text = typeof reply === 'function' ? reply(command) : reply;
          if (text !== undefined) peer.send(bytesOf(text));
        }
      },
      closed: () => {},
    };
  }
}

/** Runs `work` on a device whose wire leads to the script, in virtual time; no timer may be left behind. */
export async function onScript<M extends MemberSpecs, O extends object>(
  driver: Driver<M, ByteTransport, O>,
  script: Script,
  work: (device: Device & MembersOf<M>, clock: VirtualClock) => Promise<void>,
  options?: O,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const link = new InProcessTransport(script, driver.name, { unsolicited: true });
    const device = await openDevice(driver, link, {
      path: 'device',
      clock,
      ...(options === undefined ? {} : { options }),
    });
    try {
      await work(device, clock);
    } finally {
      await device.close();
    }
  });
  if (clock.pendingTimers > 0) throw new Error(`${clock.pendingTimers} timers are left behind`);
}

/** Latin-1 bytes of a text. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Whether `work` succeeds, or fails with an error about the instrument and not about Fourwire. */
export function holdsUp(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    return FourwireError.is(error) && error.kind !== 'internal';
  }
}
