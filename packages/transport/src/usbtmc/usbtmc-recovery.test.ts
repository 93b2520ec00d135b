import { Bus, BusClient, FourwireError, Turn, endsWith, seededRandom } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { hex } from '../../test/scripted-service.ts';
import { UsbtmcBench } from '../../test/usbtmc-link.ts';

const late = new FourwireError('timeout', 'timeout', 'Too late.');

/** Class requests and halts since the log was emptied. */
function controls(bench: UsbtmcBench): string[] {
  return bench.device.log.filter((line) => !line.startsWith('out'));
}

describe('an interrupted read', () => {
  it('rejects at once, and the device is aborted and cleared in the order of the standard', async () => {
    const bench = new UsbtmcBench({ interfaceNumber: 4 }, { interfaceNumber: 4 });
    bench.device.reply = () => undefined;
    await bench.run(async () => {
      const began = bench.clock.monotonic();
      await expect(bench.query('?', bench.turn(1234, late))).rejects.toBe(late);
      expect(bench.clock.monotonic() - began).toBe(1234);
      expect(await bench.transport.recover(new Turn())).toBe(true);
      // 0xA2 with the endpoint's address and the request's bTag, 0xA1 with the interface's number.
      expect(controls(bench)).toEqual([
        'control endpoint 3 2 82 2',
        'control endpoint 4 0 82 8',
        'control interface 5 0 4 1',
        'control interface 6 0 4 2',
        'clearHalt out 1',
      ]);
      bench.device.reply = (message) => `now ${message}`;
      expect(await bench.query('b')).toBe('now b');
    });
  });

  it('takes from the device what it still has to say, as long as it says so', async () => {
    const bench = new UsbtmcBench();
    bench.device.reply = () => undefined;
    await bench.run(async () => {
      let checks = 0;
      bench.device.control = ({ request }) => {
        if (request === 3) {
          bench.device.send(Buffer.alloc(64), Buffer.alloc(64), Buffer.alloc(5));
          return '01 02';
        }
        if (request === 4) return ++checks < 3 ? '02 00 00 00 00 00 00 00' : '01 00 00 00 00 00 00 00';
        if (request !== 6) return undefined;
        checks++;
        if (checks > 5) return '01 00';
        bench.device.send(Buffer.alloc(64), Buffer.alloc(0));
        return '02 01';
      };
      await expect(bench.query('?', bench.turn(50, late))).rejects.toBe(late);
      expect(await bench.transport.recover(new Turn())).toBe(true);
      expect(bench.device.bulkIn).toEqual([]);
      expect(checks).toBe(6);
    });
  });

  it.each([
    ['refuses to abort', 3, '80 00', true],
    ['knows of no transfer', 3, '81 00', true],
    ['stalls the abort', 3, new Error('controlTransferIn error: endpoint stalled'), true],
    ['refuses to clear', 5, '80', false],
    ['stalls the clear', 5, new Error('controlTransferIn error: endpoint stalled'), false],
    ['does not answer', 5, new Error('controlTransferIn error: transfer was cancelled'), false],
    ['fails to clear', 6, '80 00', false],
    ['says too little', 6, '01', false],
  ])('by a device that %s is certain only after a clear', async (_what, request, answer, certain) => {
    const bench = new UsbtmcBench();
    bench.device.reply = () => undefined;
    await bench.run(async () => {
      await expect(bench.query('?', bench.turn(50, late))).rejects.toBe(late);
      bench.device.control = (setup) => (setup.request === request ? answer : undefined);
      expect(await bench.transport.recover(new Turn())).toBe(certain);
    });
  });

  it('by a device that is never done ends with its turn', async () => {
    const bench = new UsbtmcBench();
    bench.device.reply = () => undefined;
    for (const busy of ['02 00', '02 01']) {
      await bench.run(async () => {
        await expect(bench.query('?', bench.turn(50, late))).rejects.toBe(late);
        bench.device.control = ({ request }) => {
          if (request !== 6) return undefined;
          bench.device.send(Buffer.alloc(64));
          return busy;
        };
        await expect(bench.transport.recover(bench.turn(2000, late))).rejects.toBe(late);
        bench.device.control = () => undefined;
      });
    }
  });
});

describe('an interrupted write', () => {
  it('that the device holds back is aborted', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      bench.device.busy = true;
      await expect(bench.write('x', bench.turn(700, late))).rejects.toBe(late);
      bench.device.busy = false;
      expect(await bench.transport.recover(new Turn())).toBe(true);
      expect(controls(bench)).toEqual([
        'control endpoint 1 1 1 2',
        'control endpoint 2 0 1 8',
        'clearHalt out 1',
        'control interface 5 0 0 1',
        'control interface 6 0 0 2',
        'clearHalt out 1',
      ]);
      expect(await bench.query('b')).toBe('re b');
    });
  });

  it('does not keep the device open for as long as it would hold it back', async () => {
    const bench = new UsbtmcBench();
    const [began, ended] = await bench.run(async () => {
      bench.device.busy = true;
      await expect(bench.write('x', bench.turn(10, late))).rejects.toBe(late);
      const now = bench.clock.monotonic();
      await bench.transport.close();
      return [now, bench.clock.monotonic()];
    });
    expect(ended - began).toBeLessThan(500);
  });
});

describe('a stall', () => {
  it('of a message is a protocol error, and the next works', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      bench.device.halted.add(1);
      await expect(bench.write('x')).rejects.toMatchObject({ kind: 'protocol', code: 'usb-stalled' });
      expect(await bench.transport.recover(new Turn())).toBe(true);
      expect(await bench.query('b')).toBe('re b');
    });
  });

  it('of an answer too, and its endpoint is cleared as well', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      bench.device.halted.add(0x82);
      await expect(bench.query('x')).rejects.toMatchObject({ code: 'usb-stalled' });
      expect(await bench.transport.recover(new Turn())).toBe(true);
      expect(bench.device.log).toContain('clearHalt in 2');
      expect(await bench.query('b')).toBe('re b');
    });
  });
});

describe('device clear', () => {
  it('empties the instrument', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      await bench.write('old');
      await bench.transport.clear(new Turn());
      expect(await bench.query('new')).toBe('re new');
    });
  });

  it('that is refused says so in the words of the standard', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      bench.device.control = ({ request }) => (request === 5 ? '83' : undefined);
      await expect(bench.transport.clear(new Turn())).rejects.toMatchObject({
        kind: 'device',
        code: 'usbtmc-refused',
        device: { code: 0x83, text: 'SPLIT_IN_PROGRESS' },
      });
    });
  });

  it('ends at once when its turn ends', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      bench.device.control = ({ request }) => (request === 6 ? '02 00' : undefined);
      const began = bench.clock.monotonic();
      await expect(bench.transport.clear(bench.turn(333, late))).rejects.toBe(late);
      expect(bench.clock.monotonic() - began).toBe(333);
    });
  });
});

describe('on a bus', () => {
  it('gives every caller its own answer or an error, through time-outs, cancels and late answers', async () => {
    const bench = new UsbtmcBench();
    const { clock, device } = bench;
    const random = seededRandom('device');
    device.reply = (message) => {
      const luck = random.next();
      if (luck < 0.9) return `re ${message}`;
      const { clears } = device;
      if (luck < 0.95)
        clock.setTimer(random.integer(1, 400), () => {
          if (device.clears === clears) device.say(`re ${message}`);
        });
      else if (luck < 0.97) device.halted.add(0x82);
      return undefined;
    };
    const outcomes: Record<string, number> = {};
    await clock.run(async () => {
      const bus = new Bus(bench.transport, { clock, random: seededRandom(1) });
      await bus.open();
      const client = new BusClient(bus, 'meter', { timeout: 200 });
      const caller = async (name: number): Promise<void> => {
        for (let round = 0; round < 100; round++) {
          const id = `${name}.${round}`;
          try {
            const reply = await client.exchange(async (wire, turn) => {
              await wire.write(Buffer.from(id), turn);
              return wire.read(endsWith(), turn);
            });
            expect(Buffer.from(reply).toString()).toBe(`re ${id}`);
            outcomes['answered'] = (outcomes['answered'] ?? 0) + 1;
          } catch (error) {
            const { kind, code } = FourwireError.from(error);
            outcomes[`${kind} ${code}`] = (outcomes[`${kind} ${code}`] ?? 0) + 1;
          }
        }
      };
      await Promise.all([0, 1, 2, 3].map(async (name) => caller(name)));
      await bus.close();
    });
    const { answered = 0, ...failed } = outcomes;
    expect(answered).toBeGreaterThan(340);
    expect(Object.keys(failed).toSorted()).toEqual(['protocol usb-stalled', 'timeout timeout']);
    expect(device.violations).toEqual([]);
  });

  it('is opened anew when the device does not confirm the clear, and nothing old is answered', async () => {
    const bench = new UsbtmcBench();
    const { clock, device } = bench;
    device.hasDriver = false;
    await clock.run(async () => {
      const bus = new Bus(bench.transport, { clock });
      await bus.open();
      const client = new BusClient(bus, 'meter', { timeout: 100 });
      const ask = async (text: string): Promise<string> =>
        client.exchange(async (wire, turn) => {
          await wire.write(Buffer.from(text), turn);
          return Buffer.from(await wire.read(endsWith(), turn)).toString();
        });
      device.reply = () => undefined;
      let refusals = 1;
      device.control = ({ request }) => (request === 5 && refusals-- > 0 ? '80' : undefined);
      await expect(ask('old')).rejects.toMatchObject({ kind: 'timeout' });
      device.reply = (message) => `re ${message}`;
      expect(await ask('new')).toBe('re new');
      expect(device.log.filter((line) => /^(open|close|claim|release)/.test(line))).toEqual([
        'open',
        'claim 0',
        'release 0',
        'close',
        'open',
        'claim 0',
      ]);
      await bus.close();
    });
    expect(device.violations).toEqual([]);
  });

  it('answers of a wrong shape are recovered from', async () => {
    const bench = new UsbtmcBench();
    bench.device.tamper = () => [hex('00 11 22')];
    await bench.clock.run(async () => {
      const bus = new Bus(bench.transport, { clock: bench.clock });
      await bus.open();
      const client = new BusClient(bus, 'meter');
      const ask = async (): Promise<Uint8Array> =>
        client.exchange(async (wire, turn) => {
          await wire.write(Buffer.from('?'), turn);
          return wire.read(endsWith(), turn);
        });
      await expect(ask()).rejects.toMatchObject({ code: 'usbtmc-reply-invalid', command: '?' });
      bench.device.tamper = (packets) => packets;
      expect(Buffer.from(await ask()).toString()).toBe('re ?');
      await bus.close();
    });
  });
});
