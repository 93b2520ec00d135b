import { describe, expect, it } from 'vitest';
import { onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { linkamT95 } from './linkam-t95.ts';

/** An answer to `T`. */
const status = (first: number, temperature: string, errors = 0x80): string =>
  `${String.fromCharCode(first, errors)}\u0080\u0080\u0080\u0080${temperature}\r`;

const stopped = status(0x01, '00fa');

const script = (replies: Replies = {}): Replies => ({ 'T\r': stopped, 'S\r': '\r', 'E\r': '\r', ...replies });

describe('the driver of Linkam stages', () => {
  it('reads the example of the sheet, and temperatures below zero', async () => {
    const replies = script({
      'T\r': [stopped, stopped, '\x10\x80\x80\x80\x80\x8000fa\r', status(0x20, 'FF38'), status(0x20, 'ff38')],
    });
    await onScript(linkamT95, replies, async (stage) => {
      expect(await stage.temperature.read()).toBe(25);
      expect(await stage.temperature.read()).toBe(-20);
      expect(await stage.state.read()).toBe('cooling');
    });
  });

  it('tells the limit at once, and rate and limit again at each start', async () => {
    const replies = script({
      'L1-1965\r': '\r',
      'R1250\r': '\r',
      'T\r': [stopped, stopped, stopped, stopped, status(0x20, '00fa')],
    });
    const sent = await onScript(
      linkamT95,
      replies,
      async (stage) => {
        expect(await stage.setpoint.read()).toBe(25);
        await stage.setpoint.write(-196.5);
        expect(await stage.setpoint.read()).toBe(-196.5);
        await stage.running.write(true);
      },
      { options: { rate: 2.5 } },
    );
    const told = ['L1-1965\r', 'R1250\r', 'L1-1965\r', 'S\r'];
    expect(sent.filter((command) => command !== 'T\r')).toEqual(told);
    // After power-up nothing else is taken first.
    expect(sent[0]).toBe('T\r');
    expect(sent[sent.indexOf('R1250\r') - 1]).toBe('T\r');
  });

  it('goes as fast as the protocol can say while no rate is set', async () => {
    const replies = script({
      'R115000\r': '\r',
      'R1333\r': '\r',
      'L1250\r': '\r',
      'T\r': [stopped, stopped, stopped, status(0x30, '00fa')],
    });
    const sent = await onScript(linkamT95, replies, async (stage) => {
      await stage.running.write(true);
      expect(await stage.rampControl?.enabled.read()).toBe(false);
      await stage.rampControl?.rate.write(3.333);
      await stage.rampControl?.enabled.write(true);
      await expect(stage.rampControl?.rate.write(200)).rejects.toMatchObject({ kind: 'range' });
    });
    expect(sent.filter((command) => command.startsWith('R1'))).toEqual(['R115000\r', 'R1333\r']);
  });

  it('stops to be safe, and reads back whether it does', async () => {
    const heating = status(0x10, '01f4');
    const replies = script({ 'T\r': [heating, heating, heating, heating, heating, stopped] });
    const sent = await onScript(linkamT95, replies, async (stage) => {
      expect(await stage.safe('test')).toMatchObject({ ok: false });
      expect(await stage.safe('test')).toMatchObject({ ok: true });
    });
    expect(sent).toContain('E\r');
  });

  it('does not invent the setpoint of a stage that was running, or had no sensor, when it was opened', async () => {
    for (const first of [status(0x10, '00fa'), status(0x01, '7fff')])
      await onScript(linkamT95, script({ 'T\r': first, 'L1300\r': '\r' }), async (stage) => {
        await expect(stage.setpoint.read()).rejects.toMatchObject({ code: 'setpoint-unknown' });
        await expect(stage.running.write(true)).rejects.toMatchObject({ code: 'setpoint-unknown' });
        await stage.setpoint.write(30);
        expect(await stage.setpoint.read()).toBe(30);
      });
  });

  it('names what the error byte tells, and gives no temperature while the sensor is open', async () => {
    const replies = script({
      'T\r': [stopped, stopped, status(0x20, '00fa', 0x81), status(0x01, '00fa', 0x82), status(0x01, '7fff')],
    });
    await onScript(linkamT95, replies, async (stage) => {
      expect(await stage.alarms.read()).toEqual([{ code: 'EB1 1', text: 'cooling too fast for the pump' }]);
      await expect(stage.temperature.read()).rejects.toMatchObject({
        code: 'value-invalid',
        device: { code: 'EB1 2' },
      });
      await expect(stage.temperature.read()).rejects.toMatchObject({ code: 'value-invalid' });
    });
  });

  it('refuses what is no status, a cut one and silence, and goes on', async () => {
    const bad = [
      status(0x02, '00fa'),
      status(0x10, '00fa', 0),
      status(0x10, '0xfa'),
      `${stopped.slice(0, 10)}x`,
    ];
    const replies = script({
      'T\r': [stopped, stopped, ...bad, stopped.slice(0, 7), stopped],
      'E\r': ['?\r', '\r'],
    });
    await onScript(linkamT95, replies, async (stage) => {
      for (let count = 0; count < bad.length; count++)
        await expect(stage.temperature.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      await expect(stage.temperature.read()).rejects.toMatchObject({ kind: 'timeout' });
      expect(await stage.temperature.read()).toBe(25);
      await expect(stage.running.write(false)).rejects.toMatchObject({ code: 'reply-unexpected' });
      await expect(stage.setpoint.write(30)).rejects.toMatchObject({ kind: 'timeout' });
      await expect(stage.setpoint.write(700)).rejects.toMatchObject({ kind: 'range' });
    });
  });

  it('refuses a rate that the protocol cannot carry', async () => {
    await expect(onScript(linkamT95, script(), async () => {}, { options: { rate: 0 } })).rejects.toThrow(
      'options.rate 0 K/min refused, allowed 0.01 to 150 K/min.',
    );
  });
});
