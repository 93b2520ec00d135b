import { describe, expect, it } from 'vitest';
import { RegisterBank, onRegisters } from '../../test/register-bank.ts';
import { eurothermModbus } from './eurotherm-modbus.ts';

const area = (address: number): number => 0x8000 + 2 * address;

function controller(): RegisterBank {
  const bank = new RegisterBank({
    1: 178,
    2: 216,
    3: 500,
    35: 0,
    75: 0,
    107: 0x0304,
    111: 1500,
    112: 0xfc18,
    122: 0x2480,
    273: 0,
  });
  bank.setFloat(area(1), 25.5, 'high-first');
  bank.setFloat(area(2), 21.6, 'high-first');
  bank.setFloat(area(3), 50, 'high-first');
  bank.setFloat(area(35), 0, 'high-first');
  bank.setFloat(area(111), 150, 'high-first');
  bank.setFloat(area(112), -100, 'high-first');
  return bank;
}

describe('the driver of Eurotherm controllers over Modbus', () => {
  it('reads IEEE values and the identity', async () => {
    const bank = controller();
    expect([bank.words.get(0x8002), bank.words.get(0x8003)]).toEqual([0x41cc, 0]);
    await onRegisters(eurothermModbus, bank, async (oven) => {
      expect(await oven.temperature.read()).toBe(25.5);
      expect(oven.setpoint.limits).toEqual({ min: -100, max: 150 });
      await oven.setpoint.write(-40);
      expect(await oven.setpoint.read()).toBe(-40);
    });
    expect(bank.requests).toContain('010380020002');
    expect(bank.requests).toContain('01108004000204C2200000');
  });

  it('scales integers by the decimals of the display, below zero too', async () => {
    const bank = controller();
    await onRegisters(
      eurothermModbus,
      bank,
      async (oven) => {
        expect(await oven.temperature.read()).toBe(17.8);
        await oven.setpoint.write(-40.04);
        expect(await oven.setpoint.read()).toBe(-40);
        expect(oven.rampControl).toBeUndefined();
      },
      { options: { format: 1 } },
    );
    expect(bank.words.get(2)).toBe(0xfe70);
  });

  it('stands in manual mode without output, and reads both back', async () => {
    const bank = controller();
    await onRegisters(eurothermModbus, bank, async (oven) => {
      expect(await oven.running.read()).toBe(true);
      expect(await oven.safe('test')).toMatchObject({ ok: true });
      expect(bank.words.get(273)).toBe(1);
      expect(bank.words.get(area(3))).toBe(0);
      await oven.running.write(true);
      expect(bank.words.get(273)).toBe(0);
    });
  });

  it('gives the output a cycle to follow', async () => {
    const bank = controller();
    await onRegisters(eurothermModbus, bank, async (oven, clock) => {
      bank.onWrite = (address) => {
        if (address === area(3)) bank.setFloat(area(3), 6.2, 'high-first');
      };
      const made = oven.safe('test');
      await clock.sleep(1000);
      bank.setFloat(area(3), 0, 'high-first');
      expect(await made).toMatchObject({ ok: true });
    });
  });

  it('is not safe while an output is left', async () => {
    const bank = controller();
    bank.onWrite = (address) => {
      if (address === area(3)) bank.setFloat(area(3), 5, 'high-first');
    };
    await onRegisters(eurothermModbus, bank, async (oven) => {
      expect(await oven.safe('test')).toMatchObject({ ok: false });
    });
  });

  it('gives no temperature with a broken sensor, and names the alarms', async () => {
    const bank = controller();
    await onRegisters(eurothermModbus, bank, async (oven) => {
      bank.set(75, 0b101_0010_0001);
      await expect(oven.temperature.read()).rejects.toMatchObject({ code: 'value-invalid' });
      expect((await oven.alarms.read()).map(({ code }) => code)).toEqual(['AL1', 'Sbr', 'OOR']);
      await oven.alarmControl?.acknowledge();
      expect(bank.words.get(274)).toBe(1);
    });
  });

  it('switches the rate limit by 0', async () => {
    const bank = controller();
    await onRegisters(eurothermModbus, bank, async (oven) => {
      await oven.rampControl?.rate.write(3);
      expect(await oven.rampControl?.enabled.read()).toBe(false);
      await oven.rampControl?.enabled.write(true);
      expect(bank.words.get(area(35))).toBe(0x4040);
    });
  });

  it('says what the controller refuses, and that a value was discarded', async () => {
    const bank = controller();
    await onRegisters(eurothermModbus, bank, async (oven) => {
      bank.refusals.set(area(2), 3);
      await expect(oven.setpoint.write(30)).rejects.toMatchObject({
        code: 'modbus-exception',
        device: { code: 3 },
      });
      bank.refusals.clear();
      // Function 16 to what is not configured is accepted, and the value discarded.
      bank.onWrite = () => bank.setFloat(area(2), 21.6, 'high-first');
      await expect(oven.setpoint.write(30)).rejects.toMatchObject({ code: 'not-confirmed' });
    });
    await expect(
      onRegisters(eurothermModbus, controller(), async () => {}, { options: { format: 4 } }),
    ).rejects.toThrow('options.format 4 refused, allowed 0 to 3');
  });
});
