import { VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { HislipServer } from './hislip-server.ts';
import type { HislipOptions } from './hislip-server.ts';
import { fromHex, message, openSession, settled, TestConnection, twice } from './test-client.ts';

interface Bench {
  readonly server: HislipServer;
  readonly instrument: ScpiInstrument;
  readonly clock: VirtualClock;
}

function bench(options: HislipOptions = {}): Bench {
  const clock = new VirtualClock();
  const instrument = new ScpiInstrument('ACME,MOCK-2,SN0002,1.0');
  instrument.on(
    'WAIT?',
    async ({ need }) => {
      await clock.sleep({ seconds: need(0).number({ min: 0, max: 1000 }) });
      return 'waited';
    },
    1,
  );
  instrument.on('LONG?', () => 'x'.repeat(40));
  instrument.trigger = () => {};
  return {
    server: new HislipServer({ hislip0: scpiMessageService(instrument) }, { clock, ...options }),
    instrument,
    clock,
  };
}

describe('the transcript of the sheet', () => {
  it('is answered byte by byte, session id and vendor aside', async () => {
    const { server, clock } = bench();
    const sync = new TestConnection(server);
    const async = new TestConnection(server);
    const exchange = async (on: TestConnection, sent: string, expected: string): Promise<void> => {
      on.send(sent);
      await settled(clock);
      expect(on.takeHex()).toBe(fromHex(expected).toString('hex'));
    };
    await exchange(
      sync,
      '4853 00 00 02005858 0000000000000007 6869736c697030',
      '4853 01 00 02000001 0000000000000000',
    );
    await exchange(async, '4853 11 00 00000001 0000000000000000', '4853 12 00 00004657 0000000000000000');
    await exchange(
      async,
      '4853 0f 00 00000000 0000000000000008 0000000000001000',
      '4853 10 00 00000000 0000000000000008 0000000000100000',
    );
    await exchange(async, '4853 15 00 fffffefe 0000000000000000', '4853 16 00 00000000 0000000000000000');
    await exchange(
      sync,
      '4853 07 00 ffffff00 0000000000000006 2a49444e3f0a',
      '4853 07 00 ffffff00 0000000000000017 41434d452c4d4f434b2d322c534e303030322c312e300a',
    );
    await exchange(async, '4853 15 01 ffffff00 0000000000000000', '4853 16 00 00000000 0000000000000000');
    await exchange(async, '4853 04 01 000003e8 0000000000000000', '4853 05 01 00000000 0000000000000000');
    await exchange(async, '4853 18 00 00000000 0000000000000000', '4853 19 01 00000001 0000000000000000');
    await exchange(sync, '4853 07 00 ffffff02 0000000000000005 2a434c530a', '');
    await exchange(async, '4853 04 00 ffffff02 0000000000000000', '4853 05 01 00000000 0000000000000000');
    await exchange(async, '4853 0a 05 ffffff02 0000000000000000', '4853 0b 00 00000000 0000000000000000');
    await exchange(sync, '4853 0c 00 ffffff04 0000000000000000', '');
    await exchange(async, '4853 13 00 00000000 0000000000000000', '4853 17 00 00000000 0000000000000000');
    await exchange(sync, '4853 08 00 00000000 0000000000000000', '4853 09 00 00000000 0000000000000000');
    await exchange(
      sync,
      '4853 07 00 ffffff00 0000000000000006 2a49444e3f0a',
      '4853 07 00 ffffff00 0000000000000017 41434d452c4d4f434b2d322c534e303030322c312e300a',
    );
    expect(server.violations).toEqual([]);
  });

  it('refuses vendor messages, an unknown session and a bad prologue as it does', async () => {
    const { server, clock } = bench();
    const { async } = openSession(server);
    async.send('4853 c8 00 00000000 0000000000000002 7a7a');
    expect(async.take()).toEqual(['48530303 00000000 Unrecognized Vendor Defined Message']);
    const stranger = new TestConnection(server);
    stranger.send('4853 11 00 00009999 0000000000000000');
    expect([stranger.take(), stranger.closed]).toEqual([
      ['48530203 00000000 Invalid Initialization Sequence'],
      true,
    ]);
    const malformed = new TestConnection(server);
    malformed.send('5858 0000 00000000 0000000000000000');
    expect([malformed.take(), malformed.closed]).toEqual([
      ['48530201 00000000 Poorly formed message header'],
      true,
    ]);
    await settled(clock);
    expect(server.sessions).toBe(1);
  });
});

describe('opening', () => {
  it.each([
    [
      'the lower version of a client of 1.0',
      '4853 00 00 01007878 0000000000000007 6869736c697030',
      '48530100 01000001',
    ],
    ['its own version to a newer client', '4853 00 00 03005858 0000000000000000', '48530100 02000001'],
    [
      'sub-addresses in any case',
      `4853 00 00 01007878 0000000000000007 ${Buffer.from('HiSLIP0').toString('hex')}`,
      '48530100 01000001',
    ],
    [
      'an unknown sub-address with FatalError 3',
      '4853 00 00 01007878 0000000000000007 6869736c697039',
      '48530203 00000000 Invalid Initialization Sequence',
    ],
    [
      'a first message that opens nothing with FatalError 3',
      message(7, 0, 0xffff_ff00, '*IDN?'),
      '48530203 00000000 Invalid Initialization Sequence',
    ],
  ])('answers %s', (_, sent, answer) => {
    const connection = new TestConnection(bench().server);
    connection.send(sent);
    expect(connection.take()).toEqual([answer]);
  });

  it('says that it prefers the overlapped mode where it does', () => {
    const connection = new TestConnection(bench({ overlap: true }).server);
    connection.send(message(0, 0, 0x0200_5858, 'hislip0'));
    expect(connection.take()).toEqual(['48530101 02000001']);
  });

  it('refuses data before both channels are there', () => {
    const { server } = bench();
    const sync = new TestConnection(server);
    sync.send(message(0, 0, 0x0200_5858, 'hislip0') + message(7, 0, 0xffff_ff00, '*IDN?'));
    expect(sync.take()).toEqual([
      '48530100 02000001',
      '48530202 00000000 Use before both channels established',
    ]);
    expect([sync.closed, server.sessions]).toEqual([true, 0]);
  });

  it('lets nobody take the asynchronous channel of another client', () => {
    const { server } = bench();
    const first = openSession(server);
    const thief = new TestConnection(server);
    thief.send(message(17, 0, 1));
    expect([thief.take(), thief.closed]).toEqual([
      ['48530203 00000000 Invalid Initialization Sequence'],
      true,
    ]);
    first.async.send(message(24));
    expect(first.async.take()).toEqual(['48531900 00000000']);
  });

  it('has room for 256 clients', () => {
    const { server } = bench();
    const sessions = Array.from({ length: 256 }, () => openSession(server));
    const late = new TestConnection(server);
    late.send(message(0, 0, 0x0200_5858, 'hislip0'));
    expect(late.take()).toEqual(['48530204 00000000 Too many clients']);
    sessions[17]?.async.hangUp();
    const later = new TestConnection(server);
    later.send(message(0, 0, 0x0200_5858, 'hislip0'));
    expect(later.take()).toEqual(['48530100 02000101']);
  });

  it('ends both channels with either, and with a FatalError of the client', () => {
    const { server } = bench();
    const one = openSession(server);
    one.async.hangUp();
    const two = openSession(server);
    two.sync.hangUp();
    const three = openSession(server);
    three.async.send(message(2, 0, 0, 'I have had enough'));
    expect([one.sync.closed, two.async.closed, three.sync.closed, server.sessions]).toEqual([
      true,
      true,
      true,
      0,
    ]);
  });
});

describe('messages that mean nothing', () => {
  it.each([
    ['reserved types', message(99, 0, 0, 'abc'), ['48530301 00000000 Unrecognized message type']],
    ['types of the other channel', message(21), ['48530301 00000000 Unrecognized message type']],
    ['types of the server', message(9), ['48530301 00000000 Unrecognized message type']],
    ['Error by silence', message(3, 1, 0, 'what?'), []],
    ['descriptors, of which there are none', message(26), ['48531b00 00000000']],
    ['mechanisms, of which there are none', message(34), ['48532300 00000000']],
    [
      'the start of an authentication',
      message(36, 0, 0, 'PLAIN'),
      ['48530305 00000000 Authentication failed'],
    ],
    ['a device clear that nobody asked for', message(8), ['48530300 00000000 Unidentified error']],
    [
      'a second Initialize',
      message(0, 0, 0x0200_5858),
      ['48530203 00000000 Invalid Initialization Sequence'],
    ],
  ])('answers %s on the synchronous channel', (_, sent, answers) => {
    const { sync } = openSession(bench().server);
    sync.send(sent);
    expect(sync.take()).toEqual(answers);
  });

  it.each([
    [
      'types of the other channel',
      message(7, 0, 0xffff_ff00),
      ['48530301 00000000 Unrecognized message type'],
    ],
    ['lock requests of no kind', message(4, 2), ['48530302 00000000 Unrecognized control code']],
    ['remote-local requests of no kind', message(10, 7), ['48530302 00000000 Unrecognized control code']],
    [
      'TLS, which it does not offer',
      message(29, 0, 0, 'abcd') + message(32, 0, 0, 'abcd'),
      ['48531e03 00000000', '48532103 00000000'],
    ],
    ['a key that is too long', message(4, 1, 0, 'k'.repeat(257)), ['48530304 00000000 Message too large']],
    [
      'a long vendor message',
      message(200, 0, 0, 'k'.repeat(5000)),
      ['48530303 00000000 Unrecognized Vendor Defined Message'],
    ],
  ])('answers %s on the asynchronous channel', (_, sent, answers) => {
    const { async } = openSession(bench().server);
    async.send(sent + message(24));
    expect(async.take()).toEqual([...answers, '48531900 00000000']);
  });

  it('knows nothing of version 2.0 when the client does not', () => {
    const { server } = bench();
    const sync = new TestConnection(server);
    sync.send(message(0, 0, 0x0101_7878, 'hislip0'));
    const async = new TestConnection(server);
    async.send(message(17, 0, 1) + message(29) + message(26));
    expect(async.take().slice(1)).toEqual(Array(2).fill('48530301 00000000 Unrecognized message type'));
  });

  it('ends both channels when a prologue is wrong', () => {
    const { server } = bench();
    const { sync, async } = openSession(server);
    async.send('00'.repeat(16));
    expect([sync.take(), async.take()]).toEqual(twice(['48530201 00000000 Poorly formed message header']));
    expect([sync.closed, async.closed, server.sessions]).toEqual([true, true, 0]);
  });

  it('never keeps what is too long, and goes on behind it', async () => {
    const { server, clock } = bench({ maxMessageBytes: 512 });
    const { sync } = openSession(server);
    // A part of a program message that is lost makes the rest of it worthless.
    sync.send(message(6, 0, 0xffff_ff00, 'x'.repeat(497)) + message(7, 0, 0xffff_ff02, '*IDN?'));
    sync.send(message(7, 0, 0xffff_ff04, '*IDN?'));
    await settled(clock);
    expect(sync.take()).toEqual([
      '48530304 00000000 Message too large',
      '48530700 ffffff04 ACME,MOCK-2,SN0002,1.0',
    ]);
    // 9 GB: refused when its header is there.
    sync.send('4853 07 00 ffffff06 0000000218711a00');
    expect(sync.take()).toEqual(['48530304 00000000 Message too large']);
    sync.send('00'.repeat(100));
    expect([sync.take(), sync.closed]).toEqual([[], false]);
  });
});

describe('any bytes', () => {
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    fc
      .tuple(
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 0, max: 8 }),
        fc.nat(0xffff_ffff),
        fc.string({ maxLength: 12 }),
      )
      .map(([type, control, parameter, payload]) => message(type, control, parameter, payload)),
    fc.constantFrom(
      message(7, 0, 0xffff_ff00, '*IDN?'),
      message(6, 0, 0xffff_ff00, '*ID'),
      message(19),
      message(8),
      message(4, 1, 9, 'k'),
      message(4),
      message(21, 1, 0xffff_ff00),
      message(10, 5, 0xffff_ff00),
      message(12, 1, 0xffff_ff02),
    ),
  );

  it('neither crash nor hang the server, nor keep others from it', async () => {
    const step = fc.record({ on: fc.boolean(), hex: chunk, cut: fc.nat(60) });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 12 }), async (strict, steps) => {
        const { server, clock } = bench({ strict, maxMessageBytes: 512 });
        const { sync, async } = openSession(server);
        for (const { on, hex, cut } of steps) {
          const connection = on ? sync : async;
          connection.send(hex.slice(0, 2 * cut));
          connection.send(hex.slice(2 * cut));
          await settled(clock);
        }
        await clock.advance(50);
        sync.hangUp();
        async.hangUp();
        expect(server.sessions).toBe(0);
        const other = openSession(server);
        other.sync.send(message(7, 0, 0xffff_ff00, '*IDN?'));
        await settled(clock);
        expect(other.sync.take()).toEqual(['48530700 ffffff00 ACME,MOCK-2,SN0002,1.0']);
        other.sync.hangUp();
        expect(clock.pendingTimers).toBe(0);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('are cut into the same messages however they come', async () => {
    const conversation =
      message(7, 0, 0xffff_ff00, '*CLS') +
      message(6, 0, 0xffff_ff02, '*ID') +
      message(7, 0, 0xffff_ff04, 'N?');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        async (sizes) => {
          const { server, clock } = bench();
          const { sync } = openSession(server);
          let from = 0;
          for (const size of sizes) {
            sync.send(conversation.slice(from, from + 2 * size));
            from += 2 * size;
          }
          sync.send(conversation.slice(from));
          await clock.advance(20);
          expect(sync.take()).toEqual(['48530700 ffffff04 ACME,MOCK-2,SN0002,1.0']);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });
});
