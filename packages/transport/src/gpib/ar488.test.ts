import { describe, expect, it } from 'vitest';
import { ask, gpibRig, latin1, named } from '../../test/gpib-rig.ts';

describe('an AR488', () => {
  it('never saves its settings, reports nothing unasked and does not mark ends', async () => {
    const { clock, adapter, bus } = gpibRig({ ar488: true });
    await clock.run(async () => bus.open());
    expect(adapter.settings).toMatchObject({
      srqauto: '0',
      flags: '0',
      eor: '7',
      eot_enable: '0',
      eoi: '1',
      eos: '3',
    });
    expect(adapter.eepromWrites).toBe(0);
    await bus.close();
  });

  it('is known by its real name, and is made to stop prompting', async () => {
    const { clock, adapter, bus, client } = gpibRig({
      ar488: true,
      version: 'GPIB-USB version 6.0',
      verbose: true,
    });
    adapter.at('9', named('9'));
    await clock.run(async () => {
      await bus.open();
      expect(adapter).toMatchObject({ verbose: false, eepromWrites: 0 });
      expect(await ask(client(9), 'A?\n')).toBe('9 A?\n');
      await bus.close();
    });
  });

  it('is sent less than 64 bytes at once, and no more than a line of 128', async () => {
    const { clock, adapter, bus, client } = gpibRig({ ar488: true });
    const nine = adapter.at('9', (message) => `${message.length}\n`);
    await clock.run(async () => {
      await bus.open();
      expect(await ask(client(9), `${'x'.repeat(125)}\n`)).toBe('126\n');
      await expect(ask(client(9), `${'x'.repeat(127)}\n`)).rejects.toMatchObject({
        kind: 'range',
        code: 'gpib-message-too-long',
      });
      await bus.close();
    });
    expect(adapter.longestChunk).toBeLessThan(64);
    expect(nine.received).toHaveLength(1);
  });

  it('gets a line whole even when its caller gives up in the middle, and the instrument is cleared', async () => {
    const { clock, adapter, bus, client } = gpibRig({ ar488: true });
    const nine = adapter.at('9', named('9'));
    await clock.run(async () => {
      await bus.open();
      await ask(client(9), 'A?\n');
      const long = 'VOLT 1;'.repeat(16);
      const cut = client(9).exchange((wire, turn) => wire.write(latin1(long), turn), { timeout: 5 });
      await expect(cut).rejects.toMatchObject({ kind: 'timeout' });
      expect(await ask(client(9), 'B?\n')).toBe('9 B?\n');
      expect(nine.received).toEqual(['A?\n', long, 'B?\n']);
      await bus.close();
    });
    expect(nine.clears).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends replies with EOI, and goes on reading after a pause that was too long for it', async () => {
    const { clock, adapter, bus, client } = gpibRig({ ar488: true });
    const replies = [
      'no line feed',
      'two\nlines\n',
      { text: 'with pauses\n', pieces: { bytes: 4, everyMs: 1500 } },
      { text: 'late', afterMs: 5000 },
      { text: 'no EOI\n', eoi: false },
    ];
    adapter.at('9', () => replies.shift());
    const meter = client(9, undefined, { timeout: { seconds: 20 } });
    const got: string[] = [];
    await clock.run(async () => {
      await bus.open();
      while (replies.length > 0) got.push(await ask(meter, 'READ?\n'));
      await bus.close();
    });
    expect(got).toEqual(['no line feed', 'two\nlines\n', 'with pauses\n', 'late', 'no EOI\n']);
  });
});
