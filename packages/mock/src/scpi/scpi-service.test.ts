import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScpiInstrument } from './scpi-instrument.ts';
import { scpiService } from './scpi-service.ts';
import type { ScpiServiceOptions } from './scpi-service.ts';
import { ScpiRefusal } from './status-model.ts';

/** An instrument with a level, an echo of what it was given, and a slow query. */
function bench(): { instrument: ScpiInstrument; finish: () => void } {
  const instrument = new ScpiInstrument('Maker,Model,0,1.0');
  let level = 0;
  let finish = (): void => {};
  const busy = new Promise<void>((resolve) => {
    finish = resolve;
  });
  instrument.on('[SOURce:]LEVel', ({ need }) => {
    level = need(0).number({ min: 0, max: 10, default: 1, unit: 'V' });
  });
  instrument.on('[SOURce:]LEVel?', () => String(level));
  instrument.on('ECHO?', ({ need }) => need(0).text, 1);
  instrument.on('FAULt', () => {
    throw new ScpiRefusal(101, 'Lamp broken');
  });
  instrument.idle = async () => busy;
  return { instrument, finish };
}

/** Sends chunks to a new instrument and gives all that it answered. */
async function talk(chunks: readonly string[], options?: ScpiServiceOptions): Promise<string> {
  const { instrument } = bench();
  let received = '';
  const session = scpiService(instrument, options).connect({
    send(bytes) {
      received += Buffer.from(bytes).toString('latin1');
    },
    close() {},
  });
  for (const chunk of chunks) session.receive(Buffer.from(chunk, 'latin1'));
  // Nothing here waits for a clock, so what is left to do is done in microtasks.
  await new Promise(setImmediate);
  return received;
}

describe('ScpiInstrument', () => {
  it.each([
    ['*IDN?', 'Maker,Model,0,1.0'],
    ['', undefined],
    [' ;; ', undefined],
    ['SYST:VERS?;*IDN?;ERR?', '1999.0;Maker,Model,0,1.0;0,"No error"'],
    ['SOUR:LEV 2;LEV?;:LEV 3;SOUR:LEV?', '2;3'],
    ['BAD;*IDN?', 'Maker,Model,0,1.0'],
    ['*IDN?;BAD;*ESR?', 'Maker,Model,0,1.0;160'],
    ['SYST:ERRO?;ERR?', '-113,"Undefined header"'],
    ['LEV;:SYST:ERR?', '-109,"Missing parameter"'],
    ['LEV 1,2;:SYST:ERR?', '-108,"Parameter not allowed"'],
    ['*IDN? 1;:SYST:ERR?', '-108,"Parameter not allowed"'],
    ['LEV 11;:SYST:ERR?', '-222,"Data out of range"'],
    ['LEV 5 mV;LEV?', '0.005'],
    ['LEV MAX;LEV?;LEV DEF;LEV?', '10;1'],
    ['*ESE 256;:SYST:ERR?;*ESE?', '-222,"Data out of range";0'],
    ['*ESE 1.6;*ESE?', '2'],
    ['*SRE 255;*SRE?', '191'],
    ['*CLS;*ESE 32;*SRE 32;BAD;*STB?', '100'],
    ['*ESR?;*ESR?', '128;0'],
    ['*CLS;FAUL 1;*ESR?;:SYST:ERR?', '8;101,"Lamp broken"'],
    ['*TRG;:SYST:ERR?', '-211,"Trigger ignored"'],
    ['STAT:OPER:ENAB 16;PTR 3;NTR 5;PTR?;NTR?;:STAT:PRES;:STAT:OPER:ENAB?;PTR?', '3;5;0;32767'],
    ['ECHO? #15HE;LO;*STB?', '#15HE;LO;0'],
  ])('answers %s', async (message, answer) => {
    expect(await bench().instrument.execute(message)).toBe(answer);
  });

  it('keeps the first errors and ends a full queue with -350', async () => {
    const { instrument } = bench();
    await instrument.execute(`LEV 11;${'BAD;'.repeat(30)}`);
    expect(await instrument.execute('SYST:ERR:COUN?')).toBe('20');
    expect(await instrument.execute('SYST:ERR?')).toBe('-222,"Data out of range"');
    for (let error = 2; error < 20; error++) {
      expect(await instrument.execute('SYST:ERR?')).toBe('-113,"Undefined header"');
    }
    expect(await instrument.execute('SYST:ERR?')).toBe('-350,"Queue overflow"');
    expect(await instrument.execute('SYST:ERR?')).toBe('0,"No error"');
  });

  it('answers *OPC? and sets the bit of *OPC when the operation ends', async () => {
    const { instrument, finish } = bench();
    await instrument.execute('*CLS;*OPC');
    const answer = instrument.execute('*OPC?');
    expect(await instrument.execute('*ESR?')).toBe('0');
    finish();
    expect(await answer).toBe('1');
    expect(await instrument.execute('*ESR?')).toBe('1');
  });

  it('forgets a waiting *OPC at *CLS', async () => {
    const { instrument, finish } = bench();
    await instrument.execute('*ESR?;*OPC;*CLS');
    finish();
    expect(await instrument.execute('*WAI;*ESR?')).toBe('0');
  });

  it('lets a later command take the place of an earlier one', async () => {
    const { instrument } = bench();
    instrument.on('*TST?', () => '+0');
    expect(await instrument.execute('*TST?')).toBe('+0');
  });

  it('moves transitions into the event register through the filters', () => {
    const { operation } = bench().instrument.status;
    operation.enable = 16;
    operation.set(16, true);
    expect([operation.condition, operation.summary, operation.takeEvent()]).toEqual([16, true, 16]);
    operation.set(16, false);
    expect(operation.takeEvent()).toBe(0);
    operation.negative = 16;
    operation.set(16, true);
    operation.takeEvent();
    operation.set(16, false);
    expect([operation.condition, operation.takeEvent()]).toEqual([0, 16]);
  });
});

describe('scpiService', () => {
  it('ends messages at line feeds that are not inside a block', async () => {
    expect(await talk(['ECHO? #15HE\nLO\n*IDN?\r\n'])).toBe('#15HE\nLO\nMaker,Model,0,1.0\n');
    expect(await talk(['ECHO? "#19"\nECHO? "open\n*STB?\n'])).toBe('"#19"\n"open\n0\n');
    expect(await talk(['ECHO? #H1F\nECHO? #9\n*STB?\n'])).toBe('#H1F\n#9\n0\n');
  });

  it('answers the same however the bytes are cut', async () => {
    const stream =
      'LEV 5;LEV?\nECHO? #3003a\n;\n;BAD\r\n\nSYST:ERR?;ERR:COUN?\nECHO? "#15",1\n*STB?;*IDN?\nECHO? #15\n';
    const whole = await talk([stream]);
    expect(whole.split('\n')).toHaveLength(6);
    const places = fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(places, async (cuts) => {
        const ends = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const chunks = ends.slice(1).map((end, index) => stream.slice(ends[index], end));
        expect(await talk(chunks)).toBe(whole);
      }),
      { seed: 1 },
    );
  });

  it('survives junk, and answers the next query', async () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 80 }),
      fc.string({ unit: fc.constantFrom(...Array.from('#0123-;,:"\'()*?AELVR \n')), maxLength: 80 }),
    );
    await fc.assert(
      fc.asyncProperty(junk, async (text) => {
        // A block that was announced may take up to 999 bytes more here.
        const quiet = text.replaceAll(/#[4-9]/g, '#');
        const answer = await talk([quiet, `\n${'\n'.repeat(1000)}*IDN?\n`]);
        expect(answer.endsWith('Maker,Model,0,1.0\n')).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('drops a message that is too long with -363', async () => {
    const answer = await talk(['x'.repeat(101), '\nSYST:ERR?\n'], { maxMessageBytes: 100 });
    expect(answer).toBe('-363,"Input buffer overrun"\n');
  });

  it('takes many messages in one chunk', async () => {
    expect(await talk([`${'\n'.repeat(300_000)}*STB?\n`])).toBe('0\n');
  });
});
