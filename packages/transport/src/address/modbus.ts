import type { ModbusRtuAddress, ModbusTcpAddress } from './address.ts';
import { parseHostAndPort } from './host.ts';
import { integer, partOf } from './part.ts';
import { parseSerialPort } from './serial-port.ts';
import { behindSlash, choice, parseOptions } from './url.ts';
import type { Url } from './url.ts';

const tcpExample = 'modbus-tcp://192.168.0.222:502/1';
const rtuExample = 'modbus-rtu:///dev/ttyUSB0?baud=9600&parity=none&unit=1';

/** The address in `modbus-tcp://host:port/unit?framing=rtu`. */
export function parseModbusTcp(url: Url): ModbusTcpAddress {
  const framing = parseOptions(url, ['framing'], tcpExample).get('framing');
  const unit = behindSlash(url.path);
  return {
    kind: 'modbus-tcp',
    ...parseHostAndPort(url.authority, 502, tcpExample),
    unit: unit === undefined ? 1 : integer(unit, 'a unit', 0, 255, tcpExample),
    ...(choice(framing, ['tcp', 'rtu'], tcpExample) === 'rtu' ? { framing: 'rtu' } : {}),
  };
}

/** The address in `modbus-rtu:///dev/ttyUSB0?baud=9600&parity=none&stopBits=1&unit=1`; `dataBits=8` may be stated too. */
export function parseModbusRtu(url: Url): ModbusRtuAddress {
  const options = parseOptions(url, ['baud', 'dataBits', 'parity', 'stopBits', 'unit'], rtuExample);
  const [baud, parity, stopBits] = [options.get('baud'), options.get('parity'), options.get('stopBits')];
  const unit = options.get('unit');
  choice(options.get('dataBits'), ['8'], rtuExample);
  return {
    kind: 'modbus-rtu',
    port: portOf(url),
    ...(baud && { baudRate: integer(baud, 'a baud rate', 50, 12_000_000, rtuExample) }),
    ...(parity && { parity: choice(parity, ['none', 'even', 'odd'], rtuExample) }),
    ...(stopBits && { stopBits: choice(stopBits, ['1', '2'], rtuExample) === '2' ? 2 : 1 }),
    unit: unit === undefined ? 1 : integer(unit, 'a unit', 1, 254, rtuExample),
  };
}

/** A path stands behind an empty authority; a COM name also takes its place, so that two slashes are enough. */
function portOf({ authority, path }: Url): string {
  const com = authority.text === '' && /^\/COM\d+$/i.test(path.text);
  return parseSerialPort(partOf(path.source, com ? path.start + 1 : authority.start, path.end), rtuExample);
}
