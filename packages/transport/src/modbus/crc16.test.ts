import { describe, expect, it } from 'vitest';
import { crc16 } from './crc16.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('the CRC of Modbus RTU', () => {
  // Frames from the protocol sheet of the Watlow F4T, section 9.
  it.each([
    '01 03 0B 04 00 02 87 EE',
    '01 03 04 00 00 41 C8 CB F5',
    '01 03 04 41 C8 00 00 6F F1',
    '01 10 0A DE 00 02 04 00 00 C2 20 51 67',
    '01 10 0A DE 00 02 22 2A',
  ])('is what stands at the end of %s', (text) => {
    const frame = hex(text);
    const crc = crc16(frame, 0, frame.length - 2);
    expect([crc & 0xff, crc >> 8]).toEqual([...frame.subarray(-2)]);
  });
});
