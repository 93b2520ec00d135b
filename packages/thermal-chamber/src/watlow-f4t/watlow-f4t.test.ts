import { describe, expect, it } from 'vitest';
import { RegisterBank, onRegisters } from '../../test/register-bank.ts';
import { watlowF4t } from './watlow-f4t.ts';

function controller(profileState: number): RegisterBank {
  const bank = new RegisterBank({
    4: 1,
    5: 0,
    6: 2,
    7: 0,
    8: 3,
    12: 1,
    13: 0,
    2730: 10,
    6730: 15,
    14_080: 15,
  });
  bank.set(16_566, 61);
  bank.set(16_568, profileState);
  bank.setText(16, 'F4T1L2A3A1A1AAA', 15);
  bank.setFloat(2774, -42, 'low-first');
  bank.setFloat(2776, 130, 'low-first');
  bank.setFloat(2782, 25, 'low-first');
  bank.onWrite = (address, word) => {
    if (address === 16_566 && word === 148) bank.set(16_568, 253);
  };
  return bank;
}

describe('the F4T driver while a stored profile runs', () => {
  it.each([
    [149, 'program'],
    [1783, 'program'],
    [146, 'program-paused'],
  ])('in state %i tells it, does not run over it, and terminates it to be safe', async (state, mode) => {
    const bank = controller(state);
    await onRegisters(watlowF4t, bank, async (oven) => {
      expect(await oven.mode.read()).toBe(mode);
      expect(await oven.running.read()).toBe(true);
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'program-runs' });
      expect(await oven.safe('test')).toMatchObject({ ok: true });
      expect(bank.words.get(16_568)).toBe(253);
      expect(bank.words.get(2730)).toBe(62);
      expect(await oven.mode.read()).toBe('off');
    });
  });

  it('is left alone when nothing runs', async () => {
    const bank = controller(62);
    await onRegisters(watlowF4t, bank, async (oven) => {
      await oven.running.write(true);
      expect(await oven.mode.read()).toBe('constant');
      await oven.running.write(false);
    });
    expect(bank.words.get(16_566)).toBe(61);
  });
});
