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
