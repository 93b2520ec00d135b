import { Bus, BusClient, VirtualClock, endsWith, seededRandom, systemClock } from '@fourwire/core';
import type {
  ByteService,
  ByteTransport,
  ClientSettings,
  Clock,
  ExchangeOptions,
  Random,
  Transport,
} from '@fourwire/core';
import type { MessageService } from '@fourwire/mock';

/** How soon an instrument answers: at once, a few milliseconds later, or never. */
export type How = 'at-once' | 'late' | 'never';

/** An instrument in all its forms: as a stream of bytes, with messages and a status byte, and with registers. */
export interface Instrument {
  readonly bytes: ByteService;
  readonly messages: MessageService;
  readonly modbus: Readonly<Record<'tcp' | 'rtu', ByteService>>;
}

/** Asks the instrument to give a number back, and gives what it gave. */
export type Ask = (
  client: BusClient<Transport>,
  id: number,
  how: How,
  options?: ExchangeOptions,
) => Promise<number>;

/** A wire of ours with a server of ours at its end. */
export interface Line {
  readonly clock: Clock;
  readonly bus: Bus<Transport>;
  /** What reaches the instrument. */
  readonly wire: Transport;
  readonly client: (name: string, settings?: ClientSettings) => BusClient<Transport>;
  readonly ask: Ask;
  /** Kills the server, or pulls the cable. */
  readonly unplug: () => Promise<void>;
  /** Starts the server again at the same place. */
  readonly plug: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Runs work where the line's clock is virtual; just calls it elsewhere. */
  readonly run: <R>(work: () => Promise<R>) => Promise<R>;
}

/** A kind of wire: how an instrument is put on it and reached. */
export interface Wire {
  readonly name: string;
  /** Whether time is virtual: no sockets, no waiting. */
  readonly virtual: boolean;
  readonly open: (make: (clock: Clock) => Instrument) => Promise<Line>;
}

/** What has its server on a real wire. */
interface Served {
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

/** Something on a bus in virtual time, and how it is pulled off. */
interface VirtualEnd {
  readonly bus: Bus<Transport>;
  /** What reaches the instrument; the bus's own transport unless given. */
  readonly wire?: Transport;
  readonly unplug: () => void;
  readonly plug: () => void;
}

/** Asks with a line of text. */
const askText: Ask = async (client, id, how, options) => {
  const reply = await (client as BusClient<ByteTransport>).exchange(async (wire, turn) => {
    await wire.write(Buffer.from(`${id} ${how}\n`), turn);
    return wire.read(endsWith(), turn);
  }, options);
  const [, given] = /^re (\d+)\n$/.exec(Buffer.from(reply).toString('latin1')) ?? [];
  return Number(given);
};

/** What a bus is given besides its transport. */
export function busOptions(clock: Clock): { clock: Clock; random: Random } {
  return { clock, random: seededRandom(1) };
}

/** A wire with sockets or terminals, in real time. */
export function real(
  name: string,
  serve: (instrument: Instrument) => Promise<readonly [Served, Transport]>,
  ask: Ask = askText,
): Wire {
  return {
    name,
    virtual: false,
    open: async (make) => {
      const [served, transport] = await serve(make(systemClock));
      const bus = new Bus(transport, busOptions(systemClock));
      await bus.open();
      return {
        clock: systemClock,
        bus,
        wire: transport,
        client: (path, settings) => new BusClient(bus, path, settings),
        ask,
        unplug: async () => served.unplug(),
        plug: async () => served.plug(),
        close: async () => {
          await bus.close();
          await served.close();
        },
        run: async (work) => work(),
      };
    },
  };
}

/** A wire in this process, in virtual time. */
export function virtual(
  name: string,
  build: (instrument: Instrument, clock: VirtualClock) => VirtualEnd,
  ask: Ask = askText,
): Wire {
  return {
    name,
    virtual: true,
    open: async (make) => {
      const clock = new VirtualClock();
      const { bus, wire = bus.transport, unplug, plug } = build(make(clock), clock);
      await clock.run(async () => bus.open());
      return {
        clock,
        bus,
        wire,
        client: (path, settings) => new BusClient(bus, path, settings, wire),
        ask,
        unplug: async () => unplug(),
        plug: async () => plug(),
        close: async () => clock.run(async () => bus.close()),
        run: async (work) => clock.run(work),
      };
    },
  };
}
