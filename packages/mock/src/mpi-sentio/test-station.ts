import type { VirtualClock } from '@fourwire/core';
import { lineClient, perfectWafer, teller } from '../prober/test-client.ts';
import type { LineClient } from '../prober/test-client.ts';
import { simulated } from '../testing/simulated.ts';
import { SentioSimulator } from './mpi-sentio.ts';
import type { SentioSimulatorOptions } from './mpi-sentio.ts';
import type { SentioModel } from './sentio-model.ts';

/** What {@link station} gives. */
interface Station extends LineClient {
  readonly clock: VirtualClock;
  readonly model: SentioModel;
  readonly connect: () => LineClient;
  /** Sends a line and lets time pass until its reply. */
  readonly say: (line: string) => Promise<string>;
  /** Sends lines one by one and gives their replies. */
  readonly tell: (...lines: readonly string[]) => Promise<string[]>;
}

/** A simulated station on a virtual clock, with one client connected and the means to connect more. */
export function station(options: SentioSimulatorOptions = {}): Station {
  const { clock, simulator } = simulated(SentioSimulator, { wafer: perfectWafer(), ...options });
  const connect = (): LineClient => lineClient(simulator.services.tcp);
  const client = connect();
  return {
    clock,
    model: simulator.model,
    connect,
    ...client,
    say: async (line: string) => clock.run(async () => client.ask(line)),
    tell: teller(clock, client.ask),
  };
}
