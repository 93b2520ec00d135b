import { describe, expect, it } from 'vitest';
import { lines, onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { julabo } from './julabo.ts';

const usual = {
  VERSION: 'JULABO FP50_MH',
  STATUS: '02 REMOTE STOP',
  IN_SP_00: '25.0',
  IN_SP_01: '150.00',
  IN_SP_02: '-50.00',
  IN_PV_00: '24.32',
  IN_MODE_05: '0',
} satisfies Replies;

const script = (replies: Replies = {}): Replies => lines({ ...usual, ...replies }, '\r', '\r\n');

const outs = (sent: readonly string[]): string[] => sent.filter((command) => command.startsWith('OUT'));

describe('the Julabo driver', () => {
  it('takes the limits of the circulator, narrowed by what the user states', async () => {
    const options = { temperatureRange: { min: -80, max: 120 } };
    const replies = script({ IN_PV_00: '-12.5', IN_SP_00: '-40.0' });
    const sent = await onScript(
      julabo,
      replies,
      async (bath) => {
        expect(bath.setpoint.limits).toEqual({ min: -50, max: 120 });
        await bath.setpoint.write(-40);
        expect(await bath.temperature.read()).toBe(-12.5);
        await expect(bath.setpoint.write(121)).rejects.toMatchObject({ kind: 'range' });
      },
      { options },
    );
    expect(outs(sent)).toEqual(['OUT_SP_00 -40.00\r']);
  });

  it('waits 250 ms after a command that is not answered, and then asks whether it was refused', async () => {
    await onScript(julabo, script(), async (bath, { clock, sent }) => {
      const began = clock.monotonic();
      await bath.setpoint.write(25);
      expect(clock.monotonic() - began).toBeGreaterThanOrEqual(250);
      expect(sent.slice(-4)).toEqual(['STATUS\r', 'OUT_SP_00 25.00\r', 'STATUS\r', 'IN_SP_00\r']);
    });
  });

  it('refuses to command a circulator that is not in remote control, before it sends the command', async () => {
    const replies = script({ STATUS: '01 MANUAL START', IN_MODE_05: '1' });
    const sent = await onScript(julabo, replies, async (bath) => {
      await expect(bath.setpoint.write(30)).rejects.toMatchObject({ kind: 'state', code: 'not-remote' });
      expect(await bath.safe('test')).toMatchObject({
        ok: false,
        members: [{ error: { code: 'not-remote' } }],
      });
    });
    expect(outs(sent)).toEqual([]);
  });

  it('raises what the status says of a command', async () => {
    const replies = script({ STATUS: ['02 REMOTE STOP', '-10 VALUE NOT ALLOWED'] });
    await onScript(julabo, replies, async (bath) => {
      await expect(bath.setpoint.write(30)).rejects.toMatchObject({
        code: 'controller-refused',
        device: { code: -10, text: 'VALUE NOT ALLOWED' },
      });
    });
  });

  it('stops circulation to be safe, and reads back whether it stands', async () => {
    const sent = await onScript(julabo, script({ IN_MODE_05: ['1', '0'] }), async (bath) => {
      expect(await bath.safe('test')).toMatchObject({ ok: false });
      expect(await bath.safe('test')).toMatchObject({ ok: true });
      expect(await bath.mode.read()).toBe('off');
    });
    expect(outs(sent)).toEqual(['OUT_MODE_05 0\r', 'OUT_MODE_05 0\r']);
  });

  it('gives the external sensor as the product, and nothing while none is connected', async () => {
    const replies = script({
      IN_PV_02: ['---.--', '21.50', '99.00'],
      STATUS: ['03 REMOTE START', '-14 EXTERNAL'],
    });
    await onScript(
      julabo,
      replies,
      async (bath) => {
        await expect(bath.product?.temperature.read()).rejects.toMatchObject({ code: 'value-invalid' });
        expect(await bath.product?.temperature.read()).toBe(21.5);
        await expect(bath.product?.temperature.read()).rejects.toMatchObject({ device: { code: -14 } });
      },
      { options: { externalSensor: 2 } },
    );
  });

  it('gives no bath temperature while its sensor has failed, and names alarms', async () => {
    const replies = script({
      STATUS: ['-05 WORKING SENSOR ALARM', '-01 LOW LEVEL ALARM', '03 REMOTE START'],
    });
    await onScript(julabo, replies, async (bath) => {
      await expect(bath.temperature.read()).rejects.toMatchObject({
        code: 'value-invalid',
        device: { code: -5 },
      });
      expect(await bath.alarms.read()).toEqual([{ code: '-1', text: 'LOW LEVEL ALARM' }]);
      expect(await bath.alarms.read()).toEqual([]);
      expect(bath.product).toBeUndefined();
    });
  });

  it('talks by address on RS-485, and to no other circulator', async () => {
    const addressed = Object.fromEntries(
      Object.entries({ ...usual, IN_SP_03: '90.00', IN_SP_04: '10.00' }).map(([asked, reply]) => [
        `A032_${asked}\r`,
        `A032_${reply}\r\n`,
      ]),
    );
    const replies = { ...addressed, 'A032_IN_PV_00\r': ['A032_24.32\r\n', 'A033_30.00\r\n'] };
    await onScript(
      julabo,
      replies,
      async (bath) => {
        expect(bath.setpoint.limits).toEqual({ min: 10, max: 90 });
        expect(await bath.temperature.read()).toBe(24.32);
        await expect(bath.temperature.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      },
      { options: { address: 32, limitIndex: 3 } },
    );
  });

  it('takes replies that end with LF alone; refuses cut ones, those of other forms, and silence', async () => {
    const replies = { ...script(), 'IN_PV_00\r': ['24.32\n', 'n/a\r\n', '24.', '24.5\r\n'] };
    await onScript(julabo, replies, async (bath, { replies: live }) => {
      expect(await bath.temperature.read()).toBe(24.32);
      await expect(bath.temperature.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      await expect(bath.temperature.read()).rejects.toMatchObject({ kind: 'timeout' });
      expect(await bath.temperature.read()).toBe(24.5);
      live['STATUS\r'] = 'REMOTE\r\n';
      await expect(bath.alarms.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      delete live['STATUS\r'];
      await expect(bath.alarms.read()).rejects.toMatchObject({ kind: 'timeout' });
    });
  });

  it('refuses limits that allow nothing, as those of the other generation may', async () => {
    await expect(onScript(julabo, script({ IN_SP_02: '150.00' }), async () => {})).rejects.toMatchObject({
      code: 'limits-unreadable',
    });
    await expect(
      onScript(julabo, script(), async () => {}, { options: { address: 200 } }),
    ).rejects.toMatchObject({ code: 'option-refused' });
  });
});
