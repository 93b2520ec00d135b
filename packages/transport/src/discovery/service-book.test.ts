import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DnsRecord } from './mdns-library.ts';
import { ServiceBook } from './service-book.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** The records of one service. */
function service(
  type: string,
  instance: string,
  port: number,
  target: string,
  ...facts: string[]
): DnsRecord[] {
  const name = `${instance}.${type}.local`;
  return [
    { type: 'PTR', name: `${type}.local`, data: name },
    { type: 'SRV', name, data: { target, port } },
    ...(facts.length === 0 ? [] : [{ type: 'TXT', name, data: facts.map(bytes) }]),
  ];
}

const host = (name: string, ...addresses: string[]): DnsRecord[] =>
  addresses.map((data) => ({ type: data.includes(':') ? 'AAAA' : 'A', name, data }));

function found(...records: DnsRecord[]): unknown {
  const book = new ServiceBook();
  book.add(records);
  return book.found();
}

describe('what mDNS told', () => {
  const records = [
    ...service('_lxi._tcp', 'Acme M1', 80, 'm1.local', 'Manufacturer=Acme', 'Model=M1', 'SerialNumber=7'),
    ...service('_hislip._tcp', 'Acme M1', 4881, 'M1.local', 'txtvers=1'),
    ...service('_vxi-11._tcp', 'Acme M1', 1024, 'm1.local'),
    ...service('_scpi-raw._tcp', 'Acme M1', 5025, 'm1.local'),
    ...service('_scpi-telnet._tcp', 'Acme M1', 5024, 'm1.local'),
    ...host('m1.local', 'fe80::1', '169.254.3.4', '10.0.0.5'),
  ];
  const facts = { manufacturer: 'Acme', model: 'M1', serialNumber: '7' };
  const expected = ['10.0.0.5::hislip0,4881::INSTR', '10.0.0.5::inst0::INSTR', '10.0.0.5::5025::SOCKET'].map(
    (rest) => ({ type: 'found', how: 'mdns', address: `TCPIP0::${rest}`, name: 'Acme M1', ...facts }),
  );

  it('is an address for each service that a program can open, with the facts of any of its host', () => {
    expect(found(...records)).toEqual(expected);
  });

  it('is the same in whatever order and however often it comes', () => {
    const shuffled = fc.shuffledSubarray([...records, ...records], { minLength: records.length * 2 });
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 1, max: 40 }), (all, size) => {
        const book = new ServiceBook();
        // A service is known by its PTR record only, so all come twice.
        for (const round of [all, all]) {
          for (let at = 0; at < round.length; at += size) book.add(round.slice(at, at + size));
        }
        expect(new Set(book.found().map((one) => JSON.stringify(one)))).toEqual(
          new Set(expected.map((one) => JSON.stringify(one))),
        );
      }),
    );
  });

  it('prefers IPv4, then IPv6, link-local IPv4 to both IPv6, and never IPv6 link-local', () => {
    const at = (...addresses: string[]): unknown =>
      found(...service('_scpi-raw._tcp', 'X', 5025, 'x.local'), ...host('x.local', ...addresses));
    expect(at('169.254.1.1', '10.0.0.1')).toMatchObject([{ address: 'TCPIP0::10.0.0.1::5025::SOCKET' }]);
    expect(at('2001:db8::1', '169.254.1.1')).toMatchObject([
      { address: 'TCPIP0::169.254.1.1::5025::SOCKET' },
    ]);
    expect(at('fe80::1', '2001:db8::1')).toMatchObject([{ address: 'TCPIP0::[2001:db8::1]::5025::SOCKET' }]);
    expect(at('fe80::1')).toEqual([]);
  });

  it('does not mix the facts of two instruments behind one host', () => {
    const two = [
      ...service('_scpi-raw._tcp', 'A', 5025, 'x.local', 'Model=A'),
      ...service('_scpi-raw._tcp', 'B', 5026, 'x.local', 'Model=B'),
      ...service('_hislip._tcp', 'C', 4880, 'x.local'),
      ...host('x.local', '10.0.0.1'),
    ];
    expect(found(...two)).toMatchObject([{ model: 'A' }, { model: 'B' }, { name: 'C' }]);
    expect(found(...two)).not.toMatchObject([{}, {}, { model: expect.anything() as unknown }]);
  });

  it('forgets nothing for a goodbye and believes no record taken back', () => {
    expect(found({ type: 'PTR', name: '_hislip._tcp.local', data: 'x._hislip._tcp.local', ttl: 0 })).toEqual(
      [],
    );
  });

  it('warns of an instrument that announces nothing for programs', () => {
    const book = new ServiceBook();
    book.add([...service('_lxi._tcp', 'Old', 80, 'old.local'), ...host('old.local', '10.0.0.9')]);
    expect(book.found()).toEqual([]);
    expect(book.leftOver()).toEqual([
      {
        type: 'warning',
        source: 'mdns',
        message: expect.stringMatching(/^"Old" at 10\.0\.0\.9 announces _lxi\._tcp/) as string,
      },
    ]);
  });

  it('takes any records', () => {
    const name = fc.oneof(
      fc.constantFrom('_hislip._tcp.local', 'x._hislip._tcp.local', 'h.local'),
      fc.string(),
    );
    const data = fc.oneof(
      name,
      fc.record({ target: name, port: fc.integer() }),
      fc.array(fc.uint8Array()),
      fc.anything(),
    );
    const type = fc.constantFrom('PTR', 'SRV', 'TXT', 'A', 'AAAA', 'NSEC');
    const any = fc.array(fc.record({ type, name, data, ttl: fc.option(fc.nat(), { nil: undefined }) }));
    fc.assert(
      fc.property(any, (all) => {
        const book = new ServiceBook();
        book.add(all);
        expect(book.questions().length).toBeLessThanOrEqual(30);
        for (const one of [...book.found(), ...book.leftOver()])
          expect(one.type).toMatch(/^(found|warning)$/);
      }),
    );
  });
});
