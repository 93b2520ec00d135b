/**
 * The check sum of Modbus RTU: CRC-16 with the reflected polynomial 0xA001 and start 0xFFFF; it is sent low byte
 * first (Modbus over serial line V1.02, section 6.2.2).
 *
 * @internal
 */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/**
 * `bytes` with their check sum behind them.
 *
 * @internal
 */
export function withCrc(bytes: Uint8Array): Uint8Array {
  const crc = crc16(bytes);
  const frame = new Uint8Array(bytes.length + 2);
  frame.set(bytes);
  frame.set([crc & 0xff, crc >> 8], bytes.length);
  return frame;
}

/**
 * Whether the last two bytes are the check sum of those before them.
 *
 * @internal
 */
export function hasCrc(frame: Uint8Array): boolean {
  // The check sum over a frame and its own check sum is zero.
  return frame.length > 2 && crc16(frame) === 0;
}
