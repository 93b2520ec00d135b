import { VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { lineService } from '../line-service.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { messageServiceOf } from '../serve/message-service-of.ts';
import type { MessageService } from '../serve/message-service.ts';
import { HislipServer } from './hislip-server.ts';
import type { HislipOptions } from './hislip-server.ts';
import { message, openSession, settled, twice } from './test-client.ts';
import type { TestSession } from './test-client.ts';

const identity = 'ACME,MOCK-2,SN0002,1.0';

interface Bench extends TestSession {
  readonly server: HislipServer;
  readonly instrument: ScpiInstrument;
  readonly clock: VirtualClock;
  /** Remote and local mode, triggers, as the instrument saw them. */
  readonly seen: string[];
  /** Sends a program message as DataEND; gives what comes back on the synchronous channel without waiting. */
  readonly say: (id: number, text: string, rmtDelivered?: 0 | 1) => Promise<string[]>;
  /** The status byte that is answered at once, or after a moment. */
  readonly poll: (id: number, rmtDelivered?: 0 | 1) => Promise<string>;
}

/** A service whose links say what they were told beside messages. */
function observed(service: MessageService, seen: string[]): MessageService {
  return {
    connect(peer) {
      const session = service.connect(peer);
      const remote = (enabled: boolean): number => seen.push(enabled ? 'remote' : 'local');
      return new Proxy(session, {
        get: (target, name) => {
          if (name === 'remote') return remote;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
  };
}

function bench(options: HislipOptions = {}): Bench {
  const clock = new VirtualClock();
  const instrument = new ScpiInstrument(identity);
  const seen: string[] = [];
  const wait = async (text: string): Promise<string> => {
    await clock.sleep({ seconds: Number(text) });
    return 'waited';
  };
  instrument.on('WAIT?', async ({ need }) => wait(need(0).text), 1);
  instrument.on('WAIT', async ({ need }) => {
    await wait(need(0).text);
    return undefined;
  });
  instrument.on('LONG?', () => '0123456789'.repeat(4));
  instrument.trigger = () => void seen.push('trigger');
  const service = observed(scpiMessageService(instrument), seen);
  const server = new HislipServer({ hislip0: service }, { clock, ...options });
  const { sync, async } = openSession(server);
  return {
    server,
    instrument,
    clock,
    seen,
    sync,
    async,
    say: async (id, text, rmtDelivered = 0) => {
      sync.send(message(7, rmtDelivered, id, text));
      await settled(clock);
      return sync.take();
    },
    poll: async (id, rmtDelivered = 0) => {
      async.send(message(21, rmtDelivered, id));
      await clock.advance(20);
      return async.take().join();
    },
  };
}

const errors = (instrument: ScpiInstrument): number[] => {
  const codes: number[] = [];
  while (instrument.status.errorCount > 0) codes.push(instrument.status.takeError().code);
  return codes;
};

describe('program messages in the synchronised mode', () => {
  it('carry responses with the id of the message that ended the query, also past the wrap', async () => {
    const { say, sync, clock, server } = bench();
    for (let index = 0; index < 130; index++) {
      const id = (0xffff_ff00 + 2 * index) >>> 0;
      expect(await say(id, '*OPC?', index === 0 ? 0 : 1)).toEqual([
        `48530700 ${id.toString(16).padStart(8, '0')} 1`,
      ]);
    }
    sync.send(message(6, 1, 4, '*ID') + message(6, 0, 6, 'N?') + message(7, 0, 8));
    await settled(clock);
    expect(sync.take()).toEqual([`48530700 00000008 ${identity}`]);
    expect(server.violations).toEqual([]);
  });

  it("are answered in parts that fit the client's maximum, header included", async () => {
    const { say, async } = bench();
    async.send('4853 0f 00 00000000 0000000000000008 0000000000000020');
    expect(async.take().length).toBe(1);
    expect(await say(0xffff_ff00, 'LONG?')).toEqual([
      '48530600 ffffff00 0123456789012345',
      '48530600 ffffff00 6789012345678901',
      '48530700 ffffff00 23456789',
    ]);
  });

  it('wait while the one before is carried out, without being an error when that says nothing', async () => {
    const { say, sync, clock, instrument } = bench();
    await say(0xffff_ff00, 'WAIT 10');
    expect(await say(0xffff_ff02, '*IDN?')).toEqual([]);
    expect(sync.paused).toBe(true);
    await clock.advance({ seconds: 11 });
    expect(sync.take()).toEqual([`48530700 ffffff02 ${identity}`]);
    expect([sync.paused, errors(instrument)]).toEqual([false, []]);
  });

  it('interrupt a query that is not answered yet, on both channels, before the response is sent', async () => {
    const { say, sync, async, clock, instrument } = bench();
    await say(0xffff_ff00, 'WAIT? 10');
    expect(await say(0xffff_ff02, '*IDN?')).toEqual([]);
    await clock.advance({ seconds: 11 });
    expect(async.take()).toEqual(['48530e00 ffffff02']);
    expect(sync.take()).toEqual(['48530d00 ffffff02', `48530700 ffffff02 ${identity}`]);
    expect(errors(instrument)).toEqual([-410]);
  });

  it('interrupt with their header alone', async () => {
    const { say, sync, async, clock } = bench();
    await say(0xffff_ff00, 'WAIT? 10');
    sync.send(message(6, 0, 0xffff_ff02, '*IDN').slice(0, 34));
    await clock.advance({ seconds: 11 });
    expect([async.take(), sync.take()]).toEqual([['48530e00 ffffff02'], ['48530d00 ffffff02']]);
  });

  it('report a response that was not taken as -410 and say nothing', async () => {
    const { say, async, instrument } = bench();
    await say(0xffff_ff00, '*IDN?');
    expect(await say(0xffff_ff02, '*IDN?')).toEqual([`48530700 ffffff02 ${identity}`]);
    expect([async.take(), errors(instrument)]).toEqual([[], [-410]]);
  });

  it.each([
    [false, []],
    [true, [-410]],
  ])('put up with RMT-delivered reported twice unless strict (%s)', async (strict, codes) => {
    const { say, poll, instrument, server } = bench({ strict });
    await say(0xffff_ff00, '*IDN?');
    await poll(0xffff_ff00, 1);
    await say(0xffff_ff02, '*IDN?', 1);
    expect(errors(instrument)).toEqual(codes);
    expect(server.violations.map(({ code }) => code)).toEqual(['rmt-unexpected']);
  });

  it('are noted when their ids are out of order', async () => {
    const { say, server } = bench();
    expect(await say(0xffff_ff04, '*IDN?')).toEqual([`48530700 ffffff04 ${identity}`]);
    expect(server.violations).toMatchObject([
      { session: 1, code: 'message-id', text: 'A message has id ffffff04; the next is ffffff00.' },
    ]);
  });

  it('reach a service that never says when it is idle', async () => {
    const echo = lineService((send) => ({ line: (line) => send(`<${line}>\n`) }));
    const clock = new VirtualClock();
    const { sync } = openSession(new HislipServer({ hislip0: messageServiceOf(echo) }, { clock }));
    sync.send(message(7, 0, 0xffff_ff00, 'one'));
    sync.send(message(7, 1, 0xffff_ff02, 'two'));
    expect(sync.take()).toEqual(['48530700 ffffff00 <one>', '48530700 ffffff02 <two>']);
  });

  it('come in order with triggers', async () => {
    const { say, sync, clock, seen } = bench();
    await say(0xffff_ff00, 'WAIT 1');
    sync.send(message(12, 0, 0xffff_ff02));
    await settled(clock);
    expect(seen).toEqual(['remote']);
    await clock.advance({ seconds: 2 });
    expect(seen).toEqual(['remote', 'trigger']);
  });
});

describe('program messages in the overlapped mode', () => {
  it('are all answered, under ids of the server', async () => {
    const { say, sync, poll, clock, instrument } = bench({ overlap: true });
    expect(await poll(0xffff_fefe)).toBe('48531600 00000000');
    await say(0xffff_ff00, 'WAIT? 10');
    await say(0xffff_ff02, '*IDN?');
    await clock.advance({ seconds: 11 });
    expect(sync.take()).toEqual(['48530700 ffffff00 waited', `48530700 ffffff02 ${identity}`]);
    expect(await say(0xffff_ff04, '*OPC?')).toEqual(['48530700 ffffff04 1']);
    // MAV until the client names the newest response.
    expect([await poll(0xffff_ff00), await poll(0xffff_ff04)]).toEqual([
      '48531610 00000000',
      '48531600 00000000',
    ]);
    expect(errors(instrument)).toEqual([]);
  });

  it('number the parts of a response', async () => {
    const { say, async } = bench({ overlap: true });
    async.send('4853 0f 00 00000000 0000000000000008 0000000000000028');
    expect((await say(0xffff_ff00, 'LONG?')).map((part) => part.slice(0, 17))).toEqual([
      '48530600 ffffff00',
      '48530700 ffffff02',
    ]);
    expect(await say(0xffff_ff02, '*OPC?')).toEqual(['48530700 ffffff04 1']);
  });

  it.each([
    [true, 0, 0],
    [false, 1, 1],
  ])('are negotiated by a device clear (preferred %s, asked for %i)', async (overlap, asked, inForce) => {
    const { sync, async, say, clock } = bench({ overlap });
    await say(0xffff_ff00, '*IDN?');
    async.send(message(19));
    expect(async.take()).toEqual([overlap ? '48531701 00000000' : '48531700 00000000']);
    sync.send(message(8, asked));
    expect(sync.take()).toEqual([`4853090${inForce} 00000000`]);
    sync.send(message(7, 0, 0xffff_ff00, 'WAIT? 1') + message(7, 0, 0xffff_ff02, '*OPC?'));
    await clock.advance({ seconds: 2 });
    expect(sync.take().length).toBe(2);
    expect(async.take()).toEqual(inForce === 1 ? [] : ['48530e00 ffffff02']);
  });
});

describe('the status byte', () => {
  it('tells of a response until it was delivered', async () => {
    const { say, poll } = bench();
    expect(await poll(0xffff_fefe)).toBe('48531600 00000000');
    await say(0xffff_ff00, '*IDN?');
    expect(await poll(0xffff_ff00)).toBe('48531610 00000000');
    expect(await poll(0xffff_ff00, 1)).toBe('48531600 00000000');
    expect(await poll(0xffff_ff00)).toBe('48531600 00000000');
  });

  it('is told while the instrument is busy', async () => {
    const { say, poll } = bench();
    await say(0xffff_ff00, 'WAIT? 1000');
    expect(await poll(0xffff_ff00)).toBe('48531600 00000000');
  });

  it('waits a moment for a message that is on its way, and then belongs to that', async () => {
    const { say, sync, async, clock, server } = bench({ strict: true });
    await say(0xffff_ff00, '*IDN?');
    async.send(message(21, 0, 0xffff_ff02));
    await clock.advance(1);
    expect(async.take()).toEqual([]);
    sync.send(message(7, 1, 0xffff_ff02, 'WAIT? 1'));
    await clock.advance(3);
    expect(async.take()).toEqual(['48531600 00000000']);
    expect(server.violations).toEqual([]);
  });

  it('does not mind a query that was overtaken by the next message', async () => {
    const { say, poll, server } = bench();
    await say(0xffff_ff00, '*CLS');
    await say(0xffff_ff02, '*IDN?');
    expect(await poll(0xffff_ff00)).toBe('48531600 00000000');
    expect(server.violations).toEqual([]);
  });

  it.each([
    [false, '48531610 00000000'],
    [true, '48531600 00000000'],
  ])('puts up with the next id instead of the last unless strict (%s)', async (strict, answer) => {
    const { say, poll, server } = bench({ strict });
    await say(0xffff_ff00, '*IDN?');
    expect(await poll(0xffff_ff02)).toBe(answer);
    expect(server.violations).toMatchObject([
      {
        code: 'status-query-id',
        text: 'The status query names ffffff02; the last message that came is ffffff00.',
      },
    ]);
  });

  it('has no response for a message that waits, and calls that no mistake', async () => {
    const { say, poll, server } = bench({ strict: true });
    await say(0xffff_ff00, 'WAIT 1000');
    await say(0xffff_ff02, '*IDN?');
    expect(await poll(0xffff_ff02)).toBe('48531600 00000000');
    expect(server.violations).toEqual([]);
  });
});

describe('service requests', () => {
  it('come at any time, once, until the client polls', async () => {
    const { say, poll, async, instrument } = bench();
    await say(0xffff_ff00, '*CLS;*ESE 32;*SRE 32');
    await say(0xffff_ff02, 'BAD');
    expect(async.take()).toEqual(['48531464 00000000']);
    await say(0xffff_ff04, '*CLS');
    await say(0xffff_ff06, 'BAD');
    expect(async.take()).toEqual([]);
    expect([await poll(0xffff_ff06), await poll(0xffff_ff06)]).toEqual([
      '48531664 00000000',
      '48531624 00000000',
    ]);
    await say(0xffff_ff08, '*CLS');
    await say(0xffff_ff0a, 'BAD');
    expect(async.take()).toEqual(['48531464 00000000']);
    expect(errors(instrument)).toEqual([-113]);
  });

  it('come with a response when that is asked for', async () => {
    const { say, poll, async } = bench();
    await say(0xffff_ff00, '*CLS;*SRE 16');
    await say(0xffff_ff02, '*IDN?');
    expect(async.take()).toEqual(['48531450 00000000']);
    expect(await poll(0xffff_ff02)).toBe('48531650 00000000');
  });

  it('go to every client', async () => {
    const { server, async, say } = bench();
    const other = openSession(server);
    await say(0xffff_ff00, '*CLS;*ESE 32;*SRE 32;BAD');
    expect([async.take(), other.async.take()]).toEqual(twice(['48531464 00000000']));
  });
});

describe('device clear', () => {
  it('ends what is under way and starts the ids anew', async () => {
    const { sync, async, say, clock, poll, instrument } = bench();
    await say(0xffff_ff00, 'WAIT? 10');
    await say(0xffff_ff02, '*IDN?');
    async.send(message(19));
    expect(async.take()).toEqual(['48531700 00000000']);
    expect(sync.paused).toBe(false);
    // What was sent before the client was through, is thrown away.
    expect(await say(0xffff_ff04, '*IDN?')).toEqual([]);
    sync.send(message(8));
    expect(sync.take()).toEqual(['48530900 00000000']);
    await clock.advance({ seconds: 11 });
    expect([sync.take(), async.take(), errors(instrument)]).toEqual([[], [], []]);
    expect(await poll(0xffff_fefe)).toBe('48531600 00000000');
    expect(await say(0xffff_ff00, '*IDN?')).toEqual([`48530700 ffffff00 ${identity}`]);
  });

  it('forgets an unread response without an error', async () => {
    const { sync, async, say, instrument, server } = bench({ strict: true });
    await say(0xffff_ff00, '*IDN?');
    async.send(message(19));
    sync.send(message(8));
    sync.take();
    await say(0xffff_ff00, '*IDN?');
    expect([errors(instrument), server.violations]).toEqual([[], []]);
  });

  it('gives up when the client never ends it', async () => {
    const { async, sync, clock, server } = bench();
    async.send(message(19));
    await clock.advance({ seconds: 119 });
    expect(sync.closed).toBe(false);
    await clock.advance({ seconds: 2 });
    expect([sync.take(), sync.closed, server.sessions]).toEqual([
      ['48530200 00000000 Unidentified error'],
      true,
      0,
    ]);
  });

  it('reads what a lock of another client had kept unread', async () => {
    const { server, sync, async } = bench();
    const other = openSession(server);
    other.async.send(message(4, 1, 0));
    sync.send(message(7, 0, 0xffff_ff00, '*IDN?'));
    expect(sync.paused).toBe(true);
    async.send(message(19));
    expect([async.take(), sync.paused]).toEqual([['48531700 00000000'], false]);
    sync.send(message(8));
    expect(sync.take()).toEqual(['48530900 00000000']);
  });
});

describe('remote and local', () => {
  it('follows the messages that an instrument in remote-enabled state is addressed by', async () => {
    const { async, say, seen } = bench();
    async.send(message(24) + message(15));
    expect(seen).toEqual([]);
    await say(0xffff_ff00, '*CLS');
    async.send(message(10, 6, 0xffff_ff00));
    async.send(message(10, 3, 0xffff_ff00));
    async.send(message(10, 0, 0xffff_ff00));
    await say(0xffff_ff02, '*CLS');
    expect(seen).toEqual(['remote', 'local', 'remote', 'local']);
    expect(async.take().slice(2)).toEqual(Array(3).fill('48530b00 00000000'));
  });

  it('waits for the message that it comes after', async () => {
    const { async, say, seen, clock } = bench();
    await say(0xffff_ff00, 'WAIT 1');
    async.send(message(10, 6, 0xffff_ff00));
    await clock.advance(900);
    expect([async.take(), seen]).toEqual([[], ['remote']]);
    await clock.advance(200);
    expect([async.take(), seen]).toEqual([['48530b00 00000000'], ['remote', 'local']]);
  });

  it('notes a message that never came, and goes on', async () => {
    const { async, clock, server } = bench();
    async.send(message(10, 5, 0xffff_ff08));
    await clock.advance(50);
    expect(async.take()).toEqual(['48530b00 00000000']);
    expect(server.violations.map(({ code }) => code)).toEqual(['remote-id']);
  });

  it("answers at once under another client's lock, and acts when that is gone", async () => {
    const { server, async, sync, seen, clock } = bench();
    const other = openSession(server);
    other.async.send(message(4, 1, 0));
    seen.length = 0;
    sync.send(message(7, 0, 0xffff_ff00, '*CLS'));
    async.send(message(10, 6, 0xffff_ff00));
    expect(async.take()).toEqual(['48530b00 00000000']);
    await clock.advance({ seconds: 1 });
    expect(seen).toEqual([]);
    other.async.send(message(4, 0, 0xffff_fefe));
    await clock.advance({ seconds: 1 });
    expect(seen).toEqual(['remote', 'local']);
  });
});
