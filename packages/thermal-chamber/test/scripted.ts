import { InProcessTransport, VirtualClock, openDevice, seededRandom } from '@fourwire/core';
import type { ByteService, ByteTransport, Device, DeviceOptions, Driver, MembersOf } from '@fourwire/core';
import type { MemberSpecs } from '@fourwire/core';

/** What is answered to a request: always the same, or one after the other and then the last for ever. */
export type Replies = Readonly<Record<string, string | readonly string[]>>;

/** What was sent, and the replies that can be changed meanwhile. */
export interface Script {
  readonly sent: string[];
  readonly replies: Record<string, string | readonly string[]>;
}

/**
 * Answers each request with the bytes recorded for it; a request without a recorded reply stays unanswered. Texts hold
 * one character to a byte.
 */
function scriptedService({ sent, replies }: Script): ByteService {
  const asked = new Map<string, number>();
  return {
    connect: (client) => ({
      receive: (bytes) => {
        const request = Buffer.from(bytes).toString('latin1');
        sent.push(request);
        const recorded = replies[request];
        const count = asked.get(request) ?? 0;
        asked.set(request, count + 1);
        const reply =
          typeof recorded === 'object' ? recorded[Math.min(count, recorded.length - 1)] : recorded;
        if (reply !== undefined) client.send(Buffer.from(reply, 'latin1'));
      },
      closed: () => {},
    }),
  };
}

/** Runs `work` on a chamber that answers as recorded, in virtual time; gives what was sent. */
export async function onScript<M extends MemberSpecs, O extends object>(
  driver: Driver<M, ByteTransport, O>,
  recorded: Replies,
  work: (
    device: Device & MembersOf<M>,
    script: Script & { readonly clock: VirtualClock; readonly link: InProcessTransport },
  ) => Promise<void>,
  options: DeviceOptions<O> = {},
): Promise<string[]> {
  const clock = new VirtualClock();
  const script: Script = { sent: [], replies: { ...recorded } };
  await clock.run(async () => {
    const link = new InProcessTransport(scriptedService(script), 'oven');
    const device = await openDevice(driver, link, {
      path: 'oven',
      clock,
      random: seededRandom(1),
      ...options,
    });
    await work(device, { ...script, clock, link });
    await device.close();
  });
  return script.sent;
}

/** Replies to lines: each request gets `terminator`, each reply `ending`. */
export function lines(replies: Replies, terminator: string, ending: string): Replies {
  const end = (reply: string): string => reply + ending;
  return Object.fromEntries(
    Object.entries(replies).map(([request, reply]) => [
      request + terminator,
      typeof reply === 'string' ? end(reply) : reply.map(end),
    ]),
  );
}
