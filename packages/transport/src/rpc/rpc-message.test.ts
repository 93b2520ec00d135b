import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { hex, toHex } from '../../test/scripted-service.ts';
import { decodeGetPort, getPortArguments, getPortProcedure, portMapper } from './port-mapper.ts';
import { encodeDatagram, encodeRecord, openReply, replyXid } from './rpc-message.ts';

const core = { program: 0x0607af, version: 1 };
const getPort = `80000038 00000001 00000000 00000002 000186a0 00000002 00000003 00000000 00000000 00000000 00000000
  000607af 00000001 00000006 00000000`;

describe('a call', () => {
  it('is the record of the transcript, and the same without its mark as a datagram', () => {
    const args = getPortArguments(core);
    const expected = toHex(hex(getPort));
    expect(toHex(encodeRecord(1, portMapper, getPortProcedure, args))).toBe(expected);
    expect(toHex(encodeDatagram(1, portMapper, getPortProcedure, args))).toBe(expected.slice(12));
    expect(encodeDatagram(1, portMapper, getPortProcedure, args)).toHaveLength(56);
  });
});

describe('a reply', () => {
  const port = '00000001 00000001 00000000 00000000 00000000 00000000 0000801b';

  it('has the id of its call and the results', () => {
    expect(replyXid(hex(port))).toBe(1);
    expect(decodeGetPort(openReply(hex(port)))).toBe(32_795);
  });

  it('may carry a verifier', () => {
    const verified = '00000001 00000001 00000000 00000001 00000005 aabbccdd ee000000 00000000 00000000';
    expect(decodeGetPort(openReply(hex(verified)))).toBeUndefined();
  });

  it('has no id when it is a call or too short', () => {
    expect(replyXid(hex('00000001 00000000 00000000'))).toBeUndefined();
    expect(replyXid(hex('00000001 000000'))).toBeUndefined();
  });

  it('is refused when its port is none', () => {
    const odd = '00000001 00000001 00000000 00000000 00000000 00000000 00010000';
    expect(() => decodeGetPort(openReply(hex(odd)))).toThrow(expect.objectContaining({ code: 'rpc-reply' }));
  });

  it('ends with results or an error of kind protocol for any bytes', () => {
    const word = fc.constantFrom('00000000', '00000001', '00000002', 'ffffffff');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 9 }), fc.nat(3), (words, cut) => {
        const bytes = hex(words.join(''));
        const code = codeOf(() => openReply(bytes.subarray(0, bytes.length - cut)).word());
        expect(['', 'xdr-truncated', 'rpc-refused', 'rpc-reply']).toContain(code);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
