import { describe, expect, it } from 'vitest';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { lineService } from '../line-service.ts';
import { MessageOutput } from './message-output.ts';
import { messageServiceOf } from './message-service-of.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Nothing here waits for a clock, so what is left to do is done in microtasks. */
const settled = async (): Promise<void> => {
  await new Promise(setImmediate);
};

function link(): {
  instrument: ScpiInstrument;
  output: MessageOutput;
  requests: () => number;
  finish: () => void;
} {
  const instrument = new ScpiInstrument('Maker,Model,0,1.0');
  let finish = (): void => {};
  const busy = new Promise<void>((resolve) => {
    finish = resolve;
  });
  instrument.idle = async () => busy;
  let requests = 0;
  const output = new MessageOutput(scpiMessageService(instrument), {
    available() {},
    serviceRequested() {
      requests++;
    },
  });
  return { instrument, output, requests: () => requests, finish };
}

const text = (part: { bytes: Uint8Array; end: boolean } | undefined): [string, boolean] | undefined =>
  part === undefined ? undefined : [Buffer.from(part.bytes).toString('latin1'), part.end];

describe('a link that carries messages', () => {
  it('gathers the parts of a message and gives the response in parts', async () => {
    const { output } = link();
    output.write(bytes('*ID'), false);
    output.write(bytes('N?\n'), true);
    await settled();
    expect(output.available).toBe(true);
    expect(text(output.read(5))).toEqual(['Maker', false]);
    expect(text(output.read(100, 0x2c))).toEqual([',', false]);
    expect(text(output.read(100))).toEqual(['Model,0,1.0\n', true]);
    expect([output.available, output.read(1)]).toEqual([false, undefined]);
  });

  it('carries out a message without a terminator, and reports a block that is cut short', async () => {
    const { output, instrument } = link();
    output.write(bytes('*IDN?'), true);
    await settled();
    expect(text(output.read(100))).toEqual(['Maker,Model,0,1.0\n', true]);
    output.write(bytes('BLOCK #15ab'), true);
    expect(instrument.status.takeError().code).toBe(-161);
  });

  it('loses an unread response with -410 when the next message comes', async () => {
    const { output, instrument } = link();
    output.write(bytes('*IDN?'), true);
    await settled();
    output.write(bytes('SYST:VERS?'), true);
    await settled();
    expect(text(output.read(100))).toEqual(['1999.0\n', true]);
    expect(instrument.status.takeError().code).toBe(-410);
  });

  it('asks for service once for each reason, and the serial poll clears the request', async () => {
    const { output, instrument, requests } = link();
    await instrument.execute('*CLS;*ESE 32;*SRE 32');
    output.write(bytes('BAD'), true);
    await settled();
    expect([requests(), output.statusByte(), output.statusByte()]).toEqual([1, 0x64, 0x24]);
    output.write(bytes('BAD'), true);
    await settled();
    expect(requests()).toBe(1);
    await instrument.execute('*CLS');
    instrument.status.raise(new ScpiRefusal(-113));
    expect([requests(), output.statusByte()]).toEqual([2, 0x64]);
  });

  it('asks for service when a response becomes available', async () => {
    const { output, instrument, requests } = link();
    await instrument.execute('*CLS;*SRE 16');
    output.write(bytes('*IDN?'), true);
    await settled();
    expect([requests(), output.statusByte()]).toEqual([1, 0x50]);
    output.read(100);
    expect(output.statusByte()).toBe(0);
  });

  it('forgets what was under way when it is cleared', async () => {
    const { output, finish } = link();
    output.write(bytes('*OPC?'), true);
    output.write(bytes('*IDN?'), true);
    await settled();
    expect([output.available, output.expectsResponse]).toEqual([false, true]);
    output.clear();
    finish();
    await settled();
    expect([output.available, output.expectsResponse]).toEqual([false, false]);
    output.write(bytes('SYST:VERS?'), true);
    await settled();
    expect(text(output.read(100))).toEqual(['1999.0\n', true]);
  });

  it('carries the protocol of a byte stream, adding the terminator that a client left out', () => {
    const echo = lineService((send) => ({ line: (line) => send(`<${line}>\n`) }));
    const output = new MessageOutput(messageServiceOf(echo), { available() {}, serviceRequested() {} });
    output.write(bytes('one'), true);
    expect(output.statusByte()).toBe(0x10);
    expect(text(output.read(100))).toEqual(['<one>\n', true]);
    output.write(bytes('two\n'), true);
    expect(text(output.read(100))).toEqual(['<two>\n', true]);
    expect(output.available).toBe(false);
  });
});
