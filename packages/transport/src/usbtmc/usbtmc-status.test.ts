import { FourwireError, Turn } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { UsbtmcBench } from '../../test/usbtmc-link.ts';

const late = new FourwireError('timeout', 'timeout', 'Too late.');

async function statusByte(bench: UsbtmcBench, turn = new Turn()): Promise<number | undefined> {
  return bench.transport.statusByte?.(turn);
}

describe('the status byte', () => {
  it('comes on the interrupt endpoint, for bTags 2 to 127', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      for (let round = 0; round < 130; round++) {
        bench.device.statusByte = round & 0xbf;
        expect(await statusByte(bench)).toBe(round & 0xbf);
      }
      const tags = bench.device.log.map((line) => Number(line.split(' ')[3]));
      expect(tags.slice(0, 2)).toEqual([2, 3]);
      expect(tags.slice(124, 128)).toEqual([126, 127, 2, 3]);
      expect(bench.device.log[0]).toBe('control interface 128 2 0 3');
    });
  });

  it('comes in the answer where there is no interrupt endpoint', async () => {
    const bench = new UsbtmcBench({ interrupt: false });
    bench.device.statusByte = 0x30;
    await bench.run(async () => {
      expect(await statusByte(bench)).toBe(0x30);
      expect(bench.transport.serviceRequest$).toBeUndefined();
    });
  });

  it('does not exist without USB488, nor do trigger and remote', async () => {
    const bench = new UsbtmcBench({ protocol: 0 });
    await bench.run(async () => {
      const { statusByte: status, trigger, remote } = bench.transport;
      expect([status, trigger, remote]).toEqual([undefined, undefined, undefined]);
    });
  });

  it('is told from service requests, late bytes and notifications of the vendor', async () => {
    const bench = new UsbtmcBench();
    const requests: (number | undefined)[] = [];
    await bench.run(async () => {
      bench.transport.serviceRequest$?.subscribe((byte) => requests.push(byte));
      bench.device.control = ({ request, value }) => {
        if (request !== 128) return undefined;
        bench.device.interrupt(0x80 | 126, 0x01); // of an earlier request
        bench.device.interrupt(0x41, 0x02); // a vendor's
        bench.device.interrupt(0x81, 0x50); // a service request
        bench.device.interrupt(0x80); // half a notification
        bench.clock.setTimer(20, () => bench.device.interrupt(0x80 | value, 0x11));
        return `01 ${value.toString(16).padStart(2, '0')} 00`;
      };
      // The request counts as RQS in the byte that is read next, as in a serial poll, and once.
      expect(await statusByte(bench)).toBe(0x51);
      bench.device.control = () => undefined;
      expect(await statusByte(bench)).toBe(0x10);
      expect(requests).toEqual([0x50]);
    });
  });

  it.each([
    [
      'is refused while the queue of notifications is full',
      '20 02 00',
      { code: 'usbtmc-refused', retry: 'later' },
    ],
    ['with another bTag is a protocol error', '01 09 00', { kind: 'protocol', code: 'usbtmc-reply-invalid' }],
    ['that never comes is a time-out', '01 02 00', { kind: 'timeout', code: 'timeout' }],
  ])('%s', async (_what, answer, error) => {
    const bench = new UsbtmcBench();
    bench.device.control = ({ request }) => (request === 128 ? answer : undefined);
    await bench.run(async () => {
      await expect(statusByte(bench)).rejects.toMatchObject(error);
      expect(await bench.transport.recover(new Turn())).toBe(true);
    });
  });

  it('does not hold up messages, and ends with its turn', async () => {
    const bench = new UsbtmcBench();
    bench.device.control = ({ request }) => (request === 128 ? '01 02 00' : undefined);
    await bench.run(async () => {
      await expect(statusByte(bench, bench.turn(5, late))).rejects.toBe(late);
      expect(await bench.query('?')).toBe('re ?');
    });
  });
});

describe('service requests', () => {
  it('come without anybody asking, also after the endpoint was halted', async () => {
    const bench = new UsbtmcBench();
    const requests: (number | undefined)[] = [];
    await bench.run(async () => {
      bench.transport.serviceRequest$?.subscribe((byte) => requests.push(byte));
      await bench.clock.sleep(5000);
      bench.device.interrupt(0x81, 0x60);
      await bench.clock.sleep(1000);
      bench.device.halted.add(0x83);
      await bench.clock.sleep(1000);
      bench.device.interrupt(0x81, 0x44);
      await bench.clock.sleep(1000);
      expect(requests).toEqual([0x60, 0x44]);
    });
  });

  it('without end do not stop the messages', async () => {
    const bench = new UsbtmcBench();
    bench.device.before = () => bench.device.interrupts.push(Uint8Array.of(0x81, 0x40));
    await bench.run(async () => {
      expect(await bench.query('?')).toBe('re ?');
      expect(await bench.query('?')).toBe('re ?');
    });
  });
});

describe('remote', () => {
  it('is REN_CONTROL, and a refusal is the device error', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      await bench.transport.remote?.(true, new Turn());
      expect(bench.device.remote).toBe(1);
      await bench.transport.remote?.(false, new Turn());
      expect(bench.device.remote).toBe(0);
      expect(bench.device.log).toEqual(['control interface 160 1 0 1', 'control interface 160 0 0 1']);
      bench.device.control = () => '80';
      await expect(bench.transport.remote?.(true, new Turn())).rejects.toMatchObject({
        code: 'usbtmc-refused',
        device: { code: 0x80, text: 'FAILED' },
      });
    });
  });

  it.each([
    ['nothing', '00', [false, false]],
    ['a trigger', '01', [true, false]],
    ['remote control', '02', [false, true]],
  ])('and trigger are offered by byte 14: %s', async (_what, byte, offered) => {
    const bench = new UsbtmcBench({
      capabilities: `01 00 00 01 07 01 ${'00'.repeat(8)} ${byte} ${'00'.repeat(9)}`,
    });
    await bench.run(async () => {
      expect([bench.transport.trigger !== undefined, bench.transport.remote !== undefined]).toEqual(offered);
    });
    expect(bench.transport.trigger).toBeUndefined();
  });
});
