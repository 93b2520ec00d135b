import fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { mecomCrc, mecomFraming } from './mecom-framing.ts';
import { meerstetterMecom } from './meerstetter-mecom.ts';

/** A request as it is on the wire. */
const request = (sequence: number, payload: string, address = '02'): string => {
  const frame = `#${address}${sequence.toString(16).toUpperCase().padStart(4, '0')}${payload}`;
  return `${frame}${mecomCrc(frame)}\r`;
};

/** The reply to it. */
const reply = (sequence: number, content: string, address = '02'): string => {
  const frame = `!${address}${sequence.toString(16).toUpperCase().padStart(4, '0')}${content}`;
  return `${frame}${mecomCrc(frame)}\r`;
};

const float = (value: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(value);
  return bytes.toString('hex').toUpperCase();
};

const identification = '!0200018152 TEC SW G01     0000\r';

/** Replies to requests in their order, the identification first. */
const script = (...exchanges: readonly (readonly [payload: string, content: string])[]): Replies =>
  Object.fromEntries([
    [request(1, '?IF'), identification],
    ...exchanges.map(([payload, content], index) => {
      const asked = request(index + 2, payload);
      return [
        asked,
        content === '' ? `!02${asked.slice(3, 7)}${asked.slice(-5)}` : reply(index + 2, content),
      ];
    }),
  ]);

const read = (parameter: number, instance = '01'): string =>
  `?VR${parameter.toString(16).toUpperCase().padStart(4, '0')}${instance}`;

const word = (value: number): string => (value >>> 0).toString(16).toUpperCase().padStart(8, '0');

describe('frames of MeCom', () => {
  it('are those of the sheet', () => {
    const framing = mecomFraming(2);
    expect(framing.encode('?VR03E801')).toBe('#020001?VR03E801728F\r');
    expect(framing.decode('!02000141C800001523\r', '?VR03E801')).toBe('41C80000');
    expect(framing.encode('VS0BB801C1A00000')).toBe('#020002VS0BB801C1A00000B801\r');
    expect(framing.decode('!020002B801\r', 'VS0BB801C1A00000')).toBe('');
    expect(framing.encode('?VR03F301')).toBe('#020003?VR03F301C728\r');
    expect(() => framing.decode('!020003+05B3BE\r', '?VR03F301')).toThrow('parameter not available');
  });

  it('do not take an acknowledgement with a check of its own, nor that of another request', () => {
    const framing = mecomFraming(2);
    framing.encode('VS0BB801C1A00000');
    for (const frame of ['!020001', '!020000'])
      expect(() => framing.decode(`${frame}${mecomCrc(frame)}\r`, 'VS0BB801C1A00000')).toThrow(
        'does not fit',
      );
  });

  it('refuse every junk as a fault of the protocol', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (junk) => {
        const framing = mecomFraming(2);
        framing.encode('?VR03E801');
        expect(() => framing.decode(`${junk}\r`, '?VR03E801')).toThrow(
          expect.objectContaining({ kind: 'protocol' }),
        );
      }),
    );
  });
});

describe('the driver of Meerstetter controllers', () => {
  it('identifies, also behind a greeting, and reads temperatures of plate and sink', async () => {
    const replies = {
      ...script([read(1000), float(-12.5)], [read(1001), float(31.25)]),
      [request(1, '?IF')]: `Welcome\r\n${identification}`,
    };
    await onScript(meerstetterMecom, replies, async (plate) => {
      expect((await firstValueFrom(plate.identity$)).model).toBe('8152 TEC SW G01');
      expect(await plate.temperature.read()).toBe(-12.5);
      expect(await plate.heatSink?.temperature.read()).toBe(31.25);
    });
  });

  it('writes a target below zero and reads it back', async () => {
    const replies = script([`VS0BB801${float(-20)}`, ''], [read(3000), float(-20)]);
    const sent = await onScript(meerstetterMecom, replies, async (plate) => {
      await plate.setpoint.write(-20);
      await expect(plate.setpoint.write(150)).rejects.toMatchObject({ kind: 'range' });
    });
    expect(sent[1]).toBe('#020002VS0BB801C1A00000B801\r');
    expect(sent).toHaveLength(3);
  });

  it('disables the output to be safe, and reads back whether it is', async () => {
    const replies = script(
      [`VS07DA01${word(0)}`, ''],
      [read(2010), word(2)],
      [`VS07DA01${word(0)}`, ''],
      [read(2010), word(0)],
    );
    await onScript(meerstetterMecom, replies, async (plate) => {
      expect(await plate.safe('test')).toMatchObject({ ok: false });
      expect(await plate.safe('test')).toMatchObject({ ok: true });
    });
  });

  it('tells the state', async () => {
    const run = [read(104), word(2)] as const;
    const enabled = [read(2010), word(1)] as const;
    const unstable = [read(1200), word(1)] as const;
    const replies = script(
      [read(104), word(3)],
      [read(104), word(1)],
      enabled,
      run,
      [read(2010), word(0)],
      run,
      enabled,
      [read(1200), word(2)],
      run,
      enabled,
      unstable,
      [read(1000), float(20)],
      [read(3000), float(30)],
      run,
      enabled,
      unstable,
      [read(1000), float(20)],
      [read(3000), float(-30)],
      run,
      enabled,
      unstable,
      [read(1000), float(NaN)],
      [read(3000), float(-30)],
    );
    await onScript(meerstetterMecom, replies, async (plate) => {
      const states = [
        'error',
        'uncontrolled',
        'uncontrolled',
        'at-temperature',
        'heating',
        'cooling',
        'error',
      ];
      for (const state of states) expect(await plate.state.read()).toBe(state);
    });
  });

  it('gives no temperature of a sensor that has none', async () => {
    const replies = script(
      [read(1000), float(NaN)],
      [read(1001), float(-273)],
      [read(1000), float(Infinity)],
    );
    await onScript(meerstetterMecom, replies, async (plate) => {
      const invalid = { kind: 'device', code: 'value-invalid' };
      await expect(plate.temperature.read()).rejects.toMatchObject(invalid);
      await expect(plate.heatSink?.temperature.read()).rejects.toMatchObject(invalid);
      await expect(plate.temperature.read()).rejects.toMatchObject(invalid);
    });
  });

  it('names an error of the controller, and none while it has none', async () => {
    const replies = script([read(104), word(3)], [read(105), word(108)], [read(104), word(2)]);
    await onScript(meerstetterMecom, replies, async (plate) => {
      expect(await plate.alarms.read()).toMatchObject([{ code: '108' }]);
      expect(await plate.alarms.read()).toEqual([]);
    });
  });

  it('raises refusals with code and text', async () => {
    const replies = script([`VS0BB801${float(100)}`, '+07'], [read(1000), '+42'], [read(1000), '+02']);
    await onScript(meerstetterMecom, replies, async (plate) => {
      await expect(plate.setpoint.write(100)).rejects.toMatchObject({
        code: 'controller-refused',
        device: { code: 7, text: 'value out of range' },
      });
      await expect(plate.temperature.read()).rejects.toMatchObject({ device: { code: 42 } });
      await expect(plate.temperature.read()).rejects.toMatchObject({ kind: 'busy' });
    });
  });

  it.each([
    ['a damaged reply', reply(2, float(25)).replace('41C8', '41C9'), { code: 'checksum-wrong' }],
    ['the reply of another controller', reply(2, float(25), '03'), { code: 'address-mismatch' }],
    ['the reply to another request', reply(1, float(25)), { code: 'reply-unexpected' }],
    ['a value of half its length', reply(2, '41C8'), { code: 'reply-unexpected' }],
    ['a reply cut short', reply(2, float(25)).slice(0, 12), { kind: 'timeout' }],
    ['silence', '', { kind: 'timeout' }],
  ])('refuses %s', async (_, answer, error) => {
    const replies = { ...script(), [request(2, read(1000))]: answer };
    await onScript(meerstetterMecom, replies, async (plate) => {
      await expect(plate.temperature.read()).rejects.toMatchObject(error);
    });
  });

  it('identifies the controller anew after a reply that it cannot trust, looks whether it runs, and goes on', async () => {
    const replies = {
      ...script(),
      [request(2, read(1000))]: reply(1, float(99)),
      [request(3, '?IF')]: identification.replace('0001', '0003'),
      [request(4, read(2010))]: reply(4, word(0)),
      [request(5, read(1000))]: reply(5, float(25)),
    };
    await onScript(meerstetterMecom, replies, async (plate) => {
      await expect(plate.temperature.read()).rejects.toMatchObject({ kind: 'protocol' });
      expect(await plate.temperature.read()).toBe(25);
    });
  });

  it.each([{ address: 0 }, { address: 256 }, { channel: 0 }, { temperatureRange: { min: 5, max: 5 } }])(
    'refuses the options %j',
    async (options) => {
      await expect(onScript(meerstetterMecom, script(), async () => {}, { options })).rejects.toMatchObject({
        code: 'option-refused',
      });
    },
  );
});
