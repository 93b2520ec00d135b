import { Bus, InProcessTransport } from '@fourwire/core';
import type { BusClient, Transport } from '@fourwire/core';
import {
  FaultyWire,
  prologixService,
  serveHislip,
  servePty,
  serveTcp,
  serveVxi11,
  simulatedUsbDevice,
} from '@fourwire/mock';
import {
  HislipTransport,
  ModbusTransport,
  PrologixTransport,
  SerialTransport,
  TcpTransport,
  UsbtmcTransport,
  Vxi11Transport,
  parseAddress,
} from '@fourwire/transport';
import type { Address, RegisterTransport, UsbDevice } from '@fourwire/transport';
import { units } from './echo-instrument.ts';
import { busOptions, real, virtual } from './wire.ts';
import type { Ask, Wire } from './wire.ts';

/**
 * Longer than the echo instrument is ever late. Every time-out costs this much on a serial line, where nothing but
 * silence tells that a late answer is over; 100 ms, which a serial line waits unless told, would make a minute of it.
 */
const quietMs = 30;

function address<K extends Address['kind']>(text: string, kind: K): Extract<Address, { kind: K }> {
  const parsed = parseAddress(text);
  if (parsed.kind !== kind) throw new Error(`${text} is no ${kind} address`);
  return parsed as Extract<Address, { kind: K }>;
}

/** A Prologix or AR488 adapter in this process with the instrument at address 5. */
function gpib(kind: 'gpib-ethernet' | 'ar488'): Wire {
  return virtual(`GPIB behind ${kind}`, ({ messages }, clock) => {
    const adapter = new InProcessTransport(prologixService({ 5: messages }, { kind, clock }), 'adapter');
    const transport = PrologixTransport.over(adapter);
    const bus = new Bus<Transport>(transport, busOptions(clock));
    return {
      bus,
      wire: transport.instrument({ kind: 'gpib', board: 0, primary: 5 }),
      unplug: () => adapter.unplug(),
      plug: () => adapter.plug(),
    };
  });
}

/** Asks by reading registers: the address is the number, the unit says how soon to answer. */
const askRegisters: Ask = async (client, id, how, options) => {
  const first = id % 60_000;
  const words = await (client as BusClient<RegisterTransport>).exchange(
    async (wire, turn) => wire.readHolding(units[how], first, 2, turn),
    options,
  );
  return words[0] === first && words[1] === 0xffff - first ? id : Number.NaN;
};

/** Every kind of wire. */
export const wires: readonly Wire[] = [
  real('TCP socket', async ({ bytes }) => {
    const served = await serveTcp(bytes);
    return [served, new TcpTransport({ host: '127.0.0.1', port: served.port })];
  }),
  real('serial line on a pty', async ({ bytes }) => {
    const served = await servePty(bytes);
    return [served, new SerialTransport({ kind: 'serial', port: served.path }, { quiet: quietMs })];
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
    const bus = new Bus<Transport>(link, busOptions(clock));
    return {
      bus,
      unplug: () => link.unplug(),
      plug: () => link.plug(),
    };
  }),
  virtual('USBTMC', ({ messages }, clock) => {
    const where = address('USB0::0x2A8D::0x1301::MY1::INSTR', 'usbtmc');
    const { vendorId, productId, serialNumber } = where;
    const device = simulatedUsbDevice(messages, { vendorId, productId, serialNumber, clock });
    const find = async (): Promise<UsbDevice | undefined> => (await device.usb.getDevices())[0];
    const bus = new Bus<Transport>(new UsbtmcTransport(where, { usb: find }), busOptions(clock));
    return {
      bus,
      unplug: () => device.unplug(),
      plug: () => device.plug(),
    };
  }),
  real(
    'Modbus TCP',
    async ({ modbus }) => {
      const served = await serveTcp(modbus.tcp);
      const { host, port } = served;
      return [served, ModbusTransport.tcp({ kind: 'modbus-tcp', host, port, unit: 1 })];
    },
    askRegisters,
  ),
  virtual(
    'Modbus RTU',
    ({ modbus }, clock) => {
      const link = new InProcessTransport(modbus.rtu, 'line');
      const bus = new Bus<Transport>(ModbusTransport.over(link, 'rtu'), busOptions(clock));
      return { bus, unplug: () => link.unplug(), plug: () => link.plug() };
    },
    askRegisters,
  ),
  gpib('gpib-ethernet'),
  gpib('ar488'),
];
