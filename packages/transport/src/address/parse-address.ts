import { FourwireError } from '@fourwire/core';
import type { Address } from './address.ts';
import { parseGpib, parsePrologixSerial, parsePrologixTcp } from './gpib.ts';
import { parseHsms } from './hsms.ts';
import { parseModbusRtu, parseModbusTcp } from './modbus.ts';
import { invalid, partOf, split } from './part.ts';
import type { Part } from './part.ts';
import { parseResource } from './resource.ts';
import type { Resource } from './resource.ts';
import { parseSerial } from './serial.ts';
import { parseSimulator } from './simulator.ts';
import { nearMisses } from './near-misses.ts';
import { parseTcpip } from './tcpip.ts';
import { parseUrl } from './url.ts';
import type { Url } from './url.ts';
import { parseUsb } from './usb.ts';

const byKeyword: Readonly<Record<Resource['keyword'], (resource: Resource) => Address>> = {
  TCPIP: parseTcpip,
  USB: parseUsb,
  ASRL: parseSerial,
  GPIB: parseGpib,
  'PRLGX-TCPIP': parsePrologixTcp,
  'PRLGX-ASRL': parsePrologixSerial,
};

const byScheme = new Map<string, (url: Url) => Address>([
  ['modbus-tcp', parseModbusTcp],
  ['modbus-rtu', parseModbusRtu],
  ['hsms', parseHsms],
  ['sim', parseSimulator],
]);

/**
 * The address that `text` names: a VISA resource string (sheet "VISA resource strings", section 1), or one of
 * `modbus-tcp://`, `modbus-rtu://`, `hsms://` and `sim://`.
 *
 * Keywords, classes and schemes may be in any letter case; board numbers, the class `INSTR` and whatever
 * {@link Address} gives a default for may be left out; blanks around the text are ignored. IPv6 addresses stand in
 * brackets. An address holds no line settings for `ASRL`: VISA has none there.
 *
 * @throws FourwireError of kind `range`, code `address-invalid`. The message names the part that is wrong, says what
 *   is expected there, shows a good address and, for a near miss, the address that was probably meant; `details` has
 *   `address`, `start` and `end` (the wrong part as a range of characters) and `suggestion`.
 *
 * @example
 * ```ts
 * parseAddress('TCPIP::192.168.0.5::5025::SOCKET');
 * // { kind: 'socket', board: 0, host: '192.168.0.5', port: 5025 }
 * ```
 */
export function parseAddress(text: string): Address {
  try {
    return parse(text);
  } catch (error) {
    const suggestion = nearMisses(text.trim()).find(isGood);
    if (suggestion === undefined || !FourwireError.is(error)) throw error;
    throw new FourwireError(
      error.kind,
      error.code,
      `${error.message} Did you mean ${JSON.stringify(suggestion)}?`,
      {
        details: { ...error.details, suggestion },
      },
    );
  }
}

function parse(text: string): Address {
  const whole = trimmed(text);
  const resource = parseResource(whole);
  if (resource !== undefined) return byKeyword[resource.keyword](resource);
  const url = parseUrl(whole);
  const parseScheme = byScheme.get(url?.scheme.text.toLowerCase() ?? '');
  if (url !== undefined && parseScheme !== undefined) return parseScheme(url);
  const [head = whole] = split(whole, '::');
  throw invalid(
    url?.scheme ?? (head.text === '' ? whole : head),
    `one of ${Object.keys(byKeyword).join(', ')}, or one of ${[...byScheme.keys()].join(', ')} with "://"`,
    'TCPIP::192.168.0.5::inst0::INSTR',
  );
}

function trimmed(text: string): Part {
  const start = text.length - text.trimStart().length;
  return partOf(text, start, Math.max(start, text.trimEnd().length));
}

function isGood(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
