import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Script, holdsUp, onScript } from '../../test/script.ts';
import type { Reply } from '../../test/script.ts';
import { parseSbi } from './sbi-line.ts';
import { sartoriusSbi } from './sbi.ts';

const escape = '\x1b';

function script(replies: Readonly<Record<string, Reply>> = {}): Script {
  const all: Record<string, Reply> = {
    x1_: 'PMA7501-X00V1  \r\n',
    x2_: '12345678       \r\n',
    x3_: '01-62-05       \r\n',
    P: 'N     +    12.34 g  \r\n',
    ...replies,
  };
  return new Script(Object.fromEntries(Object.entries(all).map(([key, reply]) => [escape + key, reply])));
}

describe('parseSbi', () => {
  it.each([
    ['+   123.45 g  ', { stable: true, mass: { value: 123.45, resolution: 0.01, displayUnit: 'g' } }],
    ['-   123.45 mg ', { stable: true, mass: { value: -0.12345, resolution: 1e-5, displayUnit: 'mg' } }],
    ['+   123.45    ', { stable: false, mass: undefined }],
    ['N     +    12.34 g  ', { stable: true, mass: { value: 12.34, resolution: 0.01, displayUnit: 'g' } }],
    ['N     +     0.05    ', { stable: false, mass: undefined }],
  ])('reads %j', (line, expected) => {
    expect(parseSbi(line)).toEqual(expected);
  });

  it.each([
    ['Stat        High    ', 'overload'],
    ['       High   ', 'overload'],
    ['Stat        Low     ', 'underload'],
    ['Stat         OFF    ', 'no-reading'],
    ['Stat     Err 101    ', 'instrument-refused'],
    ['Stat         Cal    ', 'adjusting'],
    ['+    12.34 pcs', 'unit-unknown'],
  ])('never makes a number of %j', (line, code) => {
    expect(() => parseSbi(line)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('survives any line', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (line) => {
        expect(holdsUp(() => parseSbi(line))).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('sartorius-sbi', () => {
  it('identifies the balance and weighs', async () => {
    await onScript(sartoriusSbi, script(), async (device) => {
      expect(await device.weight.read()).toMatchObject({ value: 12.34 });
      let model = '';
      device.identity$
        .subscribe({ next: (identity) => (model = identity.model), error: () => {} })
        .unsubscribe();
      expect(model).toBe('PMA7501-X00V1');
    });
  });

  it('gives no number while the unit is missing, also when the unit was changed meanwhile', async () => {
    const balance = script();
    await onScript(sartoriusSbi, balance, async (device) => {
      await device.weight.read();
      balance.replies.set(`${escape}P`, 'N     +     0.05    \r\n');
      await expect(device.weight.read()).rejects.toMatchObject({ code: 'unstable', details: {} });
      await expect(device.weighNow()).rejects.toMatchObject({ code: 'unstable' });
    });
  });

  it('reads back that taring did what it should, since the balance does not say so', async () => {
    let weight = 12.34;
    const line = (): string => `N     +${weight.toFixed(2).padStart(9)} g  \r\n`;
    const balance = script({
      P: line,
      T: () => {
        weight = 0;
        return undefined;
      },
    });
    await onScript(sartoriusSbi, balance, async (device) => {
      await device.tare();
      weight = 5;
      // This one does not listen to V.
      await expect(device.zero()).rejects.toMatchObject({ kind: 'device', code: 'not-confirmed' });
    });
  });

  it('follows an adjustment to its end, and says when none began', async () => {
    let looks = 0;
    const balance = script({ P: () => (++looks < 30 ? 'Stat         Cal    \r\n' : '+     0.00 g  \r\n') });
    await onScript(sartoriusSbi, balance, async (device) => {
      await device.internalAdjustment?.adjust();
      expect(looks).toBe(30);
      await expect(device.internalAdjustment?.adjust()).rejects.toMatchObject({ code: 'not-confirmed' });
    });
  });
});
