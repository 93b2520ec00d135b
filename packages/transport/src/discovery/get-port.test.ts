import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../test/scripted-service.ts';
import { decodeGetPort, encodeGetPort } from './get-port.ts';

/** Accepted, without a verifier, then the port: as captured in the sheet vxi11.md, 5. */
const reply = (port: string): string => `000003E8 00000001 00000000 00000000 00000000 00000000 ${port}`;

describe('asking a port mapper for VXI-11', () => {
  it('is GETPORT of program 395183 over TCP', () => {
    expect(toHex(encodeGetPort()).replaceAll(' ', '')).toBe(
      '000003E8' +
        '00000000' +
        '00000002' +
        '000186A0' +
        '00000002' +
        '00000003' +
        '0000000000000000' +
        '0000000000000000' +
        '000607AF' +
        '00000001' +
        '00000006' +
        '00000000',
    );
  });

  it('reads the port of a reply, also behind a verifier', () => {
    expect(decodeGetPort(hex(reply('0000 03FB')))).toBe(1019);
    const verified = '000003E8 00000001 00000000 00000001 00000003 AABBCC00 00000000 00000400';
    expect(decodeGetPort(hex(verified))).toBe(1024);
  });

  it.each([
    ['port 0, no VXI-11 there', reply('00000000')],
    ['a port that cannot be', reply('00010000')],
    ['another call', reply('00000400').replace('000003E8', '000003E9')],
    ['a call and no reply', reply('00000400').replace('00000001', '00000000')],
    ['a refusal', '000003E8 00000001 00000001 00000001 00000001'],
    ['a program that is not there', '000003E8 00000001 00000000 00000000 00000000 00000001'],
    ['a reply cut short', reply('0000')],
  ])('gives nothing for %s', (_what, text) => {
    expect(decodeGetPort(hex(text))).toBeUndefined();
  });

  it('takes any datagram', () => {
    const datagrams = fc.oneof(
      fc.uint8Array(),
      fc.uint8Array().map((rest) => Uint8Array.from([...hex(reply('')), ...rest])),
    );
    fc.assert(
      fc.property(datagrams, (bytes) => {
        const port = decodeGetPort(bytes);
        expect(port === undefined || (port > 0 && port < 65_536)).toBe(true);
      }),
    );
  });
});
