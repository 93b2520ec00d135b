import { describe, expect, it } from 'vitest';
import { RegisterBank, onRegisters } from '../../test/register-bank.ts';
import { cszEzt } from './csz-ezt.ts';

function controller(): RegisterBank {
  const words = Object.fromEntries(Array.from({ length: 60 }, (_, address) => [address, 0]));
  return new RegisterBank({ ...words, 12: 0b1000, 35: 235, 36: 250, 40: 455, 41: 500 });
}

const options = { powerEvent: 0, humidity: true } as const;

describe('the EZT-430i driver', () => {
  it('scales by the decimals of the inputs, below zero too, and writes registers one by one', async () => {
    const bank = controller();
    await onRegisters(
      cszEzt,
      bank,
      async (oven) => {
        expect(await oven.temperature.read()).toBe(23.5);
        expect(await oven.humidity?.humidity.read()).toBe(45.5);
        await oven.setpoint.write(-40);
        expect(await oven.setpoint.read()).toBe(-40);
      },
      { options },
    );
    expect(bank.requests).toContain('01060024FE70');
  });

  it('switches one event and leaves the others', async () => {
    const bank = controller();
    await onRegisters(
      cszEzt,
      bank,
      async (oven) => {
        await oven.running.write(true);
        expect(bank.words.get(12)).toBe(0b1001);
        await oven.outputs[0]?.on.write(true);
        expect(bank.words.get(12)).toBe(0b1011);
        expect(await oven.safe('test')).toMatchObject({ ok: true });
        expect(bank.words.get(12)).toBe(0b1010);
      },
      { options },
    );
  });

  it('leaves a controller alone that is offline, but switches it off', async () => {
    const bank = controller();
    await onRegisters(
      cszEzt,
      bank,
      async (oven) => {
        bank.set(0, 1);
        await expect(oven.setpoint.write(30)).rejects.toMatchObject({
          kind: 'busy',
          code: 'controller-busy',
        });
        await expect(oven.running.write(true)).rejects.toMatchObject({ kind: 'busy' });
        expect(await oven.safe('test')).toMatchObject({ ok: true });
      },
      { options },
    );
  });

  it('reports alarm words, and no temperature of a loop with an error', async () => {
    const bank = controller();
    await onRegisters(
      cszEzt,
      bank,
      async (oven) => {
        bank.set(5, 4);
        bank.set(39, 7);
        expect(await oven.alarms.read()).toEqual([{ code: '5:4', text: 'input alarm' }]);
        await expect(oven.temperature.read()).rejects.toMatchObject({ code: 'value-invalid' });
      },
      { options },
    );
  });

  it('ends a program that was started at the panel when it is made safe, and does not run over one', async () => {
    const bank = controller();
    await onRegisters(
      cszEzt,
      bank,
      async (oven) => {
        bank.set(15, 2);
        expect(await oven.mode.read()).toBe('program');
        expect(await oven.running.read()).toBe(true);
        await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'program-runs' });
        bank.set(15, 3);
        expect(await oven.mode.read()).toBe('program-paused');
        expect(await oven.safe('test')).toMatchObject({ ok: true });
        expect(bank.words.get(15)).toBe(0);
        expect(await oven.mode.read()).toBe('off');
      },
      { options },
    );
  });

  it('asks for the event that switches the chamber, and survives silence', async () => {
    await expect(onRegisters(cszEzt, controller(), async () => {})).rejects.toThrow(
      'options.powerEvent is missing; it must be a whole number, 0 to 5.',
    );
    const bank = controller();
    await onRegisters(
      cszEzt,
      bank,
      async (oven) => {
        bank.spoil = () => undefined;
        await expect(oven.temperature.read()).rejects.toMatchObject({ kind: 'timeout' });
        bank.spoil = undefined;
        expect(await oven.temperature.read()).toBe(23.5);
        bank.refusals.set(36, 3);
        await expect(oven.setpoint.write(30)).rejects.toMatchObject({ code: 'modbus-exception' });
      },
      { options },
    );
  });
});
