import { seededRandom } from '@fourwire/core';
import type { ByteService, VirtualClock } from '@fourwire/core';
import { HeaterResistor } from '../physics/devices/heater-resistor.ts';
import { WaferModel } from '../physics/wafer-model.ts';
import { perfectYield } from '../physics/yield.ts';
import { MessageOutput } from '../serve/message-output.ts';
import type { MessageService } from '../serve/message-service.ts';

/** A wafer without defects; with dies of 20 mm, few but up to the rim, unless told otherwise. */
export const perfectWafer = (pitch = 20_000): WaferModel =>
  new WaferModel({
    random: seededRandom('W01'),
    device: (die) => HeaterResistor.on(die),
    parameters: { pitchX: pitch, pitchY: pitch, yield: perfectYield },
  });

/** One connection to a simulated prober that speaks in lines, for tests. */
export interface LineClient {
  readonly send: (bytes: string) => void;
  /** Sends a line and gives the next reply. */
  readonly ask: (line: string) => Promise<string>;
  /** The next line. */
  readonly next: () => Promise<string>;
  readonly close: () => void;
  /** What came and was not taken. */
  readonly received: () => string;
}

/** Connects to a service whose lines end with `end`. */
export function lineClient(service: ByteService, end = '\n'): LineClient {
  let text = '';
  let heard = (): void => {};
  const session = service.connect({
    send: (bytes) => {
      text += Buffer.from(bytes).toString('latin1');
      heard();
    },
    close: () => {},
  });
  const send = (bytes: string): void => session.receive(Buffer.from(bytes, 'latin1'));
  const next = async (): Promise<string> => {
    if (!text.includes(end)) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
    const at = text.indexOf(end);
    const reply = text.slice(0, at).replace(/\r$/, '');
    text = text.slice(at + end.length);
    return reply;
  };
  return {
    send,
    next,
    ask: async (line) => {
      send(`${line}${end}`);
      return next();
    },
    close: () => session.closed(),
    received: () => text,
  };
}

/** One link over GPIB to a simulated prober, for tests. */
export interface GpibClient {
  readonly write: (message: string) => void;
  /** The next response, without its line end. */
  readonly read: () => Promise<string>;
  readonly ask: (message: string) => Promise<string>;
  /** Waits for a service request and polls: gives the status byte. */
  readonly serviced: () => Promise<number>;
  readonly poll: () => number;
  readonly clear: () => void;
  /** Responses nobody has read. */
  readonly available: () => boolean;
}

/** Connects to a simulator's messages. */
export function gpibClient(service: MessageService): GpibClient {
  let requests = 0;
  let woken = (): void => {};
  const output = new MessageOutput(service, {
    available: () => woken(),
    serviceRequested: () => {
      requests++;
      woken();
    },
  });
  const until = async (ready: () => boolean): Promise<void> => {
    while (!ready()) {
      await new Promise<void>((resolve) => {
        woken = resolve;
      });
    }
  };
  const read = async (): Promise<string> => {
    await until(() => output.available);
    return Buffer.from(output.read(Number.POSITIVE_INFINITY)?.bytes ?? [])
      .toString('latin1')
      .replace(/[\r\n]+$/, '');
  };
  const write = (message: string): void => output.write(Buffer.from(message, 'latin1'), true);
  return {
    write,
    read,
    ask: async (message) => {
      write(message);
      return read();
    },
    serviced: async () => {
      await until(() => requests > 0);
      requests--;
      return output.statusByte();
    },
    poll: () => output.statusByte(),
    clear: () => output.clear(),
    available: () => output.available,
  };
}

/** Tells a prober line after line, while the clock runs, and gives what it says to each; what says nothing is left out. */
export function teller<R>(
  clock: VirtualClock,
  say: (line: string) => Promise<R | undefined>,
): (...lines: readonly string[]) => Promise<R[]> {
  return async (...lines) =>
    clock.run(async () => {
      const replies: R[] = [];
      for (const line of lines) {
        const reply = await say(line);
        if (reply !== undefined) replies.push(reply);
      }
      return replies;
    });
}
