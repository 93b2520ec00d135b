import { VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { prologixService } from './prologix-service.ts';
import type { PrologixOptions, PrologixService } from './prologix-service.ts';

interface Bench {
  readonly adapter: PrologixService;
  readonly clock: VirtualClock;
  readonly five: ScpiInstrument;
  readonly seven: ScpiInstrument;
  readonly say: (text: string) => Promise<string>;
}

/** Gives back what it was sent, byte by byte, when it is asked with a `?` at the end. */
function echo(): MessageService {
  return {
    connect: (peer) => ({
      busy: false,
      receive: (message) => peer.respond(message.slice()),
      clear() {},
      trigger() {},
      statusByte: () => 0,
      outputChanged() {},
      interrupted() {},
      unterminated() {},
      remote() {},
      closed() {},
    }),
  };
}

function bench(options: PrologixOptions = {}): Bench {
  const clock = new VirtualClock();
  const [five, seven] = [new ScpiInstrument('ACME,FIVE,1,1'), new ScpiInstrument('ACME,SEVEN,1,1')];
  five.on('SLOW?', async () => {
    await clock.sleep({ seconds: 2 });
    return '42';
  });
  const adapter = prologixService(
    { 5: scpiMessageService(five), '7,3': scpiMessageService(seven), 9: echo() },
    { clock, ...options },
  );
  let received = '';
  const session = adapter.connect({
    send: (bytes) => {
      received += Buffer.from(bytes).toString('latin1');
    },
    close: () => {},
  });
  return {
    adapter,
    clock,
    five,
    seven,
    say: async (text) =>
      clock.run(async () => {
        received = '';
        session.receive(Buffer.from(text, 'latin1'));
        await clock.sleep({ seconds: 4 });
        return received;
      }),
  };
}

const prologue = '++savecfg 0\n++mode 1\n++auto 0\n++eoi 1\n++eos 3\n++eot_enable 0\n++read_tmo_ms 1000\n';

describe('a Prologix adapter', () => {
  it('identifies itself and tells its settings', async () => {
    const { say, adapter } = bench();
    expect(await say('++ver\r\n')).toBe('Prologix GPIB-ETHERNET Controller version 01.06.06.00\r\n');
    expect(await say(prologue)).toBe('');
    // Only the line before `++savecfg 0` took effect would have been saved.
    expect(adapter.saves).toBe(0);
    expect(await say('++auto\n++eos\n++read_tmo_ms\n++nonsense\n')).toBe(
      '0\r\n3\r\n1000\r\nUnrecognized command\r\n',
    );
    expect(await say('++read_tmo_ms 5000\n++read_tmo_ms\n')).toBe('1000\r\n');
    expect(await say('++addr 7 99\n++addr\n++addr 12\n++addr\n')).toBe('7 99\r\n12\r\n');
  });

  it('talks to instruments at two addresses', async () => {
    const { say } = bench();
    expect(await say(`${prologue}++addr 5\n*IDN?\n++read eoi\n++addr 7 99\n*IDN?\n++read eoi\n`)).toBe(
      'ACME,FIVE,1,1\nACME,SEVEN,1,1\n',
    );
    expect(await say('++addr 20\n*IDN?\n++read eoi\n++ver\n')).toMatch(/^Prologix/);
  });

  it('takes out escapes and no more: all 256 byte values arrive', async () => {
    const { say } = bench();
    const all = Array.from({ length: 256 }, (_, value) => String.fromCharCode(value)).join('');
    const escaped = Array.from(all, (character) =>
      '\n\r\u001B+'.includes(character) ? `\u001B${character}` : character,
    ).join('');
    expect(await say(`${prologue}++addr 9\n${escaped}\n++read eoi\n`)).toBe(all);
    // The example of the manual; `++` is no command when it is escaped.
    expect(await say('\u001B+\u001B+ver\n++read eoi\n')).toBe('++ver');
  });

  it('gives nothing and no reason when a read runs out of time, and the answer to the next read', async () => {
    const { say } = bench();
    expect(await say(`${prologue}++addr 5\nSLOW?\n++read eoi\n++ver\n`)).toMatch(/^Prologix.*\r\n$/);
    expect(await say('++read eoi\n')).toBe('42\n');
  });

  it('marks the end with a character when it is told to, and reads to a character', async () => {
    const { say } = bench();
    expect(await say(`${prologue}++eot_enable 1\n++eot_char 64\n++addr 5\n*IDN?\n++read eoi\n`)).toBe(
      'ACME,FIVE,1,1\n@',
    );
    expect(await say('*IDN?\n++read 44\n++read 44\n++read eoi\n')).toBe('ACME,FIVE,1,1\n@');
    expect(await say('*IDN?\n++read\n')).toBe('ACME,FIVE,1,1\n@');
  });

  it('makes an instrument complain with -420 in auto mode', async () => {
    const { say, five } = bench();
    await say(`${prologue}++auto 1\n++addr 5\n*CLS\n`);
    expect(five.status.takeError().code).toBe(-420);
    const ar488 = bench({ kind: 'ar488' });
    await ar488.say('++eoi 1\n++auto 2\n++addr 5\n*CLS\n');
    expect(ar488.five.status.errorCount).toBe(0);
    expect(await ar488.say('*IDN?\n')).toBe('ACME,FIVE,1,1\n');
  });

  it('polls, tells the service request line, clears and triggers', async () => {
    const { say, five } = bench();
    let triggers = 0;
    five.trigger = () => triggers++;
    expect(await say(`${prologue}++addr 5\n*CLS\n*ESE 32\n*SRE 32\n++srq\nBAD\n++srq\n`)).toBe('0\r\n1\r\n');
    expect(await say('++spoll 7 99\n++srq\n++spoll\n++srq\n++spoll 5\n')).toBe(
      '0\r\n1\r\n100\r\n0\r\n36\r\n',
    );
    expect(await say('*IDN?\n++clr\n++read eoi\n++trg\n')).toBe('');
    expect(triggers).toBe(1);
  });

  it('AR488 cuts long lines and saves whenever it is told to', async () => {
    const { say, adapter } = bench({ kind: 'ar488' });
    expect(await say(`++eoi 1\n++eos 3\n++addr 9\n${'x'.repeat(200)}\n++read eoi\n`)).toBe('x'.repeat(128));
    await say('++savecfg 0\n');
    expect(adapter.saves).toBe(1);
  });

  it('lives through any bytes in any chunks, and leaves no timer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ maxLength: 30 }), { maxLength: 5 }), async (chunks) => {
        const { say, clock } = bench();
        for (const chunk of chunks) await say(chunk);
        // A line that was begun is ended; `++rst` may have made it deaf for a while.
        await say('\n');
        await say('');
        expect(await say('++ver\n')).toContain('Prologix');
        expect(clock.pendingTimers).toBe(0);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});
