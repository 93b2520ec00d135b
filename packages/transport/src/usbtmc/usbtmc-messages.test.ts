import { FourwireError, Turn, endsWith } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { hex } from '../../test/scripted-service.ts';
import { UsbtmcBench } from '../../test/usbtmc-link.ts';

const late = new FourwireError('timeout', 'timeout', 'Too late.');

describe('messages', () => {
  it('are sent and asked for in the bytes of the USB488 text', async () => {
    const bench = new UsbtmcBench({}, { transferBytes: 100 });
    bench.device.reply = () => 'XYZCO,246B,S000-0123-02\n';
    await bench.run(async () => {
      expect(await bench.query('*IDN?\n')).toBe('XYZCO,246B,S000-0123-02\n');
      await bench.transport.trigger?.(new Turn());
      expect(bench.device.log).toEqual([
        'out 01 01 FE 00 06 00 00 00 01 00 00 00 2A 49 44 4E 3F 0A 00 00',
        'out 02 02 FD 00 64 00 00 00 00 00 00 00',
        'out 80 03 FC 00 00 00 00 00 00 00 00 00',
      ]);
      expect(bench.device.triggers).toBe(1);
    });
  });

  it.each([64, 512])(
    'of every length around the packet size of %i come whole, one after the other',
    async (packetSize) => {
      const bench = new UsbtmcBench({ packetSize });
      await bench.run(async () => {
        const lengths = [1, 2, 3].flatMap((packets) =>
          Array.from({ length: 36 }, (_, index) => packets * packetSize - 24 + index),
        );
        for (const length of lengths) {
          bench.device.reply = (message) => message.padEnd(length, '.');
          expect(await bench.query(`${length}`)).toBe(`${length}`.padEnd(length, '.'));
        }
        expect(bench.device.bulkIn).toEqual([]);
      });
    },
  );

  it('are asked for in whole packets, and never in more than is announced while nothing is', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      await bench.query('x'.repeat(100));
      // The first packet brings the header: 12 + 103 bytes take two.
      expect(bench.device.asked).toEqual([64, 64]);
      bench.device.asked.length = 0;
      bench.device.reply = () => 'y'.repeat(20_000);
      await bench.query('long');
      expect(bench.device.asked).toEqual([64, 128 * 64, 128 * 64, 56 * 64]);
    });
  });

  it('of megabytes come in as many transfers as the device makes, and are split on their way out', async () => {
    const bench = new UsbtmcBench({ packetSize: 512, mostBytes: 300_001 }, { transferBytes: 400_000 });
    const long = Buffer.alloc(1_000_003, 'abcdefg').toString();
    bench.device.reply = (message) => message;
    await bench.run(async () => {
      expect((await bench.query(long)) === long).toBe(true);
      expect(bench.device.log.map((line) => line.slice(0, 40))).toEqual([
        'out 01 01 FE 00 80 1A 06 00 00 00 00 00',
        'out 01 02 FD 00 80 1A 06 00 00 00 00 00',
        'out 01 03 FC 00 43 0D 03 00 01 00 00 00',
        ...[4, 5, 6, 7].map(
          (tag) => `out 02 0${tag} F${(15 - tag).toString(16).toUpperCase()} 00 80 1A 06 00 00 00 00 00`,
        ),
      ]);
    });
  });

  it('use every bTag but 0', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      for (let round = 0; round < 300; round++) expect(await bench.query(`${round}`)).toBe(`re ${round}`);
    });
  });

  it('that are empty are not sent', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      await bench.write('');
      expect(bench.device.log).toEqual([]);
    });
  });

  it('wait for an instrument that thinks, and lose nothing of an answer that comes late', async () => {
    const bench = new UsbtmcBench();
    bench.device.reply = () => undefined;
    await bench.run(async () => {
      bench.clock.setTimer(90_000, () => bench.device.say('at last '.repeat(30)));
      expect(await bench.query('slow?')).toBe('at last '.repeat(30));
    });
  });

  it('end at EOM and not at a line feed', async () => {
    const bench = new UsbtmcBench({ mostBytes: 2 });
    bench.device.reply = () => 'a\nb\nc';
    await bench.run(async () => {
      expect(await bench.query('?')).toBe('a\nb\nc');
    });
  });

  it('end at the termination character where it is wanted and the device can', async () => {
    const bench = new UsbtmcBench({}, { termChar: 10 });
    bench.device.reply = () => 'a\nb\n';
    await bench.run(async () => {
      expect(await bench.query('?')).toBe('a\n');
      expect(await bench.read()).toBe('b\n');
      expect(bench.device.log.at(-1)).toBe('out 02 03 FC 00 00 00 10 00 02 0A 00 00');
    });
    const cannot = new UsbtmcBench({ capabilities: `01${'00'.repeat(23)}` }, { termChar: 10 });
    cannot.device.reply = () => 'a\nb\n';
    await cannot.run(async () => {
      expect(await cannot.query('?')).toBe('a\nb\n');
    });
  });

  it('that are too long are refused at the header', async () => {
    const bench = new UsbtmcBench({}, { maxMessageBytes: 100 });
    bench.device.reply = (message) => 'x'.repeat(Number(message));
    await bench.run(async () => {
      expect(await bench.query('100')).toHaveLength(100);
      await expect(bench.query('101')).rejects.toMatchObject({ kind: 'protocol', code: 'message-too-long' });
      expect(await bench.transport.recover(new Turn())).toBe(true);
      bench.device.reply = () => 'x';
      bench.device.tamper = () => [hex('02 06 F9 00 FF FF FF FF 01 00 00 00 78')];
      bench.device.asked.length = 0;
      await expect(bench.query('?')).rejects.toMatchObject({ code: 'message-too-long' });
      expect(bench.device.asked).toEqual([64]);
    });
  });

  it('are the own of whoever reads them, copied once', async () => {
    const bench = new UsbtmcBench();
    await bench.run(async () => {
      await bench.write('abc');
      const message = await bench.transport.read(endsWith(), new Turn());
      expect(message.buffer.byteLength).toBe(message.length);
    });
  });
});

describe('devices that depart from the standard', () => {
  it('header in the first packet only: one request, read to the announced length, whatever EOM says', async () => {
    const bench = new UsbtmcBench({ vendorId: 0x1ab1, productId: 0x0588 });
    const text = 'wave'.repeat(100);
    bench.device.reply = () => text;
    bench.device.tamper = (_packets, tag) => {
      const bytes = Buffer.from(text);
      return [
        // Short packets on the way, no EOM.
        ...bench.device.transfer(tag, bytes.subarray(0, 20), 0, text.length),
        bytes.subarray(20, 70),
        bytes.subarray(70, 134),
        ...[134, 198, 262, 326, 390].map((at) => bytes.subarray(at, at + 64)),
      ];
    };
    await bench.run(async () => {
      expect(await bench.query('WAV?')).toBe(text);
      expect(bench.device.log.filter((line) => line.startsWith('out 02'))).toHaveLength(1);
      expect(bench.transport.remote).toBeUndefined();
    });
  });

  it('a wrong packet size: go on until the announced bytes have come', async () => {
    const bench = new UsbtmcBench({ packetSize: 512 });
    bench.device.reply = () => 'z'.repeat(200);
    bench.device.tamper = (packets) => {
      const bytes = Buffer.concat(packets);
      return [0, 64, 128, 192].map((at) => bytes.subarray(at, at + 64));
    };
    await bench.run(async () => {
      expect(await bench.query('?')).toBe('z'.repeat(200));
    });
  });

  it('no empty packet after a last one that is full', async () => {
    const bench = new UsbtmcBench();
    bench.device.reply = (message) => message.padEnd(52, '.');
    bench.device.tamper = (packets) => packets.slice(0, 1);
    await bench.run(async () => {
      expect(await bench.query('a')).toBe('a'.padEnd(52, '.'));
      expect(await bench.query('b')).toBe('b'.padEnd(52, '.'));
    });
  });

  it('less than announced: EOM does not count, and the rest is asked for', async () => {
    const bench = new UsbtmcBench();
    bench.device.reply = () => 'first 8 ';
    bench.device.tamper = (_packets, tag) => {
      bench.device.tamper = (packets) => packets;
      bench.device.say('second');
      return bench.device.transfer(tag, Buffer.from('first 8 '), 1, 10);
    };
    await bench.run(async () => {
      expect(await bench.query('?')).toBe('first 8 second');
    });
  });

  it('an empty transfer first, as some send in a new session', async () => {
    const bench = new UsbtmcBench();
    bench.device.tamper = (packets) => [new Uint8Array(), ...packets];
    await bench.run(async () => {
      expect(await bench.query('?')).toBe('re ?');
    });
  });

  it('a late answer to an earlier request is dropped by its bTag, once', async () => {
    const bench = new UsbtmcBench();
    bench.device.tamper = (packets, tag) => [
      ...bench.device.transfer(tag - 1, Buffer.alloc(52, 'old')),
      ...packets,
    ];
    await bench.run(async () => {
      expect(await bench.query('?')).toBe('re ?');
      bench.device.tamper = (_packets, tag) =>
        [1, 2].flatMap(() => bench.device.transfer(tag - 1, Buffer.from('old')));
      await expect(bench.query('?')).rejects.toMatchObject({
        kind: 'protocol',
        code: 'usbtmc-reply-invalid',
      });
    });
  });

  it.each([
    ['a short header', ['02 02 FD 00']],
    ['another MsgID', ['7F 02 FD 00 01 00 00 00 01 00 00 00 61']],
    ['a wrong inverse', ['02 02 02 00 01 00 00 00 01 00 00 00 61']],
    ['nothing but empty transfers', ['', '', '', '', '']],
    ['more than announced', [`02 02 FD 00 34 00 00 00 01 00 00 00${'61'.repeat(52)}`, '61'.repeat(64), '']],
  ])('%s is a protocol error, and the next exchange works', async (_what, packets) => {
    const bench = new UsbtmcBench();
    bench.device.tamper = () => packets.map(hex);
    await bench.run(async () => {
      await expect(bench.query('?')).rejects.toMatchObject({
        kind: 'protocol',
        code: 'usbtmc-reply-invalid',
      });
      bench.device.tamper = (usual) => usual;
      expect(await bench.transport.recover(new Turn())).toBe(true);
      expect(await bench.query('again')).toBe('re again');
    });
  });

  it('a device that stops in the middle of a transfer is not waited for for ever', async () => {
    const bench = new UsbtmcBench();
    bench.device.tamper = (packets) => packets.slice(0, 1);
    for (const length of [100, 1000]) {
      bench.device.reply = () => 'x'.repeat(length);
      await bench.run(async () => {
        await expect(bench.query('?')).rejects.toMatchObject({ kind: 'protocol', code: 'usbtmc-answer-cut' });
        expect(await bench.transport.recover(new Turn())).toBe(true);
      });
    }
  });

  it('a device that says nothing, quickly and for ever, is noticed', async () => {
    const bench = new UsbtmcBench();
    bench.device.tamper = (_packets, tag) => {
      bench.device.say('x');
      return bench.device.transfer(tag, new Uint8Array(), 0);
    };
    await bench.run(async () => {
      await expect(bench.query('?')).rejects.toMatchObject({ code: 'usbtmc-reply-invalid' });
    });
  });

  it('a message that never ends is cut at the deadline', async () => {
    const bench = new UsbtmcBench({ mostBytes: 1 });
    bench.device.reply = () => 'x'.repeat(20_000);
    await bench.run(async () => {
      await expect(bench.query('?', bench.turn(50, late))).rejects.toBe(late);
    });
  });
});
