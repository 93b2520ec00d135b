export type {
  Address,
  GpibAddress,
  HislipAddress,
  HsmsAddress,
  ModbusRtuAddress,
  ModbusTcpAddress,
  PrologixSerialAddress,
  PrologixTcpAddress,
  SerialAddress,
  SimulatorAddress,
  SocketAddress,
  UsbtmcAddress,
  Vxi11Address,
} from './address/address.ts';
export { formatAddress } from './address/format-address.ts';
export { parseAddress } from './address/parse-address.ts';
export { resolveAddress } from './address/resolve-address.ts';
export { wireOf } from './address/wire-of.ts';
export { lineEnd, echoingLineFraming, lineFraming } from './conversation/line-framing.ts';
export { LineSession, next } from './conversation/line-session.ts';
export type { AcceptLine, LineOptions } from './conversation/line-session.ts';
export { MessageReader } from './conversation/message-reader.ts';
export type { Accept, Messages, MessageSplitter, Verdict } from './conversation/message-reader.ts';
export { MessageSession } from './conversation/message-session.ts';
export { TextSession } from './conversation/text-session.ts';
export type { Framing } from './conversation/text-session.ts';
export { HislipTransport } from './hislip/hislip-transport.ts';
export type { HislipOptions } from './hislip/hislip-transport.ts';
export { modbusUnit } from './modbus/modbus-limits.ts';
export { Registers, toInt16 } from './modbus/registers.ts';
export type { WordOrder } from './modbus/registers.ts';
export type { RegisterTransport } from './modbus/register-transport.ts';
export type { GpibAdapters } from './gpib/board-adapter.ts';
export { GpibInstrument } from './gpib/gpib-instrument.ts';
export { PrologixTransport } from './gpib/prologix-transport.ts';
export { ModbusTransport } from './modbus/modbus-transport.ts';
export type { ModbusTcpOptions } from './modbus/modbus-transport.ts';
export { createTransport } from './open/open-transport.ts';
export type { MockLinks, Simulators, TransportFactory, WireOptions } from './open/open-transport.ts';
export { createOpener, optionsOfAddress } from './open/opener.ts';
export type { Opener, OpenOptions } from './open/opener.ts';
export { SerialTransport } from './serial/serial-transport.ts';
export { listenTcp } from './tcp/listen-tcp.ts';
export type { ListenTcpOptions, TcpListener } from './tcp/listen-tcp.ts';
export { TcpTransport } from './tcp/tcp-transport.ts';
export type { TcpOptions } from './tcp/tcp-transport.ts';
export type {
  UsbDevice,
  UsbEndpoint,
  UsbInResult,
  UsbInterface,
  UsbOutResult,
  UsbSetup,
} from './usbtmc/usb-device.ts';
export type { UsbFinder } from './usbtmc/usb-library.ts';
export { UsbtmcTransport } from './usbtmc/usbtmc-transport.ts';
export type { UsbtmcOptions } from './usbtmc/usbtmc-transport.ts';
export { Vxi11Transport } from './vxi11/vxi11-transport.ts';
export type { Vxi11Options } from './vxi11/vxi11-transport.ts';
export { discover } from './discovery/discover.ts';
export type { DiscoverOptions } from './discovery/discover.ts';
export type { Discovery, DiscoverySource, DiscoveryWarning, Found } from './discovery/found.ts';
export { identify } from './discovery/identify.ts';
export type { IdentifyOptions } from './discovery/identify.ts';
export type { LocalNetwork } from './discovery/local-networks.ts';
export { suggestDriver } from './discovery/suggest-driver.ts';
export type { SweepOptions } from './discovery/sweep.ts';
export type { ListedUsbDevice, UsbLister } from './discovery/usb-devices.ts';
