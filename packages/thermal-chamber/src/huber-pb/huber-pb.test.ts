import { describe, expect, it } from 'vitest';
import { lines, onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { huberPb } from './huber-pb.ts';

const usual = {
  '{M00****': '{S0009C4',
  '{M01****': '{S0109C4',
  '{M05****': '{S050000',
  '{M06****': '{S060000',
  '{M07****': '{S077FFF',
  '{M0A****': '{S0A0000',
  '{M14****': '{S140000',
} satisfies Replies;

const script = (replies: Replies = {}): Replies => lines({ ...usual, ...replies }, '\r\n', '\r\n');

describe('the driver of Huber thermostats', () => {
  it('reads and writes hundredths in two’s complement', async () => {
    const replies = script({
      '{M00F060': '{S00F060',
      '{M00****': '{S00F060',
      '{M01****': ['{S0109C4', '{S01FFFF'],
    });
    await onScript(huberPb, replies, async (bath) => {
      expect(bath.product).toBeUndefined();
      await bath.setpoint.write(-40);
      expect(await bath.temperature.read()).toBe(-0.01);
    });
  });

  it('keeps 50 ms between requests', async () => {
    await onScript(huberPb, script(), async (bath, { clock }) => {
      const began = clock.monotonic();
      for (let time = 0; time < 3; time++) await bath.setpoint.read();
      expect(clock.monotonic() - began).toBeGreaterThanOrEqual(150);
    });
  });

  it('is safe when it is switched off and controls no more', async () => {
    const replies = script({ '{M140000': '{S140000', '{M0A****': ['{S0A0001', '{S0A0002'] });
    await onScript(huberPb, replies, async (bath) => {
      expect(await bath.safe('test')).toMatchObject({ ok: false });
      expect(await bath.safe('test')).toMatchObject({ ok: true });
    });
  });

  it('starts, and tells when a value was taken that was not written', async () => {
    const replies = script({
      '{M140001': '{S140001',
      '{M14****': '{S140001',
      '{M002EE0': '{S002710',
    });
    await onScript(huberPb, replies, async (bath) => {
      await bath.running.write(true);
      expect(await bath.mode.read()).toBe('constant');
      await expect(bath.setpoint.write(120)).rejects.toMatchObject({
        code: 'controller-refused',
        device: { code: '2710' },
      });
      await expect(bath.setpoint.write(328)).rejects.toMatchObject({ kind: 'range' });
    });
  });

  it('gives the process sensor as the product where there is one', async () => {
    const replies = script({ '{M07****': ['{S07FC18', '{S07FC18', '{S077FFF'] });
    await onScript(huberPb, replies, async (bath) => {
      expect(await bath.product?.temperature.read()).toBe(-10);
      await expect(bath.product?.temperature.read()).rejects.toMatchObject({ code: 'value-invalid' });
    });
  });

  it('gives no temperature while its sensor has failed', async () => {
    const replies = script({ '{M05****': ['{S05FFF7', '{S05FFF6'], '{M01****': ['{S0109C4', '{S0109C4'] });
    await onScript(huberPb, replies, async (bath) => {
      await expect(bath.temperature.read()).rejects.toMatchObject({
        code: 'value-invalid',
        device: { code: -9 },
      });
      expect(await bath.temperature.read()).toBe(25);
    });
  });

  it('names error and warning and clears both', async () => {
    const replies = script({
      '{M05****': ['{S05FFFF', '{S050000'],
      '{M06****': ['{S06FF00', '{S060000'],
      '{M050001': '{S050000',
      '{M060001': '{S060000',
    });
    const sent = await onScript(huberPb, replies, async (bath) => {
      expect(await bath.alarms.read()).toEqual([
        { code: '-1', text: 'error: over-temperature protection' },
        { code: '-256', text: 'warning: see the manual of the thermostat' },
      ]);
      await bath.alarmControl?.acknowledge();
      expect(await bath.alarms.read()).toEqual([]);
    });
    expect(sent).toEqual(expect.arrayContaining(['{M050001\r\n', '{M060001\r\n']));
  });

  it('refuses the reply of another variable, other forms, cut ones and silence, and goes on', async () => {
    const replies = {
      ...script(),
      '{M00****\r\n': ['{S0109C4\r\n', '{S00\r\n', '{S007FFF\r\n', '{S0009', '{S0009C4\r\n'],
    };
    await onScript(huberPb, replies, async (bath, { replies: live }) => {
      for (const code of ['reply-unexpected', 'reply-unexpected', 'controller-refused'])
        await expect(bath.setpoint.read()).rejects.toMatchObject({ code });
      await expect(bath.setpoint.read()).rejects.toMatchObject({ kind: 'timeout' });
      expect(await bath.setpoint.read()).toBe(25);
      delete live['{M14****\r\n'];
      await expect(bath.running.read()).rejects.toMatchObject({ kind: 'timeout' });
    });
  });
});
