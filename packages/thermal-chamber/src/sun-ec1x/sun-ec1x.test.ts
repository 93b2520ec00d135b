import { describe, expect, it } from 'vitest';
import { lines, onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { sunEc1x } from './sun-ec1x.ts';

const off = 'NNNNYYYNNNNNNNNNNN0';
const on = 'YNNNYYYNYNNNNNNNNN0';
const failed = 'NYNNYYYNNNNNNNNNNN0';

const script = (replies: Replies): Replies =>
  lines(
    { 'STATUS?': off, 'LTL?': '-65.0', 'UTL?': '150.0', 'TEMP?': '23.4', 'SET?': '25.0', ...replies },
    '\r',
    '\r\n',
  );

describe('the driver of Sun controllers', () => {
  it('takes the limits from the controller and writes a negative setpoint', async () => {
    const sent = await onScript(sunEc1x, script({ 'SET?': '-40.0', 'TEMP?': '-12.5' }), async (oven) => {
      expect(oven.setpoint.limits).toEqual({ min: -65, max: 150 });
      await oven.setpoint.write(-40);
      expect(await oven.temperature.read()).toBe(-12.5);
    });
    expect(sent).toContain('SET=-40.0\r');
  });

  it('looks at the error flag after each command', async () => {
    await onScript(sunEc1x, script({ 'STATUS?': [off, failed] }), async (oven) => {
      await expect(oven.setpoint.write(30)).rejects.toMatchObject({ code: 'controller-refused' });
    });
  });

  it('switches on and off, and ends a program first', async () => {
    const program = 'YNNNYYYNNNNNYNNNNN0';
    const replies = script({ 'STATUS?': [off, off, on, on, program, program, on, off] });
    const sent = await onScript(sunEc1x, replies, async (oven) => {
      await oven.running.write(true);
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'program-runs' });
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
    expect(sent.filter((line) => !line.includes('?'))).toEqual(['ON\r', 'STOP\r', 'OFF\r']);
  });

  it('tells the mode', async () => {
    const replies = script({ 'STATUS?': [off, off, on, 'YNNNYYYNNNNNYNNNNN0'] });
    await onScript(sunEc1x, replies, async (oven) => {
      for (const mode of ['off', 'constant', 'program']) expect(await oven.mode.read()).toBe(mode);
    });
  });

  it('names the flags that are alarms', async () => {
    await onScript(sunEc1x, script({ 'STATUS?': [off, 'YNYNYYYYNYYNNNNNNN2', off] }), async (oven) => {
      const alarms = await oven.alarms.read();
      expect(alarms.map(({ code }) => code)).toEqual(['TIMEOUT', 'DEVL', 'LTL', 'UTL', 'self-test 2']);
      expect(await oven.alarms.read()).toEqual([]);
    });
  });

  it('refuses a status of another form, a cut one and silence', async () => {
    const replies = script({ 'STATUS?': [off, off.slice(1), off], 'TEMP?': ['*', '23.4'] });
    await onScript(sunEc1x, { ...replies, 'SET?\r': ['25.', '25.0\r\n'] }, async (oven) => {
      await expect(oven.running.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      await expect(oven.temperature.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      await expect(oven.setpoint.read()).rejects.toMatchObject({ kind: 'timeout' });
      expect(await oven.setpoint.read()).toBe(25);
    });
  });
});
