import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Script, holdsUp, onScript } from '../../test/script.ts';
import type { Reply } from '../../test/script.ts';
import { mtSics } from './mt-sics.ts';
import { parseSics, sicsReply, sicsWeighing } from './sics-reply.ts';

function script(replies: Readonly<Record<string, Reply>> = {}): Script {
  return new Script({
    I2: 'I2 A "XS204 Excellence 220.0090 g"\r\n',
    I3: 'I3 A "1.10 18.6.1.1361.772"\r\n',
    I4: 'I4 A "1126493049"\r\n',
    SI: 'S S     12.3350 g\r\n',
    T: 'T S     12.3350 g\r\n',
    Z: 'Z A\r\n',
    ...replies,
  });
}

describe('mt-sics', () => {
  it('gives a stable weight in g with its resolution', async () => {
    await onScript(mtSics, script(), async (device) => {
      expect(await device.weight.read()).toEqual({ value: 12.335, resolution: 1e-4, displayUnit: 'g' });
    });
  });

  it('never gives an unstable weight for a good one, but gives it on demand with the word for it', async () => {
    await onScript(mtSics, script({ SI: 'S D     12.3312 g\r\n' }), async (device) => {
      await expect(device.weight.read()).rejects.toMatchObject({
        kind: 'device',
        code: 'unstable',
        details: { value: 12.3312 },
      });
      expect(device.weight.last).toMatchObject({ quality: 'bad', value: undefined });
      expect(await device.weighNow()).toEqual({ value: 12.3312, resolution: 1e-4, stable: false });
    });
  });

  it('converts a balance that is switched to kg, and refuses one that counts pieces', async () => {
    const balance = script();
    await onScript(mtSics, balance, async (device) => {
      balance.replies.set('SI', 'S S      0.0123 kg\r\n');
      expect(await device.weight.read()).toEqual({ value: 12.3, resolution: 0.1, displayUnit: 'kg' });
      balance.replies.set('SI', 'S S          12 PCS\r\n');
      await expect(device.weight.read()).rejects.toMatchObject({ code: 'unit-unknown' });
    });
  });

  it.each([
    ['S +', 'device', 'overload'],
    ['S -', 'device', 'underload'],
    ['S I', 'busy', 'instrument-busy'],
    ['ES', 'device', 'instrument-refused'],
    ['S S Error 10b', 'device', 'instrument-refused'],
  ])('takes %s for an error of kind %s, code %s', async (line, kind, code) => {
    const balance = script();
    await onScript(mtSics, balance, async (device) => {
      balance.replies.set('SI', `${line}\r\n`);
      await expect(device.weight.read()).rejects.toMatchObject({ kind, code });
    });
  });

  it('waits for stability by looking again and again, and does not hold the bus meanwhile', async () => {
    let looks = 0;
    const balance = script({ SI: () => `S ${++looks < 6 ? 'D' : 'S'}   12.3350 g\r\n` });
    await onScript(mtSics, balance, async (device) => {
      const weighing = device.weighStable();
      const states: string[] = [];
      weighing.progress$.subscribe({ next: ({ state }) => states.push(state), error: () => {} });
      expect(await weighing).toMatchObject({ value: 12.335 });
      expect(states.at(-1)).toBe('stable');
      expect(states.filter((state) => state === 'unstable').length).toBeGreaterThan(2);
    });
  });

  it('tares and zeroes only once the weight is stable, with the balance confirming', async () => {
    const balance = script();
    await onScript(mtSics, balance, async (device) => {
      await device.tare();
      await device.zero();
      balance.replies.set('Z', 'Z +\r\n');
      await expect(device.zero()).rejects.toMatchObject({ kind: 'device', code: 'overload' });
    });
    expect(balance.sent.filter((line) => line === 'T' || line === 'Z')).toEqual(['T', 'Z', 'Z']);
    expect(balance.sent[balance.sent.indexOf('T') - 1]).toBe('SI');
  });

  it('sets a tare in the unit in which the balance answers', async () => {
    let tare = '0.0000';
    const balance = script({
      TA: () => `TA A    ${tare} kg\r\n`,
      '*': (command) => {
        tare = /^TA (\S+) kg$/.exec(command)?.[1] ?? tare;
        return `TA A    ${tare} kg\r\n`;
      },
    });
    await onScript(mtSics, balance, async (device) => {
      await device.tareMemory?.value.write(25.3);
      expect(await device.tareMemory?.value.read()).toBe(25.3);
    });
    expect(balance.sent).toContain('TA 0.0253 kg');
  });

  it('waits for the end of an adjustment without holding the bus, and tells when it failed', async () => {
    const balance = script({ C3: 'C3 B\r\n' });
    await onScript(mtSics, balance, async (device, clock) => {
      clock.setTimer(60_000, () => balance.say('C3 A\r\n'));
      const adjusting = device.internalAdjustment?.adjust();
      await clock.sleep(1000);
      expect(await device.weight.read()).toMatchObject({ value: 12.335 });
      await adjusting;
      clock.setTimer(60_000, () => balance.say('C3 I\r\n'));
      await expect(device.internalAdjustment?.adjust()).rejects.toMatchObject({ code: 'adjustment-failed' });
    });
  });

  it('tells stable weights of the print key, and nothing else', async () => {
    const balance = script();
    await onScript(mtSics, balance, async (device, clock) => {
      const weights: number[] = [];
      const subscription = device.printed$.subscribe({
        next: ({ value }) => weights.push(value.value),
        error: () => {},
      });
      balance.say('I4 A "1126493049"\r\nS D     1.0000 g\r\nS +\r\nS S     2.00');
      await clock.sleep(10);
      balance.say('00 g\r\n');
      await clock.sleep(10);
      subscription.unsubscribe();
      expect(weights).toEqual([2]);
    });
  });

  it('follows the pan live with the state of each value, and stops when nobody listens', async () => {
    const lines = ['S D   1.0000 g', 'S S   2.0000 g', 'S +', 'S I'];
    let look = 0;
    const balance = script();
    await onScript(mtSics, balance, async (device, clock) => {
      balance.replies.set('SI', () => `${lines[look++ % lines.length]}\r\n`);
      const states: string[] = [];
      const subscription = device.live$.subscribe({
        next: ({ value }) => states.push(value.state),
        error: () => {},
      });
      await clock.sleep(650);
      subscription.unsubscribe();
      expect(states.slice(0, 3)).toEqual(['unstable', 'stable', 'overload']);
      await clock.sleep(500);
      const asked = balance.sent.length;
      await clock.sleep(5000);
      expect(balance.sent.length).toBe(asked);
    });
  });

  it('does not take the late answer of a weight for a print', async () => {
    const balance = script();
    await onScript(mtSics, balance, async (device, clock) => {
      let prints = 0;
      const subscription = device.printed$.subscribe({ next: () => prints++, error: () => {} });
      balance.replies.delete('SI');
      await expect(device.weight.read({ timeout: 100 })).rejects.toMatchObject({ kind: 'timeout' });
      balance.replies.set('SI', 'S S     1.0000 g\r\n');
      await clock.sleep(1000);
      balance.say('S S     9.0000 g\r\n');
      await clock.sleep(10_000);
      subscription.unsubscribe();
      expect(prints).toBe(0);
    });
  });
});

describe('the codec of MT-SICS', () => {
  it('reads any weight back as it was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999, max: 999_999_999 }),
        fc.integer({ min: 0, max: 5 }),
        (digits, decimals) => {
          const text = (digits / 10 ** decimals).toFixed(decimals);
          const reply = parseSics(`S S ${text.padStart(12)} g`);
          expect(reply && sicsWeighing(reply).mass?.value).toBeCloseTo(Number(text), 6);
        },
      ),
      { seed: 1 },
    );
  });

  it('never fails otherwise than with an error of its own on any line', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `S S ${text}`),
        ),
        (line) => {
          expect(
            holdsUp(() => {
              const verdict = sicsReply('S')(line);
              if (verdict !== undefined && verdict !== 'more') sicsWeighing(verdict.answer);
            }),
          ).toBe(true);
        },
      ),
      { seed: 2 },
    );
  });
});
