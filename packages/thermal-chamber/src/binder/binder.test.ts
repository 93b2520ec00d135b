import { describe, expect, it } from 'vitest';
import { RegisterBank, onRegisters } from '../../test/register-bank.ts';
import { binder } from './binder.ts';

function mb1(): RegisterBank {
  const bank = new RegisterBank({
    0x1a22: 0x1000,
    0x158b: 0x0004,
    0x1081: 0x0005,
    0x1007: 1,
    0x10bd: 0,
    0x123d: 0,
    0x123e: 0,
  });
  bank.setFloat(0x11a9, 23.45, 'low-first');
  bank.setFloat(0x1077, 25, 'low-first');
  bank.setText(0x1228, 'DOOR OPEN', 20);
  // In idle mode the reading gives the basic set point.
  bank.onWrite = (address, word) => {
    if (address === 0x156f || address === 0x1570) bank.set(address - 0x156f + 0x1077, word);
  };
  return bank;
}

function mb2(): RegisterBank {
  const bank = new RegisterBank({ 0x1158: 0b10, 0x1292: 0b10, 0x114a: 0 });
  bank.setFloat(0x1004, -39.8, 'low-first');
  bank.setFloat(0x100a, 45, 'low-first');
  bank.setFloat(0x114c, 20, 'low-first');
  bank.setFloat(0x114e, 50, 'low-first');
  bank.onWrite = (address, word) => {
    if (address === 0x1158) bank.set(0x1292, word);
  };
  return bank;
}

describe('the BINDER driver with MB1', () => {
  it('reads floats with the low word first, as the transcript has them', async () => {
    const bank = mb1();
    expect([bank.words.get(0x11a9), bank.words.get(0x11aa)]).toEqual([0x999a, 0x41bb]);
    await onRegisters(binder, bank, async (oven) => {
      expect(await oven.temperature.read()).toBeCloseTo(23.45, 5);
      expect(oven.humidity).toBeUndefined();
      expect(oven.door).toBeUndefined();
    });
    expect(bank.requests[0]).toBe('010311A90002');
  });

  it('writes both set points, and reads back the one that holds', async () => {
    const bank = mb1();
    await onRegisters(binder, bank, async (oven) => {
      await oven.setpoint.write(60);
      await oven.setpoint.write(-40);
    });
    expect(bank.requests).toContain('0110158100020400004270');
    expect(bank.requests).toContain('0110156F00020400004270');
    expect(bank.requests).toContain('011015810002040000C220');
  });

  it('starts in manual mode, and goes to idle to be safe', async () => {
    const bank = mb1();
    await onRegisters(binder, bank, async (oven) => {
      await oven.running.write(true);
      expect(await oven.running.read()).toBe(true);
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
    expect(bank.requests).toContain('01061A220800');
    expect(bank.words.get(0x1a22)).toBe(0x1000);
  });

  it('does not start over a program, and says when the panel denies writing', async () => {
    const bank = mb1();
    bank.set(0x1a22, 0x0400);
    await onRegisters(binder, bank, async (oven) => {
      expect(await oven.running.read()).toBe(true);
      expect(await oven.mode.read()).toBe('program');
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'program-runs' });
      for (const code of [5, 8]) {
        bank.refusals.set(0x1581, code);
        await expect(oven.setpoint.write(60)).rejects.toMatchObject({
          code: 'controller-refused',
          device: { code },
        });
      }
      bank.refusals.set(0x1581, 3);
      await expect(oven.setpoint.write(60)).rejects.toMatchObject({ code: 'modbus-exception' });
      await expect(oven.setpoint.write(200)).rejects.toMatchObject({ code: 'value-refused' });
    });
  });

  it('reports alarm, note and limit with the text of the display', async () => {
    const bank = mb1();
    bank.set(0x123e, 1);
    bank.set(0x10bd, 1);
    await onRegisters(
      binder,
      bank,
      async (oven) => {
        expect(await oven.alarms.read()).toEqual([
          { code: 'note', text: 'DOOR OPEN' },
          { code: 'limit', text: 'temperature limit (safety class 2) exceeded' },
        ]);
        expect(await oven.door?.open.read()).toBe(true);
      },
      { options: { door: true } },
    );
  });

  it('switches the condensation protection and leaves the other lines', async () => {
    const bank = mb1();
    bank.onWrite = (address, word) => {
      if (address === 0x158b) bank.set(0x1081, word);
    };
    await onRegisters(binder, bank, async (oven) => oven.outputs[0]?.on.write(true));
    expect(bank.words.get(0x158b)).toBe(0x0005);
  });

  it('calls an open sensor no value, and survives silence, cuts and damage', async () => {
    const bank = mb1();
    await onRegisters(binder, bank, async (oven) => {
      bank.setFloat(0x11a9, NaN, 'low-first');
      await expect(oven.temperature.read()).rejects.toMatchObject({ code: 'value-invalid' });
      bank.setFloat(0x11a9, 24, 'low-first');
      for (const [spoil, kind] of [
        [() => undefined, 'timeout'],
        [(reply: Buffer) => reply.subarray(0, 5), 'timeout'],
        [(reply: Buffer) => Buffer.concat([reply.subarray(0, -1), Buffer.of(0)]), 'protocol'],
      ] as const) {
        let once = true;
        bank.spoil = (reply) => {
          const spoilt = once ? spoil(reply) : reply;
          once = false;
          return spoilt;
        };
        await expect(oven.temperature.read()).rejects.toMatchObject({ kind });
        expect(await oven.temperature.read()).toBe(24);
      }
    });
  });
});

describe('the BINDER driver with MB2', () => {
  const options = { controller: 'MB2', humidity: true } as const;

  it('reads and sets temperature and humidity', async () => {
    const bank = mb2();
    await onRegisters(
      binder,
      bank,
      async (oven) => {
        expect(await oven.temperature.read()).toBeCloseTo(-39.8, 5);
        await oven.setpoint.write(85);
        await oven.humidity?.setpoint.write(85);
        expect(await oven.humidity?.humidity.read()).toBe(45);
      },
      { options },
    );
    expect(bank.requests).toContain('0110114C000204000042AA');
  });

  it('runs by the contact that says idle, and ends a program that overrides it', async () => {
    const bank = mb2();
    await onRegisters(
      binder,
      bank,
      async (oven) => {
        await oven.running.write(true);
        expect(bank.words.get(0x1158)).toBe(0);
        await oven.outputs[4]?.on.write(true);
        expect(bank.words.get(0x1158)).toBe(0b100_0000);
        let program = true;
        bank.onWrite = (address, word) => {
          if (address === 0x114a) program = false;
          if (address === 0x1158) bank.set(0x1292, program ? 0 : word);
        };
        expect(await oven.safe('test')).toMatchObject({ ok: true });
      },
      { options },
    );
    expect(bank.words.get(0x114a)).toBe(1);
  });
});
