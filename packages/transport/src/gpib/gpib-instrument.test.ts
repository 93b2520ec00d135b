import { Turn } from '@fourwire/core';
import type { ByteTransport } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ask, gpibRig, latin1, named } from '../../test/gpib-rig.ts';

describe('an instrument behind an adapter', () => {
  it('is cleared, triggered, polled, put in local and locked out at its own address', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const [five, nine] = [adapter.at('5'), adapter.at('9 96')];
    nine.status = 0x51;
    const wire = client(9, 0);
    const run = async (
      work: (face: ByteTransport, turn: Turn) => Promise<unknown> | undefined,
    ): Promise<unknown> => wire.exchange(async (face, turn) => work(face, turn));
    await clock.run(async () => {
      await bus.open();
      await run((face, turn) => face.clear?.(turn));
      await run((face, turn) => face.trigger?.(turn));
      await run((face, turn) => face.remote?.(true, turn));
      await run((face, turn) => face.remote?.(false, turn));
      expect(await run((face, turn) => face.statusByte?.(turn))).toBe(0x51);
      expect(await run((face, turn) => face.statusByte?.(turn))).toBe(0x11);
      await bus.close();
    });
    expect(nine).toMatchObject({ clears: 1, triggers: 1, locals: ['llo', 'loc'] });
    expect(five).toMatchObject({ clears: 0, triggers: 0, locals: [] });
    expect(wire.wire).toMatchObject({ address: 'GPIB0::9::0::INSTR', wire: 'bytes' });
    expect('lock' in wire.wire).toBe(false);
  });

  it('that does not answer a serial poll is told from one that does, and the next is not disturbed', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    adapter.at('5', named('5'));
    await clock.run(async () => {
      await bus.open();
      await expect(client(9).exchange((wire, turn) => wire.statusByte(turn))).rejects.toMatchObject({
        kind: 'timeout',
        message: 'dmm9: No instrument at 9 answered the serial poll; check its address and that it is on.',
      });
      expect(await ask(client(5), 'A?\n')).toBe('5 A?\n');
      await bus.close();
    });
    expect(adapter.connections).toBe(1);
  });

  it('is not cleared because of an exchange that ended well', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const nine = adapter.at('9');
    await clock.run(async () => {
      await bus.open();
      await client(9).exchange((wire, turn) => wire.write(latin1('INIT\n'), turn));
      await expect(client(4).exchange((wire, turn) => wire.statusByte(turn))).rejects.toMatchObject({
        kind: 'timeout',
      });
      await client(4).exchange((wire, turn) => wire.clear(turn));
      await bus.close();
    });
    expect(nine.clears).toBe(0);
  });

  it('shows what was said to it in errors, and every byte in the trace', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    adapter.at('9', () => ({ text: 'half a rep', eoi: false }));
    const meter = client(9);
    const sent: string[] = [];
    meter.trace$.subscribe({
      next: ({ direction, bytes }) => {
        if (direction === 'sent') sent.push(Buffer.from(bytes).toString('latin1'));
      },
      error: () => {},
    });
    await clock.run(async () => {
      await bus.open();
      await expect(ask(meter, 'VOLT +1\n')).rejects.toMatchObject({
        kind: 'timeout',
        path: 'dmm9',
        command: 'VOLT +1\\n',
      });
      await bus.close();
    });
    expect(sent.slice(0, 3)).toEqual([
      '++addr 9\n++addr\n++read_tmo_ms\n++eos\n',
      'VOLT \x1b+1\x1b\n\n',
      '++read eoi\n',
    ]);
  });

  it('lets the bus be taken over by interface clear', async () => {
    const { clock, adapter, bus, transport } = gpibRig();
    await clock.run(async () => {
      await bus.open();
      await transport.instrument({ kind: 'gpib', board: 0, primary: 3 }).adapter.interfaceClear(new Turn());
      await bus.close();
    });
    expect(adapter.lines).toContain('++ifc');
  });
});

describe('service requests', () => {
  it('are looked for only while somebody listens, and tell which instrument it was', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const [five, nine] = [adapter.at('5', named('5')), adapter.at('9', named('9'))];
    const seen: string[] = [];
    await clock.run(async () => {
      await bus.open();
      await clock.sleep(1000);
      expect(adapter.lines).not.toContain('++srq');
      const listening = [client(5), client(9), client(9)].map(({ path, wire }) =>
        wire.serviceRequest$.subscribe({ next: (status) => seen.push(`${path} ${status}`), error: () => {} }),
      );
      await clock.sleep(1000);
      expect(adapter.lines.filter((line) => line === '++srq').length).toBeGreaterThan(5);
      expect(adapter.lines).not.toContain('++spoll');
      nine.status = 0x60;
      await clock.sleep(250);
      expect(seen).toEqual(['dmm9 96', 'dmm9 96']);
      five.status = 0x41;
      nine.status = 0x42;
      await clock.sleep(250);
      expect(seen.slice(2)).toEqual(['dmm5 65', 'dmm9 66', 'dmm9 66']);
      for (const one of listening) one.unsubscribe();
      expect(clock.pendingTimers).toBe(0);
      await bus.close();
    });
  });

  it('wait while a reply is read, and while a transaction holds the bus', async () => {
    const { clock, adapter, bus, client } = gpibRig();
    const nine = adapter.at('9', () => ({ text: 'slow\n', afterMs: 2500 }));
    const seen: number[] = [];
    const meter = client(9, undefined, { timeout: { seconds: 10 } });
    await clock.run(async () => {
      await bus.open();
      meter.wire.serviceRequest$.subscribe({ next: () => seen.push(clock.monotonic()), error: () => {} });
      const from = clock.monotonic();
      nine.status = 0x50;
      const reply = meter.transaction(async (exchanger) => {
        await clock.sleep(500);
        return ask(exchanger, 'READ?\n');
      });
      expect(await reply).toBe('slow\n');
      expect(seen).toEqual([]);
      await clock.sleep(300);
      expect(seen).toHaveLength(1);
      expect(seen[0]).toBeGreaterThanOrEqual(from + 3000);
      await bus.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('are seen again after the adapter was lost, and of others when one is switched off', async () => {
    const { clock, adapter, bus, client, link } = gpibRig();
    const nine = adapter.at('9');
    const seen: number[] = [];
    await clock.run(async () => {
      await bus.open();
      for (const one of [client(4), client(9)])
        one.wire.serviceRequest$.subscribe({ next: (status) => seen.push(status), error: () => {} });
      await clock.sleep(150);
      link.unplug();
      adapter.powerCycle();
      await clock.sleep(5000);
      link.plug();
      nine.status = 0x41;
      await clock.sleep(20_000);
      expect(seen).toEqual([0x41]);
      await bus.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });
});
