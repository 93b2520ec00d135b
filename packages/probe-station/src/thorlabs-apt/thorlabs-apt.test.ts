import fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ScriptedMachine, onMachine } from '../../test/scripted-machine.ts';
import { aptSplitter, encodeApt } from './apt-message.ts';
import type { AptMessage } from './apt-message.ts';
import { thorlabsApt } from './thorlabs-apt.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const host = { destination: 1, source: 0x50 } as const;

/** A KDC101; it goes 20 000 counts each time it is asked for its status. */
class Controller {
  position = 0;
  target = 0;
  /** Homed and enabled. */
  bits = (1 << 10) | (1 << 31);
  velocity = [0, 100, 200_000];
  /** Said before each answer. */
  unasked: readonly AptMessage[] = [];
  readonly machine = new ScriptedMachine(
    (message) => this.answer(Buffer.from(message, 'latin1')),
    (text) => {
      if (text.length < 6) return 0;
      const length = 6 + ((text.charCodeAt(4) & 0x80) === 0 ? 0 : text.charCodeAt(2));
      return text.length < length ? 0 : length;
    },
  );

  get sent(): readonly string[] {
    return this.machine.sent.map((message) => hexOf(Buffer.from(message, 'latin1')));
  }

  answer(message: Buffer): string | undefined {
    const reply = this.#carryOut(message.readUInt16LE(0), message);
    if (reply === undefined) return undefined;
    return [...this.unasked, reply].map((one) => Buffer.from(encodeApt(one)).toString('latin1')).join('');
  }

  #carryOut(id: number, message: Buffer): AptMessage | undefined {
    switch (id) {
      case 0x0005: {
        const data = new Uint8Array(84);
        new DataView(data.buffer).setUint32(0, 27_251_234, true);
        data.set(Buffer.from('KDC101\0\0'), 4);
        data.set([7, 3, 2], 14);
        return { ...host, id: 0x0006, parameters: [0, 0], data };
      }
      case 0x0411:
        return this.#numbers(0x0412, [this.position]);
      case 0x0414:
        return this.#numbers(0x0415, this.velocity);
      case 0x0429: {
        const left = this.target - this.position;
        this.position += Math.sign(left) * Math.min(Math.abs(left), 20_000);
        return this.#numbers(0x042a, [this.bits | (left === 0 ? 0 : 1 << 5)]);
      }
      case 0x0453:
        this.target = message.readInt32LE(8);
        return undefined;
      case 0x0413:
        this.velocity = [message.readInt32LE(8), message.readInt32LE(12), message.readInt32LE(16)];
        return undefined;
      case 0x0443:
        this.target = 0;
        this.bits |= 1 << 10;
        return undefined;
      case 0x0210:
        this.bits |= 1 << 31;
        return undefined;
      case 0x0465:
        this.target = this.position;
        return undefined;
      default:
        return undefined;
    }
  }

  #numbers(id: number, values: readonly number[]): AptMessage {
    const data = new Uint8Array(2 + 4 * values.length);
    const view = new DataView(data.buffer);
    view.setUint16(0, 1, true);
    values.forEach((value, index) => view.setInt32(2 + 4 * index, value, true));
    return { ...host, id, parameters: [0, 0], data };
  }
}

const counts = 34_554.96;
const options = { axes: { x: { counts, samplingTime: 2048 / 6e6 } } };

describe('messages of APT', () => {
  it('are those of the sheet', () => {
    const short = { destination: 0x50, source: 1, data: undefined } as const;
    expect(hexOf(encodeApt({ ...short, id: 0x0223, parameters: [0, 0] }))).toBe('230200005001');
    expect(hexOf(encodeApt({ ...short, id: 0x0443, parameters: [1, 0] }))).toBe('430401005001');
    const data = bytesOf('01 00 10 27 00 00');
    expect(hexOf(encodeApt({ ...short, id: 0x0453, parameters: [0, 0], data }))).toBe(
      '53040600D001010010270000',
    );
    expect([...aptSplitter().push(bytesOf('12 04 06 00 81 50 01 00 10 27 00 00'))]).toEqual([
      { ...host, id: 0x0412, parameters: [0, 0], data },
    ]);
    expect([...aptSplitter().push(bytesOf('44 04 01 00 01 50'))]).toEqual([
      { ...host, id: 0x0444, parameters: [1, 0], data: undefined },
    ]);
  });

  it('come out as they went in, however the wire cuts them, and also behind noise', () => {
    const message = fc.record({
      id: fc.integer({ min: 0, max: 0xffff }),
      parameters: fc.constant([0, 0] as const),
      data: fc.option(fc.uint8Array({ maxLength: 100 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(message), fc.integer({ min: 1, max: 9 }), (messages, size) => {
        const whole = messages.map((one) => ({ ...host, ...one }));
        const stream = Buffer.concat(whole.map(encodeApt));
        const splitter = aptSplitter();
        const read: AptMessage[] = [];
        for (let at = 0; at < stream.length; at += size)
          read.push(...splitter.push(stream.subarray(at, at + size)));
        expect(read).toEqual(whole);
      }),
    );
    const splitter = aptSplitter();
    expect([...splitter.push(bytesOf('FF FF FF FF 44 04 01 00 01 50'))]).toMatchObject([{ id: 0x0444 }]);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => void [...aptSplitter().push(junk)]));
  });

  it('are not made from one that was cut short and the next', () => {
    const position = '12 04 06 00 81 50 01 00 10 27 00 00';
    const speed = '15 04 0E 00 81 50 01 00 00 00 00 00 00 01 00 00 00 00 20 00';
    for (const [text, length] of [
      [position, 6],
      [position, 9],
      [speed, 10],
      [speed, 13],
      [speed, 19],
    ] as const) {
      const [whole, splitter] = [bytesOf(text), aptSplitter()];
      const cut = whole.subarray(0, length);
      // Twice the same, as a wire has it that cuts and repeats, and then the whole.
      const read = [cut, cut, whole].flatMap((part) => [...splitter.push(part)]);
      for (const message of read) expect(encodeApt(message)).toEqual(whole);
    }
  });
});

describe('the driver of APT controllers', () => {
  it('says who it is, and moves in µm, whatever is said in between', async () => {
    const controller = new Controller();
    controller.unasked = [
      { ...host, id: 0x0464, parameters: [0, 0], data: new Uint8Array(20) },
      { ...host, id: 0x0412, source: 0x51, parameters: [0, 0], data: new Uint8Array(6) },
    ];
    await onMachine(thorlabsApt, controller.machine, options, async (device) => {
      expect(await firstValueFrom(device.identity$)).toMatchObject({
        model: 'KDC101',
        serialNumber: '27251234',
        firmware: '2.3.7',
      });
      const { position } = (await device.x?.moveTo({ position: 5000 })) ?? { position: NaN };
      expect(position).toBeCloseTo(5000, 1);
      expect(controller.target).toBe(Math.round(5 * counts));
      expect(await device.x?.travel.read()).toEqual({});
    });
  });

  it('refuses moves that would be lost or are not safe', async () => {
    const controller = new Controller();
    controller.bits = 0;
    await onMachine(thorlabsApt, controller.machine, options, async (device) => {
      await expect(device.x?.moveTo({ position: 10 })).rejects.toMatchObject({ code: 'not-referenced' });
      await device.x?.reference?.home();
      expect(controller.sent).toContain('100201015001');
      controller.bits &= ~(1 << 31);
      await expect(device.x?.moveTo({ position: 10 })).rejects.toMatchObject({ code: 'axis-fault' });
      controller.bits |= (1 << 31) | (1 << 16);
      await expect(device.x?.moveTo({ position: 10 })).rejects.toMatchObject({ code: 'axis-fault' });
    });
  });

  it('stops by decelerating', async () => {
    const controller = new Controller();
    await onMachine(thorlabsApt, controller.machine, options, async (device, clock) => {
      const move = device.x?.moveTo({ position: 20_000 });
      await clock.sleep(200);
      expect(await move?.stop()).toMatchObject({ outcome: 'stopped' });
      await move?.then(undefined, () => {});
    });
    expect(controller.sent).toContain('650401025001');
  });

  it('sets the speed and leaves the acceleration', async () => {
    const controller = new Controller();
    await onMachine(thorlabsApt, controller.machine, options, async (device) => {
      await device.x?.velocity?.speed.write(1000);
      expect(controller.velocity).toEqual([0, 100, Math.round(counts * (2048 / 6e6) * 65_536)]);
    });
    await onMachine(thorlabsApt, controller.machine, { axes: { x: { counts } } }, async (device) => {
      expect(device.x?.velocity).toBeUndefined();
    });
  });

  it('raises a hardware response, and hears no more of a unit that is silent', async () => {
    const controller = new Controller();
    await onMachine(thorlabsApt, controller.machine, options, async (device) => {
      const answer = controller.answer.bind(controller);
      controller.answer = (message) =>
        message.readUInt16LE(0) === 0x0411
          ? bytesOf('80 00 00 00 01 50').reduce((all, one) => all + String.fromCharCode(one), '')
          : answer(message);
      await expect(device.x?.position.read()).rejects.toMatchObject({ code: 'instrument-refused' });
      controller.answer = (message) => (message.readUInt16LE(0) === 0x0411 ? undefined : answer(message));
      await expect(device.x?.position.read()).rejects.toMatchObject({ kind: 'timeout' });
    });
  });
});
