import { Bus, BusClient, InProcessTransport, VirtualClock, seededRandom, systemClock } from '@fourwire/core';
import type { ByteService, ByteTransport, ClientSettings, Clock, Transport } from '@fourwire/core';
import {
  FaultyWire,
  prologixService,
  serveHislip,
  servePty,
  serveTcp,
  serveVxi11,
  simulatedUsbDevice,
} from '@fourwire/mock';
import type { MessageService } from '@fourwire/mock';
import {
  HislipTransport,
  PrologixTransport,
  SerialTransport,
  TcpTransport,
  UsbtmcTransport,
  Vxi11Transport,
  parseAddress,
} from '@fourwire/transport';
import type { Address } from '@fourwire/transport';

/** An instrument in both of its forms: as a stream of bytes, and with messages and a status byte. */
export interface Instrument {
  readonly bytes: ByteService;
  readonly messages: MessageService;
}

/** A wire of ours with a server of ours at its end. */
export interface Line {
  readonly clock: Clock;
  readonly bus: Bus<Transport>;
  readonly client: (name: string, settings?: ClientSettings) => BusClient<ByteTransport>;
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

interface Served {
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

function real(
  name: string,
  serve: (instrument: Instrument) => Promise<readonly [Served, ByteTransport]>,
): Wire {
  return {
    name,
    virtual: false,
    open: async (make) => {
      const [served, transport] = await serve(make(systemClock));
      const bus = new Bus(transport, { random: seededRandom(1) });
      await bus.open();
      return {
        clock: systemClock,
        bus: bus as unknown as Bus<Transport>,
        client: (path, settings) => new BusClient(bus, path, settings),
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

function address<K extends Address['kind']>(text: string, kind: K): Extract<Address, { kind: K }> {
  const parsed = parseAddress(text);
  if (parsed.kind !== kind) throw new Error(`${text} is no ${kind} address`);
  return parsed as Extract<Address, { kind: K }>;
}

/** Something on the bus, and how it is pulled off. */
interface VirtualEnd {
  readonly bus: Bus<Transport>;
  readonly wire: ByteTransport | undefined;
  readonly unplug: () => void;
  readonly plug: () => void;
}

function virtual(name: string, build: (instrument: Instrument, clock: VirtualClock) => VirtualEnd): Wire {
  return {
    name,
    virtual: true,
    open: async (make) => {
      const clock = new VirtualClock();
      const { bus, wire, unplug, plug } = build(make(clock), clock);
      await clock.run(async () => bus.open());
      return {
        clock,
        bus,
        client: (path, settings) =>
          wire === undefined
            ? new BusClient(bus as unknown as Bus<ByteTransport>, path, settings)
            : new BusClient(bus, path, settings, wire),
        unplug: async () => unplug(),
        plug: async () => plug(),
        close: async () => clock.run(async () => bus.close()),
        run: async (work) => clock.run(work),
      };
    },
  };
}

const options = (clock: Clock): { clock: Clock; random: ReturnType<typeof seededRandom> } => ({
  clock,
  random: seededRandom(1),
});

/** A Prologix or AR488 adapter in this process with the instrument at address 5. */
function gpib(kind: 'gpib-ethernet' | 'ar488'): Wire {
  return virtual(`GPIB behind ${kind}`, ({ messages }, clock) => {
    const adapter = new InProcessTransport(prologixService({ 5: messages }, { kind, clock }), 'adapter');
    const transport = PrologixTransport.over(adapter);
    const bus = new Bus(transport, options(clock));
    return {
      bus,
      wire: transport.instrument({ kind: 'gpib', board: 0, primary: 5 }),
      unplug: () => adapter.unplug(),
      plug: () => adapter.plug(),
    };
  });
}

/** Every wire that carries bytes. */
export const wires: readonly Wire[] = [
  real('TCP socket', async ({ bytes }) => {
    const served = await serveTcp(bytes);
    return [served, new TcpTransport({ host: '127.0.0.1', port: served.port })];
  }),
  real('serial line on a pty', async ({ bytes }) => {
    const served = await servePty(bytes);
    return [served, new SerialTransport({ kind: 'serial', port: served.path })];
  }),
  real('VXI-11', async ({ messages }) => {
    const served = await serveVxi11({ inst0: messages });
    return [served, new Vxi11Transport(address(served.address, 'vxi11'))];
  }),
  real('HiSLIP', async ({ messages }) => {
    const served = await serveHislip({ hislip0: messages });
    return [served, new HislipTransport(address(served.address, 'hislip'))];
  }),
  virtual('stream in this process', ({ bytes }, clock) => {
    const link = new InProcessTransport(new FaultyWire(bytes, { clock }), 'link');
    const bus = new Bus(link, options(clock));
    return {
      bus,
      wire: undefined,
      unplug: () => link.unplug(),
      plug: () => link.plug(),
    };
  }),
  virtual('USBTMC', ({ messages }, clock) => {
    const where = address('USB0::0x2A8D::0x1301::MY1::INSTR', 'usbtmc');
    const { vendorId, productId, serialNumber } = where;
    const device = simulatedUsbDevice(messages, { vendorId, productId, serialNumber, clock });
    const find = async (): Promise<
      (typeof device.usb extends { getDevices(): Promise<(infer D)[]> } ? D : never) | undefined
    > => (await device.usb.getDevices())[0];
    const bus = new Bus(new UsbtmcTransport(where, { usb: find }), options(clock));
    return {
      bus,
      wire: undefined,
      unplug: () => device.unplug(),
      plug: () => device.plug(),
    };
  }),
  gpib('gpib-ethernet'),
  gpib('ar488'),
];
