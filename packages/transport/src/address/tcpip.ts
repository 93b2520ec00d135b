import type { HislipAddress, SocketAddress, Vxi11Address } from './address.ts';
import { parseHost, parsePort } from './host.ts';
import { invalid, partOf, split } from './part.ts';
import type { Part } from './part.ts';
import { boardOf, expectShape, hasClass } from './resource.ts';
import type { Resource } from './resource.ts';

const socketExample = 'TCPIP::192.168.0.5::5025::SOCKET';
const vxi11Example = 'TCPIP::192.168.0.5::inst0::INSTR';
const hislipExample = 'TCPIP::192.168.0.5::hislip0,4880::INSTR';

/** The address in a `TCPIP` resource string: the class and the device name tell socket, VXI-11 and HiSLIP apart. */
export function parseTcpip(resource: Resource): SocketAddress | Vxi11Address | HislipAddress {
  return hasClass(resource, 'SOCKET') ? parseSocket(resource) : parseInstrument(resource);
}

function parseSocket(resource: Resource): SocketAddress {
  const [host = resource.gap, port = resource.gap] = resource.parts;
  expectShape(resource, { most: 2, className: 'SOCKET' }, socketExample);
  return {
    kind: 'socket',
    board: boardOf(resource, socketExample),
    host: parseHost(host, socketExample),
    port: parsePort(port, socketExample),
  };
}

function parseInstrument(resource: Resource): Vxi11Address | HislipAddress {
  const [first = resource.gap, device] = resource.parts;
  expectShape(resource, { most: 2, className: 'INSTR' }, vxi11Example);
  const board = boardOf(resource, vxi11Example);
  const [host = first, ...corePort] = split(first, ',');
  if (device !== undefined && /^hislip/i.test(device.text)) {
    const { source } = first;
    if (corePort[0] !== undefined) {
      throw invalid(
        partOf(source, corePort[0].start - 1, first.end),
        'the port of HiSLIP behind its device name',
        hislipExample,
      );
    }
    return { kind: 'hislip', board, host: parseHost(host, hislipExample), ...parseHislipDevice(device) };
  }
  return {
    kind: 'vxi11',
    board,
    host: parseHost(host, vxi11Example),
    ...(corePort[0] === undefined
      ? {}
      : { corePort: parsePort(partOf(first.source, corePort[0].start, first.end), vxi11Example) }),
    device: device === undefined ? 'inst0' : parseVxi11Device(device),
  };
}

function parseHislipDevice(part: Part): { device: string; port: number } {
  const [name = part, port] = split(part, ',');
  if (name.text.length > 256 || !/^hislip[\w.-]*$/i.test(name.text)) {
    throw invalid(name, 'a HiSLIP device name', hislipExample);
  }
  return {
    device: plainCase(name.text),
    port: port === undefined ? 4880 : parsePort(partOf(part.source, port.start, part.end), hislipExample),
  };
}

function parseVxi11Device(part: Part): string {
  if (!/^[a-z][\w.-]{0,255}(?:,\d{1,3}){0,2}$/i.test(part.text)) {
    throw invalid(part, 'a device name such as inst0, gpib0,5 or hislip0', vxi11Example);
  }
  return plainCase(part.text);
}

/** Instruments know these names in lower case, and VISA compares without regard to case; other names stay as given. */
function plainCase(device: string): string {
  return /^(?:inst|gpib|hislip)\d*(?:,|$)/i.test(device) ? device.toLowerCase() : device;
}
