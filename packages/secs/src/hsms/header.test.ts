import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../test/errors.ts';
import { fromHex, toHex } from '../../test/hex.ts';
import {
  controlHeader,
  dataHeader,
  decodeHsmsHeader,
  encodeHsmsHeader,
  hsmsName,
  hsmsTypes,
  messageOf,
} from './header.ts';

const byte = fc.integer({ min: 0, max: 0xff });
const arbitraryHeader = fc.record({
  sessionId: fc.integer({ min: 0, max: 0xffff }),
  byte2: byte,
  byte3: byte,
  pType: byte,
  sType: byte,
  systemBytes: fc.integer({ min: 0, max: 0xffff_ffff }),
});

describe('the HSMS header', () => {
  it('is read back as it was written', () => {
    const property = fc.property(arbitraryHeader, (header) => {
      expect(decodeHsmsHeader(encodeHsmsHeader(header))).toEqual(header);
    });
    fc.assert(property, { seed: 1 });
  });

  it('carries stream, function and W-bit of data', () => {
    const header = dataHeader(5, { stream: 6, function: 11, reply: true }, 0xdb4f_00ea);
    expect(toHex(encodeHsmsHeader(header))).toBe('00 05 86 0b 00 00 db 4f 00 ea');
    expect(messageOf(header)).toEqual({ stream: 6, function: 11, reply: true });
    expect(messageOf(dataHeader(0, { stream: 127, function: 255, reply: false }, 1))).toEqual({
      stream: 127,
      function: 255,
      reply: false,
    });
  });

  it('carries type, status and reason of control', () => {
    expect(toHex(encodeHsmsHeader(controlHeader(hsmsTypes.selectRequest, 1)))).toBe(
      'ff ff 00 00 00 01 00 00 00 01',
    );
    const reject = controlHeader(hsmsTypes.rejectRequest, 0x43, { sessionId: 0, byte2: 1, byte3: 2 });
    expect(toHex(encodeHsmsHeader(reject))).toBe('00 00 01 02 00 07 00 00 00 43');
  });

  it('has a name for people', () => {
    expect(hsmsName(dataHeader(0, { stream: 1, function: 3, reply: true }, 1))).toBe('S1F3 W');
    expect(hsmsName(controlHeader(hsmsTypes.selectResponse, 1, { byte3: 3 }))).toBe('Select.rsp 3');
    expect(hsmsName(controlHeader(hsmsTypes.deselectResponse, 1))).toBe('Deselect.rsp 0');
    expect(hsmsName(controlHeader(hsmsTypes.linktestResponse, 1))).toBe('Linktest.rsp');
    expect(hsmsName(controlHeader(8, 1))).toBe('SType 8');
    expect(hsmsName({ ...controlHeader(0, 1), pType: 1 })).toBe('PType 1, SType 0');
  });

  it('refuses fields that do not fit, naming them', () => {
    const good = controlHeader(hsmsTypes.linktestRequest, 1);
    for (const wrong of [
      { sessionId: 65_536 },
      { byte2: -1 },
      { byte3: 256 },
      { pType: 0.5 },
      { sType: Number.NaN },
      { systemBytes: 2 ** 32 },
    ]) {
      const error = thrownBy(() => encodeHsmsHeader({ ...good, ...wrong }));
      expect(error).toMatchObject({ kind: 'range', code: 'hsms-header', details: wrong });
    }
  });

  it('refuses fewer than 10 bytes', () => {
    const error = thrownBy(() => decodeHsmsHeader(fromHex('00 00 81 01 00 00 00 00 00')));
    expect(error).toMatchObject({ kind: 'protocol', code: 'hsms-header', details: { offset: 0 } });
    expect(thrownBy(() => decodeHsmsHeader(new Uint8Array(12), 3)).kind).toBe('protocol');
  });
});
