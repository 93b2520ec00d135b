import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Keysight34461Simulator } from '../keysight-34461/keysight-34461-simulator.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import type { UsbInResult } from './usb-peripheral.ts';
import { UsbtmcInstrument } from './usbtmc-instrument.ts';
import type { UsbtmcOptions } from './usbtmc-instrument.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const hex = (data: Uint8Array | undefined): string | undefined =>
  data &&
  Buffer.from(data)
    .toString('hex')
    .toUpperCase()
    .replaceAll(/(..)(?=.)/g, '$1 ');
const word = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, 0];

const settled = async (): Promise<void> => {
  await new Promise(setImmediate);
};

/** Request type, request, value, index, length. */
type Setup = readonly [number, number, number, number, number];

class Host {
  readonly scpi = new ScpiInstrument('XYZCO,246B,S-0123-02,0');
  readonly device: UsbtmcInstrument;
  /** The bytes that the next `BULK?` answers. */
  block = '';

  constructor(options: Partial<UsbtmcOptions> = {}) {
    this.scpi.on('BULK?', () => this.block);
    this.device = new UsbtmcInstrument(scpiMessageService(this.scpi), {
      vendorId: 0x1234,
      productId: 0x5678,
      serialNumber: 'S-0123-02',
      ...options,
    });
    this.control(0x00, 9, 1, 0, 0);
  }

  control(...[requestType, request, value, index, length]: Setup): string | undefined {
    return hex(this.device.control({ requestType, request, value, index, length }, new Uint8Array(0)));
  }

  out(data: string | Uint8Array): string {
    return this.device.out(1, typeof data === 'string' ? bytes(data) : data);
  }

  /** A message with its header and padding. */
  say(text: string, tag = 1, end = true): string {
    const data = Buffer.from(text, 'latin1');
    const header = Uint8Array.of(1, tag, ~tag, 0, ...word(data.length), end ? 1 : 0, 0, 0, 0);
    return this.out(Buffer.concat([header, data, new Uint8Array(-data.length & 3)]));
  }

  ask(size: number, tag = 2, terminator?: number): string {
    const attributes = terminator === undefined ? 0 : 2;
    return this.out(Uint8Array.of(2, tag, ~tag, 0, ...word(size), attributes, terminator ?? 0, 0, 0));
  }

  async in(length: number, endpoint = 2): Promise<UsbInResult | undefined> {
    let result: UsbInResult | undefined;
    const cancel = this.device.in(endpoint, length, (given) => {
      result = given;
    });
    await settled();
    cancel();
    return result;
  }

  async hexIn(length: number, endpoint = 2): Promise<string | undefined> {
    const result = await this.in(length, endpoint);
    return result?.status === 'ok' ? hex(result.data) : result?.status;
  }

  async query(text: string, tag = 1): Promise<string> {
    this.say(text, tag);
    this.ask(4096, tag + 1);
    const { data } = (await this.in(8192)) ?? { data: new Uint8Array(0) };
    return Buffer.from(data.subarray(12))
      .toString('latin1')
      .replace(/\n\0*$/, '');
  }
}

describe('the messages of a USBTMC instrument', () => {
  it('are the bytes of the example in USB488 3.2.2 and 3.3.1', async () => {
    const host = new Host();
    expect(host.out('01 01 FE 00 06 00 00 00 01 00 00 00 2A 49 44 4E 3F 0A 00 00')).toBe('ok');
    expect(host.out('02 02 FD 00 64 00 00 00 00 00 00 00')).toBe('ok');
    const text = Buffer.from('XYZCO,246B,S-0123-02,0\n').toString('hex');
    expect(await host.hexIn(512)).toBe(hex(bytes(`02 02 FD 00 17 00 00 00 01 00 00 00 ${text} 00`)));
    expect(host.out('80 03 FC 00 00 00 00 00 00 00 00 00')).toBe('ok');
  });

  it('may come in several transfers and several pieces, and end without a line feed', async () => {
    const host = new Host();
    host.say('*I', 1, false);
    host.say('DN', 2, false);
    host.say('?', 3);
    host.ask(100, 4);
    expect(((await host.in(512))?.data ?? []).length).toBe(36);
    const long = Buffer.alloc(12 + 1024, ' ');
    long.set([1, 5, 0xfa, 0, 0, 4, 0, 0, 1, 0, 0, 0]);
    long.write('*IDN?', 12);
    expect([host.out(long.subarray(0, 512)), host.out(long.subarray(512))]).toEqual(['ok', 'ok']);
    host.ask(100, 6);
    expect(((await host.in(512))?.data ?? []).length).toBe(36);
  });

  it('come in as many transfers as the host asks for, with EOM on the last', async () => {
    const host = new Host();
    host.say('*IDN?');
    host.ask(10, 2);
    expect(await host.hexIn(512)).toBe(
      `02 02 FD 00 0A 00 00 00 00 00 00 00 ${hex(Buffer.from('XYZCO,246B'))} 00 00`,
    );
    host.ask(100, 3);
    expect((await host.hexIn(512))?.slice(0, 35)).toBe('02 03 FC 00 0D 00 00 00 01 00 00 00');
  });

  it.each([
    [500, [512, 0]],
    [499, [512, 0]],
    [496, [508]],
    [1012, [1024, 0]],
  ])('end with a short packet: a response of %i bytes', async (length, transfers) => {
    const host = new Host();
    host.block = 'x'.repeat(length - 1);
    host.say('BULK?');
    host.ask(4096);
    const [first = 0] = transfers;
    const got = [(await host.in(first))?.data.length];
    if (transfers.length > 1) got.push((await host.in(512))?.data.length);
    expect([got, await host.in(512)]).toEqual([transfers, undefined]);
  });

  it('stop at the terminator where that is enabled, also inside a block', async () => {
    const host = new Host();
    host.block = 'one\ntwo';
    host.say('BULK?');
    host.ask(100, 2, 0x0a);
    expect(await host.hexIn(512)).toBe('02 02 FD 00 04 00 00 00 02 00 00 00 6F 6E 65 0A');
    host.ask(100, 3, 0x0a);
    expect(await host.hexIn(512)).toBe('02 03 FC 00 04 00 00 00 03 00 00 00 74 77 6F 0A');
  });

  it('overflow a buffer that is not a multiple of the packet size', async () => {
    const host = new Host();
    host.block = 'x'.repeat(600);
    host.say('BULK?');
    host.ask(4096);
    expect((await host.in(100))?.status).toBe('overflow');
  });

  it('raise -420 when nothing was asked, and -410 when a response is thrown away', async () => {
    const host = new Host();
    host.ask(100);
    expect(host.scpi.status.takeError().code).toBe(-420);
    host.say('*IDN?', 3);
    await settled();
    // The request of before gets this response; the next message throws it away.
    expect(await host.query('SYST:VERS?', 4)).toBe('1999.0');
    expect(host.scpi.status.takeError().code).toBe(-410);
  });

  it('never hold more than the largest message', async () => {
    const host = new Host({ maxMessage: 100 });
    expect(host.say('x'.repeat(101))).toBe('stall');
    host.control(0x02, 1, 0, 1, 0);
    expect([host.say('x'.repeat(60), 1, false), host.say('x'.repeat(60), 2, false)]).toEqual(['ok', 'stall']);
    host.control(0x02, 1, 0, 1, 0);
    expect(await host.query('*IDN?')).toBe('XYZCO,246B,S-0123-02,0');
  });
});

describe('a malformed bulk-OUT transfer', () => {
  it.each([
    ['a short header', '01 01 FE 00 06 00 00 00'],
    ['tag 0', '02 00 FF 00 64 00 00 00 00 00 00 00'],
    ['a wrong inverse of the tag', '02 02 FE 00 64 00 00 00 00 00 00 00'],
    ['an unknown message', '03 01 FE 00 64 00 00 00 00 00 00 00'],
    ['a vendor request', '7F 01 FE 00 64 00 00 00 00 00 00 00'],
    ['size 0', '01 01 FE 00 00 00 00 00 01 00 00 00'],
    ['fewer bytes than announced', '01 01 FE 00 09 00 00 00 01 00 00 00 2A 49 44 4E 3F 0A 00 00'],
    ['more bytes than announced', '01 01 FE 00 02 00 00 00 01 00 00 00 2A 49 44 4E 3F 0A 00 00'],
    ['no padding', '01 01 FE 00 06 00 00 00 01 00 00 00 2A 49 44 4E 3F 0A'],
    ['a zero-length packet', ''],
  ])('halts the endpoint until the halt is cleared: %s', async (_, transfer) => {
    const host = new Host();
    expect([host.out(transfer), host.say('*IDN?')]).toEqual(['stall', 'stall']);
    expect(host.control(0x82, 0, 0, 0x01, 2)).toBe('01 00');
    expect(host.control(0x02, 1, 0, 0x01, 0)).toBe('');
    expect(await host.query('*IDN?')).toBe('XYZCO,246B,S-0123-02,0');
  });

  it('is a trigger without USB488, and a terminator where none is supported', () => {
    const trigger = '80 03 FC 00 00 00 00 00 00 00 00 00';
    expect(new Host({ usb488: false }).out(trigger)).toBe('stall');
    expect(new Host({ termChar: false }).ask(100, 2, 0x0a)).toBe('stall');
  });
});

describe('the descriptors', () => {
  it('are those of a high-speed device with one USB488 interface', () => {
    const host = new Host();
    expect(host.control(0x80, 6, 0x0100, 0, 64)).toBe(
      '12 01 00 02 00 00 00 40 34 12 78 56 00 01 01 02 03 01',
    );
    expect(host.control(0x80, 6, 0x0200, 0, 9)).toBe('09 02 27 00 01 01 00 C0 00');
    expect(host.control(0x80, 6, 0x0200, 0, 255)?.slice(27)).toBe(
      '09 04 00 00 03 FE 03 01 00 07 05 01 02 00 02 00 07 05 82 02 00 02 00 07 05 83 03 02 00 04',
    );
    expect(host.control(0x80, 6, 0x0300, 0, 255)).toBe('04 03 09 04');
    expect(host.control(0x80, 6, 0x0303, 0x0409, 8)).toBe('14 03 53 00 2D 00 30 00');
    expect([host.control(0x80, 6, 0x0600, 0, 10), host.control(0x80, 6, 0x0304, 0, 10)]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('have other packets at full speed, no interrupt endpoint and protocol 0 where told so', () => {
    const host = new Host({ speed: 'full', interrupt: false, usb488: false, interfaceNumber: 2 });
    expect(host.control(0x80, 6, 0x0200, 0, 255)).toBe(
      '09 02 20 00 01 01 00 C0 00 09 04 02 00 02 FE 03 00 00 07 05 01 02 40 00 00 07 05 82 02 40 00 00',
    );
    expect([host.control(0xa1, 7, 0, 0, 24), host.control(0xa1, 7, 0, 2, 24)?.slice(0, 5)]).toEqual([
      undefined,
      '01 00',
    ]);
  });

  it.each([{ vendorId: 0x10000 }, { interfaceNumber: -1 }, { serialNumber: 'a:b' }, { product: ' x' }])(
    'refuse %o',
    (options) => {
      expect(() => new Host(options)).toThrow(expect.objectContaining({ code: 'usb-option-invalid' }));
    },
  );

  it('answer the other standard requests', () => {
    const host = new Host();
    const answers = [
      host.control(0x80, 8, 0, 0, 1),
      host.control(0x80, 0, 0, 0, 2),
      host.control(0x81, 0, 0, 0, 2),
      host.control(0x81, 10, 0, 0, 1),
      host.control(0x01, 11, 0, 0, 0),
      host.control(0x01, 11, 1, 0, 0),
      host.control(0x00, 9, 7, 0, 0),
      host.control(0x40, 1, 0, 0, 0),
      host.control(0x02, 3, 0, 0x82, 0),
      host.control(0x82, 0, 0, 0x82, 2),
      host.control(0x82, 0, 0, 0x84, 2),
    ];
    const stall = undefined;
    const expected = ['01', '01 00', '00 00', '00', '', stall, stall, stall, '', '01 00', stall];
    expect(answers).toEqual(expected);
  });
});

describe('the capabilities', () => {
  it('are those of a full SCPI instrument (sheet 3.1)', () => {
    expect(new Host().control(0xa1, 7, 0, 0, 24)).toBe(
      '01 00 00 01 04 01 00 00 00 00 00 00 00 01 07 0F 00 00 00 00 00 00 00 00',
    );
  });

  it('lack SR1, and what needs it, without an interrupt endpoint, and all of USB488 with protocol 0', () => {
    const without = new Host({ interrupt: false }).control(0xa1, 7, 0, 0, 24);
    const plain = new Host({ usb488: false, termChar: false }).control(0xa1, 7, 0, 0, 24);
    expect(without?.slice(36, 47)).toBe('00 01 03 03');
    expect(plain).toBe('01 00 00 01 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00');
  });
});

describe('the status byte', () => {
  it('comes on the interrupt endpoint, with the tag of its request', async () => {
    const host = new Host();
    host.say('*IDN?');
    await settled();
    expect(host.control(0xa1, 128, 2, 0, 3)).toBe('01 02 00');
    expect(await host.hexIn(2, 3)).toBe('82 10');
    expect(host.control(0xa1, 128, 1, 0, 3)).toBe('80 01 00');
  });

  it('comes in the control answer without an interrupt endpoint, never with RQS', async () => {
    const host = new Host({ interrupt: false });
    host.say('*SRE 16;*IDN?');
    await settled();
    expect(host.control(0xa1, 128, 127, 0, 3)).toBe('01 7F 10');
    expect(new Host({ usb488: false }).control(0xa1, 128, 2, 0, 3)).toBeUndefined();
  });

  it('asks for service in a packet of its own, which clears RQS', async () => {
    const host = new Host();
    host.say('*SRE 16;*IDN?');
    await settled();
    expect(host.control(0xa1, 128, 2, 0, 3)).toBe('01 02 00');
    expect([await host.hexIn(2, 3), await host.hexIn(2, 3)]).toEqual(['81 50', '82 10']);
  });

  it('is refused while the interrupt endpoint is full, and service is asked for once there is room', async () => {
    const host = new Host();
    for (const tag of [2, 3, 4, 5]) host.control(0xa1, 128, tag, 0, 3);
    expect(host.control(0xa1, 128, 6, 0, 3)).toBe('20 06 00');
    host.say('*SRE 16;*IDN?');
    await settled();
    // A buffer of many packets waits for all of them: interrupt packets of 2 bytes are full packets.
    expect(await host.hexIn(8, 3)).toBe('82 00 83 00 84 00 85 00');
    expect(await host.hexIn(2, 3)).toBe('81 50');
  });
});

describe('abort of bulk-IN', () => {
  it('ends a request without a response by a zero-length packet', async () => {
    const host = new Host({ pendingPolls: 1 });
    host.ask(100, 7);
    expect(host.control(0xa2, 3, 6, 0x82, 2)).toBe('81 07');
    expect(host.control(0xa2, 3, 7, 0x82, 2)).toBe('01 07');
    expect(host.control(0xa2, 4, 0, 0x82, 8)).toBe('02 01 00 00 00 00 00 00');
    expect(await host.hexIn(512)).toBe('');
    expect(host.control(0xa2, 4, 0, 0x82, 8)).toBe('02 00 00 00 00 00 00 00');
    expect(host.control(0xa2, 4, 0, 0x82, 8)).toBe('01 00 00 00 00 00 00 00');
    expect(host.control(0xa2, 3, 7, 0x82, 2)).toBe('80 07');
  });

  it('leaves one packet of what was queued, and counts what the host took', async () => {
    const host = new Host();
    host.block = 'x'.repeat(5000);
    host.say('BULK?');
    host.ask(5001, 2);
    await host.in(1024);
    expect(host.control(0xa2, 3, 2, 0x82, 2)).toBe('01 02');
    expect((await host.in(4096))?.data.length).toBe(512);
    expect(host.control(0xa2, 4, 0, 0x82, 8)).toBe('01 00 00 00 F4 05 00 00');
    expect(await host.query('*IDN?', 3)).toBe('XYZCO,246B,S-0123-02,0');
  });

  it('is a split transaction, which nothing comes between', () => {
    const host = new Host();
    expect(host.control(0xa2, 4, 0, 0x82, 8)).toBe('82 00 00 00 00 00 00 00');
    host.ask(100, 7);
    host.control(0xa2, 3, 7, 0x82, 2);
    expect([host.control(0xa1, 5, 0, 0, 1), host.control(0xa1, 6, 0, 0, 2)]).toEqual(['83', '82 00']);
    host.control(0x00, 9, 1, 0, 0);
    expect(host.control(0xa1, 5, 0, 0, 1)).toBe('01');
  });
});

describe('abort of bulk-OUT', () => {
  it('loses the transfer under way and halts the endpoint', async () => {
    const host = new Host();
    expect(host.control(0xa2, 1, 1, 0x01, 2)).toBe('80 00');
    const piece = Buffer.alloc(512, 'x');
    piece.set([1, 9, 0xf6, 0, 0, 16, 0, 0, 1, 0, 0, 0]);
    host.out(piece);
    expect([host.control(0xa2, 1, 8, 0x01, 2), host.control(0xa2, 1, 9, 0x01, 2)]).toEqual([
      '81 09',
      '01 09',
    ]);
    expect(host.control(0xa2, 2, 0, 0x01, 8)).toBe('01 00 00 00 F4 01 00 00');
    expect(host.say('*IDN?')).toBe('stall');
    host.control(0x02, 1, 0, 0x01, 0);
    expect(await host.query('*IDN?')).toBe('XYZCO,246B,S-0123-02,0');
  });
});

describe('device clear', () => {
  it('empties both directions, tells what is still queued, and halts bulk-OUT', async () => {
    const host = new Host({ pendingPolls: 2 });
    host.block = 'x'.repeat(5000);
    host.say('BULK?');
    host.ask(5001, 2);
    await settled();
    expect(host.control(0xa1, 5, 0, 0, 1)).toBe('01');
    expect([host.control(0xa1, 6, 0, 0, 2), host.control(0xa1, 6, 0, 0, 2)]).toEqual(['02 01', '02 01']);
    expect((await host.in(512))?.data.length).toBe(512);
    expect(await host.hexIn(512)).toBe('');
    const polls = [1, 2, 3].map(() => host.control(0xa1, 6, 0, 0, 2));
    expect(polls).toEqual(['02 00', '02 00', '01 00']);
    expect(host.say('*IDN?')).toBe('stall');
    host.control(0x02, 1, 0, 0x01, 0);
    expect(await host.query('*IDN?')).toBe('XYZCO,246B,S-0123-02,0');
    expect(host.scpi.status.takeError().code).toBe(0);
  });
});

describe('remote and local', () => {
  it('follow RL1', () => {
    const host = new Host();
    const seen = (): readonly boolean[] => [host.device.remote.enabled, host.device.remote.lockedOut];
    expect([host.control(0xa1, 162, 0, 0, 1), seen()]).toEqual(['01', [false, false]]);
    expect([host.control(0xa1, 160, 1, 0, 1), seen()]).toEqual(['01', [false, false]]);
    host.say('*CLS');
    expect([host.control(0xa1, 162, 0, 0, 1), seen()]).toEqual(['01', [true, true]]);
    expect([host.control(0xa1, 161, 0, 0, 1), seen()]).toEqual(['01', [false, true]]);
    expect([host.control(0xa1, 160, 0, 0, 1), seen()]).toEqual(['01', [false, false]]);
  });

  it('have the indicator pulse beside them', () => {
    const host = new Host();
    expect([host.control(0xa1, 64, 0, 0, 1), host.device.indicatorPulses]).toEqual(['01', 1]);
  });
});

describe('the quirk of a header in the first packet only', () => {
  it('answers one request with all pieces, and a second request with the same again', async () => {
    const host = new Host({ headerOnce: true, maxTransfer: 12 });
    host.say('*IDN?');
    host.ask(4, 2);
    expect(await host.hexIn(512)).toBe(
      `02 02 FD 00 17 00 00 00 01 00 00 00 ${hex(Buffer.from('XYZCO,246B,S'))}`,
    );
    host.ask(4, 3);
    const pieces = [(await host.in(512))?.data, (await host.in(512))?.data].map((piece) =>
      Buffer.from(piece ?? []).toString('latin1'),
    );
    expect(pieces.map((piece) => piece.slice(-12))).toEqual(['XYZCO,246B,S', '-0123-02,0\n']);
    expect(await host.in(512)).toBeUndefined();
  });
});

describe('the cable', () => {
  it('fails what waits when it is pulled, and the instrument keeps its state', async () => {
    const meter = new Keysight34461Simulator();
    const device = new UsbtmcInstrument(meter.messages, { vendorId: 1, productId: 2, serialNumber: 'S' });
    const results: string[] = [];
    let pulled = 0;
    device.onUnplug(() => pulled++);
    device.in(2, 512, ({ status }) => results.push(status));
    device.in(3, 2, ({ status }) => results.push(status));
    device.unplug();
    device.unplug();
    expect([
      device.out(1, bytes('00')),
      device.control({ requestType: 0xa1, request: 7, value: 0, index: 0, length: 24 }, bytes('')),
    ]).toEqual(['gone', undefined]);
    device.in(2, 512, ({ status }) => results.push(status));
    device.plug();
    device.in(7, 512, ({ status }) => results.push(status));
    expect([results, pulled, device.plugged]).toEqual([['gone', 'gone', 'gone', 'stall'], 1, true]);
  });
});

describe('arbitrary traffic', () => {
  const transfer = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    // Headers that look right lead further in.
    fc
      .tuple(
        fc.constantFrom(1, 2, 128),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 3 }),
        fc.uint8Array({ maxLength: 64 }),
      )
      .map(([id, tag, size, attributes, data]) =>
        Uint8Array.of(id, tag, ~tag, 0, ...word(size), attributes, 10, 0, 0, ...data),
      ),
  );
  const step = fc.oneof(
    transfer.map((data) => (host: Host) => void host.device.out(1, data)),
    fc.nat(2000).map((length) => (host: Host) => void host.device.in(2, length, () => {})),
    fc
      .tuple(
        fc.constantFrom(0x02, 0x80, 0xa1, 0xa2),
        fc.oneof(fc.nat(12), fc.nat(255)),
        fc.nat(300),
        fc.constantFrom(0, 1, 0x82, 0x83, 5),
        fc.nat(300),
      )
      .map((setup) => (host: Host) => void host.control(...setup)),
  );

  it('neither hangs nor crashes the instrument, and a reset always mends it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.boolean(), async (steps, headerOnce) => {
        const host = new Host({ headerOnce, maxMessage: 4096 });
        for (const act of steps) act(host);
        await settled();
        host.device.unplug();
        host.device.plug();
        host.control(0x00, 9, 1, 0, 0);
        expect(await host.query('*IDN?')).toBe('XYZCO,246B,S-0123-02,0');
      }),
      { seed: 1, numRuns: 150 },
    );
  });
});
