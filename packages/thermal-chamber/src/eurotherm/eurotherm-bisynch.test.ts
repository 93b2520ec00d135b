import { describe, expect, it } from 'vitest';
import { onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { bisynchFraming } from './bisynch-framing.ts';
import { eurothermBisynch } from './eurotherm-bisynch.ts';

const framing = bisynchFraming(1);
const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex').toUpperCase();
const [ack, nak, eot] = ['\u0006', '\u0015', '\u0004'];

/** The reply that carries a parameter: what a write carries, without its address. */
const answer = (text: string): string => framing.encode(`=${text}`).slice(5);

const script = (values: Readonly<Record<string, string>>, writes: Replies = {}): Replies => ({
  ...Object.fromEntries(
    Object.entries({
      PV: '16.4',
      SL: '22.0',
      HS: '150.0',
      LS: '-100.0',
      SO: '>0000',
      II: '>2480',
      V0: '>0304',
      mA: '0',
      OP: '50.0',
      RR: '0.0',
      ...values,
    }).map(([mnemonic, data]) => [framing.encode(`?${mnemonic}`), answer(mnemonic + data)]),
  ),
  ...Object.fromEntries(Object.entries(writes).map(([text, reply]) => [framing.encode(`=${text}`), reply])),
});

describe('the driver of Eurotherm controllers over EI-Bisynch', () => {
  it('makes the frames of the handbook', () => {
    expect(hex(framing.encode('?PV'))).toBe('0430303131505605');
    expect(hex(framing.encode('=SL22.0'))).toBe('043030313102534C32322E300302');
    expect(hex(answer('PV16.4'))).toBe('02505631362E340318');
    expect(hex(bisynchFraming(42).encode('?PV')).slice(2, 10)).toBe('34343232');
  });

  it('reads and writes texts as on the display', async () => {
    const replies = script({ PV: '-99.9', SL: '-40.0' }, { 'SL-40.0': ack });
    const sent = await onScript(eurothermBisynch, replies, async (oven) => {
      expect(await oven.temperature.read()).toBe(-99.9);
      await oven.setpoint.write(-40);
    });
    expect(sent).toContain(framing.encode('=SL-40.0'));
  });

  it('waits for the check behind ETX, even where it looks like EOT', async () => {
    expect(answer('PV-1.3').slice(-1)).toBe(eot);
    await onScript(eurothermBisynch, script({ PV: '-1.3' }), async (oven) => {
      expect(await oven.temperature.read()).toBe(-1.3);
    });
  });

  it('asks EE why a write was refused', async () => {
    const replies = script({ EE: '>0008' }, { 'SL30.0': nak, 'SL31.0': '\u0007' });
    await onScript(eurothermBisynch, replies, async (oven) => {
      await expect(oven.setpoint.write(30)).rejects.toMatchObject({
        code: 'controller-refused',
        device: { code: 8, text: 'limit exceeded' },
      });
      await expect(oven.setpoint.write(31)).rejects.toMatchObject({ code: 'reply-unexpected' });
    });
  });

  it('goes to manual mode without output to be safe', async () => {
    const replies = script({ mA: '1', OP: '0.0' }, { mA1: ack, 'OP0.0': ack });
    const sent = await onScript(eurothermBisynch, replies, async (oven) => {
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
    expect(sent.indexOf(framing.encode('=mA1'))).toBeLessThan(sent.indexOf(framing.encode('=OP0.0')));
  });

  it('refuses damage, another parameter, EOT and half a reply, and goes on', async () => {
    const good = answer('PV16.4');
    const bad: readonly (readonly [string, string])[] = [
      [good.replace('16.4', '16.5'), 'checksum-wrong'],
      [answer('SL16.4'), 'reply-unexpected'],
      [eot, 'controller-refused'],
      [good.slice(0, -1), 'timeout'],
      [answer('PVS.br'), 'reply-unexpected'],
    ];
    const asked = framing.encode('?PV');
    const replies = { ...script({}), [asked]: bad.map(([reply]) => reply) };
    await onScript(eurothermBisynch, replies, async (oven) => {
      for (const [, code] of bad) await expect(oven.temperature.read()).rejects.toMatchObject({ code });
      expect(await oven.setpoint.read()).toBe(22);
    });
  });
});
