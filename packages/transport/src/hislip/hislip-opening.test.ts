import { Bus } from '@fourwire/core';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, open, query, serve, transportTo } from '../../test/hislip-link.ts';
import { parseAddress } from '../address/parse-address.ts';
import { createTransport } from '../open/open-transport.ts';
import { HislipTransport } from './hislip-transport.ts';

afterEach(closeAll);

describe('opening a HiSLIP session', () => {
  it('sends what the standard says, and a query', async () => {
    const peer = await serve();
    const { client, bus } = await open(peer);
    expect(bus.transport.address).toBe(`TCPIP0::127.0.0.1::hislip0,${peer.port}::INSTR`);
    expect(await query(client, '*IDN?\n')).toBe('re *IDN?\n');
    expect(peer.log).toEqual([
      's 00 00 02004657 hislip0',
      'a 11 00 00001235',
      'a 0f 00 00000000 \0\0\0\0\x04\0\0\0',
      's 07 00 ffffff00 *IDN?',
    ]);
  });

  it.each([
    ['encryption is mandatory', '4853 01 02 02001235 0000000000000000'],
    ['a secure connection must follow', '4853 01 04 02001235 0000000000000000'],
  ])('refuses a server where %s', async (_name, welcome) => {
    const peer = await serve();
    peer.welcome = welcome;
    await expect(open(peer)).rejects.toMatchObject({ kind: 'link', code: 'hislip-secure-only' });
    await peer.until(() => peer.open === 0);
  });

  it('reports a fatal error with its code and text', async () => {
    const peer = await serve();
    peer.welcome = '4853 02 04 00000000 0000000000000004 66756c6c';
    await expect(open(peer)).rejects.toMatchObject({
      kind: 'link',
      code: 'hislip-fatal',
      device: { code: 4, text: 'full' },
    });
    peer.welcome = '4853 02 04 00000000 0000000000000000';
    await expect(open(peer)).rejects.toMatchObject({ device: { code: 4, text: 'too many clients' } });
  });

  it.each([
    ['7 bytes', '4853 10 00 00000000 0000000000000007 00000000001000'],
    ['no room beside the header', '4853 10 00 00000000 0000000000000008 0000000000000010'],
  ])('refuses a largest message stated in %s', async (_name, size) => {
    const peer = await serve();
    peer.size = size;
    await expect(open(peer)).rejects.toMatchObject({ kind: 'protocol', code: 'hislip-reply' });
    await peer.until(() => peer.open === 0);
  });

  it('says what to check when nobody listens', async () => {
    const peer = await serve();
    const wire = transportTo(peer);
    await peer[Symbol.asyncDispose]();
    await expect(new Bus(wire).open()).rejects.toMatchObject({ kind: 'link', code: 'link-refused' });
  });

  it.each([0, 17, 15, 19])('leaves no socket behind when message %i is never answered', async (silent) => {
    const peer = await serve(({ type }) => type === silent);
    peer.welcome = '4853 01 01 02001235 0000000000000000';
    const bus = new Bus(transportTo(peer), { openTimeout: 30 });
    await expect(bus.open()).rejects.toMatchObject({ kind: 'timeout' });
    await peer.until(() => peer.open === 0);
  });

  it('declines overlapped mode with a device clear, and asks for it when told to', async () => {
    const peer = await serve();
    peer.welcome = '4853 01 01 02001235 0000000000000000';
    await open(peer);
    expect(peer.said).toEqual(['a 13 00 00000000', 's 08 00 00000000']);
    await open(peer, { preferOverlap: true });
    expect(peer.log).toHaveLength(8);
    peer.welcome = '4853 01 00 02001235 0000000000000000';
    peer.cleared = '4853 09 01 00000000 0000000000000000';
    await open(peer, { preferOverlap: true });
    expect(peer.log.slice(-2)).toEqual(['a 13 00 00000000', 's 08 01 00000000']);
  });

  it('is what a HiSLIP address opens', async () => {
    const wire = await createTransport(parseAddress('TCPIP::10.0.0.7::hislip0::INSTR'));
    expect(wire).toBeInstanceOf(HislipTransport);
    expect(wire.address).toBe('TCPIP0::10.0.0.7::hislip0,4880::INSTR');
  });

  it('refuses options that are out of range', async () => {
    const address = { kind: 'hislip', board: 0, host: 'h', device: 'hislip0', port: 4880 } as const;
    for (const options of [
      { maxMessageBytes: 0 },
      { maxMessageBytes: 1.5 },
      { sharedLock: '' },
      { sharedLock: 'ü' },
    ])
      expect(() => new HislipTransport(address, options)).toThrow(expect.objectContaining({ kind: 'range' }));
    expect(() => new HislipTransport({ ...address, device: 'ü' })).toThrow(
      expect.objectContaining({ code: 'address-invalid' }),
    );
  });
});
