import { FourwireError, Turn, VirtualClock, endsWith } from '@fourwire/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ScriptedUsb } from '../../test/scripted-usb.ts';
import { UsbtmcBench } from '../../test/usbtmc-link.ts';
import type { UsbtmcAddress } from '../address/address.ts';
import { createTransport } from '../open/open-transport.ts';
import { UsbtmcTransport } from './usbtmc-transport.ts';

const address: UsbtmcAddress = {
  kind: 'usbtmc',
  board: 0,
  vendorId: 0x0957,
  productId: 0x1234,
  serialNumber: 'SN1',
  interfaceNumber: 0,
};
const late = new FourwireError('timeout', 'timeout', 'Too late.');

afterEach(() => {
  vi.doUnmock('usb');
});

describe('opening and closing', () => {
  it('takes the interface from the kernel, learns, clears, and gives everything back in order', async () => {
    const bench = new UsbtmcBench();
    await bench.clock.run(async () => {
      await bench.open();
      await bench.transport.close();
    });
    expect(bench.device.log).toEqual([
      'open',
      'detach 0',
      'claim 0',
      'control interface 7 0 0 24',
      'control interface 5 0 0 1',
      'control interface 6 0 0 2',
      'clearHalt out 1',
      'release 0',
      'attach 0',
      'close',
    ]);
    expect(bench.device.violations).toEqual([]);
  });

  it('works again and again on one device, and closing is allowed in any state', async () => {
    const bench = new UsbtmcBench();
    await bench.transport.close();
    for (let round = 0; round < 3; round++)
      expect(await bench.run(async () => bench.query('?'))).toBe('re ?');
    await bench.transport.close();
    await expect(bench.query('?')).rejects.toMatchObject({ kind: 'link', code: 'link-closed' });
    expect(await bench.transport.recover(new Turn())).toBe(false);
  });

  it('names the interface by its number, and takes the only one where the address names none', async () => {
    const bench = new UsbtmcBench({ interfaceNumber: 5 });
    await bench.clock.run(async () => {
      await bench.open();
      await bench.transport.close();
    });
    expect(bench.device.log).toContain('claim 5');
    const wrong = new UsbtmcBench({ interfaceNumber: 5 }, { interfaceNumber: 4 });
    await expect(wrong.open()).rejects.toMatchObject({
      kind: 'device',
      code: 'usbtmc-interface-missing',
      message: expect.stringContaining('it has 5') as string,
    });
    // A class alone is not enough: 7 has the right one, and is for firmware updates.
    const dfu = new UsbtmcBench({}, { interfaceNumber: 7 });
    await expect(dfu.open()).rejects.toMatchObject({ code: 'usbtmc-interface-missing' });
    expect(dfu.device.log).toEqual(['open', 'close']);
  });

  it.each([
    ['claimInterface error: interface is busy (errno 16)', /another program/i],
    ['open error: permission denied (errno 13)', /udev/],
    ['claimInterface error: Disconnected', /cable/],
  ])('says what to do about %s', async (text, advice) => {
    const bench = new UsbtmcBench();
    bench.device.claimError = new Error(text);
    await expect(bench.open()).rejects.toMatchObject({ kind: 'link', code: 'link-refused' });
    await expect(bench.open()).rejects.toThrow(advice);
    // The kernel has its interface back.
    expect(bench.device.log.slice(-2)).toEqual(['attach 0', 'close']);
  });

  it('forgives a device that refuses to say what it can, and not one that cannot be cleared', async () => {
    const bench = new UsbtmcBench();
    bench.device.control = ({ request }) =>
      request === 7 ? new Error('controlTransferIn error: endpoint stalled') : undefined;
    await bench.run(async () => {
      expect(await bench.query('?')).toBe('re ?');
      expect(bench.transport.trigger).toBeUndefined();
    });
    bench.device.control = ({ request }) => (request === 5 ? '80' : undefined);
    await expect(bench.clock.run(async () => bench.open())).rejects.toMatchObject({ code: 'usbtmc-refused' });
    expect(bench.device.log.at(-1)).toBe('close');
    expect(bench.transport.statusByte).toBeUndefined();
    const bold = new UsbtmcBench({}, { clearOnOpen: false });
    bold.device.control = bench.device.control;
    expect(await bold.run(async () => bold.query('?'))).toBe('re ?');
  });

  it('that takes too long is undone', async () => {
    const bench = new UsbtmcBench();
    bench.device.control = ({ request }) => (request === 6 ? '02 00' : undefined);
    await bench.clock.run(async () => {
      await expect(bench.open(bench.turn(500, late))).rejects.toBe(late);
      await bench.transport.close();
    });
    expect(bench.device.log.slice(-3)).toEqual(['release 0', 'attach 0', 'close']);
    expect(bench.device.violations).toEqual([]);
    expect(bench.clock.pendingTimers).toBe(0);
  });

  it('refuses options out of range', () => {
    const device = new ScriptedUsb(new VirtualClock());
    for (const options of [{ transferBytes: 0 }, { termChar: 256 }, { maxMessageBytes: 1.5 }])
      expect(() => new UsbtmcTransport(device, options)).toThrow(
        expect.objectContaining({ kind: 'range', code: 'usbtmc-option-invalid' }),
      );
  });
});

describe('a device in a browser, which knows no time limits', () => {
  it('is closed with transfers under way', async () => {
    const bench = new UsbtmcBench();
    const { device, clock } = bench;
    const closed: (() => void)[] = [];
    device.detachKernelDriver = undefined as never;
    device.hasDriver = false;
    device.transferIn = async () =>
      new Promise((_resolve, reject) => {
        closed.push(() => reject(new Error('The transfer was cancelled.')));
      });
    device.close = async () => {
      for (const end of closed.splice(0)) end();
    };
    await clock.run(async () => {
      await bench.open();
      await expect(bench.query('?', bench.turn(100, late))).rejects.toBe(late);
      await expect(bench.transport.recover(bench.turn(2000, late))).rejects.toBe(late);
      await bench.transport.close();
    });
    expect(closed).toEqual([]);
  });

  it('reports a stall in the result', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      bench.device.transferOut = async () => ({ bytesWritten: 0, status: 'stall' });
      await expect(bench.write('?')).rejects.toMatchObject({ code: 'usb-stalled' });
      bench.device.transferOut = async (_endpoint, data) => ({ bytesWritten: data.length - 1, status: 'ok' });
      await expect(bench.write('?')).rejects.toMatchObject({ code: 'usb-transfer-failed' });
      Reflect.deleteProperty(bench.device, 'transferOut');
    });
  });
});

describe('unplugging', () => {
  it('is noticed without a transfer of ours, once', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      bench.device.unplug();
      await bench.clock.sleep(1000);
      expect(bench.lost).toEqual([expect.objectContaining({ kind: 'link', code: 'link-lost' })]);
      await expect(bench.query('?')).rejects.toBe(bench.lost[0]);
      expect(await bench.transport.recover(new Turn())).toBe(false);
    });
    expect(bench.lost).toHaveLength(1);
    expect(bench.device.log.at(-1)).toBe('close');
  });

  it('at any transfer ends everything with link-lost', async () => {
    for (let at = 0; at < 30; at++) {
      const bench = new UsbtmcBench({ mostBytes: 100 });
      bench.device.reply = () => 'x'.repeat(300);
      let transfers = 0;
      bench.device.before = () => {
        if (transfers++ === at) bench.device.unplug();
      };
      const failed: unknown[] = [];
      await bench.clock.run(async () => {
        try {
          await bench.open();
          for (let round = 0; round < 4; round++) {
            await bench.query('?');
            await bench.transport.statusByte?.(new Turn());
          }
        } catch (error) {
          failed.push(error);
        }
        await bench.transport.close();
      });
      expect(failed, `at ${at}`).toEqual([expect.objectContaining({ kind: 'link', code: 'link-lost' })]);
      expect(bench.device.violations).toEqual([]);
      expect(bench.clock.pendingTimers).toBe(0);
      expect(bench.lost.length).toBeLessThanOrEqual(1);
    }
  });
});

describe('an address', () => {
  it('leads to the device by vendor, product and serial number, through the finder that is given', async () => {
    const clock = new VirtualClock();
    const device = new ScriptedUsb(clock);
    const found: unknown[] = [];
    const transport = await createTransport(address, {
      usb: async (wanted) => {
        found.push(wanted);
        return device;
      },
    });
    expect(transport).toBeInstanceOf(UsbtmcTransport);
    expect(transport.address).toBe('USB0::0x0957::0x1234::SN1::0::INSTR');
    expect(new UsbtmcTransport(device).address).toBe(transport.address);
    await clock.run(async () => {
      await transport.open({ clock, lost: () => {}, trace: () => {} }, new Turn());
      await (transport as UsbtmcTransport).write(Buffer.from('?'), new Turn());
      expect(await (transport as UsbtmcTransport).read(endsWith(), new Turn())).toHaveLength(4);
      await transport.close();
    });
    expect(found).toEqual([address]);
  });

  it('that is not plugged in is refused', async () => {
    const transport = new UsbtmcTransport(address, { usb: async () => undefined });
    await expect(
      transport.open({ clock: new VirtualClock(), lost: () => {}, trace: () => {} }, new Turn()),
    ).rejects.toMatchObject({ kind: 'link', code: 'link-refused' });
    await transport.close();
  });

  async function openByLibrary(library: () => unknown): Promise<string[]> {
    vi.resetModules();
    vi.doMock('usb', library as never);
    const clock = new VirtualClock();
    const transport = new UsbtmcTransport(address);
    await clock.run(async () => {
      try {
        await transport.open({ clock, lost: () => {}, trace: () => {} }, new Turn());
      } finally {
        await transport.close();
      }
    });
    return [transport.address];
  }

  it('is looked up with the npm package, which is loaded then', async () => {
    const clock = new VirtualClock();
    const [other, device] = [new ScriptedUsb(clock, { vendorId: 1 }), new ScriptedUsb(clock)];
    const twin = Object.assign(new ScriptedUsb(clock), { serialNumber: 'SN2' });
    vi.doMock('usb', () => ({ usb: { getDevices: async () => [other, twin, device] } }));
    const transport = new UsbtmcTransport(address);
    await clock.run(async () => {
      await transport.open({ clock, lost: () => {}, trace: () => {} }, new Turn());
      await transport.close();
    });
    expect(device.log).toContain('claim 0');
    expect([...other.log, ...twin.log]).toEqual([]);
  });

  it.each([
    [
      'a machine without USB',
      () => ({
        usb: {
          getDevices: async () => {
            throw new Error('getDevices error: /sys/bus/usb/devices/ not found (errno 2)');
          },
        },
      }),
      { kind: 'link', code: 'link-refused' },
    ],
    [
      'a machine without the package',
      () => {
        throw new Error("Cannot find package 'usb'");
      },
      {
        kind: 'link',
        code: 'library-missing',
        message: expect.stringContaining('npm install usb@3') as string,
      },
    ],
  ])('on %s is refused with the reason', async (_what, library, error) => {
    await expect(openByLibrary(library)).rejects.toMatchObject(error);
  });
});
