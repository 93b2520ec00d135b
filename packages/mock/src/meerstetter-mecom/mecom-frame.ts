/** CRC-16/XMODEM over Latin-1 text, as four hexadecimal digits (sheet meerstetter-mecom.md, section 2). */
export function mecomCrc(text: string): string {
  let crc = 0;
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc & 0x8000) === 0 ? 0 : 0x1021)) & 0xffff;
  }
  return hexadecimal(crc, 4);
}

/** A request whose check sum is right. */
export interface MecomRequest {
  readonly address: number;
  /** Four digits, which the reply repeats. */
  readonly sequence: string;
  readonly payload: string;
  /** Check sum as it was sent; an acknowledgement repeats it. */
  readonly crc: string;
}

/** Takes a line apart; `undefined` when it is no request, or its check sum is wrong. */
export function readMecom(line: string): MecomRequest | undefined {
  const [, head = '', address = '', sequence = '', payload = '', crc = ''] =
    /^(#([0-9A-F]{2})([0-9A-F]{4})(.*))([0-9A-F]{4})$/.exec(line) ?? [];
  if (head === '' || mecomCrc(head) !== crc) return undefined;
  return { address: Number.parseInt(address, 16), sequence, payload, crc };
}

/** A whole number in so many hexadecimal digits. */
export function hexadecimal(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
