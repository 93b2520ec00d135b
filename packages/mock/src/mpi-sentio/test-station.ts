import { seededRandom, VirtualClock } from '@fourwire/core';
import { HeaterResistor } from '../physics/devices/heater-resistor.ts';
import { WaferModel } from '../physics/wafer-model.ts';
import { perfectYield } from '../physics/yield.ts';
import { SentioSimulator } from './mpi-sentio.ts';
import type { SentioSimulatorOptions } from './mpi-sentio.ts';
import type { SentioModel } from './sentio-model.ts';

/** A wafer without defects; with dies of 20 mm, few but up to the rim, unless told otherwise. */
export const perfectWafer = (pitch = 20_000): WaferModel =>
  new WaferModel({
    random: seededRandom('W01'),
    device: (die) => HeaterResistor.on(die),
    parameters: { pitchX: pitch, pitchY: pitch, yield: perfectYield },
  });

/** One connection to the station. */
interface Client {
  readonly send: (bytes: string) => void;
  /** Sends a line and gives the next reply. */
  readonly ask: (line: string) => Promise<string>;
  readonly close: () => void;
  /** What came and was not taken by {@link ask}. */
  readonly received: () => string;
}

/** What {@link station} gives. */
interface Station extends Client {
  readonly clock: VirtualClock;
  readonly model: SentioModel;
  readonly connect: () => Client;
  /** Sends a line and lets time pass until its reply. */
  readonly say: (line: string) => Promise<string>;
  /** Sends lines one by one and gives their replies. */
  readonly tell: (...lines: readonly string[]) => Promise<string[]>;
}

/** A simulated station on a virtual clock, with one client connected and the means to connect more. */
export function station(options: SentioSimulatorOptions = {}): Station {
  const clock = new VirtualClock();
  const simulator = new SentioSimulator({
    clock,
    random: seededRandom(1),
    wafer: perfectWafer(),
    ...options,
  });
  const connect = (): Client => {
    let text = '';
    let heard = (): void => {};
    const session = simulator.services.tcp.connect({
      send: (bytes) => {
        text += Buffer.from(bytes).toString('latin1');
        heard();
      },
      close: () => {},
    });
    const send = (bytes: string): void => session.receive(Buffer.from(bytes, 'latin1'));
    const ask = async (line: string): Promise<string> => {
      send(`${line}\n`);
      if (!text.includes('\n')) {
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
      const end = text.indexOf('\n');
      const reply = text.slice(0, end).replace(/\r$/, '');
      text = text.slice(end + 1);
      return reply;
    };
    return { send, ask, close: () => session.closed(), received: () => text };
  };
  const client = connect();
  return {
    clock,
    model: simulator.model,
    connect,
    ...client,
    say: async (line: string) => clock.run(async () => client.ask(line)),
    tell: async (...lines: readonly string[]) =>
      clock.run(async () => {
        const replies: string[] = [];
        for (const line of lines) replies.push(await client.ask(line));
        return replies;
      }),
  };
}
