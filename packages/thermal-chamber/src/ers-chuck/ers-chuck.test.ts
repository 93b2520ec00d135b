import { describe, expect, it } from 'vitest';
import { lines, onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { ersChuck } from './ers-chuck.ts';

const usual = {
  RO: 'O1',
  RC: 'C+0250',
  RT: 'T+0250',
  RE: 'E000',
  RI: 'I0',
  RF: 'F-0200',
  RD: 'D1',
  RH: 'H00',
} satisfies Replies;

const script = (replies: Replies = {}): Replies => lines({ ...usual, ...replies }, '\r', '\r');

describe('the driver of ERS chucks', () => {
  it('writes and reads signed tenths, below zero too, and takes a reading without a sign', async () => {
    const replies = script({ 'ST-0400': 'OK', RT: 'T-0400', RC: ['C-0123', 'C0214'] });
    const sent = await onScript(ersChuck, replies, async (chuck) => {
      await chuck.setpoint.write(-40);
      expect(await chuck.temperature.read()).toBe(-12.3);
      expect(await chuck.temperature.read()).toBe(21.4);
    });
    expect(sent).toContain('ST-0400\r');
  });

  it('takes a set command that is answered by what was set, and writes nothing as +0000', async () => {
    const replies = script({ 'ST+0000': 'T+0000', RT: 'T+0000', SD0: 'D0', RD: ['D0', 'D1'] });
    await onScript(ersChuck, replies, async (chuck) => {
      await chuck.setpoint.write(-0.04);
      expect(await chuck.dewPointWatch?.dewPoint.read()).toBe(-20);
      await chuck.dewPointWatch?.control.write(false);
      expect(await chuck.dewPointWatch?.control.read()).toBe(true);
    });
  });

  it('goes to standby to be safe and reads the mode back', async () => {
    const replies = script({ SO2: 'OK', RO: ['O1', 'O1', 'O2', 'O1'] });
    const sent = await onScript(ersChuck, replies, async (chuck) => {
      expect(await chuck.running.read()).toBe(true);
      expect(await chuck.safe('test')).toMatchObject({ ok: true });
      expect(await chuck.safe('test')).toMatchObject({ ok: false });
    });
    expect(sent).toContain('SO2\r');
  });

  it('takes a defrost, which heats, for running, and a purge for not', async () => {
    await onScript(ersChuck, script({ RO: ['O1', 'O3', 'O4'] }), async (chuck) => {
      expect(await chuck.running.read()).toBe(true);
      expect(await chuck.running.read()).toBe(false);
    });
  });

  it('tells the state of the control, and of the mode where it is not the normal one', async () => {
    const replies = script({
      RI: ['I0', 'I1', 'I2', 'I8', 'I1', 'I1', 'I5'],
      RO: ['O1', 'O1', 'O1', 'O1', 'O1', 'O2', 'O3', 'O1'],
    });
    await onScript(ersChuck, replies, async (chuck) => {
      const states = ['at-temperature', 'heating', 'cooling', 'error', 'standby', 'uncontrolled'];
      for (const state of states) expect(await chuck.state.read()).toBe(state);
      await expect(chuck.state.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
    });
  });

  it('holds, reached or not yet', async () => {
    const replies = script({ RH: ['H00', 'H10', 'H11'], SH1: 'H10' });
    await onScript(ersChuck, replies, async (chuck) => {
      expect(await chuck.hold?.on.read()).toBe(false);
      await chuck.hold?.on.write(true);
      expect(await chuck.hold?.on.read()).toBe(true);
    });
  });

  it('gives no temperature while its sensor has failed, and no dew point while that has', async () => {
    await onScript(ersChuck, script({ RE: ['E004', 'E202', 'E018', 'E018'] }), async (chuck) => {
      for (const code of [4, 202])
        await expect(chuck.temperature.read()).rejects.toMatchObject({
          code: 'value-invalid',
          device: { code },
        });
      expect(await chuck.temperature.read()).toBe(25);
      await expect(chuck.dewPointWatch?.dewPoint.read()).rejects.toMatchObject({ code: 'value-invalid' });
    });
  });

  it('gives no temperature that no sensor can have measured', async () => {
    await onScript(ersChuck, script({ RC: 'C+9999' }), async (chuck) => {
      await expect(chuck.temperature.read()).rejects.toMatchObject({ code: 'value-invalid' });
    });
  });

  it('names errors, also those that the sheet does not', async () => {
    await onScript(ersChuck, script({ RE: ['E017', 'E123', 'E000'] }), async (chuck) => {
      expect(await chuck.alarms.read()).toEqual([{ code: '17', text: 'dew point alarm: defrosting' }]);
      expect(await chuck.alarms.read()).toMatchObject([{ code: '123' }]);
      expect(await chuck.alarms.read()).toEqual([]);
    });
  });

  it('raises a refusal, and keeps to the range before a byte is sent', async () => {
    const replies = script({ 'ST+0850': '?', SO1: '?' });
    const options = { temperatureRange: { min: -40, max: 150 } };
    const sent = await onScript(
      ersChuck,
      replies,
      async (chuck) => {
        await expect(chuck.setpoint.write(85)).rejects.toMatchObject({ code: 'controller-refused' });
        await expect(chuck.running.write(true)).rejects.toMatchObject({ code: 'controller-refused' });
        await expect(chuck.setpoint.write(200)).rejects.toMatchObject({ kind: 'range' });
      },
      { options },
    );
    expect(sent).not.toContain('ST+2000\r');
  });

  it('refuses the reply to another question and a cut one, times out in silence, and goes on', async () => {
    const replies = { ...script(), 'RC\r': ['T+0250\r', 'C+02\r', 'C+0250', 'C+0250\r'] };
    await onScript(ersChuck, replies, async (chuck, { replies: live }) => {
      await expect(chuck.temperature.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      await expect(chuck.temperature.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      await expect(chuck.temperature.read()).rejects.toMatchObject({ kind: 'timeout' });
      expect(await chuck.temperature.read()).toBe(25);
      delete live['RT\r'];
      await expect(chuck.setpoint.read()).rejects.toMatchObject({ kind: 'timeout' });
    });
  });
});
