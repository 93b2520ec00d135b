import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address } from './address.ts';
import { formatAddress } from './format-address.ts';
import { parseAddress } from './parse-address.ts';
import { resolveAddress } from './resolve-address.ts';
import { wireOf } from './wire-of.ts';

const upTo = (max: number, min = 0): fc.Arbitrary<number> => fc.integer({ min, max });
const board = upTo(65_535);
const tcpPort = upTo(65_535, 1);
const ipv6 = fc
  .ipV6()
  .map((address) => parseAddress(`TCPIP::[${address}]::1::SOCKET`))
  .map((address) => (address.kind === 'socket' ? address.host : ''));
const host = fc.oneof(
  fc.ipV4(),
  ipv6,
  ipv6.map((address) => `${address}%eth0`),
  fc.domain().map((name) => name.toLowerCase()),
  fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/),
);
const path = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => `/dev/${text}`)
  .filter((text) => !/[?\p{Cc}]|::|[\s:]$/u.test(text));
const com = upTo(9999).map((number) => `COM${number}`);
const device = fc.oneof(
  fc.stringMatching(/^(inst|gpib)\d{1,2}(,\d{1,2}){0,2}$/),
  fc
    .stringMatching(/^[A-Za-z][\w.-]{0,9}(,\d{1,2}){0,2}$/)
    .filter((name) => !/^(inst|gpib|hislip)/i.test(name)),
);
const serialNumber = fc
  .string({ unit: 'binary', minLength: 1 })
  .filter((text) => !/^[*?]+$|::|:$|\p{Cc}/u.test(text));

const generators: { readonly [Kind in Address['kind']]: fc.Arbitrary<Extract<Address, { kind: Kind }>> } = {
  socket: fc.record({ kind: fc.constant('socket'), board, host, port: tcpPort }),
  vxi11: fc.record(
    { kind: fc.constant('vxi11'), board, host, corePort: tcpPort, device },
    { requiredKeys: ['kind', 'board', 'host', 'device'] },
  ),
  hislip: fc.record({
    kind: fc.constant('hislip'),
    board,
    host,
    device: fc.stringMatching(/^hislip(\d{0,3}|[.-][\w.-]{0,9})$/),
    port: tcpPort,
  }),
  usbtmc: fc.record({
    kind: fc.constant('usbtmc'),
    board,
    vendorId: upTo(0xffff),
    productId: upTo(0xffff),
    serialNumber,
    interfaceNumber: upTo(255),
  }),
  serial: fc.record({ kind: fc.constant('serial'), port: fc.oneof(path, com, upTo(65_535)) }),
  gpib: fc.record(
    { kind: fc.constant('gpib'), board, primary: upTo(30), secondary: upTo(30) },
    { requiredKeys: ['kind', 'board', 'primary'] },
  ),
  'prologix-tcp': fc.record({ kind: fc.constant('prologix-tcp'), board, host, port: tcpPort }),
  'prologix-serial': fc.record({ kind: fc.constant('prologix-serial'), board, port: fc.oneof(path, com) }),
  'modbus-tcp': fc
    .record({ kind: fc.constant('modbus-tcp'), host, port: tcpPort, unit: upTo(255) })
    .chain((address) => fc.constantFrom(address, { ...address, framing: 'rtu' as const })),
  'modbus-rtu': fc.record(
    {
      kind: fc.constant('modbus-rtu'),
      port: fc.oneof(path, com),
      baudRate: upTo(12_000_000, 50),
      parity: fc.constantFrom('none', 'even', 'odd'),
      stopBits: fc.constantFrom(1, 2),
      unit: upTo(254, 1),
    },
    { requiredKeys: ['kind', 'port', 'unit'] },
  ),
  hsms: fc.record({
    kind: fc.constant('hsms'),
    host,
    port: tcpPort,
    sessionId: upTo(32_767),
    mode: fc.constantFrom('active', 'passive'),
  }),
  sim: fc.record({
    kind: fc.constant('sim'),
    name: fc.stringMatching(/^[\w.-]{1,9}(\/[\w.-]{1,9}){0,2}$/),
  }),
};

/** What became of `text`: an address that survives printing, or a typed error that points into the text. */
function outcome(text: string, parse: (text: string) => Address): 'address' | 'error' | 'wrong' {
  try {
    const address = parse(text);
    expect(parseAddress(formatAddress(address))).toStrictEqual(address);
    return wireOf(address) === '' ? 'wrong' : 'address';
  } catch (error) {
    if (!FourwireError.is(error)) throw error;
    const { address, start, end } = error.details as { address: string; start: number; end: number };
    const inside = 0 <= start && start <= end && end <= address.length;
    if (error.code === 'address-alias-loop') return 'error';
    return error.kind === 'range' && error.code === 'address-invalid' && inside ? 'error' : 'wrong';
  }
}

describe('parse, print, parse', () => {
  it.each(Object.entries(generators))('gives back every %s address', (_, generator) => {
    fc.assert(
      fc.property(generator as fc.Arbitrary<Address>, (address) => {
        const text = formatAddress(address);
        expect(parseAddress(text)).toStrictEqual({ ...address });
        expect(formatAddress(parseAddress(text))).toBe(text);
      }),
      { seed: 1 },
    );
  });

  it('does not depend on the letter case of keywords, classes and schemes', () => {
    const cases = ['TCPIP0::h::inst0::INSTR', 'GPIB0::12::INSTR', 'modbus-tcp://h:502/1', 'ASRLCOM3::INSTR'];
    for (const text of cases) {
      expect(formatAddress(parseAddress(text.toLowerCase()))).toBe(text);
      expect(formatAddress(parseAddress(text.toUpperCase()))).toBe(text);
    }
  });
});

describe('arbitrary text', () => {
  const keywords = 'TCPIP USB0 ASRL GPIB PRLGX-TCPIP PRLGX-ASRL modbus-tcp:// modbus-rtu:// hsms:// sim://';
  const marks = ':: : / ? & = , [ ] % é';
  const words = 'INSTR SOCKET INTFC RAW h 0 12 0x1 99999 inst0 hislip0 fe80 /dev/ttyUSB0 COM3 unit mode';
  const scraps = fc.constantFrom(' ', '\n', ...`${keywords} ${marks} ${marks} ${words}`.split(' '));
  const printed = fc.oneof(...(Object.values(generators) as fc.Arbitrary<Address>[])).map(formatAddress);
  const changed = fc
    .tuple(
      printed,
      fc.nat(),
      fc.oneof(fc.constantFrom('', ':', '::', '[', ']', '0', '/', '?', ' '), fc.string()),
    )
    .map(([text, at, other]) => {
      const index = at % text.length;
      return text.slice(0, index) + other + text.slice(index + 1);
    });

  it.each([
    ['of any characters', fc.string({ unit: 'binary', maxLength: 60 }), 300],
    [
      'made of what addresses are made of',
      fc.array(scraps, { maxLength: 12 }).map((all) => all.join('')),
      800,
    ],
    ['that is an address with one character changed', changed, 500],
  ])('%s is an address or a typed error', (_, texts, numRuns) => {
    const isTyped = fc.property(texts, (text) => outcome(text, parseAddress) !== 'wrong');
    expect(fc.check(isTyped, { seed: 1, numRuns })).toMatchObject({ failed: false });
  });

  it('is an address, an error or a loop as an alias too', () => {
    const short = fc.oneof(
      fc.string({ maxLength: 2 }),
      fc.constantFrom('constructor', '__proto__', 'sim://x'),
    );
    const isTyped = fc.property(short, fc.dictionary(short, short), (text, aliases) => {
      return outcome(text, (given) => resolveAddress(given, aliases)) !== 'wrong';
    });
    expect(fc.check(isTyped, { seed: 1 })).toMatchObject({ failed: false });
  });
});

describe('formatAddress', () => {
  const wrong: readonly Address[] = [
    { kind: 'gpib', board: 0, primary: 31 },
    { kind: 'socket', board: 0, host: 'h', port: 1.5 },
    { kind: 'socket', board: 0, host: 'a b', port: 1 },
    { kind: 'vxi11', board: 0, host: 'h', device: 'hislip0' },
    { kind: 'usbtmc', board: 0, vendorId: 1, productId: 2, serialNumber: 'a::b', interfaceNumber: 0 },
    { kind: 'serial', port: '/dev/x::INSTR' },
    { kind: 'sim', name: 'oven?unit=1' },
  ];

  it.each(wrong)('refuses %o, which no address string stands for', (address) => {
    expect(() => formatAddress(address)).toThrow(
      expect.objectContaining({ kind: 'range', code: 'address-invalid' }) as Error,
    );
  });

  it('brings values that were written by hand into canonical form', () => {
    expect(formatAddress({ kind: 'socket', board: 0, host: 'FE80:0::1', port: 1 })).toBe(
      'TCPIP0::[fe80::1]::1::SOCKET',
    );
  });
});
