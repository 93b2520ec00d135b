import { describe, expect, it } from 'vitest';
import { lines, onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { thermotron3800, thermotron8800 } from './thermotron.ts';

const usual = {
  'IDEN?': 'THERMOTRON 8800',
  'VRSN?': '5.60',
  'PVAR1?': '25.12',
  'SETP1?': '25.0',
  'SCOD?': '2',
  'ALRM1?': '0',
} satisfies Replies;

describe('the driver of the Thermotron 8800', () => {
  const script = (replies: Replies): Replies => lines({ ...usual, ...replies }, '\r', '\r');

  it('writes a setpoint, reads its acknowledgement and then the setpoint', async () => {
    const sent = await onScript(
      thermotron8800,
      script({ 'SETP1,-40': '0', 'SETP1?': '-40.0', 'PVAR1?': '-12.34' }),
      async (oven) => {
        await oven.setpoint.write(-40);
        expect(await oven.temperature.read()).toBe(-12.34);
      },
    );
    expect(sent).toContain('SETP1,-40\r');
  });

  it('runs manually, stops, and believes neither without the stop code', async () => {
    const replies = script({ RUNM: '0', STOP: '0', 'SCOD?': ['1', '1', '2'] });
    await onScript(thermotron8800, replies, async (oven) => {
      await oven.running.write(true);
      expect(await oven.safe('test')).toMatchObject({ ok: false });
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
  });

  it('raises a refusal, and a reply that is no number', async () => {
    const replies = script({ 'SETP1,30': '5', 'PVAR1?': ['OPEN', '25.0'] });
    await onScript(thermotron8800, replies, async (oven) => {
      await expect(oven.setpoint.write(30)).rejects.toMatchObject({
        code: 'controller-refused',
        device: { code: 5 },
      });
      await expect(oven.temperature.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      await expect(oven.setpoint.write(200)).rejects.toMatchObject({ code: 'value-refused' });
      await expect(oven.setpoint.write(31)).rejects.toMatchObject({ kind: 'timeout' });
    });
  });

  it('reports why it stopped and the bits of the channels', async () => {
    const replies = script({ 'SCOD?': '10', 'ALRM1?': '33', 'ALRM2?': '0' });
    await onScript(
      thermotron8800,
      replies,
      async (oven) => {
        expect(await oven.alarms.read()).toEqual([
          { code: 'SCOD 10', text: 'thermal alarm' },
          { code: 'ALRM1 0', text: 'channel 1: low deviation' },
          { code: 'ALRM1 5', text: 'channel 1: high process value' },
        ]);
      },
      { options: { humidity: true } },
    );
  });

  it('serves humidity on channel 2 and outputs in two groups', async () => {
    const replies = script({
      'PVAR2?': '45.5',
      'SETP2?': '50.0',
      'SETP2,50': '0',
      'AUXE2?': ['1', '5'],
      'AUXE2,5': '0',
    });
    const sent = await onScript(
      thermotron8800,
      replies,
      async (oven) => {
        await oven.humidity?.setpoint.write(50);
        expect(await oven.humidity?.humidity.read()).toBe(45.5);
        await oven.outputs[10]?.on.write(true);
      },
      { options: { humidity: true } },
    );
    expect(sent).toContain('AUXE2,5\r');
  });
});

describe('the driver of the Thermotron 3800', () => {
  const script = (replies: Replies): Replies => lines({ ...usual, 'MODE?': '0', ...replies }, '\n', '\n');

  it('initialises, waits three seconds, and never speaks twice within a second', async () => {
    let began = 0;
    await onScript(thermotron3800, script({}), async (oven, { clock, sent }) => {
      expect(sent[0]).toBe('INIT\n');
      began = clock.monotonic();
      await oven.temperature.read();
      await oven.temperature.read();
      expect(clock.monotonic() - began).toBeGreaterThanOrEqual(2000);
    });
    expect(began).toBeGreaterThanOrEqual(5000);
  });

  it('takes a setpoint over with RUNM and reads it back then', async () => {
    const replies = script({ 'MODE?': ['0', '0', '16'], 'SETP1?': '-20.0' });
    const sent = await onScript(thermotron3800, replies, async (oven) => {
      await oven.setpoint.write(-20);
      await oven.running.write(true);
      expect(await oven.setpoint.read()).toBe(-20);
    });
    expect(sent.indexOf('SETP1,-20\n')).toBeLessThan(sent.indexOf('RUNM\n'));
  });

  it('says when the running controller has another setpoint', async () => {
    await onScript(thermotron3800, script({ 'SETP1?': '25.0' }), async (oven) => {
      await oven.setpoint.write(-20);
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'not-confirmed' });
    });
  });

  it('does not take the chamber from a program, and stops it to be safe', async () => {
    await onScript(thermotron3800, script({ 'MODE?': ['1', '1', '1', '1', '0'] }), async (oven) => {
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'program-runs' });
      await expect(oven.setpoint.write(30)).rejects.toMatchObject({ code: 'program-runs' });
      expect(await oven.running.read()).toBe(true);
      expect(await oven.mode.read()).toBe('program');
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
  });
});
