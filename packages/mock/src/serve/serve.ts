import type { ByteService, Clock } from '@fourwire/core';
import { Faults } from '../faults/faults.ts';
import { FaultyWire } from '../faults/faulty-wire.ts';
import { prologixService } from '../gpib/prologix-service.ts';
import { serveHislip } from '../hislip/serve-hislip.ts';
import type { Simulator } from '../simulator.ts';
import { serveUsbip } from '../usbip/serve-usbip.ts';
import type { UsbIdentity } from '../usbtmc/usb-descriptors.ts';
import { UsbtmcInstrument } from '../usbtmc/usbtmc-instrument.ts';
import { serviceFor } from '../virtual-bench/simulated-address.ts';
import { serveVxi11 } from '../vxi11/serve-vxi11.ts';
import type { MessageService } from './message-service.ts';
import { servePty } from './serve-pty.ts';
import { serveTcp } from './serve-tcp.ts';

/** The wires of this computer that a simulator can be put on. */
export type ServedWire =
  | 'socket'
  | 'serial'
  | 'modbus-tcp'
  | 'modbus-rtu'
  | 'modbus-rtu-tcp'
  | 'hsms'
  | 'hislip'
  | 'vxi11'
  | 'gpib'
  | 'usbtmc';

/** How a simulator is put on a wire. */
export interface ServeOptions {
  /** The wire; the one that its first service belongs on unless given. */
  readonly on?: ServedWire;
  /** TCP port; chosen by the system when 0, as it is unless given. A serial line has none. */
  readonly port?: number;
  /** The unit of Modbus or the device id of HSMS that the address names; 1 and 0 unless given. */
  readonly unit?: number;
  /** What a USB device says of itself; the open test ids 1209:0001 and the simulator's name as serial number unless given. */
  readonly usb?: UsbIdentity;
  /** Says when scheduled faults come; the system's clock unless given. */
  readonly clock?: Clock;
}

/** A simulator on a wire of this computer. */
export interface Mount extends AsyncDisposable {
  /** What opens it: `TCPIP0::127.0.0.1::43215::SOCKET`, `modbus-rtu:///tmp/…`, `TCPIP0::127.0.0.1::hislip0,43215::INSTR`. */
  readonly address: string;
  /**
   * What opening it needs besides the address: behind a GPIB adapter, which adapter that is. Spread it into the options:
   * `openMultimeter(served.address, { driver, ...served.links })`.
   */
  readonly links: { readonly adapters?: Readonly<Record<number, string>> };
  /** The TCP port, where it is on one; of `usbtmc` the one for `usbip attach`. */
  readonly port?: number;
  /** The faults of the simulator and of the wire. HiSLIP, VXI-11 and USB know `unplug` alone of the wire's. */
  readonly faults: Faults;
  close(): Promise<void>;
}

/** What every mount has, whatever it is on. */
interface Plug {
  readonly port?: number;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

/** The wire that a service belongs on, by its name. */
const natural: Readonly<Record<string, ServedWire>> = {
  tcp: 'socket',
  scpi: 'socket',
  serial: 'serial',
  'modbus-tcp': 'modbus-tcp',
  'modbus-rtu': 'modbus-rtu',
  'modbus-rtu-tcp': 'modbus-rtu-tcp',
  hsms: 'hsms',
  messages: 'hislip',
};

/**
 * Puts a simulator on a real wire of this computer, so that any program can talk to it: TCP, Modbus TCP, HSMS, HiSLIP,
 * VXI-11 and GPIB behind a simulated adapter (address 5) on the loopback address, serial lines and Modbus RTU on a pseudo
 * terminal, USBTMC over USB/IP: `usbip attach -r 127.0.0.1 --tcp-port <port> -b 1-1` makes it a USB device of a Linux
 * machine. One simulator may be on several wires at once; its state is its own and survives every client.
 *
 * @throws FourwireError of kind `range`, code `simulator-protocol`, when the simulator does not speak over that wire; of
 * kind `link` when the port is taken or there is no pseudo terminal
 *
 * @example
 * ```ts
 * await using served = await serve(new Keysight34461Simulator());
 * await using meter = await openMultimeter(served.address, { driver: 'keysight-34460' });
 * served.faults.set('late-reply');
 * ```
 */
export async function serve(simulator: Simulator, options: ServeOptions = {}): Promise<Mount> {
  const first = Object.keys(simulator.services)[0] ?? 'messages';
  const on = options.on ?? simulator.wire ?? natural[first] ?? 'socket';
  const protocol = serviceFor({ kind: on }, simulator.name, simulator);
  const service = simulator.services[protocol];
  const { messages } = simulator;
  if (service === undefined && messages !== undefined) {
    if (on === 'gpib') return serveGpib(simulator, messages, options);
    if (on === 'usbtmc') return serveUsb(simulator, messages, options);
    return serveMessages(simulator, messages, on, options);
  }
  return serveBytes(simulator, new FaultyWire(service ?? silence, options), on, options);
}

/** Stands for a service that `serviceFor` has found to be there. */
const silence: ByteService = { connect: () => ({ receive() {}, closed() {} }) };

async function serveBytes(
  simulator: Simulator,
  wire: FaultyWire,
  on: ServedWire,
  { port = 0, clock, unit }: ServeOptions,
): Promise<Mount> {
  const faults = new Faults([simulator.faults, wire.faults], clock);
  if (on === 'serial' || on === 'modbus-rtu') {
    const pty = await servePty(wire, clock === undefined ? {} : { clock });
    const address =
      on === 'serial' ? `ASRL${pty.path}::INSTR` : `modbus-rtu://${pty.path}?baud=9600&unit=${unit ?? 1}`;
    return mount(address, pty, faults);
  }
  const tcp = await serveTcp(wire, { port });
  return mount(tcpAddress(on, tcp.port, unit), tcp, faults);
}

function tcpAddress(on: ServedWire, port: number, unit: number | undefined): string {
  if (on === 'modbus-tcp') return `modbus-tcp://127.0.0.1:${port}/${unit ?? 1}`;
  if (on === 'modbus-rtu-tcp') return `modbus-tcp://127.0.0.1:${port}/${unit ?? 1}?framing=rtu`;
  return on === 'hsms' ? `hsms://127.0.0.1:${port}/${unit ?? 0}` : `TCPIP0::127.0.0.1::${port}::SOCKET`;
}

async function serveMessages(
  simulator: Simulator,
  messages: MessageService,
  on: ServedWire,
  { port = 0, clock }: ServeOptions,
): Promise<Mount> {
  const timing = clock === undefined ? {} : { clock };
  const served =
    on === 'vxi11'
      ? await serveVxi11({ inst0: messages }, { port, ...timing })
      : await serveHislip({ hislip0: messages }, { port });
  const cable = (unplugged: boolean): void => void (unplugged ? served.unplug() : served.plug());
  return mount(served.address, served, new Faults([simulator.faults, { unplug: cable }], clock));
}

/** The GPIB address of a simulator behind its adapter. */
const gpibAddress = 5;

async function serveGpib(
  simulator: Simulator,
  messages: MessageService,
  { port = 0, clock }: ServeOptions,
): Promise<Mount> {
  const timing = clock === undefined ? {} : { clock };
  const wire = new FaultyWire(prologixService({ [gpibAddress]: messages }, timing), timing);
  const tcp = await serveTcp(wire, { port });
  const faults = new Faults([simulator.faults, wire.faults], clock);
  return mount(`GPIB0::${gpibAddress}::INSTR`, tcp, faults, {
    adapters: { 0: `PRLGX-TCPIP0::127.0.0.1::${tcp.port}::INTFC` },
  });
}

async function serveUsb(
  simulator: Simulator,
  messages: MessageService,
  { port = 0, clock, usb }: ServeOptions,
): Promise<Mount> {
  const identity = usb ?? { vendorId: 0x1209, productId: 0x0001, serialNumber: simulator.name };
  const instrument = new UsbtmcInstrument(messages, identity);
  const tcp = await serveUsbip([instrument], { port });
  const [vendor, product] = [identity.vendorId, identity.productId].map(
    (id) => `0x${id.toString(16).padStart(4, '0')}`,
  );
  const cable = (unplugged: boolean): void => (unplugged ? instrument.unplug() : instrument.plug());
  return mount(
    `USB0::${vendor}::${product}::${identity.serialNumber}::INSTR`,
    tcp,
    new Faults([simulator.faults, { unplug: cable }], clock),
  );
}

function mount(address: string, plug: Plug, faults: Faults, links: Mount['links'] = {}): Mount {
  const close = async (): Promise<void> => {
    faults.clear();
    await plug.close();
  };
  const { port } = plug;
  return {
    address,
    links,
    faults,
    ...(port === undefined ? {} : { port }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
