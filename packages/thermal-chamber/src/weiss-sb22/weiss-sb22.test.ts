import { describe, expect, it } from 'vitest';
import { onScript } from '../../test/scripted.ts';
import { sb22Framing } from './sb22-framing.ts';
import { weissSb22 } from './weiss-sb22.ts';

const pack = (payload: string): string => sb22Framing.encode(payload);

/** A status telegram with the fields at the places that the sheet names. */
function status({
  temperature = '023.4',
  error = '--',
  target = '025.0',
  channels = '0'.repeat(16),
} = {}): string {
  return pack(`1T${temperature}F45P0000000R${error}T${target}F50R${channels}`);
}

const ask = pack('1?');
const on = '1' + '0'.repeat(15);

describe('the SB22 driver', () => {
  it('makes the check of the sheet\u2019s example', () => {
    expect(Buffer.from(ask, 'latin1').toString('hex')).toBe('02313f384503');
  });

  it('reads all from one telegram, also below zero', async () => {
    await onScript(
      weissSb22,
      { [ask]: status({ temperature: '-40.0', target: '-39.5', channels: on }) },
      async (oven) => {
        expect(await oven.temperature.read()).toBe(-40);
        expect(await oven.setpoint.read()).toBe(-39.5);
        expect(await oven.humidity?.humidity.read()).toBe(45);
        expect(await oven.running.read()).toBe(true);
        expect(await oven.alarms.read()).toEqual([]);
      },
      { options: { humidity: true } },
    );
  });

  it('sends everything back when it changes one thing', async () => {
    const command = pack(`1T-10.5F50R${on}`);
    const before = status({ channels: on });
    const replies = {
      [ask]: [before, before, status({ target: '-10.5', channels: on })],
      [command]: pack('1\u0006'),
    };
    const sent = await onScript(weissSb22, replies, async (oven) => oven.setpoint.write(-10.5));
    expect(sent).toContain(command);
  });

  it('waits a second between telegrams', async () => {
    await onScript(weissSb22, { [ask]: status() }, async (oven, { clock }) => {
      const began = clock.monotonic();
      await oven.temperature.read();
      await oven.temperature.read();
      expect(clock.monotonic() - began).toBeGreaterThanOrEqual(2000);
    });
  });

  it('switches off and reads it back', async () => {
    const off = pack(`1T025.0F50R${'0'.repeat(16)}`);
    const running = status({ channels: on });
    await onScript(
      weissSb22,
      { [ask]: [running, running, status()], [off]: pack('1\u0006') },
      async (oven) => {
        expect(await oven.safe('test')).toMatchObject({ ok: true });
      },
    );
  });

  it('gives the error by number and text, and takes a status in place of an acknowledgement for a refusal', async () => {
    const failing = status({ error: '03' });
    const replies = { [ask]: failing, [pack(`1T030.0F50R${'0'.repeat(16)}`)]: failing };
    await onScript(weissSb22, replies, async (oven) => {
      expect(await oven.alarms.read()).toEqual([{ code: '3', text: 'fan' }]);
      await expect(oven.setpoint.write(30)).rejects.toMatchObject({
        code: 'controller-refused',
        device: { code: 3, text: 'fan' },
      });
    });
  });

  it('refuses a damaged reply, one of another chamber and one that is none', async () => {
    const good = status();
    const other = pack(good.slice(1, -3).replace(/^1/, '2'));
    const bad = [good.replace('023.4', '023.5'), other, '\u0002\u0003', good.slice(0, 9)];
    // After each the line is opened anew, and the chamber asked who it is and whether it runs.
    const replies = { [ask]: [good, ...bad.flatMap((reply) => [reply, good, good])] };
    await onScript(weissSb22, replies, async (oven) => {
      for (const code of ['checksum-wrong', 'address-mismatch', 'reply-unexpected', 'timeout']) {
        await expect(oven.temperature.read()).rejects.toMatchObject({ code });
      }
    });
  });

  it('gives no temperature while a sensor is faulty, whatever number the telegram has', async () => {
    for (const reply of [status({ error: '04' }), status({ temperature: '999.9' })]) {
      await onScript(weissSb22, { [ask]: reply }, async (oven) => {
        await expect(oven.temperature.read()).rejects.toMatchObject({
          kind: 'device',
          code: 'value-invalid',
        });
        expect(oven.temperature.last?.quality).not.toBe('good');
      });
    }
    await onScript(weissSb22, { [ask]: status({ error: '09' }) }, async (oven) => {
      expect(await oven.temperature.read()).toBe(23.4);
    });
  });
});
