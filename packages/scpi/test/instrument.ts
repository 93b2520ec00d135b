import { Bus, BusClient, InProcessTransport, VirtualClock } from '@fourwire/core';
import type { ByteService, ByteTransport } from '@fourwire/core';

/** Answers a line; `undefined` says nothing. */
export type Answers = (line: string) => string | undefined;

/** Serves lines: notes each, and sends what `answers` gives with a line feed. */
function lineInstrument(answers: Answers, sent: string[] = []): ByteService {
  return {
    connect: (client) => ({
      receive: (bytes) => {
        for (const line of Buffer.from(bytes).toString('latin1').replace(/\n$/, '').split('\n')) {
          sent.push(line);
          const answer = answers(line);
          if (answer !== undefined) client.send(Buffer.from(`${answer}\n`, 'latin1'));
        }
      },
      closed: () => {},
    }),
  };
}

/** Runs `work` on a bus to an instrument that answers lines, in virtual time; gives every line that was sent. */
export async function onInstrument(
  answers: Answers,
  work: (client: BusClient<ByteTransport>, clock: VirtualClock, sent: string[]) => Promise<void>,
): Promise<string[]> {
  const clock = new VirtualClock();
  const sent: string[] = [];
  await clock.run(async () => {
    const bus = new Bus<ByteTransport>(new InProcessTransport(lineInstrument(answers, sent)), { clock });
    await bus.open();
    await work(new BusClient(bus, 'instrument'), clock, sent);
    await bus.close();
  });
  if (clock.pendingTimers > 0) throw new Error(`${clock.pendingTimers} timers were left behind.`);
  return sent;
}
