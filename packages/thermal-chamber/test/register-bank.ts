import { InProcessTransport, VirtualClock, openDevice, seededRandom } from '@fourwire/core';
import type { ByteService, Device, DeviceOptions, Driver, MemberSpecs, MembersOf } from '@fourwire/core';
import { ModbusTransport } from '@fourwire/transport';
import type { RegisterTransport } from '@fourwire/transport';

/** Registers behind Modbus RTU frames, with what a test wants to go wrong. */
export class RegisterBank {
  /** What the registers hold; one that is not there is answered with exception 2. */
  readonly words = new Map<number, number>();
  /** Requests as hexadecimal text, without their CRC. */
  readonly requests: string[] = [];
  /** Exceptions for writes, by address. */
  readonly refusals = new Map<number, number>();
  /** Called after each register that was written. */
  onWrite: ((address: number, word: number) => void) | undefined;
  /** Changes a reply before it is sent; `undefined` keeps the bank silent. */
  spoil: ((reply: Buffer) => Buffer | undefined) | undefined;
  readonly unit: number;

  constructor(words: Readonly<Record<number, number>>, unit = 1) {
    this.unit = unit;
    for (const [address, word] of Object.entries(words)) this.set(Number(address), word);
  }

  set(address: number, word: number): void {
    this.words.set(address, word & 0xffff);
  }

  setFloat(address: number, value: number, order: 'low-first' | 'high-first'): void {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatBE(value);
    const [high, low] = [bytes.readUInt16BE(0), bytes.readUInt16BE(2)];
    this.set(address, order === 'low-first' ? low : high);
    this.set(address + 1, order === 'low-first' ? high : low);
  }

  /** One character to a register, padded with blanks. */
  setText(address: number, text: string, length: number): void {
    for (let index = 0; index < length; index++)
      this.set(address + index, text.padEnd(length).charCodeAt(index));
  }

  get service(): ByteService {
    return {
      connect: (client) => ({
        receive: (bytes) => {
          const frame = Buffer.from(bytes);
          this.requests.push(frame.subarray(0, -2).toString('hex').toUpperCase());
          if (frame[0] !== this.unit) return;
          const reply = Buffer.from([this.unit, ...this.#answer(frame)]);
          const sent = Buffer.concat([reply, crc16(reply)]);
          const spoilt = this.spoil === undefined ? sent : this.spoil(sent);
          if (spoilt !== undefined) client.send(spoilt);
        },
        closed: () => {},
      }),
    };
  }

  #answer(frame: Buffer): number[] {
    const [code = 0, address, count] = [frame[1], frame.readUInt16BE(2), frame.readUInt16BE(4)];
    const fail = (exception: number): number[] => [code | 0x80, exception];
    if (code === 3 || code === 4) {
      const words = Array.from({ length: count }, (_, index) => this.words.get(address + index));
      if (words.includes(undefined)) return fail(2);
      return [code, 2 * count, ...words.flatMap((word = 0) => [word >> 8, word & 0xff])];
    }
    const words =
      code === 6 ? [count] : Array.from({ length: count }, (_, index) => frame.readUInt16BE(7 + 2 * index));
    if (code !== 6 && code !== 16) return fail(1);
    const refusal = this.refusals.get(address);
    if (refusal !== undefined) return fail(refusal);
    words.forEach((word, index) => {
      this.set(address + index, word);
      this.onWrite?.(address + index, word);
    });
    return [code, ...frame.subarray(2, 6)];
  }
}

/** Runs `work` on a chamber with these registers, in virtual time. */
export async function onRegisters<M extends MemberSpecs, O extends object>(
  driver: Driver<M, RegisterTransport, O>,
  bank: RegisterBank,
  work: (device: Device & MembersOf<M>, clock: VirtualClock) => Promise<void>,
  options: DeviceOptions<O> = {},
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const link = ModbusTransport.over(new InProcessTransport(bank.service, 'oven'), 'rtu');
    const device = await openDevice(driver, link, {
      path: 'oven',
      clock,
      random: seededRandom(1),
      ...options,
    });
    await work(device, clock);
    await device.close();
  });
}

function crc16(bytes: Uint8Array): Buffer {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001;
  }
  return Buffer.from([crc & 0xff, crc >> 8]);
}
