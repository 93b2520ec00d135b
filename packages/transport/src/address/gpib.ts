import type { GpibAddress, PrologixSerialAddress, PrologixTcpAddress } from './address.ts';
import { parseHost, parsePort } from './host.ts';
import { integer, invalid } from './part.ts';
import type { Part } from './part.ts';
import { boardOf, expectShape } from './resource.ts';
import type { Resource } from './resource.ts';
import { parseSerialPort } from './serial-port.ts';

const gpibExample = 'GPIB0::12::INSTR';
const tcpExample = 'PRLGX-TCPIP0::10.0.0.3::1234::INTFC';
const serialExample = 'PRLGX-ASRL0::/dev/ttyUSB0::INTFC';

/** The address in a `GPIB` resource string. */
export function parseGpib(resource: Resource): GpibAddress {
  const [primary = resource.gap, secondary] = resource.parts;
  expectShape(resource, { most: 2, className: 'INSTR' }, gpibExample);
  return {
    kind: 'gpib',
    board: boardOf(resource, gpibExample),
    primary: integer(primary, 'a primary address', 0, 30, gpibExample),
    ...(secondary === undefined ? {} : { secondary: parseSecondary(secondary) }),
  };
}

/** The address in a `PRLGX-TCPIP` resource string. */
export function parsePrologixTcp(resource: Resource): PrologixTcpAddress {
  const [host = resource.gap, port] = resource.parts;
  expectShape(resource, { most: 2, className: 'INTFC', required: true }, tcpExample);
  return {
    kind: 'prologix-tcp',
    board: boardOf(resource, tcpExample),
    host: parseHost(host, tcpExample),
    port: port === undefined ? 1234 : parsePort(port, tcpExample),
  };
}

/** The address in a `PRLGX-ASRL` resource string. */
export function parsePrologixSerial(resource: Resource): PrologixSerialAddress {
  const [port = resource.gap] = resource.parts;
  expectShape(resource, { most: 1, className: 'INTFC', required: true }, serialExample);
  return {
    kind: 'prologix-serial',
    board: boardOf(resource, serialExample),
    port: parseSerialPort(port, serialExample),
  };
}

function parseSecondary(part: Part): number {
  const value = /^\d{1,3}$/.test(part.text) ? Number(part.text) : Number.NaN;
  if (value >= 0 && value <= 30) return value;
  if (value >= 96 && value <= 126) return value - 96;
  throw invalid(part, 'a secondary address from 0 to 30 or 96 to 126, or the class INSTR', gpibExample);
}
