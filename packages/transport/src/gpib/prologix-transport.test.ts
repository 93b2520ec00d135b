import { endsWith, exactly } from '@fourwire/core';
import type { BytePeer } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ask, gpibLine, gpibRig, latin1, named } from '../../test/gpib-rig.ts';

describe('setting an adapter up', () => {
  it('changes nothing before savecfg is off, and sets controller, auto, EOI, EOS, EOT and the time-out', async () => {
    const { clock, adapter, bus } = gpibRig();
    await clock.run(async () => bus.open());
    const [ver, real, savecfg, ...others] = adapter.lines;
    expect([ver, real, savecfg]).toEqual(['++ver', '++ver real', '++savecfg 0']);
    expect(others.slice(0, 6)).toEqual([
      '++mode 1',
      '++auto 0',
      '++eoi 1',
      '++eos 3',
      '++eot_char 4',
      '++eot_enable 1',
    ]);
    expect(Number(adapter.settings['read_tmo_ms'])).toBeLessThanOrEqual(3000);
    // The change to `savecfg` itself is none of the settings that wear the EEPROM.
    expect(adapter.eepromWrites).toBe(0);
    await bus.close();
    expect(clock.pendingTimers).toBe(0);
  });

  it('gives up on an adapter that says nothing, and on a peer that is none', async () => {
    const { clock, adapter, bus } = gpibRig();
    adapter.silent = true;
    await clock.run(async () => expect(bus.open()).rejects.toMatchObject({ kind: 'timeout' }));
    expect(clock.pendingTimers).toBe(0);

    const echo = {
      connect: (peer: BytePeer) => ({ receive: (bytes: Uint8Array) => peer.send(bytes), closed: () => {} }),
    };
    const other = gpibLine(clock, echo);
    await clock.run(async () => expect(other.bus.open()).rejects.toMatchObject({ kind: 'timeout' }));
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits for a board that starts when it is connected to', async () => {
    const { clock, adapter, bus, client } = gpibRig({ ar488: true, bootMs: 2000 });
    adapter.at('9', named('nine'));
    await clock.run(async () => {
      await bus.open();
      expect(await ask(client(9), 'A?\n')).toBe('nine A?\n');
      await bus.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('messages', () => {
  it('carry all byte values both ways, and what the caller ends them with', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const all = Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index)).toString('latin1');
    const echo = adapter.at('9', (message) => message);
    await clock.run(async () => {
      await bus.open();
      for (const data of [all, '++addr 5\n', 'VOLT +1.5\r\n', '\n\n', '+', '\x1b', '\x04\x04'])
        expect(await ask(client(9), data, {}, () => exactly(data.length))).toBe(data);
      expect(echo.received.at(1)).toBe('++addr 5\n');
      expect(echo.received.at(2)).toBe('VOLT +1.5\r\n');
      await bus.close();
    });
  });

  it('end with EOI, whatever the caller expected, and one that is the mark alone is data', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const replies = ['\x04', 'no line feed', 'two\nlines\n', 'ends in \x04', 'x'.repeat(100_000)];
    const instrument = adapter.at('9', () => replies.shift());
    const expected = [...replies];
    const took: number[] = [];
    await clock.run(async () => {
      await bus.open();
      for (const reply of expected) {
        const from = clock.monotonic();
        expect(await ask(client(9), 'READ?\n')).toBe(reply);
        took.push(clock.monotonic() - from);
      }
      await bus.close();
    });
    expect(Math.max(...took)).toBeLessThan(100);
    expect(instrument.received).toHaveLength(5);
  });

  it('are not cut at a byte like the mark, nor at an end that is not the last', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const replies = ['a\nb\x04c\n', '\x04\x04\x04\x04\x04\x04'];
    const expected = [...replies];
    adapter.at('9', () => ({ text: replies.shift() ?? '', pieces: { bytes: 4, everyMs: 15 } }));
    await clock.run(async () => {
      await bus.open();
      for (const reply of expected) expect(await ask(client(9), 'READ?\n')).toBe(reply);
      await bus.close();
    });
  });

  it('of an instrument without EOI end where the caller says', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    adapter.at('9', () => ({ text: '1.25\n', eoi: false }));
    await clock.run(async () => {
      await bus.open();
      expect(await ask(client(9), 'READ?\n')).toBe('1.25\n');
      expect(await ask(client(9), 'READ?\n')).toBe('1.25\n');
      await bus.close();
    });
  });

  it('may come later than the read time-out of the adapter, whole or in pieces', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    adapter.at('9', (message) =>
      message.startsWith('SLOW')
        ? { text: 'slow\n', afterMs: 12_345 }
        : { text: 'in pieces\n', pieces: { bytes: 3, everyMs: 1800 } },
    );
    const patient = client(9, undefined, { timeout: { seconds: 30 } });
    await clock.run(async () => {
      await bus.open();
      expect(await ask(patient, 'SLOW?\n')).toBe('slow\n');
      expect(await ask(patient, 'PIECES?\n')).toBe('in pieces\n');
      await bus.close();
    });
    expect(adapter.lines.filter((line) => line === '++read eoi').length).toBeLessThan(25);
  });
});

describe('several instruments behind one adapter', () => {
  it('are spoken to at their own addresses, which are sent only when they change', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const [five, nine, third] = [
      adapter.at('5', named('5')),
      adapter.at('9', named('9')),
      adapter.at('9 99', named('9/3')),
    ];
    const clients = [client(5), client(9), client(9, 3)];
    await clock.run(async () => {
      await bus.open();
      for (const one of clients) {
        await ask(one, 'A?\n');
        await ask(one, 'B?\n');
      }
      const many = await Promise.all(
        Array.from({ length: 60 }, async (_, index) => ask(clients[index % 3] ?? client(5), `${index}?\n`)),
      );
      expect(many).toEqual(many.map((_, index) => `${['5', '9', '9/3'][index % 3]} ${index}?\n`));
      await bus.close();
    });
    expect(adapter.connections).toBe(1);
    expect(adapter.lines.filter((line) => line.startsWith('++addr ')).slice(0, 3)).toEqual([
      '++addr 5',
      '++addr 9',
      '++addr 9 99',
    ]);
    expect([five, nine, third].map(({ clears }) => clears)).toEqual([0, 0, 0]);
  });

  it('keep to themselves in transactions', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    adapter.at('5', named('5'));
    adapter.at('9', named('9'));
    const both = [client(5), client(9)];
    await clock.run(async () => {
      await bus.open();
      const results = await Promise.all(
        both.map(async (one) =>
          one.transaction(async (exchanger) => [await ask(exchanger, 'A?\n'), await ask(exchanger, 'B?\n')]),
        ),
      );
      expect(results).toEqual([
        ['5 A?\n', '5 B?\n'],
        ['9 A?\n', '9 B?\n'],
      ]);
      await bus.close();
    });
    expect(adapter.lines.filter((line) => line.startsWith('++addr '))).toEqual(['++addr 5', '++addr 9']);
  });

  it('refuse an address that the adapter does not take, before anything is said at another', async () => {
    const { clock, adapter, bus, client } = gpibRig({ ar488: true, own: 0 });
    const five = adapter.at('5', named('5'));
    await clock.run(async () => {
      await bus.open();
      await expect(ask(client(0), 'A?\n')).rejects.toMatchObject({
        kind: 'device',
        code: 'gpib-address-refused',
      });
      expect(five.received).toEqual([]);
      expect(await ask(client(5), 'B?\n')).toBe('5 B?\n');
      await bus.close();
    });
  });
});

describe('after an exchange was cut short', () => {
  it('a late answer reaches nobody, the instrument is cleared, and others go on, on the same connection', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const slow = adapter.at('9', (message) => ({
      text: `9 ${message}`,
      afterMs: message === 'LATE?\n' ? 2050 : 0,
    }));
    adapter.at('5', named('5'));
    await clock.run(async () => {
      await bus.open();
      const [late, other] = await Promise.allSettled([ask(client(9), 'LATE?\n'), ask(client(5), 'A?\n')]);
      expect(late).toMatchObject({ status: 'rejected', reason: { kind: 'timeout', command: 'LATE?\\n' } });
      expect(other).toMatchObject({ value: '5 A?\n' });
      await clock.sleep(3000);
      expect(await ask(client(9), 'B?\n')).toBe('9 B?\n');
      await bus.close();
    });
    expect(slow.clears).toBe(1);
    expect(adapter.connections).toBe(1);
  });

  it('inside a transaction, the rest of it goes on in step', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    adapter.at('9', (message) => ({ text: `9 ${message}`, afterMs: message === 'LATE?\n' ? 2100 : 0 }));
    await clock.run(async () => {
      await bus.open();
      const result = client(9).transaction(async (exchanger) => {
        await exchanger.exchange((wire, turn) => wire.write(latin1('LATE?\n'), turn));
        await expect(
          exchanger.exchange((wire, turn) => wire.read(endsWith(), turn), { timeout: 10 }),
        ).rejects.toMatchObject({ kind: 'timeout' });
        return ask(exchanger, 'B?\n');
      });
      expect(await result).toBe('9 B?\n');
      await bus.close();
    });
    expect(adapter.connections).toBe(1);
  });

  it('and the adapter has gone silent, it is opened anew and everything is sent again', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const instrument = adapter.at('9', named('9'));
    await clock.run(async () => {
      await bus.open();
      await ask(client(9), 'A?\n');
      adapter.silent = true;
      await expect(ask(client(9), 'B?\n')).rejects.toMatchObject({ kind: 'timeout' });
      clock.setTimer(3000, () => {
        adapter.silent = false;
        adapter.powerCycle();
        adapter.lines = [];
      });
      expect(await ask(client(9), 'C?\n', { timeout: { seconds: 60 } })).toBe('9 C?\n');
      await bus.close();
    });
    expect(adapter.connections).toBeGreaterThan(1);
    expect(adapter.lines).toEqual(expect.arrayContaining(['++savecfg 0', '++eos 3', '++addr 9', '++clr']));
    expect(instrument.clears).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('because the adapter was restarted behind an open link, settings and address are sent again', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const nine = adapter.at('9', named('9'));
    await clock.run(async () => {
      await bus.open();
      await ask(client(9), 'A?\n');
      adapter.powerCycle();
      await expect(ask(client(9), 'B?\n')).rejects.toMatchObject({ kind: 'timeout' });
      expect(await ask(client(9), 'C?\n')).toBe('9 C?\n');
      await bus.close();
    });
    expect(nine.received).toEqual(['A?\n', 'C?\n']);
    expect(adapter.connections).toBe(1);
  });

  it('by a pulled cable, the settings and the address are sent again and the instrument is cleared', async () => {
    const { clock, adapter, link, bus, client } = gpibRig();
    const instrument = adapter.at('9', (message) => ({ text: message, afterMs: 500 }));
    await clock.run(async () => {
      await bus.open();
      const cut = ask(client(9), 'A?\n');
      clock.setTimer(100, () => {
        link.unplug();
        adapter.powerCycle();
        adapter.lines = [];
      });
      clock.setTimer(700, () => link.plug());
      await expect(cut).rejects.toMatchObject({ code: 'link-lost' });
      expect(await ask(client(9), 'B?\n', { timeout: { seconds: 60 } })).toBe('B?\n');
      await bus.close();
    });
    expect(adapter.lines.indexOf('++savecfg 0')).toBeLessThan(adapter.lines.indexOf('++addr 9'));
    expect(instrument.clears).toBe(1);
    expect(instrument.received).toEqual(['A?\n', 'B?\n']);
  });
});
